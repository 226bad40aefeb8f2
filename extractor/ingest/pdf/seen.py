"""What of a page's text is seen, and which of its lines rule tables."""

from dataclasses import dataclass

from extractor.ingest.hidden import Hidden
from extractor.ingest.pdf.colour import BLACK, WHITE, Colour, alike
from extractor.ingest.pdf.content import Content, Glyph
from extractor.model import Box

__all__ = ["Seen", "look", "middle"]

TINY = 1.0
"""Points: text of at most this size is not read by anybody."""
LIGHT = 0.85


@dataclass(slots=True)
class Seen:
    """A page as a reader sees it."""

    glyphs: list[Glyph]
    """In the order of painting; no white space."""
    hidden: list[tuple[Hidden, Glyph]]
    slanted: list[Glyph]
    """Across the page, as watermarks are: no part of what it says."""
    rulings: list[Box]
    """Visible straight lines, without width."""


def look(content: Content) -> Seen:
    """Tell what is seen from what is not."""
    sheet = _Sheet(content)
    seen = Seen([], [], [], [])
    for glyph in content.glyphs:
        reason = sheet.hides(glyph)
        if reason is not None:
            seen.hidden.append((reason, glyph))
        elif glyph.turn is None:
            seen.slanted.append(glyph)
        else:
            seen.glyphs.append(glyph)
    seen.rulings = [
        stroke.box
        for stroke in content.strokes
        if stroke.colour is None or not alike(stroke.colour, sheet.ground(middle(stroke.box), stroke.order) or BLACK)
    ]
    return seen


def middle(box: Box) -> tuple[float, float]:
    """The middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


class _Sheet:
    """The areas of a page, for what stands before or behind them."""

    def __init__(self, content: Content) -> None:
        self._page: Box = (0.0, 0.0, content.width, content.height)
        # Over paper, white areas change nothing; a coloured one makes the later white ones count.
        self._fills = content.fills
        self._dark = any(fill.colour is None or not alike(fill.colour, WHITE) for fill in content.fills)
        self._pictures = content.pictures
        self._covers = [item for item in (*content.fills, *content.pictures) if item.opaque]
        self._last = max((cover.order for cover in self._covers), default=-1)

    def hides(self, glyph: Glyph) -> Hidden | None:
        """Why the character is not seen; null when it is."""
        at = middle(glyph.box)
        if glyph.unseen:
            return Hidden.INVISIBLE
        if not _inside(at, self._page):
            return Hidden.OFF_PAGE
        if glyph.size <= TINY:
            return Hidden.TINY
        if not _inside(at, glyph.clip):
            return Hidden.CLIPPED
        if glyph.order < self._last and any(cover.order > glyph.order and _inside(at, cover.box) for cover in self._covers):
            return Hidden.COVERED
        if glyph.colour is not None and (self._dark or min(glyph.colour) > LIGHT):
            ground = self.ground(at, glyph.order)
            if ground is not None and alike(glyph.colour, ground):
                return Hidden.SAME_COLOUR
        return None

    def ground(self, at: tuple[float, float], order: int) -> Colour | None:
        """The colour behind a point when something is painted there; null where it is not known."""
        for fill in reversed(self._fills):
            if fill.order < order and _inside(at, fill.box):
                return fill.colour if fill.opaque else None
        over_picture = any(picture.order < order and _inside(at, picture.box) for picture in self._pictures)
        return None if over_picture else WHITE


def _inside(at: tuple[float, float], box: Box) -> bool:
    return box[0] <= at[0] <= box[2] and box[1] <= at[1] <= box[3]
