"""Whether an echoed header names the columns of a table, and in which order they are printed."""

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from extractor.forms import Block, HeaderNode
from extractor.text import label_key

__all__ = ["named_columns"]

ALIKE = 80
"""Similarity, 0 to 100, from which an echoed head counts as the column's."""

DAMAGED = 3
"""Of so many heads one may have a character that the text shows otherwise."""


def named_columns(block: Block, header: Sequence[str], legible: str) -> tuple[int, ...] | None:
    """The columns in the order in which they are printed, as positions in the form's order.

    Null when no stretch of the header names each column once, or when the text lacks the words of one: then the
    header was not read but recited.
    """
    heads = [_head(node) for node in block.column_heads]
    leaves = sorted((leaf for head in heads for leaf in head), key=lambda leaf: leaf.index or 0)
    available = Counter(label_key(legible).folded)
    for first in range(len(header) - len(leaves) + 1):
        window = header[first : first + len(leaves)]
        order = _order(window, leaves)
        lacking = Counter("".join(label_key(head).folded for head in window)) - available
        if order is not None and lacking.total() <= len(window) // DAMAGED:
            return order
    return None


def _head(node: HeaderNode) -> list[HeaderNode]:
    return [leaf for child in node.children for leaf in _head(child)] if node.children else [node]


def _order(window: Sequence[str], leaves: Sequence[HeaderNode]) -> tuple[int, ...] | None:
    order: list[int] = []
    for head in window:
        said = label_key(head).folded
        scores = [
            0 if place in order else max(ratio(said, key.folded) for key in leaf.label.keys)
            for place, leaf in enumerate(leaves)
        ]
        best = max(range(len(scores)), key=scores.__getitem__)
        if scores[best] < ALIKE or scores.count(scores[best]) > 1:
            return None
        order.append(best)
    return tuple(order)
