"""What kind of difference stands between two readings of a cell: the kinds of error that models make."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from extractor.fusion.witness import Pair, Witness, number_of

__all__ = ["Disagreement", "disagreement"]

Disagreement = Literal[
    "differ-digit",
    "differ-shift",
    "differ-slip",
    "differ-zero-fill",
    "differ-fabricated",
    "differ-unit",
    "differ-sign",
    "differ-null-zero",
    "differ-repair",
    "differ-other",
]
"""digit: one digit is another. shift: the words of the next column. slip: the words of the next row. zero-fill: 0 for
a field without a number. null-zero: no number for a printed 0. unit: the same digits, another power of ten. sign: the
other sign. repair: sums that fail on what is printed hold with what the model says. fabricated: the document does not
have the words there. other: none of these."""


def disagreement(pair: Pair, pairs: Sequence[Pair], *, mends: bool = False) -> Disagreement:
    """Name the difference between the table reader's words and the model's.

    Args:
        pair: the cell.
        pairs: all cells of its table, row by row in the form's order.
        mends: sums that fail with the table reader's words hold with the model's.
    """
    if mends:
        return "differ-repair"
    said, printed = number_of(pair.model) if pair.model else None, number_of(pair.table)
    if said is None or printed is None:
        return _one_is_no_number(pair, pairs, said, printed)
    if said and (same := _same_digits(said, printed)):
        return same
    if said and (moved := _moved(pair, pairs)):
        return moved
    if _one_digit(str(said), str(printed)):
        return "differ-digit"
    return _last(pair) if said else "differ-zero-fill"


def _one_is_no_number(pair: Pair, pairs: Sequence[Pair], said: Decimal | None, printed: Decimal | None) -> Disagreement:
    if said is None:
        return "differ-null-zero" if printed == 0 else _last(pair)
    return (_moved(pair, pairs) or _last(pair)) if said else "differ-zero-fill"


def _same_digits(said: Decimal, printed: Decimal) -> Disagreement | None:
    if said == -printed:
        return "differ-sign"
    return "differ-unit" if printed and _digits(said) == _digits(printed) else None


def _last(pair: Pair) -> Disagreement:
    return "differ-fabricated" if pair.model and pair.model.source is None else "differ-other"


def _moved(pair: Pair, pairs: Sequence[Pair]) -> Disagreement | None:
    """Whether the model has what the table reader has next to the cell."""
    row, _, column = pair.path.rpartition(".")
    mine = [other for other in pairs if other.path.rpartition(".")[0] == row]
    same = [other for other in pairs if other.path.rpartition(".")[2] == column]
    if _beside(pair, mine):
        return "differ-shift"
    return "differ-slip" if _beside(pair, same) else None


def _beside(pair: Pair, line: Sequence[Pair]) -> bool:
    place = [other.path for other in line].index(pair.path)
    neighbours = [line[at] for at in (place - 1, place + 1) if 0 <= at < len(line)]
    return any(_says(pair.model, other.table) for other in neighbours)


def _says(left: Witness | None, right: Witness) -> bool:
    return left is not None and number_of(left) is not None and number_of(left) == number_of(right)


def _digits(number: Decimal) -> str:
    return "".join(map(str, number.as_tuple().digits)).strip("0")


def _one_digit(left: str, right: str) -> bool:
    return len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1
