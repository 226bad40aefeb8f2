"""Binding every form column to its own header label.

A header is a tree: groups over columns. It is printed as lines of labels, where a column without a group may stand on
any line, words may be broken over lines (商业企 / 业), run together (结果维持结果纠正) or be damaged.
The tree is rebuilt in the order printed: a report with exchanged columns is read by its labels, not by position.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.forms import Block, HeaderNode
from extractor.tables.fields import Field
from extractor.tables.header_tree import KnownLabel, Token, groups_printed, printed_order
from extractor.tables.rows import LabelField
from extractor.tables.units import header_unit
from extractor.tables.vocabulary import BRACKETS, clearly_alike, names_no_column, texts_of, unnamed_texts
from extractor.text.labels import label_key

__all__ = ["HeaderBinding", "bind_header", "is_header_label"]

SHORTEST_FRAGMENT = 1
LONGEST_HEAD = 30
"""Code points; a longer line over a table is prose."""
MANY_COLUMNS = 3
"""From so many columns on, a label column too many cannot be a value column: the rows would have too many fields."""


@dataclass(frozen=True, slots=True)
class HeaderBinding:
    """Which form column each printed column is."""

    order: tuple[int, ...] | None
    """0-based form column of each printed column, left to right; null when some column has no label of its own."""
    units: dict[int, str]
    """Units the header prints, by form column."""
    damaged: tuple[Field, ...]
    """Labels that match only after folding or with an error."""
    missing: tuple[str, ...]
    """Column labels not found."""


def bind_header(block: Block, labels: Sequence[LabelField]) -> HeaderBinding:
    """Bind the header printed as `labels`, in document order, to the columns of `block`."""
    known, ignored = _vocabulary(block)
    tokens, damaged, strangers = _tokens(known, labels, ignored)
    order, certain = printed_order(known, tokens)
    bound = set(order)
    leaves = [item for item in known if item.node.index is not None]
    missing = tuple(item.node.label.text for item in leaves if item.node.index not in bound)
    complete = not missing and len(order) == len(leaves) and not _foreign_column(block, tokens, labels, strangers)
    if complete and any(found != "whole" for *_, found in tokens):
        # Words broken over lines are put together in the form's own order; they cannot prove any other.
        order = sorted(order)
        complete = _ascending(tokens)
    named = groups_printed(known, tokens)
    if order != sorted(order) and not (certain and named):
        complete = False
    if not named and any(_like_head(item, tokens) for item in strangers):
        # The groups are called otherwise here: 2024年 before 2023年 where the form has last year first.
        complete = False
    units = {
        node.index: unit
        for node, label, _ in tokens
        if node.index is not None and (unit := header_unit(label.field.text))
    }
    return HeaderBinding(tuple(order) if complete else None, units, tuple(damaged), missing)


def _like_head(label: LabelField, tokens: Sequence[Token]) -> bool:
    """Whether a label that the form does not know stands in the header like those that it knows."""
    return label.layout in {item.layout for _, item, _ in tokens} and len(label.field.text) <= LONGEST_HEAD


def is_header_label(block: Block, printed: Field) -> bool:
    """Whether the label belongs to the block's header, caption or stub."""
    known, ignored = _vocabulary(block)
    return (
        _exact(known, printed) is not None or _similar(known, printed) is not None or names_no_column(printed, ignored)
    )


def _known(nodes: Sequence[HeaderNode], parent: HeaderNode | None) -> Iterator[KnownLabel]:
    for node in nodes:
        yield KnownLabel(node, parent, texts_of(node))
        yield from _known(node.children, node)


@lru_cache(maxsize=256)
def _vocabulary(block: Block) -> tuple[tuple[KnownLabel, ...], tuple[str, ...]]:
    """The header's nodes, and the texts that name no column."""
    return tuple(_known(block.header, None)), unnamed_texts(block)


def _tokens(
    known: Sequence[KnownLabel], labels: Sequence[LabelField], ignored: Sequence[str]
) -> tuple[list[Token], list[Field], list[LabelField]]:
    """Recognise header labels: whole fields first, then words that run together or go on in the next line.

    Returns the labels recognised, those of them that are damaged, and the labels that name nothing in the header.
    """
    tokens: list[Token] = []
    damaged: list[Field] = []
    strangers: list[LabelField] = []
    pending: list[tuple[str, int]] = []
    for label in _rejoined(known, labels):
        exact = _exact(known, label.field)
        continues = any(rest == label.field.key.folded for rest, _ in pending)
        if exact is not None and not continues:
            tokens.append((exact[0], label, "whole"))
            if exact[1]:
                damaged.append(label.field)
            continue
        if names_no_column(label.field, ignored):
            continue
        due = list(pending)
        pieces = list(_pieces(known, label, due, ignored))
        similar = None if pieces or due != pending else _similar(known, label.field)
        if similar is not None:
            tokens.append((similar, label, "similar"))
            damaged.append(label.field)
        elif pieces or due != pending:
            tokens += pieces
            pending[:] = due
        else:
            strangers.append(label)
    return tokens, damaged, strangers


def _foreign_column(
    block: Block, tokens: Sequence[Token], labels: Sequence[LabelField], strangers: Sequence[LabelField]
) -> bool:
    """Whether a line that names columns also names one that the form does not have.

    Left of the columns stand the heads of the label cells, which every printer words as he likes.
    """
    together = Counter(item.line for item in labels)
    first: dict[tuple[str, int], int] = {}
    for node, label, _ in tokens:
        if node.index is not None:
            first.setdefault(_line(label, together), label.field.start)
    _, ignored = _vocabulary(block)
    words = {key.folded for row in block.rows for label in (row.label, *row.groups) for key in label.keys}
    foreign = [item for item in strangers if not any(item.field.key.folded in text for text in (*words, *ignored))]
    for line, start in first.items():
        unknown = [item.field.start for item in foreign if _line(item, together) == line]
        before = sum(1 for position in unknown if position < start)
        stub = any(_line(item, together) == line and names_no_column(item.field, ignored) for item in labels)
        heads = 0 if stub else 1 if block.width < MANY_COLUMNS else 2
        if len(unknown) > before or before > heads:
            return True
    return False


def _line(label: LabelField, together: Mapping[int, int]) -> tuple[str, int]:
    """Words on one line; or the cells between two breaks, where each label has its own line."""
    return ("line", label.line) if together[label.line] > 1 else (label.layout, label.run)


def _rejoined(known: Sequence[KnownLabel], labels: Sequence[LabelField]) -> Iterator[LabelField]:
    """Put labels back together that were broken over neighbouring lines, where the whole names a column."""
    position = 0
    while position < len(labels):
        label = labels[position]
        following = labels[position + 1] if position + 1 < len(labels) else None
        if following is not None and following.layout == label.layout == "spaces" and following.line != label.line:
            one, other = label.field, following.field
            joined = replace(one, text=one.text + other.text, end=other.end)
            if _exact(known, one) is None and _exact(known, joined) is not None:
                yield replace(label, field=joined)
                position += 2
                continue
        yield label
        position += 1


def _ascending(tokens: Sequence[Token]) -> bool:
    """Whether the columns named on each line stand in the form's order; or in each run, if no line names two."""
    together = Counter(label.line for _, label, _ in tokens)
    lined = {label.run for _, label, _ in tokens if together[label.line] > 1}
    last: dict[tuple[str, int], int] = {}
    for node, label, _ in tokens:
        place = ("line", label.line) if label.run in lined else ("run", label.run)
        first = next(_indexes(node))
        if first < last.get(place, -1):
            return False
        last[place] = first
    return True


def _indexes(node: HeaderNode) -> Iterator[int]:
    if node.index is not None:
        yield node.index
    for child in node.children:
        yield from _indexes(child)


def _exact(known: Sequence[KnownLabel], printed: Field) -> tuple[HeaderNode, bool] | None:
    """The node a whole field names, and whether only folding makes the two equal."""
    for text in (printed.text, BRACKETS.sub("", printed.text)):
        key = label_key(text)
        for item in known:
            if key.folded in item.texts:
                return item.node, not any(key.plain == wording.plain for wording in item.node.label.keys)
    return None


def _similar(known: Sequence[KnownLabel], printed: Field) -> HeaderNode | None:
    """The node that a damaged field names, if it resembles no other as much."""
    best = clearly_alike(printed.key.folded, [item.texts for item in known])
    return known[best].node if best is not None else None


def _pieces(
    known: Sequence[KnownLabel], label: LabelField, pending: list[tuple[str, int]], ignored: Sequence[str]
) -> Iterator[Token]:
    """Cut a field into labels that run together, beginnings of labels, and rests of labels begun on an earlier line.

    Greedy, longest piece first; characters that start no piece are passed over. `pending` holds the rests still due,
    each with its place in `known`, and is updated.
    """
    text = label.field.key.folded
    position = 0
    begun: list[tuple[str, int]] = []
    used = -1
    while position < len(text):
        rest = text[position:]
        due = next((item for item in pending if item[1] > used and rest.startswith(item[0])), None)
        whole = max(
            ((len(form), place) for place, item in enumerate(known) for form in item.texts if rest.startswith(form)),
            default=(0, -1),
        )
        skip = max((len(form) for form in ignored if rest.startswith(form)), default=0)
        if whole[0] and whole[0] >= skip and (due is None or whole[0] > len(due[0])):
            yield known[whole[1]].node, label, "whole"
            position += whole[0]
        elif due is not None:
            pending.remove(due)
            used = due[1]
            yield known[due[1]].node, label, "ended"
            position += len(due[0])
        elif skip:
            position += skip
        else:
            length, place = _beginning(known, rest, {item[1] for item in begun} | {item[1] for item in pending})
            if length >= SHORTEST_FRAGMENT and place >= 0:
                yield known[place].node, label, "begun"
                begun.append((known[place].texts[0][length:], place))
                position += length
            else:
                position += 1
    pending += begun


def _beginning(known: Sequence[KnownLabel], rest: str, taken: set[int]) -> tuple[int, int]:
    """The longest beginning of a column label that `rest` starts with: its length and place in `known`."""
    best = (0, -1)
    for place, item in enumerate(known):
        if place in taken or item.node.index is None:
            continue
        text = item.texts[0]
        length = next((size for size in range(len(text) - 1, 1, -1) if rest.startswith(text[:size])), 0)
        if length > best[0]:
            best = (length, place)
    return best
