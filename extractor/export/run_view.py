"""A finished run as exports see it: what it was, and its records as often as they are asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractor.audit import Facts, Waivers
from extractor.forms import Form
from extractor.model import Cell, PageStrip, Record

__all__ = ["Language", "RunFacts", "RunView", "Subject", "Words", "accepted_value", "subject_of"]

Language = Literal["zh", "en"]

Words = Mapping[str, Mapping[str, str]]
"""Words by dotted key, then by language: those of the command line, for codes that records hold (`reason.…`,
`severity.…`, `family.…`)."""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What the manifest of a run says."""

    package: str
    """Name and version."""
    fingerprint: str
    """SHA-256 over everything that changes records."""
    records_sha256: str
    """Of `records.jsonl`."""
    started: str
    """UTC, ISO 8601."""
    finished: str
    """Likewise."""
    inputs: tuple[str, ...]
    """The command line's."""
    versions: Mapping[str, str]
    settings: Mapping[str, str | int | float | None]
    """Secrets masked."""
    forms: Mapping[str, str]
    """SHA-256 of each form file, by the form's id."""
    counts: Mapping[str, int]
    """inputs, read, partial, failed, skipped, cells, accepted, review, errors, warnings, infos, waived."""
    skipped: tuple[tuple[str, str], ...] = ()
    """Path and reason of each file that is no document."""
    duplicates: int = 0
    """Documents whose bytes another document of the run has, too."""


@dataclass(frozen=True, slots=True)
class RunView:
    """Everything that an export reads; it holds no record itself."""

    facts: RunFacts
    records: Callable[[], Iterator[Record]]
    """Starts anew at each call and gives one record at a time, in the order of input."""
    text: Callable[[str], str | None]
    """The extracted text by SHA-256 of the document; null where there is none."""
    forms: Mapping[str, Form]
    """By id, those the records follow."""
    language: Language = "en"
    words: Words = field(default_factory=dict[str, Mapping[str, str]])
    known: Mapping[str, Facts] = field(default_factory=dict[str, Facts])
    """What `--manifest` said of documents, by path."""
    waivers: Waivers = field(default_factory=Waivers)
    strips: Callable[[Record], Sequence[PageStrip]] = lambda _: ()
    """The parts of a document's pages that the page shows as pictures."""

    def say(self, section: str, code: str) -> str:
        """The words for a code, which stands for itself where it has none: records may be newer than the words."""
        return self.words.get(f"{section}.{code}", {}).get(self.language, code)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figures a document holds."""

    agency: str | None
    year: int | None


def accepted_value(cell: Cell) -> int | str | None:
    """What may be used without another look: a person's decision, else the value if it is accepted."""
    if cell.decision is not None:
        return cell.decision.value
    return cell.value if cell.status == "accepted" else None


def subject_of(record: Record, view: RunView) -> Subject:
    """Agency and year: as accepted from the document, else as `--manifest` states them, else null."""
    known = view.known.get(record.document.path)
    agency, year = (
        None if record.meta.get(key) is None else accepted_value(record.meta[key]) for key in ("agency", "year")
    )
    named = agency if isinstance(agency, str) else None
    return Subject(
        named or (known.agency if known else None),
        year if isinstance(year, int) else known.year if known else None,
    )
