"""Cuts the cells of a sheet, of a workbook or a csv file, into lines of prose and grids.

A sheet often holds a whole report. Titles, headings and prose must become lines of their own, or no section is found;
a row of a table with a label and nothing but blanks must stay in its grid, or its blanks are lost. Both look alike: a
row with one printed cell. What is printed around the row decides, and in doubt the row stays in its grid.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.ingest.hidden import OBJECT
from extractor.text.numbers import looks_like_value

__all__ = ["Block", "Line", "Spot", "split_sheet"]

LONGEST_LABEL = 80
"""Code points without white space; the longest labels that forms print have sixty."""
NEARLY = 0.8
"""Share of a table's width that a merged heading covers."""
HEADS = 3
"""Printed cells of a row without values that can only be a header: two may be a group and its first row."""
APART = 3
"""Columns of the second cell of a header that has two; the label of a group and of its first row are narrower."""

FRAMED = 2
"""Blank cells with a frame beside a printed one, or by themselves, that are part of a table."""

SENTENCE = re.compile("[。；;]|[：:](?!.*[)）])|^[注备][：:]")
"""Marks of prose; a colon inside brackets belongs to the header that names the sums."""
ORDINAL = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．)）]")
"""What labels of rows begin with, and heads of columns never."""
CLAUSE = re.compile("第[一二三四五六七八九十百]{1,5}条")
"""How captions name the clause that asks for a table."""
FIRST_LEVEL = re.compile("[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]{1,3}(?:部分|[章节])")


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell that prints something."""

    row: int
    """1-based; what is hidden is not counted."""
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1

    @property
    def bottom(self) -> int:
        """The last row it covers."""
        return self.row + self.row_span - 1

    @property
    def right(self) -> int:
        """The last column it covers."""
        return self.column + self.column_span - 1


@dataclass(frozen=True, slots=True)
class Line:
    """A cell that is prose or a heading."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells; those in it that print nothing are blank."""

    top: int
    """1-based, as the other sides; all four belong to the rectangle."""
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Band:
    """The cells that start in one row."""

    row: int
    spots: tuple[Spot, ...]
    """From left to right; none in a row of blank cells with frames."""
    covered: bool
    """A cell from above reaches into the row."""
    attached: bool
    """No blank row stands between this row and the one before."""
    shares: bool
    """Other cells start in the rows that its first cell covers."""
    framed: bool
    """The row has blank cells with a frame."""

    @property
    def lone(self) -> bool:
        """One cell has the row to itself."""
        return len(self.spots) == 1 and not (self.covered or self.shares or self.framed)

    @property
    def heads(self) -> bool:
        """The row can only be a header: words over several columns, and no value."""
        if (len(self.spots) < HEADS and not self._wide) or self.labels:
            return False
        return not self.has_value

    @property
    def labels(self) -> bool:
        """The row begins with the ordinal of a row."""
        return bool(self.spots) and bool(ORDINAL.match(self.spots[0].text))

    @property
    def has_value(self) -> bool:
        """Any of its cells is a value, or shows what is no text."""
        return any(OBJECT in spot.text or looks_like_value(spot.text) for spot in self.spots)

    @property
    def _wide(self) -> bool:
        """Two cells, of which one spans columns, or did before the sheet was exported without its spans."""
        if len(self.spots) != 2:  # noqa: PLR2004 - two cells
            return False
        first, second = self.spots
        return second.right - second.column + 1 >= APART or second.column - first.right >= APART


def split_sheet(spots: Sequence[Spot], framed: Mapping[int, int] | None = None) -> list[Line | Block]:
    """Cut a sheet into its parts, from top to bottom; each spot is in exactly one of them.

    Args:
        spots: ordered by row, then by column; they cover each position at most once.
        framed: for rows, by number, how many blank cells have a frame; csv has no frames.
    """
    bands = list(_bands(spots, framed or {}))
    parts: list[Line | Block] = []
    table: list[Band] = []
    for band, is_prose in zip(bands, _prose(bands), strict=True):
        if table and (is_prose or not band.attached):
            parts += _table(table)
            table = []
        if is_prose:
            parts += [Line(spot) for spot in band.spots]
        else:
            table.append(band)
    return [*parts, *_table(table)]


def _bands(spots: Sequence[Spot], framed: Mapping[int, int]) -> Iterator[Band]:
    rows: dict[int, list[Spot]] = {}
    for spot in spots:
        rows.setdefault(spot.row, []).append(spot)
    reach = 0
    printed = sorted(rows)
    after = dict(pairwise(printed))
    blank = [number for number, count in framed.items() if count >= FRAMED and number not in rows]
    for number in sorted((*printed, *blank)):
        found = rows.get(number, [])
        bottom = max((spot.bottom for spot in found), default=number)
        yield Band(
            number,
            tuple(found),
            covered=reach >= number,
            attached=bool(reach) and number <= reach + 1,
            shares=bool(found) and after.get(number, bottom + 1) <= found[0].bottom,
            framed=framed.get(number, 0) >= FRAMED,
        )
        reach = max(reach, bottom)


def _prose(bands: Sequence[Band]) -> Iterator[bool]:
    """For each row whether it is a line of its own."""
    tables_below = _tables_below(bands)
    above: Band | None = None
    for place, band in enumerate(bands):
        if not band.attached:
            above = None
        is_prose = band.lone and (
            _stands_alone(band.spots[0], above, tables_below[place]) or _leads(bands[place : place + 3])
        )
        if is_prose:
            above = None
        elif not band.lone and band.spots:
            above = band
        yield is_prose


def _tables_below(bands: Sequence[Band]) -> list[Band | None]:
    """For each row the next one of several cells, if nothing but rows of one cell stands between."""
    found: list[Band | None] = [None] * len(bands)
    for place in range(len(bands) - 2, -1, -1):
        following = bands[place + 1]
        if following.attached:
            found[place] = found[place + 1] if following.lone or not following.spots else following
    return found


def _stands_alone(spot: Spot, above: Band | None, below: Band | None) -> bool:
    """Whether the only cell of a row is a sentence, covers the tables around it, or has none above it.

    `above` and `below` are the nearest rows of several cells.
    """
    return above is None or _is_sentence(spot.text) or _covers(spot, [beside for beside in (above, below) if beside])


def _leads(bands: Sequence[Band]) -> bool:
    """Whether the first of three rows, whose only cell it is, is the heading of what follows.

    That is a header or, for a heading with the ordinal of a section, also a sentence, or a caption over a header.
    """
    band, following = bands[0], bands[1] if len(bands) > 1 else None
    if following is None:
        return False
    if not following.lone:
        captions = bool(CLAUSE.match(band.spots[0].text)) and not (following.has_value or following.labels)
        return following.attached and (following.heads or captions)
    numbered = [bool(FIRST_LEVEL.match(item.spots[0].text)) for item in (band, following)]
    # Of two such rows the first is the last row of the table above, all of whose values are blank.
    return numbered == [True, False] and (_is_sentence(following.spots[0].text) or _leads(bands[1:]))


def _is_sentence(text: str) -> bool:
    return len("".join(text.split())) > LONGEST_LABEL or bool(SENTENCE.search(text))


def _covers(spot: Spot, tables: Sequence[Band]) -> bool:
    """Whether a merged cell reaches over nearly all that is printed of a table above or below."""
    if spot.column_span == 1:
        return False
    for band in tables:
        if band.labels and not band.has_value:
            # A group and its first row, all blank, are narrower than the table.
            continue
        left, right = band.spots[0].column, max(other.right for other in band.spots)
        shared = min(spot.right, right) - max(spot.column, left) + 1
        if shared >= NEARLY * (right - left + 1):
            return True
    return False


def _table(bands: Sequence[Band]) -> list[Line | Block]:
    """The grid that the rows make, and the notes beside it.

    Blank rows at the end belong to it only if nothing else is there for the header to stand over, and then one.
    """
    last = max((place for place, band in enumerate(bands) if band.spots), default=-1)
    if last >= 0 and not any(band.has_value or band.labels for band in bands):
        last += 1
    bands = bands[: last + 1]
    spots = [spot for band in bands for spot in band.spots]
    if not spots:
        return []
    left = min(spot.column for spot in spots)
    right = max(spot.right for spot in spots)
    if left == right or all(band.lone for band in bands):
        return [Line(spot) for spot in spots]
    notes = _notes_beside(spots)
    kept = [spot for spot in spots if spot.right < right] if notes else spots
    block = Block(
        top=min(spot.row for spot in kept),
        left=left,
        bottom=max(bands[-1].row, *(spot.bottom for spot in kept)),
        right=max(spot.right for spot in kept),
    )
    return [block, *(Line(spot) for spot in notes)]


def _notes_beside(spots: Sequence[Spot]) -> list[Spot]:
    """Words in a single column behind an empty one: a remark beside the table, no column of it."""
    last = max(spot.right for spot in spots)
    notes = [spot for spot in spots if spot.right == last and spot.column == last]
    others = [spot for spot in spots if spot.column < last]
    right = max((spot.right for spot in others), default=last)
    rows = {spot.row for spot in others}
    apart = right < last - 1 and 2 * len(notes) < len(rows)
    return notes if apart and not any(looks_like_value(spot.text) for spot in notes) else []
