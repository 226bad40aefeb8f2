"""A page as it is laid out: words with their boxes, lines, and tables with the boxes of their cells.

A page of a text PDF and one that was recognised from its picture look the same. All boxes are in points from the top
left of the unrotated page.
"""

from dataclasses import dataclass

__all__ = [
    "Box",
    "PageBlock",
    "PageCell",
    "PageLine",
    "PagePicture",
    "PageStrip",
    "PageTable",
    "PageToken",
    "RecognisedPage",
    "Spot",
]

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points from the top left of the unrotated page."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as seen."""

    width: int
    """Pixels."""
    height: int
    """Pixels."""
    pixels: bytes
    """Red, green and blue, a byte each, row after row from the top left: `height` × `width` × 3 bytes."""
    dpi: float
    """Pixels an inch: a point has `dpi` / 72 of them."""


@dataclass(frozen=True, slots=True)
class PageStrip:
    """A part of a page as a small picture, for people."""

    page: int
    """1-based."""
    box: Box
    """What it shows."""
    data: bytes
    """WebP, in shades of grey."""


@dataclass(frozen=True, slots=True)
class PageToken:
    """A word, or what stands without a gap on one line."""

    text: str
    box: Box
    score: float | None = None
    """The recogniser's, 0 to 1; null for born-digital text."""
    again: str | None = None
    """What a second read of its box says, empty when that could not make it out; null without a second read."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line outside tables."""

    tokens: tuple[PageToken, ...]
    """Left to right; they are joined by a space."""
    continues: bool = False
    """The sentence goes on in the next line of the page: it was broken by the width of the page alone."""
    spaced: bool = False
    """A space stands where it was broken."""
    spaces: tuple[int, ...] = ()
    """Of a line of a table that nothing rules: the spaces before each word, so that columns stand below each other as
    on the page. Empty where all are one."""


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell of a table."""

    row: int
    """1-based in its table on this page, spans counted."""
    column: int
    box: Box
    """Of the cell, not of its words: it tells where a blank is."""
    lines: tuple[tuple[PageToken, ...], ...] = ()
    """Top to bottom, each left to right; none for a blank."""
    row_span: int = 1
    column_span: int = 1
    shows: bool = False
    """Something is seen in it that is no text."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table, or the part of it that is on this page."""

    cells: tuple[PageCell, ...]
    """By row, then by column."""
    box: Box
    open_end: bool = False
    """No line is drawn below its last row: the end of the page may have broken that."""
    implied: bool = False
    """Its lines are not drawn: its columns are known from its text alone, and end somewhere between."""


PageBlock = PageLine | PageTable


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """What a recogniser makes of a page's picture."""

    blocks: tuple[PageBlock, ...]
    """In reading order."""
    turn: int = 0
    """Quarter turns clockwise from left-to-right to the direction in which the page is written; boxes are those of the
    picture as it was given."""
    notes: tuple[str, ...] = ()
    """Codes of what it noticed, as `Document.notes`."""
    placing: tuple[float, ...] | None = None
    """3 × 3, row by row, in points: from the boxes of `blocks`, which then are those of the page made upright and
    level, to the picture as it was given. Null where they are the same but for `turn`."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a word, or a blank cell, of the extracted text stands on its page."""

    start: int
    """Half-open code-point interval in the document's text; empty for a blank cell."""
    end: int
    page: int
    """1-based."""
    box: Box
    score: float | None = None
    """The recogniser's, 0 to 1; null for born-digital text."""
    again: str | None = None
    """As `PageToken.again`."""
