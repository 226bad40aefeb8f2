"""Ruled tables with what stands in their cells."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median_low

from extractor.ingest.hidden import OBJECT
from extractor.ingest.pages.ruled import Ruled
from extractor.ingest.pages.stacked import parted
from extractor.ingest.pages.words import GAP, SAME_LINE, Character, TextLine, around, lines_of, middle
from extractor.model import Box, PageCell, PageTable, PageToken

__all__ = ["fill_tables"]

TORN = 0.15
"""Of the size of figures: two that stand so near to each other belong together, whatever line runs between."""
CLOSER = 0.04
"""Of their size: unless the figures beside them stand so much closer, as in two numbers that fill their cells."""
LOOSE = 0.06
"""Of their size: figures of one number stand so much farther apart than the table's others only where they are of two.
Prints of word processors and browsers differ by less than a hundredth."""
CROSSED = 0.2
"""Of a figure's width: a line that runs through it nearer to its middle than that has it in two cells."""
PADDING = 11.5
"""Points that word processors leave free beside the text of a cell, both sides together."""
FIGURES = re.compile(r"[+-]?[0-9０-９][0-9０-９,，.．]*")
REST = re.compile(r"[,，.．]?[0-9０-９][0-9０-９,，.．]*[件个万元次宗]{0,2}")
"""What a number may go on with."""
SPECK = 2.0
"""Points: something smaller is no sign."""
LARGER = 1.3
"""Times the side of a cell: something larger stands behind several cells."""


def fill_tables(
    tables: Sequence[Ruled], characters: Iterable[Character], marks: Sequence[Box] = ()
) -> tuple[list[PageTable], list[Character]]:
    """Put each character into the cell that its middle is in; those outside all tables come back."""
    inside: list[list[Character]] = [[] for _ in tables]
    outside: list[Character] = []
    for character in characters:
        x, y = middle(character.box)
        for table, held in zip(tables, inside, strict=True):
            if table.box[0] <= x <= table.box[2] and table.box[1] <= y <= table.box[3]:
                held.append(character)
                break
        else:
            outside.append(character)
    middles = [middle(mark) for mark in marks]
    filled: list[PageTable] = []
    for table, held in zip(tables, inside, strict=True):
        for part in parted(table, [*middles, *(middle(character.box) for character in held)]):
            upper, lower = part.box[1], part.box[3]
            filled.append(_filled(part, [item for item in held if upper <= middle(item.box)[1] <= lower], marks))
    return filled, outside


def _filled(table: Ruled, characters: Sequence[Character], marks: Sequence[Box]) -> PageTable:
    finder = _Finder(table)
    held: defaultdict[int, list[Character]] = defaultdict(list)
    shown = {
        place
        for mark in marks
        if (place := finder.at(*middle(mark))) is not None and _is_in(mark, table.areas[place].box)
    }
    placed = [(character, finder.at(*middle(character.box))) for character in characters]
    illegible = _illegible(placed)
    for number, (character, place) in enumerate(placed):
        if place is None:
            continue
        crossed = _is_crossed(character, table.areas[place].box)
        if crossed:
            left, _, right, _ = character.box
            # The cell on the other side of the line shows something too, and is no blank.
            shown.update(at for x in (left, right) if (at := finder.at(x, middle(character.box)[1])) is not None)
        text = OBJECT if crossed or number in illegible else character.text
        held[place].append(Character(text, character.box, character.base, character.size))
    cells = [
        PageCell(
            area.row,
            area.column,
            area.box,
            tuple(line.tokens for line in whole_numbers(lines_of(held[place]), area.box)),
            area.row_span,
            area.column_span,
            shows=place in shown and not held[place],
        )
        for place, area in enumerate(table.areas)
    ]
    return PageTable(tuple(cells), table.box, table.open_end)


def _is_in(mark: Box, cell: Box) -> bool:
    """Whether something is drawn inside a cell: not behind it, as a watermark, and not only beside it."""
    x, y = middle(mark)
    wide, high = mark[2] - mark[0], mark[3] - mark[1]
    return (
        cell[0] < x < cell[2]
        and cell[1] < y < cell[3]
        and max(wide, high) >= SPECK
        and wide <= LARGER * (cell[2] - cell[0])
        and high <= LARGER * (cell[3] - cell[1])
    )


def whole_numbers(lines: Sequence[TextLine], box: Box) -> list[TextLine]:
    """Join a number that is broken because its cell is too narrow: no further figure fits on the line above."""
    whole: list[TextLine] = []
    for line in lines:
        before = whole[-1] if whole else None
        if before and len(before.tokens) == len(line.tokens) == 1 and _runs_on(before, line, box):
            text = before.tokens[0].text + line.tokens[0].text
            both = around((before.box, line.box))
            whole[-1] = TextLine((PageToken(text, both),), both, line.size)
        else:
            whole.append(line)
    return whole


def _runs_on(line: TextLine, after: TextLine, box: Box) -> bool:
    one, other = line.tokens[0].text, after.tokens[0].text
    if not FIGURES.fullmatch(one) or not REST.fullmatch(other):
        return False
    room = box[2] - box[0] - (line.box[2] - line.box[0])
    return not line.spaced and room < PADDING + (line.box[2] - line.box[0]) / len(one)


def _illegible(placed: Sequence[tuple[Character, int | None]]) -> set[int]:
    """Figures, by place in the sequence, of which nobody can tell whose they are.

    They run over the line between two cells, or stand apart from the others of what looks like one number.
    """
    pairs = list(_neighbours(placed))
    within = [gap if placed[one][1] == placed[other][1] else None for one, other, gap in pairs]
    usual = median_low([gap for gap in within if gap is not None] or [0.0])
    found: set[int] = set()
    for at, (one, other, gap) in enumerate(pairs):
        if gap is None:
            continue
        if placed[one][1] == placed[other][1]:
            if usual + LOOSE < gap <= GAP:
                found |= {one, other}
        elif gap <= TORN:
            inner = [near for near in (*within[max(at - 1, 0) : at], *within[at + 1 : at + 2]) if near is not None]
            if not inner or gap <= max(inner) + CLOSER:
                found |= {one, other}
    return found


def _neighbours(placed: Sequence[tuple[Character, int | None]]) -> Iterator[tuple[int, int, float | None]]:
    """Characters that follow each other on a line, by place in the sequence, and what is between them (see `_gap`)."""
    order = sorted(
        (place for place, (item, _) in enumerate(placed) if not item.text.isspace()),
        key=lambda place: (round(placed[place][0].base), placed[place][0].box[0]),
    )
    for one, other in pairwise(order):
        yield one, other, _gap(placed[one][0], placed[other][0])


def _is_crossed(character: Character, cell: Box) -> bool:
    """Whether a side of its cell runs through a figure: nobody can tell whose it is."""
    left, _, right, _ = character.box
    inner = CROSSED * (right - left)
    return character.text.isdigit() and any(left + inner < side < right - inner for side in (cell[0], cell[2]))


def _gap(left: Character, right: Character) -> float | None:
    """Between two figures on one line, of their size; null where they stand elsewhere, or are none."""
    size = min(left.size, right.size)
    gap = (right.box[0] - left.box[2]) / size
    level = abs(left.base - right.base) <= SAME_LINE * size
    return gap if level and gap >= -1 and left.text.isdigit() and right.text.isdigit() else None


class _Finder:
    """Finds the cell at a point."""

    def __init__(self, table: Ruled) -> None:
        self._xs, self._ys = table.xs, table.ys
        self._at = {
            (row, column): place
            for place, area in enumerate(table.areas)
            for row in range(area.row, area.row + area.row_span)
            for column in range(area.column, area.column + area.column_span)
        }

    def at(self, x: float, y: float) -> int | None:
        """The 0-based place of the cell there, or of the nearest one."""
        row = min(max(bisect_right(self._ys, y), 1), len(self._ys) - 1)
        column = min(max(bisect_right(self._xs, x), 1), len(self._xs) - 1)
        return self._at.get((row, column))
