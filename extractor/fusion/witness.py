"""Two readers of one cell, and how their words stand to each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.model import Kind, Place

__all__ = ["Pair", "Stance", "Witness", "number_of", "same_place", "same_words", "stance_of"]

Stance = Literal["agree", "differ", "table", "model", "none"]
"""agree: the same value from the same place. differ: each has a place, and the values differ. table, model: only this
one has words that count. none: neither has."""

READ: frozenset[Kind] = frozenset(("number", "blank", "dash", "slash", "none_word", "not_applicable", "illegible"))
"""Kinds of what somebody read; the others say that nothing was."""


@dataclass(frozen=True, slots=True)
class Witness:
    """One reader's words about one cell."""

    kind: Kind
    value: int | str | None
    source: Place | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A cell with both readers."""

    path: str
    table: Witness
    proven: bool
    """The table reader's structure is proven for the cell."""
    doubts: tuple[str, ...]
    """Why it is not: the table reader's own codes."""
    model: Witness | None
    """Null where the model says nothing about the cell."""
    named_row: bool = False
    """The model found the row by its label."""
    named_column: bool = False
    """The model found the table's columns by their heads."""
    whole_line: bool = False
    """One line of the text holds the row's label, its words and no other row's."""
    bounded: bool = False
    """Nothing but its words stands between its label and that of the form's next row."""


def stance_of(pair: Pair, text: str) -> Stance:
    """How the two stand; a reading without a place proves and disproves nothing.

    The same value at two places is no agreement, and no contradiction either: it leaves the table reader alone.
    """
    table = pair.table.source is not None and pair.table.kind in READ
    model = pair.model is not None and pair.model.source is not None and pair.model.kind in READ
    if not (table and model and pair.model is not None):
        return "table" if table else "model" if model else "none"
    if not same_words(pair.table, pair.model):
        return "differ"
    return "agree" if same_place(pair.table.source, pair.model.source, text) else "table"


def same_words(left: Witness, right: Witness) -> bool:
    """Whether two readings state the same."""
    return left.kind == right.kind and number_of(left) == number_of(right)


def number_of(witness: Witness) -> Decimal | None:
    """The number that a reading states; null when it states none."""
    return Decimal(witness.value) if witness.kind == "number" and witness.value is not None else None


def same_place(left: Place | None, right: Place | None, text: str) -> bool:
    """Whether two places overlap; two blanks do when no more than white space within one field parts them."""
    if left is None or right is None:
        return False
    if left.start < left.end or right.start < right.end:
        return left.start < right.end and right.start < left.end
    between = text[min(left.start, right.start) : max(left.start, right.start)]
    return not between.strip() and not set("\t\r\n") & set(between)


def stated(witnesses: Mapping[str, Witness]) -> dict[str, int | str]:
    """The numbers of some cells as the equations take them."""
    return {
        path: witness.value
        for path, witness in witnesses.items()
        if witness.kind == "number" and witness.value is not None
    }
