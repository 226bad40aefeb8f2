"""Cells in the words that the form prints for them."""

from collections.abc import Sequence

from extractor.audit.view import View
from extractor.forms import Block, Row

__all__ = ["sum_in_words"]


def sum_in_words(view: View, paths: Sequence[str]) -> str:
    """A sum of cells of one column: rows, or the group where all rows of it count, then the column in brackets.

    Cells of several columns are each named with their own.
    """
    named = {path: (block, row, column) for path in paths for block, row, column in [_found(view, path)] if block}
    columns = dict.fromkeys(column for _, _, column in named.values())
    if len(columns) != 1 or len(named) != len(paths):
        return " + ".join(_alone(view, path) for path in paths)
    rows = {path.rpartition(".")[0] for path in paths}
    words = (
        _row_in_words(block, row, path.partition(".")[0], rows) for path, (block, row, _) in named.items() if block
    )
    return f"{' + '.join(dict.fromkeys(words))}（{next(iter(columns))}）"


def _alone(view: View, path: str) -> str:
    block, row, column = _found(view, path)
    return f"{row.label.text}（{column}）" if block and row else path


def _row_in_words(block: Block, row: Row | None, table: str, rows: set[str]) -> str:
    """The row's label, or that of the widest group around it whose rows all count."""
    if row is None:
        return ""
    for depth, group in enumerate(row.groups, start=1):
        members = [item for item in block.rows if item.groups[:depth] == row.groups[:depth]]
        if len(members) > 1 and all(f"{table}.{member.key}" in rows for member in members):
            return group.text
    return row.label.text


def _found(view: View, path: str) -> tuple[Block | None, Row | None, str]:
    """The block, the row and the column's label of a cell; nothing where no edition of the document has it."""
    table, row_key, column_key = path.split(".")
    for edition in view.tables:
        if edition.table != table:
            continue
        for block in edition.blocks:
            row = next((item for item in block.rows if item.key == row_key), None)
            column = next((item for item in block.columns if item.key == column_key), None)
            if row is not None and column is not None:
                return block, row, column.label.text
    return None, None, ""
