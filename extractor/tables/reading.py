"""What the table reader says about a document."""

from dataclasses import dataclass

from extractor.forms import CellSpec
from extractor.model import Kind, Place
from extractor.tables.fields import Field

__all__ = ["CellReading", "DamageNote", "TableReading", "UnmappedRow"]


@dataclass(frozen=True, slots=True)
class CellReading:
    """The table reader's claim about one form cell."""

    spec: CellSpec
    kind: Kind
    """`missing`: the row is left out; `unread`: no field could be bound."""
    as_printed: str | None
    value: int | str | None
    unit: str | None
    value_yuan: str | None
    source: Place | None
    proven: bool
    """Structure proven (design.md §4.2), without any arithmetic."""
    reasons: tuple[str, ...] = ()
    """Why it is not proven."""


@dataclass(frozen=True, slots=True)
class DamageNote:
    """A sign that the text was damaged on its way to us, not by its author."""

    table: str
    quote: str
    source: Place


@dataclass(frozen=True, slots=True)
class UnmappedRow:
    """A source row that no row of the form answers to."""

    label: str
    fields: tuple[Field, ...]
    source: Place


@dataclass(frozen=True, slots=True)
class TableReading:
    """One table of the form as read."""

    table: str
    edition: str
    cells: tuple[CellReading, ...]
    """Exactly one a cell of the edition, in the form's order."""
    unmapped: tuple[UnmappedRow, ...]
    damage: tuple[DamageNote, ...]
    found: bool
    """False when no row of the table was found."""
    stray: bool
    """A number among the rows belongs to none of them: it may be a torn digit of any."""
