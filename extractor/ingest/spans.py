"""The table model of HTML: which positions of the grid each cell covers.

<https://html.spec.whatwg.org/multipage/tables.html#forming-a-table>, but for cells that overlap there: no reader can
tell which of two numbers stands where both are, so the later cell ends before the earlier one.
"""

from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

from extractor.errors import DocumentError

__all__ = ["MOST_SPAN", "Area", "GridRow", "span_of", "take_places"]

MOST_SPAN = 1_000
"""Rows or columns; the standard caps columns there as well."""
MOST_COLUMNS = 16_384
"""As many as a spreadsheet has."""
MOST_STEPS = 10_000_000
"""Positions looked at for one grid, about half a second; a large honest table needs a tenth."""

DIGITS = frozenset("0123456789")


class GridRow(NamedTuple):
    """The cells of a row, left to right, as (row span, column span)."""

    group: int
    """Rows of one `tbody`, `thead` or `tfoot` have the same number; no cell reaches into another group."""
    spans: tuple[tuple[int, int], ...]
    """A row span of 0 reaches to the end of the group."""
    starts: tuple[int, ...] = ()
    """The column, 0-based, that each cell does not begin before; empty when every cell takes the next free one."""


class Area(NamedTuple):
    """The positions that a cell covers."""

    row: int
    """1-based."""
    column: int
    row_span: int
    """At least 1 and never beyond the last row of the group."""
    column_span: int


def span_of(printed: str | None, *, least: int = 1) -> int:
    """A span as browsers read it: `2px` is 2, nonsense is 1, more than 1000 is 1000."""
    if not printed:
        return 1
    text = printed.strip(" \t\n\f\r").removeprefix("+")
    count = next((at for at, character in enumerate(text) if character not in DIGITS), len(text))
    if not count:
        return 1
    number = int(text[: min(count, 9)])
    return min(number, MOST_SPAN) if number >= least else 1


def take_places(rows: Sequence[GridRow]) -> list[list[Area]]:
    """Give every cell of every row its positions.

    Raises:
        DocumentError: `too-many-cells` when spans make the grid too wide or too costly.
    """
    ends = _group_ends(rows)
    grid = _Grid()
    return [grid.take_row(number, ends[number], row) for number, row in enumerate(rows)]


def _group_ends(rows: Sequence[GridRow]) -> list[int]:
    """For each row, the number of the first row behind its group."""
    ends = [len(rows)] * len(rows)
    for number in range(len(rows) - 2, -1, -1):
        ends[number] = ends[number + 1] if rows[number].group == rows[number + 1].group else number + 1
    return ends


class _Grid:
    """For each column the row up to which it is taken, and the column behind the cell that took it."""

    def __init__(self) -> None:
        self._until: list[int] = []
        self._behind: list[int] = []
        self._steps = 0

    def take_row(self, row: int, group_end: int, cells: GridRow) -> list[Area]:
        areas: list[Area] = []
        column = 0
        for (row_span, column_span), start in zip(cells.spans, cells.starts or repeat(0), strict=False):
            column = self._free(row, max(column, start))
            end = self._free_end(row, column, column + column_span)
            rows = min(row_span or group_end, group_end - row)
            self._fill(column, end, row + rows)
            areas.append(Area(row + 1, column + 1, rows, end - column))
            column = end
        return areas

    def _free(self, row: int, column: int) -> int:
        while column < len(self._until) and self._until[column] > row:
            column = self._behind[column]
            self._steps += 1
        return column

    def _free_end(self, row: int, column: int, end: int) -> int:
        known = self._until[column + 1 : end]
        return next((column + 1 + at for at, until in enumerate(known) if until > row), end)

    def _fill(self, column: int, end: int, until: int) -> None:
        width = end - column
        self._steps += width
        if end > MOST_COLUMNS or self._steps > MOST_STEPS:
            raise DocumentError(
                "too-many-cells",
                f"the spans of a table make more than {MOST_COLUMNS} columns or {MOST_STEPS} positions",
                hint="check what kind of page it is; save the report's own table alone",
            )
        if end > len(self._until):
            self._until.extend([0] * (end - len(self._until)))
            self._behind.extend([0] * (end - len(self._behind)))
        self._until[column:end] = [until] * width
        self._behind[column:end] = [end] * width
