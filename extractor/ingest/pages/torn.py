"""Rows and labels that the end of a page tore: whether the cells below it go on with those above."""

import re
from collections.abc import Sequence

from extractor.ingest.pages.joined_table import JoinedCell, JoinedTable
from extractor.text.labels import label_key
from extractor.text.numbers import parse_value

__all__ = ["is_label", "is_one_cell", "is_torn"]

BARE = re.compile(r"\d{1,2}(?=[^\d.．%])")
"""An ordinal without a dressing: no figure, so neither a decimal point nor a percent sign follows."""
PADDING = 11.5
"""Points: what word processors leave free in a cell, both sides together; where less than a character is free beyond
that, a line is full."""
FEWEST = 2
"""Labels of a column that tell whether it is numbered."""
NUMBERED = 0.6
"""Of those labels: copies lose some ordinals."""


def is_label(cell: JoinedCell) -> bool:
    """Whether a cell prints words and no value."""
    return bool(cell.text) and parse_value(cell.text).kind == "text"


def is_one_cell(upper: JoinedCell, lower: JoinedCell, first_row: Sequence[JoinedCell]) -> bool:
    """Whether a label over several rows goes on over the page: it stands on one side, or runs on.

    A blank under the head of a column is none: to the right of a label over several rows stand the labels of those.
    """
    if upper.row_span == 1 and lower.row_span == 1:
        return False
    if lower.row_span == 1 and not any(cell.column > lower.column and is_label(cell) for cell in first_row):
        return False
    if upper.text and lower.text:
        return is_label(upper) and is_label(lower) and not _counts(lower.text)
    return is_label(upper) or is_label(lower)


def is_torn(
    pairs: Sequence[tuple[JoinedCell, JoinedCell]], first_row: Sequence[JoinedCell], upper: JoinedTable
) -> bool:
    """Whether the page broke a row: one part of it is empty, or below stand only the further lines of its label.

    That they are no label of their own shows by the line above, which fills the width of its cell, or by the other
    labels of the column, which are numbered.
    """
    if len(pairs) != len(first_row):
        return False
    single = [pair for pair in pairs if pair[0].row_span == pair[1].row_span == 1]
    shown = [any(part.text or part.shows for part in parts) for parts in zip(*single, strict=True)]
    if upper.open_end and single and not all(shown):
        return True  # browsers break rows anywhere, also above their first line or below their last one
    fits = {id(other): one for one, other in pairs}
    # A label over several rows is judged by itself.
    lower = [cell for cell in first_row if cell.text and cell.row_span == fits[id(cell)].row_span == 1]
    if not lower:
        return False
    return all(
        is_label(cell)
        and not _counts(cell.text)
        and is_label(fits[id(cell)])
        and (_is_full(fits[id(cell)]) or _is_numbered(cell, upper.cells, first_row))
        for cell in lower
    )


def _is_numbered(cell: JoinedCell, above: Sequence[JoinedCell], first_row: Sequence[JoinedCell]) -> bool:
    """Whether the labels of a cell's column are numbered, all but a few, in their own cells or in those before them."""
    columns = [_places(cell), *(_places(other) for other in first_row if other.column < cell.column and not other.text)]
    for place in columns:
        others = [one for one in above if _places(one) == place and one.row_span == 1]
        told = [one for one in others if _counts(one.text) or (place != _places(cell) and one.text)]
        if len(others) >= FEWEST and len(told) >= NUMBERED * len(others):
            return True
    return False


def _places(cell: JoinedCell) -> tuple[int, int]:
    return cell.column, cell.column_span


def _counts(label: str) -> bool:
    """Whether a label begins with a number that counts it, dressed or bare."""
    return bool(label_key(label).ordinal or BARE.match(label))


def _is_full(cell: JoinedCell) -> bool:
    """Whether the last line of a label fills the width of its cell, so that more may follow."""
    if not cell.lines or not is_label(cell):
        return False
    tokens = cell.lines[-1][1]
    width = tokens[-1].box[2] - tokens[0].box[0]
    size = tokens[-1].box[3] - tokens[-1].box[1]
    return cell.box[2] - cell.box[0] - width < PADDING + size
