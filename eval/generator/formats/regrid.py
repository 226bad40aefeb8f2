"""Cuts, joins and widens grids without losing a span."""

from collections.abc import Sequence
from dataclasses import replace

from eval.generator.formats.book import Cell, GridRow, columns_of, occupied

__all__ = ["crossed", "cut", "even", "transposed", "with_column"]


def crossed(rows: Sequence[GridRow], at: int) -> bool:
    """Whether a cell reaches over the edge above row `at`, counted from 0."""
    return any(number < at < number + cell.row_span for number, row in enumerate(rows[:at]) for cell in row.cells)


def cut(rows: Sequence[GridRow], at: int, *, repeated: bool) -> tuple[tuple[GridRow, ...], tuple[GridRow, ...]]:
    """Cut a grid above row `at`; a cell that reached over the edge goes on below.

    Args:
        rows: The grid.
        at: Row counted from 0.
        repeated: The text of such a cell stands again below, else the rest of the cell is empty.
    """
    top = [
        replace(row, cells=tuple(replace(cell, row_span=min(cell.row_span, at - number)) for cell in row.cells))
        for number, row in enumerate(rows[:at])
    ]
    begun = occupied(rows)
    first = list(begun[at])
    for number, cells in enumerate(begun[:at]):
        for column, cell in cells:
            if number + cell.row_span > at:
                rest = replace(cell, row_span=number + cell.row_span - at, text=cell.text if repeated else "")
                first.append((column, rest))
    first.sort(key=lambda placed: placed[0])
    opening = replace(rows[at], cells=tuple(cell for _, cell in first))
    return tuple(top), (opening, *rows[at + 1 :])


def even(rows: Sequence[GridRow]) -> bool:
    """Whether every row reaches to the last column, so that a column behind it has one meaning."""
    width = columns_of(rows)
    reach = [0] * len(rows)
    for number, row in enumerate(occupied(rows)):
        for column, cell in row:
            for below in range(number, min(number + cell.row_span, len(rows))):
                reach[below] = max(reach[below], column + cell.column_span - 1)
    return set(reach) == {width}


def with_column(rows: Sequence[GridRow], at: int, cells: Sequence[Cell | None]) -> tuple[GridRow, ...]:
    """Insert a column before the 1-based column `at`.

    Args:
        rows: The grid.
        at: Where the new column stands; one more than there are columns puts it at the end.
        cells: One cell a row; None where the cell above reaches down or the row's own cell is to be widened.
    """
    covered: set[int] = set()
    widened: list[GridRow] = []
    for number, (row, placed) in enumerate(zip(rows, occupied(rows), strict=True)):
        new = cells[number]
        changed: list[Cell] = []
        done = number in covered or new is None
        for column, cell in placed:
            spanning = column < at < column + cell.column_span
            # Without a cell of its own, the row's last cell before the new column takes it in.
            closing = new is None and number not in covered and column + cell.column_span == at == columns_of(rows) + 1
            opening = new is None and at == 1 and column == 1 and cell.column_span > 1
            if spanning:
                covered.update(range(number, number + cell.row_span))
            if spanning or ((closing or opening) and len(placed) == 1):
                changed.append(replace(cell, column_span=cell.column_span + 1))
                done = True
                continue
            if not done and column >= at and new is not None:
                changed.append(new)
                done = True
            changed.append(cell)
        if not done and new is not None and number not in covered:
            changed.append(new)
        widened.append(replace(row, cells=tuple(changed)))
    return tuple(widened)


def transposed(rows: Sequence[GridRow]) -> tuple[GridRow, ...]:
    """Rows become columns, spans with them."""
    turned: list[list[tuple[int, Cell]]] = [[] for _ in range(columns_of(rows))]
    for number, row in enumerate(occupied(rows)):
        for column, cell in row:
            turned[column - 1].append((number, replace(cell, row_span=cell.column_span, column_span=cell.row_span)))
    return tuple(GridRow(tuple(cell for _, cell in line)) for line in turned)
