"""What a block's header may print: its columns, the groups over them, and words that name no column."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from extractor.forms import Block, HeaderNode
from extractor.tables.fields import Field
from extractor.tables.units import is_statement
from extractor.text.labels import label_key

__all__ = [
    "BRACKETS",
    "HeaderVocabulary",
    "clearly_alike",
    "header_vocabulary",
    "is_plain",
    "names_no_column",
    "texts_of",
    "unnamed_texts",
]

SIMILAR = 75.0
"""Similarity, 0 to 100, from which a damaged header label still counts: one wrong character in four."""
CLEAR = 10.0
"""By how much, 0 to 100, a damaged label must be more similar to one column than to any other."""
WHOLE_ENOUGH = 0.8
"""How much of a label's length a damaged one keeps at least; a shorter piece is a piece."""
SHORTEST_FUZZY = 3
"""A shorter label must match exactly."""

BRACKETS = re.compile(r"[(（][^)）]*[)）]")


def texts_of(node: HeaderNode) -> tuple[str, ...]:
    """The folded wordings of a header cell."""
    return tuple(key.folded for key in node.label.keys)


def unnamed_texts(block: Block) -> tuple[str, ...]:
    """The folded wordings of caption and stub, which name no column."""
    return tuple(key.folded for label in (block.caption, block.stub) if label for key in label.keys)


def is_plain(nodes: Sequence[HeaderNode], printed: str) -> bool:
    """Whether a label of one of the nodes is worded as in any report that was typed."""
    wordings = {key.plain for node in nodes for key in node.label.keys}
    return any(label_key(text).plain in wordings for text in (printed, BRACKETS.sub("", printed)))


def names_no_column(printed: Field, unnamed: Sequence[str]) -> bool:
    """Whether the words are a statement about the table, a unit, or resemble one of the `unnamed` texts."""
    folded = printed.key.folded
    return (
        is_statement(printed.text)
        or folded.startswith("单位")
        or any(fuzz.ratio(folded, text) >= SIMILAR for text in unnamed)
    )


def clearly_alike(folded: str, candidates: Sequence[Sequence[str]]) -> int | None:
    """The place of the candidate that a damaged label resembles, if it resembles no other as much.

    A candidate is the list of its folded wordings, none of them empty; those of the same wordings are no rivals:
    what tells them apart is not their name.
    """
    if len(folded) < SHORTEST_FUZZY:
        return None
    scores = [max(fuzz.ratio(folded, text) for text in texts) for texts in candidates]
    best = max(range(len(scores)), key=lambda place: scores[place])
    rivals = (score for score, texts in zip(scores, candidates, strict=True) if texts != candidates[best])
    fits = scores[best] >= SIMILAR and scores[best] - max(rivals, default=0.0) >= CLEAR
    whole = any(len(text) >= SHORTEST_FUZZY and len(folded) >= WHOLE_ENOUGH * len(text) for text in candidates[best])
    return best if fits and whole else None


class HeaderVocabulary:
    """The names of one block's columns."""

    def __init__(self, block: Block) -> None:
        """Flatten the header's tree."""
        self._leaves = tuple(_leaves(block.header, ()))
        self._groups = tuple(dict.fromkeys(text for _, above in self._leaves for texts in above for text in texts))
        self._captions = tuple(key.folded for key in block.caption.keys) if block.caption else ()
        self._unnamed = unnamed_texts(block)
        self._rows = {key.folded for row in block.rows for label in (row.label, *row.groups) for key in label.keys}

    def column(self, printed: str, above: Sequence[str]) -> HeaderNode | None:
        """The column that a printed label names exactly, told by the labels `above` where several have the name."""
        for text in (printed, BRACKETS.sub("", printed)):
            folded = label_key(text).folded
            named = [(node, groups) for node, groups in self._leaves if folded in texts_of(node)]
            if named:
                return self._told_apart(named, above)
            joined = [node for node, groups in self._leaves if folded in _joined(node, groups)]
            if len(joined) == 1:
                return joined[0]
        return None

    def similar_column(self, printed: str, above: Sequence[str]) -> HeaderNode | None:
        """The column that a damaged label names, if it resembles no other as much."""
        leaves = [texts_of(node) for node, _ in self._leaves]
        others = [(text,) for text in (*self._groups, *self._captions)]
        best = clearly_alike(label_key(printed).folded, [*leaves, *others])
        if best is None or best >= len(leaves):
            return None
        return self._told_apart([leaf for leaf in self._leaves if texts_of(leaf[0]) == leaves[best]], above)

    def names_column(self, field: Field) -> bool:
        """Whether the label is, or resembles, a column's own."""
        texts = {text for node, _ in self._leaves for text in texts_of(node)}
        return any(_alike(field, text) for text in texts)

    def name_of(self, field: Field) -> str | None:
        """The official name of the column that the label names exactly; null when it names none."""
        folded = field.key.folded
        return next((texts_of(node)[0] for node, _ in self._leaves if folded in texts_of(node)), None)

    def occurrences(self, name: str) -> int:
        """How many columns have the official name."""
        return sum(texts_of(node)[0] == name for node, _ in self._leaves)

    def in_order(self, stacks: Sequence[Sequence[Field]]) -> dict[int, HeaderNode]:
        """The columns by the place of their heads, where nothing but their order tells columns of one name apart.

        Args:
            stacks: for each printed column the header cells over it, from the top down.

        Returns:
            Nothing unless all heads stand in the form's order and under the same words, none of which is a group: under
            different words, known to the form or not, the order is the printer's own.
        """
        named = [(stack, name) for stack in stacks if (name := self.name_of(stack[-1])) is not None]
        nodes = [node for node, _ in self._leaves]
        over = {tuple(item.start for item in stack[:-1]) for stack, _ in named}
        grouped = any(self._group(item.key.folded) for stack, _ in named for item in stack[:-1])
        if len(over) > 1 or grouped or [name for _, name in named] != [texts_of(node)[0] for node in nodes]:
            return {}
        return {stack[-1].start: node for (stack, _), node in zip(named, nodes, strict=True)}

    def is_caption(self, field: Field) -> bool:
        """Whether the label is the block's caption."""
        return field.key.folded in self._captions

    def is_ignored(self, field: Field) -> bool:
        """Whether the label is the block's caption or stub, or a note on the unit."""
        # 单位资金 is a column where the form has one of that name.
        return names_no_column(field, self._unnamed) and not (
            field.key.folded.startswith("单位") and self._names(field.key.folded)
        )

    def _names(self, folded: str) -> bool:
        """Whether a column is called so."""
        return any(folded in texts_of(node) for node, _ in self._leaves)

    def knows(self, field: Field) -> bool:
        """Whether the block has such a label anywhere."""
        names = {text for node, _ in self._leaves for text in texts_of(node)} | self._rows | {*self._groups}
        return self.is_ignored(field) or any(_alike(field, text) for text in names)

    def _told_apart(self, named: Sequence["_Leaf"], above: Sequence[str]) -> HeaderNode | None:
        """The one of several columns of the same name whose groups are printed above it, each of them."""
        if len(named) == 1:
            return named[0][0]
        printed = {self._group(label_key(text).folded) for text in above}
        fitting = [node for node, groups in named if all(printed & set(texts) for texts in groups)]
        return fitting[0] if len(fitting) == 1 else None

    def _group(self, folded: str) -> str | None:
        """The group that a label names, damaged or not."""
        best = max(self._groups, key=lambda text: fuzz.ratio(folded, text), default=None)
        return best if best is not None and fuzz.ratio(folded, best) >= SIMILAR else None


_Leaf = tuple[HeaderNode, tuple[tuple[str, ...], ...]]
"""A column, and the texts of each group above it, outermost first."""


def _leaves(nodes: Sequence[HeaderNode], above: tuple[tuple[str, ...], ...]) -> Iterator[_Leaf]:
    for node in nodes:
        if node.index is not None:
            yield node, above
        yield from _leaves(node.children, (*above, texts_of(node)))


def _alike(field: Field, text: str) -> bool:
    folded = field.key.folded
    return folded == text or (min(len(folded), len(text)) >= SHORTEST_FUZZY and fuzz.ratio(folded, text) >= SIMILAR)


def _joined(node: HeaderNode, above: Sequence[tuple[str, ...]]) -> set[str]:
    """The column's name with the names of its groups in front, as flattened headers print it."""
    names = set(texts_of(node))
    found: set[str] = set()
    for texts in reversed(above):
        names = {group + name for group in texts for name in names}
        found |= names
    return found


@lru_cache(maxsize=256)
def header_vocabulary(block: Block) -> HeaderVocabulary:
    """The vocabulary of a block, made once a process."""
    return HeaderVocabulary(block)
