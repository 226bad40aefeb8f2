"""The tables of a document as the official form prints them: rows by columns, with its own labels."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import ceil

from rich.box import SQUARE
from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.cli.screen.signs import cell_text, read_otherwise
from extractor.cli.texts import Texts
from extractor.forms import Block, HeaderNode, Label, TableEdition
from extractor.model import Cell

__all__ = ["render_table"]

INDENT = 2
"""Columns by which each group is set in."""
LABEL_SHARE = 0.45
"""Of the width, for the labels of the rows where they need it: heads fold first, labels next, values never."""
MOST_HEAD_LINES = 4
SHORT_STUB = 16
"""Columns; a longer head of the labels (the official corner of table three is a whole sentence) is left out."""


def render_table(
    table: TableEdition,
    cells: Mapping[str, Cell],
    in_findings: Collection[str],
    texts: Texts,
    width: int,
) -> Iterator[RenderableType]:
    """Every block of the table under its caption."""
    marked = any(
        cells[spec.path].status == "review" or spec.path in in_findings or read_otherwise(cells[spec.path])
        for spec in table.cells
        if spec.path in cells
    )
    for block in table.blocks:
        if block.caption is not None:
            yield Text(block.caption.text, style="bold")
        values = {
            path: cell_text(cells[path], in_findings, marked=marked)
            for row in block.rows
            for column in block.columns
            if (path := f"{table.table}.{row.key}.{column.key}") in cells
        }
        if len(block.rows) < len(block.columns) and _least_width(table, block, values) > width:
            yield _turned(table, block, values, texts)
        else:
            yield _grid(table, block, values, texts, width)


def _least_width(table: TableEdition, block: Block, values: Mapping[str, Text]) -> int:
    """Columns of the terminal that the values alone take, each with a border and a space."""
    longest = (
        max(values.get(f"{table.table}.{row.key}.{column.key}", Text()).cell_len for row in block.rows)
        for column in block.columns
    )
    return sum(longest) + 2 * len(block.columns) + 4


def _turned(table: TableEdition, block: Block, values: Mapping[str, Text], texts: Texts) -> Table:
    """The block with its columns as lines: values that do not fit beside each other stay whole."""
    grid = Table(box=SQUARE, padding=(0, 1), collapse_padding=True, header_style="bold")
    grid.add_column(texts("show.column"), overflow="fold")
    for row in block.rows:
        grid.add_column(row.label.text, justify="right", overflow="fold")
    columns = iter(block.columns)

    def add(heads: Sequence[HeaderNode], depth: int) -> None:
        for head in heads:
            if head.children:
                grid.add_row(_set_in(Text(head.label.text, style="dim"), depth), *([""] * len(block.rows)))
                add(head.children, depth + 1)
            else:
                column = next(columns)
                cells = [values.get(f"{table.table}.{row.key}.{column.key}", Text()) for row in block.rows]
                grid.add_row(_set_in(Text(column.label.text), depth), *cells)

    add(block.column_heads, 0)
    return grid


def _grid(table: TableEdition, block: Block, values: Mapping[str, Text], texts: Texts, width: int) -> Table:
    grid = Table(box=SQUARE, padding=(0, 1), collapse_padding=True, header_style="bold")
    stub = block.stub.text if block.stub is not None else ""
    grid.add_column(stub if cell_len(stub) <= SHORT_STUB else texts("show.row"), overflow="fold")
    widths = _widths(table, block, values, width)
    for column in block.columns:
        grid.add_column(column.label.text, justify="right", overflow="fold", width=widths[column.key])
    last: tuple[Label, ...] = ()
    for row in block.rows:
        for depth, group in enumerate(row.groups):
            if row.groups[: depth + 1] != last[: depth + 1]:
                grid.add_row(_set_in(Text(group.text, style="dim"), depth), *([""] * len(block.columns)))
        last = row.groups
        cells = [values.get(f"{table.table}.{row.key}.{column.key}", Text()) for column in block.columns]
        grid.add_row(_set_in(Text(row.label.text), len(row.groups)), *cells)
    return grid


def _widths(table: TableEdition, block: Block, values: Mapping[str, Text], width: int) -> dict[str, int]:
    """Columns of each value column: its head in as few lines as leave enough room for the labels."""
    longest = max(INDENT * len(row.groups) + cell_len(row.label.text) for row in block.rows)
    wanted = min(longest, int(width * LABEL_SHARE))
    widths: dict[str, int] = {}
    for lines in range(1, MOST_HEAD_LINES + 1):
        for column in block.columns:
            # Heads are Chinese: a line of n characters is 2 n columns wide.
            head = 2 * ceil(cell_len(column.label.text) / 2 / lines)
            mine = [values.get(f"{table.table}.{row.key}.{column.key}", Text()) for row in block.rows]
            widths[column.key] = max(head, *(value.cell_len for value in mine))
        # Each column has a border and one space beside it; two more of each for the label and the right edge.
        if width - sum(widths.values()) - 2 * len(widths) - 4 >= wanted:
            break
    return widths


def _set_in(text: Text, depth: int) -> RenderableType:
    return Padding(text, (0, 0, 0, INDENT * depth)) if depth else text
