"""Lines outside tables: which of them one sentence runs over."""

from collections.abc import Sequence
from itertools import pairwise

from extractor.ingest.pages.words import TextLine
from extractor.model import PageLine
from extractor.text.labels import label_key

__all__ = ["flowing"]

SHORT = 1.6
"""Of the size of a line: a line that ends so much before the others was ended on purpose."""
INDENT = 0.8
"""Of its size: a line that begins so much to the right begins a paragraph."""
LEADING = 2.6
"""Of its size: the next line of the same paragraph is no further down."""
SAME_SIZE = 0.15
ENDS = frozenset("。！？；：!?;:")
"""Whatever ends with one of these may as well end there: a heading may follow without an indent."""


def flowing(lines: Sequence[TextLine]) -> list[PageLine]:
    """Mark the lines of a column, from top to bottom, that the width of the page broke off."""
    if not lines:
        return []
    left, right = min(line.box[0] for line in lines), max(line.box[2] for line in lines)
    goes_on = [
        line.text[-1] not in ENDS
        and not label_key(after.text).ordinal
        and line.box[2] >= right - SHORT * line.size
        and after.box[0] <= left + INDENT * line.size
        and after.box[1] - line.box[1] <= LEADING * line.size
        and abs(after.size - line.size) <= SAME_SIZE * line.size
        for line, after in pairwise(lines)
    ]
    return [PageLine(line.tokens, on, line.spaced) for line, on in zip(lines, [*goes_on, False], strict=True)]
