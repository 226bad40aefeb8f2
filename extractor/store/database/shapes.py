"""Questions as the database holds them; no database is needed to make one."""

from dataclasses import asdict, dataclass
from typing import Literal

__all__ = ["FACETS", "Filters", "Item", "ItemKind", "NewItem", "storable"]

NUL = "\0"
SHOWN_NUL = "\u2400"


ItemKind = Literal["cell", "finding"]

FACETS = ("kind", "rule", "tier", "agency", "year", "format")
"""What the queue can be narrowed by."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """A question as the newest run puts it."""

    kind: ItemKind
    document: str
    """SHA-256 of the document's bytes."""
    subject: str
    """Path of the cell, or fingerprint of the finding."""
    printed: str
    """What the document prints there, so that a change of it makes another question; empty for findings, whose
    fingerprint holds it."""
    version: str
    """SHA-256 of the record line that asks."""
    row_key: str
    """`table.row` of a cell; what is settled at once."""
    table_key: str
    rule: str
    """Code of the finding, or of the first one that names the cell; empty when there is none."""
    tier: str
    """Empty for findings."""
    format: str
    """Media type of the document."""
    agency: str
    year: int | None
    score: float
    """Suspicion × impact: the largest comes first."""
    blind: bool = False
    """A sampled accepted cell, whose machine value is not shown."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question in the database."""

    id: int
    kind: ItemKind
    document: str
    subject: str
    printed: str
    version: str
    row_key: str
    table_key: str
    rule: str
    tier: str
    format: str
    agency: str
    year: int | None
    score: float
    blind: bool
    audited: bool
    """It came by the random sample."""
    queued: bool
    """The newest run asks it."""
    settled: int | None
    """The entry of the chain that answers it."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the queue is narrowed to; null does not narrow."""

    kind: str | None = None
    rule: str | None = None
    tier: str | None = None
    agency: str | None = None
    year: int | None = None
    format: str | None = None
    document: str | None = None

    @property
    def named(self) -> dict[str, str | int]:
        """Those that narrow."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def storable(text: str) -> str:
    """Text as every database takes it: PostgreSQL holds no NUL."""
    return text.replace(NUL, SHOWN_NUL)
