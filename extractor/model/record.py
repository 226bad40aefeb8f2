"""The record: one document, one line of `records.jsonl` (design.md §6.3)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.model.cell import Cell
from extractor.model.finding import Coverage, Finding
from extractor.model.place import Place

__all__ = [
    "META_KEYS",
    "RECORD_SCHEMA",
    "Claim",
    "DocumentInfo",
    "DocumentStatus",
    "Failure",
    "FormInfo",
    "Record",
    "Unmapped",
]

RECORD_SCHEMA = "gouji/record/1"

META_KEYS = (
    "title",
    "agency",
    "agency_level",
    "region",
    "year",
    "period_start",
    "period_end",
    "published",
    "phone",
    "fax",
    "address",
    "postcode",
    "email",
    "url",
)
"""The items of `meta` in the record (design.md §6.3)."""

DocumentStatus = Literal["ok", "partial", "failed"]
"""ok: every table read or proven absent; partial: some page or table unread; failed: no table read."""


class Failure(BaseModel):
    """Why a document is not `ok`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    message: str
    hint: str | None = None


class DocumentInfo(BaseModel):
    """The file behind a record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str | None
    """Of the file's bytes; null when they could not be read."""
    name: str
    path: str
    media_type: str | None
    pages: int | None = None
    characters: int | None = None
    """Code points of the extracted text."""


class FormInfo(BaseModel):
    """The form a document follows; editions are per table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    editions: dict[str, str]


class Unmapped(BaseModel):
    """A source row that no row of the form answers to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: str
    label: str
    fields: tuple[str, ...]
    source: Place


class Claim(BaseModel):
    """A number stated in the prose about something the form also counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    quote: str
    """As printed, line ends kept."""
    source: Place
    targets: tuple[tuple[str, ...], ...]
    """What the words may mean, the likeliest first: each a sum of cells."""
    matched: int | None
    """Index of the first target whose sum is the value; null when none is."""
    negated: bool
    """The words say that there were none: 未收到."""
    value: int | str | None
    """An integer for counts, a decimal string otherwise."""
    unit: str | None
    """As printed."""
    agrees: bool | None
    """Null: the number is none of the sums, and that proves nothing, for `reasons`."""
    reasons: tuple[str, ...] = ()
    """Why a difference proves nothing: stable codes."""
    by: Literal["grammar", "llm"]


class Record(BaseModel):
    """Everything Gouji says about one document."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Literal["gouji/record/1"] = Field(default=RECORD_SCHEMA, alias="schema", serialization_alias="schema")
    status: DocumentStatus
    error: Failure | None
    document: DocumentInfo
    form: FormInfo | None
    meta: dict[str, Cell]
    cells: tuple[Cell, ...]
    unmapped: tuple[Unmapped, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage | None
