"""Pages as pictures, for a recogniser: drawn by pypdfium2, which runs no script."""

from typing import Final, Protocol, cast

import pypdfium2  # pyright: ignore[reportMissingTypeStubs] - it ships none
from PIL import Image

from extractor.ingest.pdf.content import Content
from extractor.model import Box, PagePicture

__all__ = ["MOST_PIXELS", "Renderer", "draw_sheet", "is_bomb"]

DPI: Final = 200.0
MOST_PIXELS = 40_000_000
"""Of a page as drawn: a larger one is drawn coarser."""
MOST_UNPACKED_PIXELS = 400_000_000
"""Of all pictures on one page: a page at 600 dpi has 35 million."""
CHANNELS = 3
"""Red, green and blue."""


class _Bitmap(Protocol):
    width: int
    height: int
    stride: int
    buffer: bytes

    def to_pil(self) -> Image.Image: ...


class _Page(Protocol):
    def get_size(self) -> tuple[float, float]: ...
    def get_rotation(self) -> int: ...
    def render(
        self,
        *,
        scale: float,
        rotation: int = 0,
        rev_byteorder: bool = False,
        crop: Box = (0.0, 0.0, 0.0, 0.0),
        grayscale: bool = False,
    ) -> _Bitmap: ...


def is_bomb(content: Content) -> bool:
    """Whether the pictures of a page unpack to more than any scan holds."""
    return sum(picture.pixels for picture in content.pictures) > MOST_UNPACKED_PIXELS


class Renderer:
    """Draws the pages of one file."""

    errors = (pypdfium2.PdfiumError, MemoryError)
    """What drawing raises on damaged pages."""

    def __init__(self, data: bytes) -> None:
        """Opening is cheap; pages are drawn one by one."""
        self._pdf = pypdfium2.PdfDocument(data)
        self._page: tuple[int, _Page] | None = None

    def picture(self, place: int) -> PagePicture:
        """The page at a 0-based place as seen, but unrotated.

        Raises:
            pypdfium2.PdfiumError: the page cannot be drawn.
        """
        page = cast("_Page", self._pdf[place])
        width, height = page.get_size()
        dpi = min(DPI, 72 * (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        # Without an alpha channel, as pypdfium2 draws on white.
        bitmap = page.render(scale=dpi / 72, rotation=-page.get_rotation() % 360, rev_byteorder=True)
        whole = bytes(bitmap.buffer)
        rows = (whole[start : start + CHANNELS * bitmap.width] for start in range(0, len(whole), bitmap.stride))
        return PagePicture(bitmap.width, bitmap.height, b"".join(rows), dpi)

    def cut(self, place: int, box: Box, scale: float) -> Image.Image:
        """What a box shows, in grey and unrotated, at so many dots a point.

        `box` is in points from the top left of the unrotated page at the 0-based place.

        Raises:
            pypdfium2.PdfiumError: the page cannot be drawn.
        """
        if self._page is None or self._page[0] != place:
            self._page = place, cast("_Page", self._pdf[place])
        page = self._page[1]
        turned = page.get_rotation()
        width, height = page.get_size() if turned % 180 == 0 else reversed(page.get_size())
        x0, y0, x1, y1 = max(box[0], 0.0), max(box[1], 0.0), min(box[2], width), min(box[3], height)
        # What is cut off from left, bottom, right and top.
        crop = (x0, height - y1, width - x1, y0)
        return page.render(scale=scale, rotation=-turned % 360, crop=crop, grayscale=True).to_pil()

    def quarters(self, place: int) -> int:
        """By how many quarters of a turn clockwise viewers show the page at a 0-based place: its `/Rotate` entry."""
        return cast("_Page", self._pdf[place]).get_rotation() // 90


def draw_sheet(data: bytes) -> Image.Image:
    """The first page of a file of our own making, in grey, a dot a point."""
    return cast("_Page", pypdfium2.PdfDocument(data)[0]).render(scale=1.0, grayscale=True).to_pil()
