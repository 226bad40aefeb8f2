"""The journal: results in the order they arrive, so that a run that stops has lost nothing.

One line a result: `{"path":…,"sha256":…,"fingerprint":…,"crc32":…,"record":…}`. The record comes last and unchanged,
so the final file is made by copying bytes. The checksum tells a whole line from one that a crash of the machine left
half written.
"""

import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypedDict, cast

from extractor.store.faults import store_error, writing
from extractor.store.records import RecordLine

__all__ = ["Entry", "Journal", "read_journal"]

RECORD_KEY = b',"record":'


class _Header(TypedDict):
    path: str
    sha256: str | None
    fingerprint: str
    crc32: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One whole line of a journal."""

    fingerprint: str
    """Of the run that wrote it."""
    line: RecordLine
    end: int
    """Offset behind the line, bytes."""


class Journal:
    """Appends results. Each is in the hands of the system when `append` returns, so `kill -9` cannot take it back."""

    def __init__(self, path: Path, *, keep: int) -> None:
        """Open for appending after the first `keep` bytes; what stands behind them is torn and is cut off.

        Raises:
            StoreError: `disk-full` or `output-unwritable`.
        """
        self._path = path
        with writing(path):
            # Unbuffered: a buffer could be torn at any point, and Python would flush it again when closing.
            self._file = path.open("ab", buffering=0)
            self._file.truncate(keep)
        self._end = keep

    def append(self, *, path: str, sha256: str | None, fingerprint: str, record: bytes) -> RecordLine:
        """Add a record, one line of JSON without its line end, and return where it stands.

        Raises:
            StoreError: `disk-full` or `output-unwritable`; the journal then ends with its last whole line.
        """
        header = json.dumps(
            {"path": path, "sha256": sha256, "fingerprint": fingerprint, "crc32": zlib.crc32(record)},
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()[:-1]
        line = memoryview(b"".join((header, RECORD_KEY, record, b"}\n")))
        start = self._end
        try:
            written = 0
            while written < len(line):
                written += self._file.write(line[written:])
        except OSError as error:
            self._file.truncate(start)
            raise store_error(error, self._path) from error
        self._end += len(line)
        return RecordLine(start + len(header) + len(RECORD_KEY), record)

    def close(self) -> None:
        """Hand everything to the disk and close."""
        with writing(self._path):
            os.fsync(self._file.fileno())
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Not `close`: after a failed write the disk would refuse again and hide the first error.
        self._file.close()


def read_journal(path: Path) -> Iterator[Entry]:
    """Yield the whole lines of a journal, up to the first that is torn; nothing when there is no journal."""
    if not path.exists():
        return
    offset = 0
    with path.open("rb") as file:
        for line in file:
            entry = _entry(line, offset)
            if entry is None:
                return
            yield entry
            offset += len(line)


def _entry(line: bytes, offset: int) -> Entry | None:
    cut = line.find(RECORD_KEY)
    if cut < 0 or not line.endswith(b"}\n"):
        return None
    start = cut + len(RECORD_KEY)
    record = line[start:-2]
    try:
        header = cast("_Header", json.loads(line[:cut] + b"}"))
        if zlib.crc32(record) != header["crc32"]:
            return None
        fingerprint = header["fingerprint"]
    except (ValueError, KeyError, TypeError):
        return None
    return Entry(fingerprint, RecordLine(offset + start, record), offset + len(line))
