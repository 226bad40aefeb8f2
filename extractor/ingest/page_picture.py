"""A page as people see it, for whoever has to look at it."""

from io import BytesIO
from itertools import islice

from extractor.errors import DocumentError
from extractor.model import PagePicture
from extractor.model.page import Box

__all__ = ["page_picture"]

PDF = "application/pdf"
PICTURES = frozenset(("image/png", "image/jpeg", "image/tiff"))

DPI = 110.0
"""Dots an inch of what is shown: figures are read easily, and a page weighs some hundred kilobytes."""
AROUND = 150.0
"""Points that are shown above and below a box."""
MARGIN = 3.0
"""Points between a box and the frame around it."""
FRAME = (176, 32, 28)


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
    return None if seen is None else _drawn(seen, box)


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


def _drawn(seen: PagePicture, box: Box | None) -> bytes:
    from PIL import Image, ImageDraw

    whole = Image.frombytes("RGB", (seen.width, seen.height), seen.pixels)
    scale = min(1.0, DPI / seen.dpi)
    image = whole.resize((max(1, round(seen.width * scale)), max(1, round(seen.height * scale))))
    if box is not None:
        point = seen.dpi * scale / 72
        x0, y0, x1, y1 = (side * point for side in box)
        gap = MARGIN * point
        ImageDraw.Draw(image).rectangle((x0 - gap, y0 - gap, x1 + gap, y1 + gap), outline=FRAME, width=2)
        top, bottom = max(0, round(y0 - AROUND * point)), min(image.height, round(y1 + AROUND * point))
        if top < bottom:
            image = image.crop((0, top, image.width, bottom))
    packed = BytesIO()
    image.save(packed, "PNG", optimize=True)
    return packed.getvalue()
