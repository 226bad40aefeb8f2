"""The records of a csv text, each field as a place in the text.

Quotes follow RFC 4180. A line with a quote that opens a field and is not closed as it should is one field as a whole:
cut at its delimiters it might have a field too many, and every value behind would stand under a wrong header.
"""

import re
from dataclasses import dataclass
from functools import cache

from extractor.errors import DocumentError

__all__ = ["Cut", "Record", "cut_records"]

MOST_FIELDS = 200_000

SEPARATOR_LINE = re.compile(r"sep=([,;])(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
"""What spreadsheets accept as a first line that names the delimiter."""
LINE_END = re.compile(r"\r\n|\r|\n|\Z")


@dataclass(frozen=True, slots=True)
class Record:
    """One line, or several where quotes hold line ends."""

    fields: tuple[tuple[int, int], ...]
    """Half-open code-point intervals, without the quotes around a field."""
    broken: bool = False
    """A quote is missing, so the line is a single field."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut into records."""

    delimiter: str
    named: bool
    """The text's first line names its delimiter."""
    records: tuple[Record, ...]


def cut_records(text: str, delimiter: str = ",") -> Cut:
    """Cut a text; a first line `sep=;` overrules `delimiter`, and is no record.

    Raises:
        DocumentError: `too-many-cells` with more fields than a report can have.
    """
    head = SEPARATOR_LINE.match(text)
    at = head.end() if head else 0
    delimiter = head.group(1) if head else delimiter
    records: list[Record] = []
    count = 0
    while at < len(text):
        record, at = _record(text, at, delimiter)
        count += len(record.fields)
        if count > MOST_FIELDS:
            raise DocumentError(
                "too-many-cells",
                f"more than {MOST_FIELDS} fields",
                hint="check what kind of file it is; save the report's own tables alone",
            )
        records.append(record)
    return Cut(delimiter, named=head is not None, records=tuple(records))


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A field with quotes around it, and one without."""
    # Possessive: a quote that is not closed must not be looked for in every possible way.
    quoted = re.compile(rf'"((?:[^"]|"")*+)"[ ]*(?=[{delimiter}\r\n]|\Z)')
    return quoted, re.compile(rf"[^{delimiter}\r\n]*")


def _record(text: str, start: int, delimiter: str) -> tuple[Record, int]:
    """The record that starts at a place, and where the next one starts."""
    quoted, plain = _patterns(delimiter)
    fields: list[tuple[int, int]] = []
    at = start
    while True:
        if text.startswith('"', at):
            found = quoted.match(text, at)
            if found is None:
                return _broken(text, start, at)
            fields.append(found.span(1))
        else:
            found = plain.match(text, at)
            fields.append(found.span() if found else (at, at))
        at = found.end() if found else at
        if not text.startswith(delimiter, at):
            end = LINE_END.match(text, at)
            return Record(tuple(fields)), end.end() if end else len(text)
        at += 1


def _broken(text: str, start: int, at: int) -> tuple[Record, int]:
    """The record as one field, up to the end of the line in which the quote opens."""
    end = LINE_END.search(text, at)
    stop, behind = end.span() if end else (len(text), len(text))
    return Record(((start, stop),), broken=True), behind
