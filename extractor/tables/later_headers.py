"""Lines among the rows of a table that are as long as a header, and so may name its columns anew."""

from dataclasses import dataclass

from extractor.forms import Block
from extractor.tables.bound import BoundTable
from extractor.tables.counted_heads import counted_heads
from extractor.tables.fields import Field
from extractor.tables.header import is_header_label
from extractor.tables.rows import LabelField
from extractor.tables.similarity import label_index

__all__ = ["LaterHeader", "later_headers"]

SHORTEST_HEADER = 3
"""Fewer labels on a line are no header that could rename columns."""
RECOGNISABLE = 0.7
"""Similarity, 0 to 1, from which a label counts as one the form knows, when a later header is judged."""


@dataclass(frozen=True, slots=True)
class LaterHeader:
    """A line among the rows that is as long as a header."""

    start: int
    """Code points before its first label."""
    foreign: bool
    """Most of its labels are not the form's."""
    counts: tuple[Field, ...] | None
    """Its heads, if they only count the columns."""


def later_headers(table: BoundTable, block: Block, first: int) -> list[LaterHeader]:
    """Every line below `first` (code points before the first row) that is as long as a header."""
    if block.width < SHORTEST_HEADER:
        return []
    lines: dict[int, list[LabelField]] = {}
    for item in table.assembly.labels:
        if item.field.start > first and item.layout != "spaces":
            lines.setdefault(item.run, []).append(item)
    return [
        LaterHeader(
            line[0].field.start,
            sum(_known(table, block, item.field) for item in line) < len(line) / 2,
            counted_heads([item.field for item in line], block.width),
        )
        for line in lines.values()
        if len(line) >= max(SHORTEST_HEADER, block.width - 1)
    ]


def _known(table: BoundTable, block: Block, field: Field) -> bool:
    """Whether the form has such a label anywhere in the table."""
    index = label_index(table.edition)
    return (
        is_header_label(block, field)
        or max(index.scores(field.text)) >= RECOGNISABLE
        or index.group_score(field.text) >= RECOGNISABLE
    )
