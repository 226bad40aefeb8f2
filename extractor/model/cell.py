"""Cells, and the readings they are made from."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractor.model.place import Place

__all__ = ["SECOND_READ", "Cell", "Decision", "Kind", "Reading", "Status", "Tier"]

Kind = Literal[
    "number",
    "text",
    "date",
    "blank",
    "dash",
    "slash",
    "none_word",
    "not_applicable",
    "illegible",
    "missing",
    "unread",
]
"""What stands in the cell. `missing`: the document leaves the cell out. `unread`: we could not read it.
`text` and `date` occur in metadata only."""

Tier = Literal["T0", "T1", "S0", "S1", "T2", "T3", "T4"]
"""How well a cell is proven (design.md §4.4)."""

Status = Literal["accepted", "review"]
"""`review`: a person has to look."""


SECOND_READ = "table#second-read"
"""The reader that is a recogniser's second look at a cell; it reads only where it differs from the first."""


class Reading(BaseModel):
    """One reader's claim about one form cell."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reader: str
    """`table`, `table#second-read` for a recogniser's second look, or `llm:` and the model's name."""
    as_printed: str | None
    """The token as the document prints it, line ends kept; null when nothing was read."""
    value: int | str | None
    """An integer for counts, a string for decimals and text, null when `kind` is not a value."""
    kind: Kind
    source: Place | None
    """Null when the reader names no place."""
    score: float | None = None
    """The recogniser's score of the token, 0 to 1; null for born-digital text."""


class Decision(BaseModel):
    """What a person settled about a cell."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    value: int | str | None
    as_printed: str | None
    by: str
    at: str
    """UTC, ISO 8601."""
    reason: str


class Cell(BaseModel):
    """The fused answer for one cell of the form, or for one item of metadata."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    """`table.row.column` (forms.md), or `meta.key`."""
    as_printed: str | None
    value: int | str | None
    """A pure function of `as_printed`; never computed from other cells."""
    kind: Kind
    unit: str | None = None
    """The unit as printed in the cell, else the unit the form prints for it."""
    value_yuan: str | None = None
    """Money only: the value in yuan, as a decimal string."""
    tier: Tier
    confidence: float | None = None
    """Null until calibrated."""
    status: Status
    reasons: tuple[str, ...] = ()
    """Why the cell is not proven, or why it waits for a person: stable codes."""
    decision: Decision | None = None
    source: Place | None
    readings: tuple[Reading, ...] = ()
