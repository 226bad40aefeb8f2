"""What a report says in prose, as the rules take it.

Plain values: places count in the document's text, numbers are exact.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.model.place import Place
from extractor.model.record import Claim

__all__ = ["Breakdown", "ChargeStatement", "Completion", "Prose", "Quantity", "Rate", "RateKind"]

RateKind = Literal["share", "growth"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a sentence states."""

    quote: str
    """As printed: the figures and the unit."""
    source: Place
    value: Decimal
    unit: str | None
    exact: bool
    """False beside words such as 约, 余 and 以上."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A number and the parts that the prose names of it (其中…), for rule N2."""

    label: str
    """The words before the number, without layout."""
    whole: Quantity
    parts: tuple["Breakdown", ...]
    """In the order of the text; a part without parts of its own is a plain number."""
    reasons: tuple[str, ...]
    """Why the parts cannot be added up; empty when they can. Stable codes: `and-others`: the list ends in 等.
    `inexact`: a number is rounded. `list-end-unclear`: nothing shows where the list ends. `mixed-units`: the parts
    count different things. `part-unclear`: a part states no number, or more than one."""

    @property
    def decidable(self) -> bool:
        """Whether the sum of the parts says anything about the whole."""
        return not self.reasons and bool(self.parts)

    @property
    def total(self) -> Decimal:
        """The sum of the parts; the parts of parts stand inside them and count once."""
        return sum((part.whole.value for part in self.parts), Decimal(0))


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage, with the numbers that it may come from, for rule N3."""

    kind: RateKind
    quote: str
    source: Place
    percent: Decimal
    """As printed, below zero for a decrease; its exponent tells the printed precision."""
    numerator: Quantity | None
    """Of a share: the number it belongs to. Of a growth: this year's number."""
    denominators: tuple[Quantity, ...]
    """Numbers of the same paragraph that it may be taken of, the nearest first. Of a growth: last year's number, where
    the sentence states it. Empty: nothing to check it by."""
    difference: Quantity | None
    """Of a growth: by how many (增加39件), where the sentence states it."""
    others: tuple[Quantity, ...] = ()
    """Further exact numbers before it in its sentence, the nearest first: it may be of them, or of their sum."""


@dataclass(frozen=True, slots=True)
class Completion:
    """Words that say how everything counted ended (均已办结, 均获维持), for rule N4."""

    key: str
    quote: str
    source: Place
    zero: tuple[str, ...]
    """Cells that must be 0 when the words are true."""
    agrees: bool | None
    """Null when a cell is no proven number, or the words may speak of something else."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChargeStatement:
    """What is said about the charge that stands in prose only (信息处理费), for rules F1, F2 and F3."""

    quote: str
    source: Place
    term: str
    """What the charge is called here, without layout."""
    official: bool
    """Whether that is its name by its regulation."""
    yuan: Decimal | None
    """The amount; 0 where the report says that there was none; null where the charge is only mentioned."""
    negated: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """Everything that the grammar reads in a document, each in the order of the text."""

    claims: tuple[Claim, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    rates: tuple[Rate, ...] = ()
    completions: tuple[Completion, ...] = ()
    charges: tuple[ChargeStatement, ...] = ()
