"""A page as people see it, for whoever has to look at it."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import groupby, islice

from extractor.errors import DocumentError
from extractor.ingest.pages.frame import Frame
from extractor.model import PagePicture, PageStrip
from extractor.model.page import Box

__all__ = ["page_picture", "page_strips"]

PDF = "application/pdf"
PICTURES = frozenset(("image/png", "image/jpeg", "image/tiff"))

DPI = 110.0
"""Dots an inch of what is shown: figures are read easily, and a page weighs some hundred kilobytes."""
AROUND = 150.0
"""Points that are shown above and below a box."""
MARGIN = 3.0
"""Points between a box and the frame around it."""
FRAME = (176, 32, 28)
STRIP_DPI = 100.0
"""Dots an inch of a strip: as small as figures are still read without effort."""
QUALITY = 45
"""Of 100: a strip of a table weighs some ten kilobytes, and its hairlines are still seen."""


def page_picture(data: bytes, media_type: str, page: int, box: Box | None) -> bytes | None:
    """The page as PNG; with a box only what stands around it, and a frame around the box.

    Args:
        data: the file.
        media_type: of the file.
        page: 1-based.
        box: in points from the top left of the unrotated page; null for the whole page without a frame.

    Returns:
        Null for a file without pages, for a page that cannot be drawn, and where the extra is not installed.
    """
    seen = _seen(data, media_type, page)
    return None if seen is None else _drawn(seen, box, _quarters(data, media_type, page))


def page_strips(data: bytes, media_type: str, wanted: Iterable[tuple[int, Box]]) -> list[PageStrip]:
    """Parts of pages as small pictures in shades of grey, without frames.

    Args:
        data: the file.
        media_type: of the file.
        wanted: 1-based page and box of each, those of one page together; a box may reach over the page.

    Returns:
        Those that can be drawn; none where the extra is not installed.
    """
    strips: list[PageStrip] = []
    for page, members in groupby(wanted, key=lambda item: item[0]):
        seen = _seen(data, media_type, page)
        if seen is not None:
            strips += _strips(seen, page, (box for _, box in members))
    return strips


def _strips(seen: PagePicture, page: int, boxes: Iterable[Box]) -> Iterator[PageStrip]:
    from PIL import Image

    whole = Image.frombytes("RGB", (seen.width, seen.height), seen.pixels).convert("L")
    scale = min(1.0, STRIP_DPI / seen.dpi)
    image = whole.resize((max(1, round(seen.width * scale)), max(1, round(seen.height * scale))))
    point = seen.dpi * scale / 72
    for x0, y0, x1, y1 in boxes:
        left, top = max(0, int(x0 * point)), max(0, int(y0 * point))
        right, bottom = min(image.width, int(x1 * point) + 1), min(image.height, int(y1 * point) + 1)
        if left < right and top < bottom:
            packed = BytesIO()
            image.crop((left, top, right, bottom)).save(packed, "WEBP", quality=QUALITY, method=4)
            shown = (left / point, top / point, right / point, bottom / point)
            yield PageStrip(page, shown, packed.getvalue())


def _seen(data: bytes, media_type: str, page: int) -> PagePicture | None:
    try:
        if media_type == PDF:
            from extractor.ingest.pdf.picture import Renderer

            try:
                return Renderer(data).picture(page - 1)
            except (*Renderer.errors, IndexError):
                return None
        if media_type in PICTURES:
            from extractor.ingest.picture_frames import frames

            return next(islice(frames(data), page - 1, None), None)
    except (ImportError, DocumentError):
        return None
    return None


def _quarters(data: bytes, media_type: str, page: int) -> int:
    """By how many quarters of a turn clockwise viewers show a page that can be drawn."""
    if media_type != PDF:
        return 0
    from extractor.ingest.pdf.picture import Renderer

    return Renderer(data).quarters(page - 1)


def _drawn(seen: PagePicture, box: Box | None, quarters: int) -> bytes:
    """The page as viewers show it; `box` is in the unrotated page."""
    from PIL import Image, ImageDraw

    whole = Image.frombytes("RGB", (seen.width, seen.height), seen.pixels)
    scale = min(1.0, DPI / seen.dpi)
    image = whole.resize((max(1, round(seen.width * scale)), max(1, round(seen.height * scale))))
    frame = Frame(image.width, image.height, -quarters % 4)
    image = image.rotate(-90 * quarters, expand=True)
    if box is not None:
        point = seen.dpi * scale / 72
        left, above, right, below = (side * point for side in box)
        x0, y0, x1, y1 = frame.read((left, above, right, below))
        gap = MARGIN * point
        ImageDraw.Draw(image).rectangle((x0 - gap, y0 - gap, x1 + gap, y1 + gap), outline=FRAME, width=2)
        top, bottom = max(0, round(y0 - AROUND * point)), min(image.height, round(y1 + AROUND * point))
        if top < bottom:
            image = image.crop((0, top, image.width, bottom))
    packed = BytesIO()
    image.save(packed, "PNG", optimize=True)
    return packed.getvalue()
