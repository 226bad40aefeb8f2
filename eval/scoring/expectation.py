"""What a document is held against: the right answer, as far as anybody can know it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from eval.generator.truth import Figure, MetaValue, numeric

__all__ = ["CellClass", "Expectation", "ExpectedFinding", "class_of", "expected_kind"]

CellClass = Literal["non_zero", "zero", "blank"]
"""`blank`: the cell prints no number: blank, dash, slash, none_word, not_applicable, illegible or missing."""


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """A finding that the audit must make."""

    about: str
    severity: str
    attribution: str | None = None
    """Null: any; of one that is not assessable, none."""
    code: str | None = None
    family: str | None = None
    cells: frozenset[str] = frozenset()
    """All of these are named by the finding."""
    exact: bool = False
    """And no others."""
    quote: str | None = None
    """A part of what the finding quotes, or the reverse."""
    status: str = "FAIL"


@dataclass(frozen=True, slots=True)
class Expectation:
    """The right answer for one document. An empty `cells` says that nothing of it can be read."""

    cells: Mapping[str, Figure]
    """Every cell of the printed editions, by path."""
    editions: Mapping[str, str] = field(default_factory=dict[str, str])
    meta: Mapping[str, MetaValue] = field(default_factory=dict[str, MetaValue])
    """Only what the document prints."""
    findings: tuple[ExpectedFinding, ...] = ()
    clean: bool = False
    """No finding of severity error would be just."""
    errors_known: bool = True
    """`findings` names every error of the document, so that any other is false; damage may bring about more."""
    unknowable: frozenset[str] = frozenset()
    """Cells that nobody could tell; leaving them to a person is right, accepting them is wrong unless the value is."""
    tokens: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """As printed, by cell path, where that is known; a cell that is printed twice has two."""
    refusals: tuple[str, ...] = ()
    """Codes, one of which the document must be refused with; empty: it must be read."""

    def decimal(self, path: str) -> Decimal | None:
        """The number that a cell prints, or null."""
        return numeric(self.cells[path])


def expected_kind(figure: Figure) -> str:
    """The kind that a cell of the truth has."""
    return "number" if isinstance(figure, int | float) else figure["kind"]


def class_of(figure: Figure) -> CellClass:
    """What class of cells a figure is counted in."""
    value = numeric(figure)
    if value is None:
        return "blank"
    return "non_zero" if value else "zero"
