"""The journal survives what kills its writer."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.errors import StoreError
from extractor.model import Record
from extractor.store import Journal
from extractor.store.journal import read_journal

MakeRecord = Callable[..., Record]


def write(path: Path, records: list[bytes]) -> None:
    """Write a journal with one entry a record."""
    with Journal(path, keep=0) as journal:
        for number, record in enumerate(records):
            journal.append(path=f"{number}.txt", sha256="0" * 64, fingerprint="f", record=record)


def test_what_is_appended_is_read_back(tmp_path: Path) -> None:
    """Records, fingerprints and places come back; the place leads to the record's own bytes."""
    path = tmp_path / "journal"
    write(path, [b'{"a":1}', '{"名":2}'.encode()])
    entries = list(read_journal(path))
    assert [entry.line.data for entry in entries] == [b'{"a":1}', '{"名":2}'.encode()]
    assert entries[1].fingerprint == "f"
    content = path.read_bytes()
    for entry in entries:
        assert content[entry.line.offset :].startswith(entry.line.data)
    assert entries[-1].end == len(content)


def test_no_journal_has_no_entries(tmp_path: Path) -> None:
    """A first run finds nothing and no error."""
    assert list(read_journal(tmp_path / "journal")) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(min_value=0, max_value=10_000))
def test_a_torn_journal_keeps_its_whole_lines(tmp_path: Path, cut: int) -> None:
    """Cut anywhere, the lines before the cut are read, the torn one is not, and appending goes on behind them."""
    path = tmp_path / "journal"
    write(path, [b'{"n":%d}' % number for number in range(5)])
    whole = path.read_bytes()
    torn = whole[: cut % (len(whole) + 1)]
    path.write_bytes(torn)
    entries = list(read_journal(path))
    assert len(entries) == torn.count(b"\n")
    with Journal(path, keep=entries[-1].end if entries else 0) as journal:
        journal.append(path="new.txt", sha256=None, fingerprint="g", record=b"{}")
    assert [entry.fingerprint for entry in read_journal(path)] == ["f"] * len(entries) + ["g"]


def test_a_line_with_damaged_bytes_is_not_used(tmp_path: Path) -> None:
    """A crash of the machine may leave zeros in the middle of a line; the checksum tells."""
    path = tmp_path / "journal"
    write(path, [b'{"number":1}', b'{"number":2}'])
    path.write_bytes(path.read_bytes().replace(b'"number":2', b'"n\0mber":2'))
    assert [entry.line.data for entry in read_journal(path)] == [b'{"number":1}']


class HalfFull:
    """A file on a disk that takes `room` more bytes."""

    def __init__(self, path: Path, room: int) -> None:
        self.file = path.open("ab", buffering=0)
        self.room = room

    def write(self, data: memoryview) -> int:
        """Write what fits, then refuse."""
        if self.room == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        part = data[: self.room]
        self.room -= len(part)
        return self.file.write(part)

    def truncate(self, size: int) -> int:
        """Cut the file, which needs no room."""
        return self.file.truncate(size)

    def close(self) -> None:
        """Close it."""
        self.file.close()


def test_a_full_disk_leaves_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that fits only in part is taken back, so the journal stays valid, and the error says what to do."""
    path = tmp_path / "journal"
    write(path, [b'{"n":1}'])
    kept = path.stat().st_size
    journal = Journal(path, keep=kept)
    journal.close()
    monkeypatch.setattr(journal, "_file", HalfFull(path, 20))
    with journal, pytest.raises(StoreError, match="no space left") as raised:
        journal.append(path="b.txt", sha256=None, fingerprint="f", record=b'{"n":2}')
    assert raised.value.code == "disk-full"
    assert path.stat().st_size == kept
