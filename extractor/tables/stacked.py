"""Headers whose words are stacked: each column's label broken over lines, set by position only.

    行政复议                          行政诉讼
    结果  结果  其他  尚未  总计        ...
    维持  纠正  结果  审结

Read line by line such words name nothing. Here words that stand under each other make one label. It counts only if
every word of the header finds its place, every column has a complete label of its own, and the printed numbers stand
under the labels: one word left over, and the header is not read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise

from rapidfuzz import fuzz

from extractor.forms import Block, HeaderNode
from extractor.tables.fields import Field
from extractor.tables.geometry import display_width
from extractor.tables.header import HeaderBinding
from extractor.tables.rows import LabelField
from extractor.tables.units import header_unit
from extractor.tables.vocabulary import BRACKETS, is_plain, texts_of, unnamed_texts
from extractor.text.labels import label_key

__all__ = ["bind_stacked_header"]

TALLEST = 6
"""A label is broken over at most so many lines."""
STUB = 90.0
"""Similarity, 0 to 100, from which words are the caption or the stub, which name no column."""


@dataclass(frozen=True, slots=True)
class _Heading:
    """A label of the header, put together from the words of one or more lines."""

    text: str
    fields: tuple[Field, ...]
    left: int
    """Half-open interval of display columns."""
    right: int
    top: int
    """0-based header lines of its first and its last word."""
    bottom: int

    def distance(self, field: Field) -> int:
        """Columns between the heading and a value; 0 when one stands over the other, by however little."""
        left = field.left or 0
        return max(self.left - (left + display_width(field.text)), left - self.right, -1) + 1

    @property
    def centre(self) -> float:
        """The middle column."""
        return (self.left + self.right) / 2


_Known = tuple[HeaderNode, tuple[str, ...]]
"""A node of the header's tree, and the folded texts it may be printed as."""


def bind_stacked_header(
    block: Block, labels: Sequence[LabelField], rows: Sequence[Sequence[Field]]
) -> HeaderBinding | None:
    """Read the header printed as `labels` over the value fields of `rows`.

    Args:
        block: The block whose header it is.
        labels: The words of the header, in document order, each with its place on its line.
        rows: The value fields under the header, one sequence a row: as many as columns, or none where it is open
            which they are.

    Returns:
        The header, or null where a word is left over, a column has no label, or more than one order is possible.
    """
    known, ignored = _vocabulary(block)
    lines = [list(line) for _, line in groupby(labels, key=lambda label: label.line)]
    if any(label.layout != "spaces" or label.field.left is None for label in labels):
        return None
    headings = _headings(lines, known, ignored)
    if headings is None:
        return None
    named = [(heading, _nodes(known, heading.text)) for heading in headings]
    groups = [(heading, nodes) for heading, nodes in named if nodes and all(node.index is None for node in nodes)]
    leaves = [(heading, nodes) for heading, nodes in named if nodes and all(node.index is not None for node in nodes)]
    if len(groups) + len(leaves) != len([nodes for _, nodes in named if nodes]):
        return None
    leaves.sort(key=lambda item: item[0].left)
    columns = tuple(heading for heading, _ in leaves)
    if any(other.left < one.right for one, other in pairwise(columns)) or not _stand_under(columns, rows):
        return None
    found = [
        order
        for order in _orders(block.header, [nodes for _, nodes in leaves])
        if all(any(_stands_over(heading, node, order, columns) for node in nodes) for heading, nodes in groups)
    ]
    if len(found) != 1:
        return None
    order = tuple(node.index for node in found[0] if node.index is not None)
    units = {index: unit for index, heading in zip(order, columns, strict=True) if (unit := header_unit(heading.text))}
    damaged = tuple(heading.fields[0] for heading, nodes in named if nodes and not is_plain(nodes, heading.text))
    return HeaderBinding(order, units, damaged, ())


@lru_cache(maxsize=256)
def _vocabulary(block: Block) -> tuple[tuple[_Known, ...], tuple[str, ...]]:
    """The header's nodes, and the texts that name no column."""
    return tuple(_flattened(block.header)), unnamed_texts(block)


def _flattened(nodes: Sequence[HeaderNode]) -> Iterator[_Known]:
    for node in nodes:
        yield node, texts_of(node)
        yield from _flattened(node.children)


def _headings(
    lines: Sequence[Sequence[LabelField]], known: Sequence[_Known], ignored: Sequence[str]
) -> list[_Heading] | None:
    """Put the words of all lines together to labels; null when a word is left over below the header's first line."""
    free = [[label.field for label in line] for line in lines]
    found: list[_Heading] = []
    for top, line in enumerate(free):
        while line:
            stacks = list(_stacks(free, top))
            whole = [stack for stack in stacks if _nodes(known, stack.text)]
            notes = max(stacks, key=lambda stack: _likeness(stack.text, ignored))
            if len(whole) == 1:
                heading = whole[0]
                found.append(heading)
            elif not whole and _likeness(notes.text, ignored) >= STUB:
                heading = notes
            elif found or whole:
                return None
            else:
                heading = stacks[0]  # above the header: whatever stands there
            for offset, field in enumerate(heading.fields):
                free[top + offset].remove(field)
    return found


def _stacks(free: Sequence[Sequence[Field]], top: int) -> Iterator[_Heading]:
    """The first free word of a line, and with it the one word under it, and the one under that."""
    heading: _Heading | None = None
    for bottom in range(top, min(top + TALLEST, len(free))):
        if heading is None:
            field = free[bottom][0]
            left = field.left or 0
            heading = _Heading(field.text, (field,), left, left + display_width(field.text), top, top)
        else:
            under = [field for field in free[bottom] if heading.distance(field) == 0]
            if len(under) != 1:
                return
            left = under[0].left or 0
            heading = replace(
                heading,
                text=heading.text + under[0].text,
                fields=(*heading.fields, under[0]),
                left=min(heading.left, left),
                right=max(heading.right, left + display_width(under[0].text)),
                bottom=bottom,
            )
        yield heading


def _nodes(known: Sequence[_Known], printed: str) -> list[HeaderNode]:
    """The header nodes that have the printed label."""
    for text in (printed, BRACKETS.sub("", printed)):
        folded = label_key(text).folded
        nodes = [node for node, texts in known if folded in texts]
        if nodes:
            return nodes
    return []


def _likeness(printed: str, ignored: Sequence[str]) -> float:
    folded = label_key(printed).folded
    return max((fuzz.ratio(folded, text) for text in ignored), default=0.0)


def _stand_under(columns: Sequence[_Heading], rows: Sequence[Sequence[Field]]) -> bool:
    """Whether no value stands nearer to another column's label than to its own."""
    printed = [fields for fields in rows if fields]
    for fields in printed:
        if len(fields) != len(columns) or any(field.left is None for field in fields):
            return False
        for column, field in zip(columns, fields, strict=True):
            if column.distance(field) > min(other.distance(field) for other in columns):
                return False
    return bool(printed)


def _size(node: HeaderNode) -> int:
    return sum(map(_size, node.children)) if node.children else 1


def _orders(nodes: Sequence[HeaderNode], columns: Sequence[Sequence[HeaderNode]]) -> Iterator[tuple[HeaderNode, ...]]:
    """Every way to lay the leaves of `nodes`, groups unbroken, over columns that may each be the given nodes."""
    if not nodes:
        yield from [()] if not columns else []
        return
    for place, node in enumerate(nodes):
        size = _size(node)
        mine, others = columns[:size], columns[size:]
        if len(mine) < size or (not node.children and node not in mine[0]):
            continue
        for inner in _orders(node.children, mine) if node.children else [(node,)]:
            for outer in _orders([*nodes[:place], *nodes[place + 1 :]], others):
                yield *inner, *outer


def _stands_over(
    heading: _Heading, group: HeaderNode, order: Sequence[HeaderNode], columns: Sequence[_Heading]
) -> bool:
    """Whether a group's label stands above its own columns and in the middle of them."""
    indexes = set(_indexes(group))
    mine = [column for node, column in zip(order, columns, strict=True) if node.index in indexes]
    return mine[0].left <= heading.centre <= mine[-1].right and all(heading.bottom < column.top for column in mine)


def _indexes(node: HeaderNode) -> Iterator[int]:
    if node.index is not None:
        yield node.index
    for child in node.children:
        yield from _indexes(child)
