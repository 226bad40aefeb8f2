"""Outcomes of rules."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.model.place import Place

__all__ = ["Attribution", "Change", "Coverage", "Finding", "FindingStatus", "Proposal", "Severity"]

Severity = Literal["error", "warning", "info"]
FindingStatus = Literal["FAIL", "NOT_ASSESSABLE"]
Attribution = Literal["source", "transcription", "extraction", "undecided"]
"""Who is at fault: the report, the file we were given, our reading, or not decidable."""


class Change(BaseModel):
    """One cell of a proposed repair."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    cell: str
    from_: int | str | None = Field(alias="from", serialization_alias="from")
    to: int | str | None


class Proposal(BaseModel):
    """A repair that would satisfy every identity; shown, never applied."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    changes: tuple[Change, ...]
    why: str
    in_source: bool


class Finding(BaseModel):
    """A rule that failed, or that could not be assessed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    family: str
    severity: Severity
    status: FindingStatus
    attribution: Attribution | None
    """Null when `status` is NOT_ASSESSABLE."""
    message: str
    message_zh: str
    clause: str
    """The legal or arithmetical basis."""
    cells: tuple[str, ...]
    """Only the cells involved."""
    expression: str | None = None
    left: str | None = None
    """Exact decimal strings: findings also hold sums of money."""
    right: str | None = None
    delta: str | None = None
    proposals: tuple[Proposal, ...] = ()
    quote: str | None = None
    source: Place | None = None
    fingerprint: str
    """Stable over re-runs as long as rule, cells and printed values stay the same."""


class Coverage(BaseModel):
    """How much of the document the rules could check."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    applicable: int
    evaluated: int
    """passed + failed."""
    passed: int
    """Includes the vacuous ones."""
    vacuous: int
    """Passed with nothing but zeros: no evidence."""
    failed: int
    not_assessable: int
    check_power: float | None
    """Share of the form's cells whose change some evaluated rule would notice, 0 to 1; null without cells."""
