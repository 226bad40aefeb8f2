"""`--manifest FILE.csv`: what is known of documents beside what they say themselves.

One line a document: its path, and any of the other columns. Paths start in the folder of the command, in the folder of
the file, or in a folder that the command line names.
"""

import csv
import io
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict, get_args

from extractor.audit import Facts
from extractor.batch.names import path_text
from extractor.batch.source import read_bytes
from extractor.claims.names import Level
from extractor.errors import DocumentError, UsageError
from extractor.ingest.decoding import decode
from extractor.text.dates import parse_date

__all__ = ["COLUMNS", "Matched", "Row", "UnknownRow", "match_rows", "read_rows"]

COLUMNS = ("path", "agency", "agency_code", "level", "region", "year", "published_on", "url")
MOST_FAULTS = 10
MENDING = f"mend the file; its columns are {', '.join(COLUMNS)}"
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
WEB = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file."""

    line: int
    """1-based; a quoted field may go over several lines, this is the first."""
    path: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """A line whose path is no document of the run."""

    line: int
    path: str


@dataclass(frozen=True, slots=True)
class Matched:
    """Facts by document, and the lines that belong to none."""

    facts: Mapping[str, Facts] = field(default_factory=dict[str, Facts])
    """By the path that the record states; without documents of which nothing is known."""
    unknown: tuple[UnknownRow, ...] = ()


def read_rows(path: str, *, max_bytes: int) -> tuple[Row, ...]:
    """Read the file: CSV in UTF-8, UTF-16 or GB18030, with or without byte order mark.

    Raises:
        UsageError: `bad-manifest` naming every fault with its line.
    """
    shown = path_text(path)
    try:
        data = read_bytes(path, max_bytes + 1)
        text = decode(data).text if data.strip() else ""
    except OSError as error:
        raise _bad((error.strerror or type(error).__name__).lower(), shown) from error
    except DocumentError as error:
        raise _bad(f"{error.code}: {error.message}", shown) from error
    if len(data) > max_bytes:
        raise _bad(f"more than {max_bytes} bytes", shown)
    faults: list[str] = []
    rows = tuple(_rows(text, lambda line, fault: faults.append(f"{shown}:{line}: {fault}")))
    if faults:
        raise _bad(_listed(faults))
    return rows


def match_rows(
    rows: Sequence[Row], path: str, documents: Sequence[str], origin: str, folders: Sequence[str]
) -> Matched:
    """Find the document of each row.

    Args:
        rows: of the file.
        path: the file's.
        documents: the paths that the records state.
        origin: the folder in which relative paths of `documents` start.
        folders: further folders in which the paths of rows may start, the file's own aside.

    Raises:
        UsageError: `bad-manifest` when two rows name one document.
    """
    by_place = {os.path.abspath(os.path.join(origin, shown)): shown for shown in documents}  # noqa: PTH100, PTH118 - strings, as records state them
    bases = (origin, os.path.dirname(os.path.abspath(path)), *(os.path.join(origin, folder) for folder in folders))  # noqa: PTH100, PTH118, PTH120 - as above
    lines: dict[str, int] = {}
    facts: dict[str, Facts] = {}
    unknown: list[UnknownRow] = []
    faults: list[str] = []
    for row in rows:
        # A table made on Windows has its separators; a file of that very name comes first.
        written = (row.path, row.path.replace("\\", "/"))
        places = (os.path.abspath(os.path.join(base, name)) for name in written for base in bases)  # noqa: PTH100, PTH118 - as above
        document = next((by_place[place] for place in places if place in by_place), None)
        if document is None:
            unknown.append(UnknownRow(row.line, row.path))
        elif document in lines:
            faults.append(f"{path_text(path)}:{row.line}: path: line {lines[document]} already names {document}")
        else:
            lines[document] = row.line
            if row.facts != Facts():
                facts[document] = row.facts
    if faults:
        raise _bad(_listed(faults))
    return Matched(facts, tuple(unknown))


_Report = Callable[[int, str], None]


def _rows(text: str, report: _Report) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: list[str] = []
    behind = 0
    try:
        for record in reader:
            line, behind = behind + 1, reader.line_num
            fields = [cell.strip() for cell in record]
            if not any(fields):
                continue
            if not columns:
                columns = [name.lower() for name in fields]
                faults = list(_header_faults(columns))
                for fault in faults:
                    report(line, fault)
                if faults:
                    return
            elif len(fields) != len(columns):
                report(line, f"{len(fields)} fields where the header has {len(columns)}")
            else:
                row = _row(line, dict(zip(columns, fields, strict=True)), report)
                if row is not None:
                    yield row
    except csv.Error as error:
        report(behind + 1, str(error))
    if not columns:
        report(1, "no header")


def _header_faults(columns: Sequence[str]) -> Iterator[str]:
    for number, name in enumerate(columns):
        if name not in COLUMNS:
            yield f"no column is called {name!r}"
        elif name in columns[:number]:
            yield f"two columns are called {name!r}"
    if "path" not in columns:
        yield "no column 'path'"


class _Typed(TypedDict):
    """What a field of a type holds; null for an empty one."""

    level: Level | None
    year: int | None
    published_on: date | None
    url: str | None


def _row(line: int, fields: Mapping[str, str], report: _Report) -> Row | None:
    if not fields["path"]:
        report(line, "path: empty")
        return None
    text = {name: fields.get(name) or None for name in COLUMNS}
    typed: _Typed = {
        "level": next((level for level in get_args(Level) if level == text["level"]), None),
        "year": int(text["year"]) if text["year"] and YEAR.fullmatch(text["year"]) else None,
        "published_on": parse_date(text["published_on"]) if text["published_on"] else None,
        "url": text["url"] if text["url"] and WEB.fullmatch(text["url"]) else None,
    }
    wanted = {
        "level": f"one of {', '.join(get_args(Level))}",
        "year": "a year such as 2023",
        "published_on": "a day such as 2024-01-31",
        "url": "an address with http:// or https://",
    }
    wrong = [name for name, value in typed.items() if value is None and text[name] is not None]
    for name in wrong:
        report(line, f"{name}: {text[name]!r} is not {wanted[name]}")
    if wrong:
        return None
    facts = Facts(
        agency=text["agency"],
        level=typed["level"],
        year=typed["year"],
        published=typed["published_on"],
        agency_code=text["agency_code"],
        region=text["region"],
        url=typed["url"],
    )
    return Row(line, fields["path"], facts)


def _listed(faults: Sequence[str]) -> str:
    count = f"{len(faults)} faults: " if len(faults) > 1 else ""
    return count + "; ".join(faults[:MOST_FAULTS]) + ("; …" if len(faults) > MOST_FAULTS else "")


def _bad(message: str, place: str | None = None) -> UsageError:
    return UsageError("bad-manifest", message, place=place, hint=MENDING)
