"""What earlier runs left in the folder that this run need not do again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extractor.audit import Facts
from extractor.store.journal import read_journal
from extractor.store.line import Tally, read_head, read_tally
from extractor.store.manifest import Manifest, document_fingerprint
from extractor.store.records import RecordLine, read_lines

__all__ = ["Stored", "StoredLines", "read_previous"]


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a record lies, and what it adds to the totals; the record itself stays on the disk."""

    file: Literal["journal", "records"]
    offset: int
    """Of the record's first byte in that file."""
    length: int
    """Bytes, without line end."""
    sha256: str | None
    """Of the source file."""
    has_text: bool
    tally: Tally


@dataclass(frozen=True, slots=True)
class StoredLines:
    """Records that can be used again, by the path of their document."""

    by_path: dict[str, Stored]
    journal_end: int
    """Bytes of the journal that are whole lines."""


def stored(file: Literal["journal", "records"], line: RecordLine) -> tuple[str, Stored]:
    """The path of a record's document, and where the record lies.

    Raises:
        ValueError: the line is no record.
    """
    head = read_head(line.data)
    place = Stored(file, line.offset, len(line.data), head.sha256, head.characters is not None, read_tally(line.data))
    return head.path, place


def read_previous(
    records: Path, journal: Path, manifest: Manifest | None, fingerprint: str, facts: Mapping[str, Facts]
) -> StoredLines:
    """Collect the records that were made with the same `fingerprint` and the same `facts`, which are by path.

    The journal wins over the finished file, because it is newer. A finished file that is not the one its manifest
    describes was changed by other hands and is not used.
    """
    found: dict[str, Stored] = {}
    if manifest is not None and manifest.fingerprint == fingerprint and records.exists():
        then = manifest.facts
        finished = _finished(records, manifest)
        found = {path: place for path, place in finished.items() if then.get(path) == facts.get(path)}
    end = 0
    for entry in read_journal(journal):
        end = entry.end
        try:
            path, place = stored("journal", entry.line)
        except ValueError:
            continue
        if entry.fingerprint == document_fingerprint(fingerprint, facts.get(path)):
            found[path] = place
    return StoredLines(found, end)


def _finished(records: Path, manifest: Manifest) -> dict[str, Stored]:
    digest = hashlib.sha256()
    found: dict[str, Stored] = {}
    for line in read_lines(records):
        digest.update(line.data + b"\n")
        try:
            path, place = stored("records", line)
        except ValueError:
            return {}
        found[path] = place
    return found if digest.hexdigest() == manifest.records.sha256 else {}
