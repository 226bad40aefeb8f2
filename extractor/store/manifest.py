"""The manifest: what a run was, what it depended on, and what came out (design.md §6.2)."""

import hashlib
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from extractor.audit import Facts
from extractor.model import RowsHeard

__all__ = [
    "MANIFEST_SCHEMA",
    "Counts",
    "Duplicate",
    "Manifest",
    "RecordsFile",
    "SkipReason",
    "Skipped",
    "Tokens",
    "document_fingerprint",
]

MANIFEST_SCHEMA = "gouji/manifest/1"


SkipReason = Literal["hidden", "not-a-document", "unsupported-format", "output-folder", "folder-loop"]
"""hidden: the name begins with a dot. not-a-document: code, data or no known type. unsupported-format: a document of a
format
that is not read yet. output-folder: made by a run. folder-loop: a link to a folder it lies in."""


_FACTS = TypeAdapter(Facts)


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Counts(_Stored):
    """The totals of a run."""

    inputs: int
    """Documents with a record line: read + partial + failed."""
    read: int
    """Documents of status ok."""
    partial: int
    failed: int
    skipped: int
    reused: int
    """Records taken over from earlier runs; included in the other counts."""
    cells: int
    """Cells of the form; metadata are not counted."""
    accepted: int
    review: int
    errors: int
    """Findings by severity."""
    warnings: int
    infos: int
    waived: dict[str, int] = {}
    """Of these findings, by severity, those that the deployment had waived when the run ended."""
    failures: dict[str, int]
    """Failed documents by code."""
    shortfalls: dict[str, int]
    """Partial documents by code."""


class Skipped(_Stored):
    """A file of a folder that is no supported document."""

    path: str
    reason: SkipReason
    media_type: str | None = None
    """As its content says; null where the content was not looked at."""


class Duplicate(_Stored):
    """Inputs with the same bytes; each has its record line."""

    sha256: str
    paths: tuple[str, ...]


class RecordsFile(_Stored):
    """The `records.jsonl` that this manifest describes."""

    sha256: str
    bytes: int
    lines: int


class Tokens(_Stored):
    """What the run asked of a model, every attempt counted."""

    input: int = 0
    cached_input: int = 0
    """Included in `input`: what the endpoint had in a cache of its own."""
    output: int = 0
    requests: int = 0
    """Sent on the wire."""
    replayed: int = 0
    """Replies out of our own cache."""


class Manifest(_Stored):
    """One run."""

    schema_: Literal["gouji/manifest/1"] = Field(default=MANIFEST_SCHEMA, alias="schema", serialization_alias="schema")
    package: str
    """Name and version."""
    python: str
    versions: dict[str, str]
    """Everything that records depend on."""
    fingerprint: str
    """SHA-256 over `versions` and the settings that change records; equal fingerprints, equal records."""
    forms: dict[str, str]
    """Id and SHA-256 of each form file."""
    working_folder: str
    """Absolute; relative paths of documents start here."""
    inputs: tuple[str, ...]
    """The command line's."""
    settings: dict[str, str | int | float | None]
    """Secrets masked."""
    started: str
    """UTC, ISO 8601."""
    finished: str
    seconds: float
    """Wall time."""
    counts: Counts
    tokens: Tokens
    cost_usd: str | None
    """Decimal string; null: no price of the model is known."""
    rows_heard: RowsHeard | None = None
    """What became of the rows that a model was asked about row by row."""
    facts: dict[str, Facts] = {}
    """What `--manifest` said of documents, by path; `check` and `verify` need no file for it."""
    unknown_rows: dict[str, str] = {}
    """Lines of `--manifest` that name no document of the run: their paths, by line."""
    skipped: tuple[Skipped, ...]
    duplicates: tuple[Duplicate, ...]
    records: RecordsFile


def document_fingerprint(fingerprint: str, facts: Facts | None) -> str:
    """What the record of one document depends on: the run's `fingerprint`, and what was known of the document."""
    if facts is None:
        return fingerprint
    return hashlib.sha256(fingerprint.encode() + _FACTS.dump_json(facts)).hexdigest()
