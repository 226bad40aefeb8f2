"""Pictures and faxes as pages of pixels, within limits that hold before anything is unpacked."""

import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import cast

from PIL import Image, ImageOps, TiffImagePlugin

from extractor.errors import DocumentError
from extractor.model import PagePicture

__all__ = ["frames"]

FORMATS = ("PNG", "JPEG", "TIFF")
MOST_PIXELS = 80_000_000
"""Of a page: A3 at 600 dots an inch has 70 million."""
MOST_TOTAL = 2_000_000_000
"""Of all pages of a file."""
MOST_PAGES = 200
SMALLEST = 32
"""Pixels of a side: in less no line of text can be read."""
DPI = (50.0, 1300.0)
"""What files say beyond these is a default or a slip."""
LONG_SIDE = (5.0, 24.0)
"""Inches of the longer side of a page, A5 leaflet to A2; another size shows that the file does not know its own."""
A4 = 11.69
"""Inches of its longer side, which is what a page has that says nothing credible."""
REDUCED = 0x1
"""Bit of TIFF's `NewSubfileType`: a small copy of another page."""
SUBFILE = 254


def frames(data: bytes) -> Iterator[PagePicture]:
    """The pages of a PNG, JPEG or TIFF file, as they are seen: turned as its camera says, on white.

    Raises:
        DocumentError: `too-large`, `too-many-pages`, `damaged-document`.
    """
    with _typed_refusals(), Image.open(BytesIO(data), formats=FORMATS) as image:
        pages = _pages(image)
        if len(pages) > MOST_PAGES:
            raise DocumentError(
                "too-many-pages",
                f"the file holds {len(pages)} pages, more than {MOST_PAGES}",
                hint="split it into the reports it holds",
            )
        _refuse_large(image, pages)
    for page in pages:
        with _typed_refusals(), Image.open(BytesIO(data), formats=FORMATS) as image:
            image.seek(page)
            yield _frame(image)


def _pages(image: Image.Image) -> list[int]:
    """The numbers of the frames that are pages; further frames of other formats are not."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return [0]
    found: list[int] = []
    for number in range(MOST_PAGES + 1):
        try:
            image.seek(number)
        except EOFError:
            break
        kind = cast("object", image.tag_v2.get(SUBFILE, 0))
        if not (isinstance(kind, int) and kind & REDUCED):
            found.append(number)
    return found


def _refuse_large(image: Image.Image, pages: list[int]) -> None:
    total = 0
    for page in pages:
        image.seek(page)
        width, height = image.size
        total += width * height
        if width * height > MOST_PIXELS or total > MOST_TOTAL:
            raise _too_large(f"page {page + 1} has {width} × {height} pixels")
        if min(width, height) < SMALLEST:
            raise DocumentError(
                "damaged-document",
                f"the picture has {width} × {height} pixels, too few to hold a page",
                hint="get the picture in its full size",
            )


def _frame(image: Image.Image) -> PagePicture:
    dpi = _dpi(image)
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith(("I", "F")):
        # 16 bits a pixel, and what is brighter than 8 bits can say.
        upright = upright.convert("F").point(lambda level: level / 257.0).convert("L")
    if upright.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    shown = upright.convert("RGB")
    return PagePicture(shown.width, shown.height, shown.tobytes(), dpi)


def _dpi(image: Image.Image) -> float:
    """Pixels an inch: what the file says if that makes a page, else as if it were A4."""
    long_side = max(image.size)
    said = cast("object", image.info.get("dpi"))
    if isinstance(said, tuple):
        for value in cast("tuple[object, ...]", said):
            try:
                dpi = float(cast("float", value))
            except (TypeError, ValueError, ZeroDivisionError):
                continue
            if DPI[0] <= dpi <= DPI[1] and LONG_SIDE[0] <= long_side / dpi <= LONG_SIDE[1]:
                return dpi
    return long_side / A4


@contextmanager
def _typed_refusals() -> Generator[None]:
    """Say in our own words what the library says in its many."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except DocumentError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise _too_large("the picture is too large to be unpacked") from error
    except Exception as error:  # its decoders raise whatever a damaged file makes them stumble over
        raise DocumentError(
            "damaged-document",
            "the picture is damaged or cut off",
            hint="get the file anew, or open it in a viewer and save it again",
        ) from error


def _too_large(what: str) -> DocumentError:
    return DocumentError(
        "too-large",
        f"{what}; a page may have {MOST_PIXELS // 1_000_000} million, a file {MOST_TOTAL // 1_000_000_000} thousand "
        "million",
        hint="scan at 200 to 300 dots an inch",
    )
