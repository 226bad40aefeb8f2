"""How much a printed label resembles each label of a table."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from extractor.forms import Row, TableEdition
from extractor.text.labels import LabelKey, label_key

__all__ = ["LabelIndex", "label_index"]

OTHER_ORDINAL = 0.04
"""Taken off when both labels have an ordinal and the two differ: it breaks ties, ordinals are often lost or wrong."""
OTHER_ORDINAL_SHORT = 0.25
"""The same for a label so short that its ordinal says more than its words: 3.其他 is not （六）其他."""
SHORT = 3
NUMBER = re.compile(r"\d{1,2}(?=\D)")
PIECE = 80.0
"""Similarity, 0 to 100, of a piece of a label to the place in the label that resembles it most."""


class LabelIndex:
    """The row and group labels of one table edition, ready for comparison."""

    def __init__(self, edition: TableEdition) -> None:
        """Flatten the rows of all blocks, in the form's order."""
        self.rows: tuple[Row, ...] = tuple(row for block in edition.blocks for row in block.rows)
        self.blocks: tuple[int, ...] = tuple(number for number, block in enumerate(edition.blocks) for _ in block.rows)
        self._wordings = [tuple((key.folded, key.ordinal) for key in row.label.keys) for row in self.rows]
        groups = dict.fromkeys(group for row in self.rows for group in row.groups)
        self._groups = [tuple(key.folded for key in group.keys) for group in groups]
        self._group_members = [
            frozenset(place for place, row in enumerate(self.rows) if group in row.groups) for group in groups
        ]
        self._twins = tuple(
            frozenset(
                other
                for other, texts in enumerate(self._wordings)
                if other != place and {text for text, _ in texts} & {text for text, _ in mine}
            )
            for place, mine in enumerate(self._wordings)
        )
        self._cached = lru_cache(maxsize=4096)(self._compare)
        self._group_cached = lru_cache(maxsize=4096)(self._compare_group)

    def scores(self, printed: str) -> Sequence[float]:
        """Similarity of a printed label to each row's label, 0 to 1."""
        return self._cached(printed)

    def contains(self, printed: str, place: int) -> bool:
        """Whether the words may be a piece of the row's label."""
        folded = label_key(printed).folded
        return any(fuzz.partial_ratio(folded, text) >= PIECE for text, _ in self._wordings[place])

    def group_score(self, printed: str) -> float:
        """Similarity to the most similar group label, 0 to 1."""
        return self._group_cached(printed)[0]

    def group_members(self, printed: str) -> frozenset[int] | None:
        """The rows of the group that the label names exactly; null when it names none."""
        return self._group_cached(printed)[1]

    def twins_of(self, rows: frozenset[int]) -> frozenset[int]:
        """The rows that share a wording with one of `rows` and can only be told apart from it by their group."""
        return frozenset(twin for row in rows for twin in self._twins[row])

    def _compare(self, printed: str) -> tuple[float, ...]:
        key = label_key(printed)
        if not key.folded:
            return (0.0,) * len(self.rows)
        return tuple(
            max(_likeness(key, folded, ordinal) for folded, ordinal in wordings) for wordings in self._wordings
        )

    def _compare_group(self, printed: str) -> tuple[float, frozenset[int] | None]:
        folded = label_key(printed).folded
        best, members = 0.0, None
        for texts, rows in zip(self._groups, self._group_members, strict=True):
            score = max(fuzz.ratio(folded, text) / 100 for text in texts)
            if score > best:
                best, members = score, rows if score == 1.0 else None
        return best, members


def _likeness(key: LabelKey, folded: str, ordinal: str) -> float:
    """Similarity of a printed label to one wording.

    Where the wording has a number, a number without a point in the printed label is an ordinal too.
    """
    printed, own = key.folded, key.ordinal
    if not own and ordinal.isdecimal() and (found := NUMBER.match(printed)):
        printed, own = printed[found.end() :], found.group()
    return fuzz.ratio(printed, folded) / 100 - _ordinal_cost(own, folded, ordinal)


def _ordinal_cost(printed: str, folded: str, ordinal: str) -> float:
    if not printed or not ordinal or printed.endswith(ordinal):
        return 0.0
    return OTHER_ORDINAL_SHORT if len(folded) <= SHORT else OTHER_ORDINAL


@lru_cache(maxsize=256)
def label_index(edition: TableEdition) -> LabelIndex:
    """The index of an edition, made once a process."""
    return LabelIndex(edition)
