"""Grids without spans: what a format that knows none, or a careless conversion, makes of merged cells."""

from collections.abc import Sequence
from dataclasses import replace

from eval.generator.formats.book import Cell, GridRow, occupied

__all__ = ["flattened"]


def flattened(rows: Sequence[GridRow], *, repeated: bool) -> tuple[GridRow, ...]:
    """Give every position a cell of its own; a missing cell at the end of a row stays missing.

    Args:
        rows: The grid.
        repeated: A label stands in every row, and a head over every column, that it reached; else once.
    """
    texts: list[dict[int, Cell]] = [{} for _ in rows]
    for number, row in enumerate(occupied(rows)):
        for column, cell in row:
            single = replace(cell, row_span=1, column_span=1)
            # A figure, or what it would be mistaken for, never stands twice.
            down = repeated and not cell.value and not cell.head
            across = repeated and cell.head and rows[number].header
            empty = Cell("", head=cell.head)
            for below in range(min(cell.row_span, len(rows) - number)):
                for right in range(cell.column_span):
                    shown = (below == 0 or down) and (right == 0 or across)
                    texts[number + below][column + right] = single if shown else empty
    return tuple(
        replace(row, cells=tuple(cells.get(column, Cell("")) for column in range(1, max(cells, default=0) + 1)))
        for row, cells in zip(rows, texts, strict=True)
    )
