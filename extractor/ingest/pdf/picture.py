"""Pages as pictures, for a recogniser: drawn by pypdfium2, which runs no script."""

from typing import Final, Protocol, cast

import pypdfium2  # pyright: ignore[reportMissingTypeStubs] - it ships none

from extractor.ingest.pdf.content import Content
from extractor.model import PagePicture

__all__ = ["MOST_PIXELS", "Renderer", "is_bomb"]

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


class _Page(Protocol):
    def get_size(self) -> tuple[float, float]: ...
    def get_rotation(self) -> int: ...
    def render(self, *, scale: float, rotation: int, rev_byteorder: bool) -> _Bitmap: ...


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
