"""What of a page's text is seen, and which of its lines rule tables."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from extractor.ingest.hidden import Hidden
from extractor.ingest.pages.words import middle
from extractor.ingest.pdf.colour import BLACK, WHITE, Colour, alike
from extractor.ingest.pdf.content import Content, Fill, Glyph, Picture
from extractor.model import Box

__all__ = ["Seen", "look"]

TINY = 1.0
"""Points: text of at most this size is not read by anybody."""
BANDS = 64
LIGHT = 0.85
"""Of white, in every part: such a text may be as light as its paper."""
REACH = 40.0
"""Points from the middle of a character within which a line may cross it."""
CORE = 0.25
"""Of the height of a character, above and below: a line there over- or underlines it."""
SPARE = 0.7
"""Of the size of a text: a line that crosses it out is so much longer at most, on either side."""
COVERED = 0.5
"""Of a line that crosses out: so much of it runs over characters."""


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
    marks: list[Box]
    """Pictures and drawings: they may show what no text says."""


def look(content: Content) -> Seen:
    """Tell what is seen from what is not."""
    sheet = _Sheet(content)
    seen = Seen([], [], [], [], [])
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
    seen.marks = [*content.shapes, *(picture.box for picture in content.pictures)]
    _strike(seen)
    return seen


def _strike(seen: Seen) -> None:
    """Take out what is crossed out: its author took it back."""
    by_height = sorted((glyph for glyph in seen.glyphs if glyph.turn == 0), key=lambda glyph: middle(glyph.box)[1])
    heights = [middle(glyph.box)[1] for glyph in by_height]
    struck: dict[int, Glyph] = {}
    lines: set[Box] = set()
    for x0, y, x1, bottom in seen.rulings:
        if y != bottom:
            continue
        near = by_height[bisect_left(heights, y - REACH) : bisect_right(heights, y + REACH)]
        crossed = [glyph for glyph in near if x0 - 1 <= middle(glyph.box)[0] <= x1 + 1 and _through(glyph.box, y)]
        if crossed and _fits(crossed, x0, x1):
            struck.update((id(glyph), glyph) for glyph in crossed)
            lines.add((x0, y, x1, bottom))
    if struck:
        seen.glyphs = [glyph for glyph in seen.glyphs if id(glyph) not in struck]
        seen.hidden += ((Hidden.STRUCK_OUT, glyph) for glyph in struck.values())
        seen.rulings = [line for line in seen.rulings if line not in lines]


def _through(box: Box, y: float) -> bool:
    return box[1] + CORE * (box[3] - box[1]) <= y <= box[3] - CORE * (box[3] - box[1])


def _fits(crossed: Sequence[Glyph], x0: float, x1: float) -> bool:
    """Whether a line is as long as the text it crosses: the lines of a table are longer."""
    left, right = min(glyph.box[0] for glyph in crossed), max(glyph.box[2] for glyph in crossed)
    spare = SPARE * max(glyph.size for glyph in crossed)
    covered = sum(glyph.box[2] - glyph.box[0] for glyph in crossed)
    return left - spare <= x0 and x1 <= right + spare and covered >= COVERED * (x1 - x0)


class _Sheet:
    """The areas of a page, for what stands before or behind them."""

    def __init__(self, content: Content) -> None:
        self._page: Box = (0.0, 0.0, content.width, content.height)
        # Over paper, white areas change nothing; a coloured one makes the later white ones count.
        self._dark = any(fill.colour is None or not alike(fill.colour, WHITE) for fill in content.fills)
        self._fills = _Bands(content.fills, content.height)
        self._pictures = content.pictures
        covers = [item for item in (*content.fills, *content.pictures) if item.opaque]
        self._covers = _Bands(covers, content.height)
        self._last = max((cover.order for cover in covers), default=-1)

    def hides(self, glyph: Glyph) -> Hidden | None:
        """Why the character is not seen; null when it is."""
        at = middle(glyph.box)
        reasons = (
            (Hidden.INVISIBLE, glyph.unseen),
            (Hidden.OFF_PAGE, not _inside(at, self._page)),
            (Hidden.TINY, glyph.size <= TINY),
            (Hidden.CLIPPED, not _inside(at, glyph.clip)),
        )
        found = next((reason for reason, holds in reasons if holds), None)
        if found is None and self._is_covered(at, glyph.order):
            found = Hidden.COVERED
        if found is None and self._is_lost(glyph, at):
            found = Hidden.SAME_COLOUR
        return found

    def _is_covered(self, at: tuple[float, float], order: int) -> bool:
        return order < self._last and any(
            cover.order > order and _inside(at, cover.box) for cover in self._covers.at(at[1])
        )

    def _is_lost(self, glyph: Glyph, at: tuple[float, float]) -> bool:
        """Whether a character has the colour of what is behind it."""
        if glyph.colour is None or not (self._dark or min(glyph.colour) > LIGHT):
            return False
        ground = self.ground(at, glyph.order)
        return ground is not None and alike(glyph.colour, ground)

    def ground(self, at: tuple[float, float], order: int) -> Colour | None:
        """The colour behind a point when something is painted there; null where it is not known."""
        for fill in reversed(self._fills.at(at[1])):
            if fill.order < order and _inside(at, fill.box):
                return fill.colour if fill.opaque else None
        over_picture = any(picture.order < order and _inside(at, picture.box) for picture in self._pictures)
        return None if over_picture else WHITE


Item = TypeVar("Item", Fill, Fill | Picture)


class _Bands(Generic[Item]):
    """Areas by height, so that a page full of them takes no longer than it must."""

    def __init__(self, items: Sequence[Item], height: float) -> None:
        self._height = max(height / BANDS, 1.0)
        self._bands: list[list[Item]] = [[] for _ in range(BANDS)]
        for item in items:
            for band in self._bands[self._number(item.box[1]) : self._number(item.box[3]) + 1]:
                band.append(item)

    def at(self, y: float) -> list[Item]:
        """The areas that may reach over a height, in their order."""
        return self._bands[self._number(y)]

    def _number(self, y: float) -> int:
        return min(max(int(y / self._height), 0), BANDS - 1)


def _inside(at: tuple[float, float], box: Box) -> bool:
    return box[0] <= at[0] <= box[2] and box[1] <= at[1] <= box[3]
