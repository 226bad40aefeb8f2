"""The lines of a table that are not drawn, where its heads, rows and columns are known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.ingest.pages.heads import Head
from extractor.ingest.pages.labelled import Rows
from extractor.ingest.pages.ruled import Ruled, find_ruled
from extractor.ingest.pages.words import TextLine
from extractor.model import Box

__all__ = ["CLEAR", "Implied", "drawn"]

CLEAR = 1.0
"""Points between text and the line that is thought around it."""

MARK = 2.0
"""Points around the middle of a cell that is no blank."""


@dataclass(frozen=True, slots=True)
class Implied:
    """A table with the lines that are not drawn."""

    table: Ruled
    unsure: tuple[Box, ...]
    """In cells that may be no blanks: beside the rest of a label whose values are on the page before."""


def drawn(
    heads: Sequence[Head], edges: Sequence[float], rows: Rows | None, values: Sequence[TextLine], labels: Sequence[Box]
) -> Implied | None:
    """The table with all its lines; null where they make none.

    Args:
        heads: over the columns of values.
        edges: where these begin, and where the last one ends.
        rows: null for a table without labels, whose rows are the lines of `values`.
        values: of each row that has some.
        labels: everything that stands left of the columns, beside heads and values.
    """
    top = min(box[1] for box in (*labels[:1], *(head.box for head in heads))) - CLEAR
    under = max(head.box[3] for head in heads)
    boxes = [row.label for row in rows.rows] if rows else [value.box for value in values]
    begin = (under + boxes[0][1]) / 2 if boxes[0][1] > under else under + CLEAR
    between = [(one[3] + other[1]) / 2 for one, other in pairwise(boxes)]
    bottom = max(box[3] for box in (*boxes, *(value.box for value in values))) + CLEAR
    ys = [begin, *between, bottom]
    left, right = edges[0], edges[-1]
    if rows:
        left = min(box[0] for box in labels) - CLEAR
    rulings: list[Box] = [(left, y, right, y) for y in (top, begin, bottom)]
    rulings += [(x, top, x, bottom) for x in {left, edges[0], right}]
    rulings += _head_lines(heads, edges, top, bottom)
    rulings += _row_lines(rows, ys, left, edges) if rows else ((left, y, right, y) for y in between)
    tables = find_ruled(rulings)
    if len(tables) != 1:
        return None
    y = (ys[0] + ys[1]) / 2
    places = [(low + high) / 2 for low, high in pairwise(edges)] if rows and rows.torn else []
    return Implied(tables[0], tuple((x - MARK, y - MARK, x + MARK, y + MARK) for x in places))


def _head_lines(heads: Sequence[Head], edges: Sequence[float], top: float, bottom: float) -> Iterator[Box]:
    """A line below each head over several columns, and those between columns from there on."""
    begin = dict.fromkeys(range(1, len(edges) - 1), top)
    for head in heads:
        below = [
            other.box[1]
            for other in heads
            if other.box[1] >= head.box[3] - CLEAR and head.first <= other.first and other.last <= head.last
        ]
        if head.first == head.last or not below:
            continue
        y = (head.box[3] + min(below)) / 2
        yield edges[head.first], y, edges[head.last + 1], y
        begin.update({at: max(y, begin[at]) for at in range(head.first + 1, head.last + 1)})
    for at, y in begin.items():
        yield edges[at], y, edges[at], bottom


def _row_lines(rows: Rows, ys: Sequence[float], left: float, edges: Sequence[float]) -> Iterator[Box]:
    """The lines between rows: they stop at labels that stand beside several."""
    begins = [left] * (len(ys) - 2)
    for nest in rows.nests:
        inner = [row.label[0] for row in rows.rows[nest.first : nest.last + 1]]
        x = (nest.label[2] + min(inner)) / 2
        yield x, ys[nest.first], x, ys[nest.last + 1]
        for place in range(nest.first, nest.last):
            begins[place] = max(begins[place], x)
    for x, y in zip(begins, ys[1:-1], strict=True):
        yield x, y, edges[-1], y
