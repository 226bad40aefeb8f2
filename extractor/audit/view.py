"""What the rules look at: one document as read. Text rules see the extracted text, never the source file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from extractor.forms import Form, TableEdition
from extractor.model import Cell, Claim, Prose

__all__ = ["DamagedLabel", "Facts", "Section", "View"]


@dataclass(frozen=True, slots=True)
class Section:
    """A first-level heading of the report with what stands under it."""

    key: str | None
    """The section of the form; null for a heading that the form does not know."""
    ordinal: str
    """As printed, without punctuation: 一; empty when the heading has none."""
    title: str
    heading: int
    """Where the heading begins, in code points of the text."""
    start: int
    """Half-open interval of the body."""
    end: int


@dataclass(frozen=True, slots=True)
class DamagedLabel:
    """A label that is recognised, but worded as no typed report has it."""

    quote: str
    start: int
    """Half-open code-point interval in the text."""
    end: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a `--manifest` row says about a document, which the document itself need not say."""

    agency: str | None = None
    level: str | None = None
    """As in the record's `agency_level`."""
    year: int | None = None
    published: date | None = None
    agency_code: str | None = None
    region: str | None = None
    url: str | None = None
    """Where it was published."""


@dataclass(frozen=True, slots=True)
class View:
    """One document, ready to be checked."""

    form: Form
    tables: Sequence[TableEdition]
    cells: Mapping[str, Cell]
    """All cells of the detected editions, by path."""
    meta: Mapping[str, Cell]
    claims: Sequence[Claim]
    text: str
    """The extracted text; every place counts in it."""
    sections: Sequence[Section]
    prose: Prose = field(default_factory=Prose)
    """What else its sentences say: parts, percentages, endings, the charge."""
    damaged: Sequence[DamagedLabel] = ()
    notes: Sequence[str] = ()
    """What ingest noticed."""
    facts: Facts = field(default_factory=Facts)

    def number(self, path: str) -> int | None:
        """The count that a cell proves to hold; null when it holds none, or is not proven."""
        cell = self.cells.get(path)
        if cell is None or cell.tier == "T4" or cell.kind != "number" or not isinstance(cell.value, int):
            return None
        return cell.value

    def section(self, key: str) -> Section | None:
        """The section of the form with that key, if the report has it."""
        return next((section for section in self.sections if section.key == key), None)

    def body(self, key: str) -> str | None:
        """The text under a section's heading; null when the report has no such section."""
        section = self.section(key)
        return self.text[section.start : section.end] if section else None

    @property
    def year(self) -> int | None:
        """The report year: as the document says, else as the manifest says."""
        value = self.meta["year"].value if "year" in self.meta else None
        return value if isinstance(value, int) else self.facts.year

    @property
    def agency(self) -> str | None:
        """The issuing agency: as the document says, else as the manifest says."""
        value = self.meta["agency"].value if "agency" in self.meta else None
        return value if isinstance(value, str) else self.facts.agency
