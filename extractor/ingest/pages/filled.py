"""Ruled tables with what stands in their cells."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extractor.ingest.hidden import OBJECT
from extractor.ingest.pages.ruled import Ruled
from extractor.ingest.pages.words import SAME_LINE, Character, lines_of
from extractor.model import PageCell, PageTable

__all__ = ["fill_tables"]

TORN = 0.15
"""Of the size of figures: two that stand so near to each other belong together, whatever line runs between."""


def fill_tables(tables: Sequence[Ruled], characters: Iterable[Character]) -> tuple[list[PageTable], list[Character]]:
    """Put each character into the cell that its middle is in; those outside all tables come back."""
    inside: list[list[Character]] = [[] for _ in tables]
    outside: list[Character] = []
    for character in characters:
        x, y = (character.box[0] + character.box[2]) / 2, (character.box[1] + character.box[3]) / 2
        for table, held in zip(tables, inside, strict=True):
            if table.box[0] <= x <= table.box[2] and table.box[1] <= y <= table.box[3]:
                held.append(character)
                break
        else:
            outside.append(character)
    return [_filled(table, held) for table, held in zip(tables, inside, strict=True)], outside


def _filled(table: Ruled, characters: Sequence[Character]) -> PageTable:
    finder = _Finder(table)
    held: defaultdict[int, list[Character]] = defaultdict(list)
    placed = [(character, finder.find(character)) for character in characters]
    for (character, place), torn in zip(placed, _torn(placed), strict=True):
        if place is not None:
            text = OBJECT if torn else character.text
            held[place].append(Character(text, character.box, character.base, character.size))
    cells = [
        PageCell(
            area.row,
            area.column,
            area.box,
            tuple(line.tokens for line in lines_of(held[place])),
            area.row_span,
            area.column_span,
        )
        for place, area in enumerate(table.areas)
    ]
    return PageTable(tuple(cells), table.box)


def _torn(placed: Sequence[tuple[Character, int | None]]) -> list[bool]:
    """Figures that run over the line between two cells: nobody can tell whose they are."""
    torn = [False] * len(placed)
    order = sorted(
        (place for place, (item, _) in enumerate(placed) if not item.text.isspace()),
        key=lambda place: (round(placed[place][0].base), placed[place][0].box[0]),
    )
    for one, other in pairwise(order):
        (left, here), (right, there) = placed[one], placed[other]
        size = min(left.size, right.size)
        near = -size <= right.box[0] - left.box[2] <= TORN * size
        level = abs(left.base - right.base) <= SAME_LINE * size
        if here != there and near and level and left.text.isdigit() and right.text.isdigit():
            torn[one] = torn[other] = True
    return torn


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

    def find(self, character: Character) -> int | None:
        """The 0-based place of the cell."""
        x, y = (character.box[0] + character.box[2]) / 2, (character.box[1] + character.box[3]) / 2
        row = min(max(bisect_right(self._ys, y), 1), len(self._ys) - 1)
        column = min(max(bisect_right(self._xs, x), 1), len(self._xs) - 1)
        return self._at.get((row, column))
