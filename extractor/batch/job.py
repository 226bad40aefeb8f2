"""What goes to a worker and what comes back."""

from dataclasses import dataclass
from typing import Protocol

from extractor.audit import Facts
from extractor.errors import DocumentError
from extractor.ingest import Entry
from extractor.model import RowsHeard, Usage
from extractor.pipeline import Processed
from extractor.store import Tally

__all__ = ["Factory", "Job", "Outcome", "Processor"]

NOTHING_ASKED = Usage()


class Processor(Protocol):
    """**Protocol:** turns the bytes of a file into its record; `Pipeline` is the one in use."""

    def process(self, data: bytes, *, name: str, path: str, facts: Facts | None = None) -> Processed:
        """Read one file; a document that cannot be read gives a record of status `failed`."""
        ...


class Factory(Protocol):
    """**Protocol:** makes the processor, once in each worker process; must be picklable."""

    def __call__(self) -> Processor:
        """Make it."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """One document to read."""

    index: int
    """Its place in the order of input, 0-based."""
    path: str
    shown: str
    """The path that the record states."""
    fault: DocumentError | None = None
    """Why it is known to be unreadable."""
    entries: tuple[Entry, ...] = ()
    """The way to it when `path` is an archive: the archives inside that one, then the member."""
    facts: Facts | None = None
    """What is known of the document from elsewhere."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document read."""

    index: int
    sha256: str | None
    """Of the file; null when it could not be read."""
    line: bytes
    """The record: one line of JSON without its line end."""
    text: bytes | None
    """UTF-8 content of the document's text file."""
    tally: Tally
    usage: Usage = NOTHING_ASKED
    """What a model was asked for it in this run."""
    rows: RowsHeard | None = None
    """What it was asked row by row; null for a model that reads whole tables, and without one."""
