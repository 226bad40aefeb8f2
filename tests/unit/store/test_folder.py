"""The output folder: its lock, its atomic files, and what it takes over from earlier runs."""

import errno
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.audit import Facts
from extractor.errors import StoreError
from extractor.model import Record
from extractor.store import Journal, OutputFolder, Stored, document_fingerprint, store_error
from extractor.store.atomic import replacing

MakeRecord = Callable[..., Record]

HOLD = """
import sys, time
from pathlib import Path
from extractor.store import OutputFolder
with OutputFolder(Path(sys.argv[1])).open_for_writing():
    print("held", flush=True)
    time.sleep(60)
"""


def line(record: Record) -> bytes:
    """The record as stored."""
    return record.model_dump_json(by_alias=True).encode()


class TestLock:
    """One run at a time."""

    def test_a_second_run_is_refused_and_told_who_is_first(self, tmp_path: Path) -> None:
        """The error names the process that holds the folder."""
        with OutputFolder(tmp_path / "out").open_for_writing(), pytest.raises(StoreError) as raised:
            OutputFolder(tmp_path / "out").open_for_writing()
        assert raised.value.code == "output-busy"
        assert str(os.getpid()) in raised.value.message

    def test_the_lock_of_a_killed_run_is_free(self, tmp_path: Path) -> None:
        """`kill -9` leaves the lock file behind, and the next run goes on all the same."""
        out = tmp_path / "out"
        with subprocess.Popen([sys.executable, "-c", HOLD, str(out)], stdout=subprocess.PIPE, text=True) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            with pytest.raises(StoreError, match=str(holder.pid)):
                OutputFolder(out).open_for_writing()
            holder.send_signal(signal.SIGKILL)
            holder.wait()
        with OutputFolder(out).open_for_writing() as folder:
            assert (folder.path / ".gouji.lock").exists()


class TestReplacing:
    """Files that are never half written."""

    def test_a_failed_write_leaves_the_old_file(self, tmp_path: Path) -> None:
        """The old content stays and no temporary file is left."""
        path = tmp_path / "file"
        path.write_bytes(b"old")

        def fail() -> None:
            with replacing(path) as file:
                file.write(b"new")
                raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.raises(StoreError) as raised:
            fail()
        assert raised.value.code == "disk-full"
        assert path.read_bytes() == b"old"
        assert [item.name for item in tmp_path.iterdir() if item.is_file()] == ["file"]

    def test_a_good_write_replaces_the_file(self, tmp_path: Path) -> None:
        """The new content is there, whole."""
        path = tmp_path / "file"
        path.write_bytes(b"old")
        with replacing(path) as file:
            file.write(b"new")
        assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EFBIG, "disk-full"),
        (errno.EROFS, "output-unwritable"),
        (errno.EACCES, "output-unwritable"),
        (errno.ENOTDIR, "output-unwritable"),
        (errno.EIO, "output-unwritable"),
    ],
)
def test_every_refusal_of_the_system_has_a_code(number: int, code: str, tmp_path: Path) -> None:
    """What to do differs: free space, or mend the folder."""
    error = store_error(OSError(number, os.strerror(number)), tmp_path)
    assert (error.code, error.place) == (code, str(tmp_path))


class TestPrevious:
    """What earlier runs left."""

    def test_only_records_of_the_same_fingerprint_are_used(self, tmp_path: Path, make_record: MakeRecord) -> None:
        """A record made by other code or another form is made again."""
        folder = OutputFolder(tmp_path)
        with Journal(folder.journal, keep=0) as journal:
            journal.append(path="a.txt", sha256="0" * 64, fingerprint="old", record=line(make_record("a.txt")))
            journal.append(path="b.txt", sha256="0" * 64, fingerprint="new", record=line(make_record("b.txt")))
        previous = folder.previous("new")
        assert list(previous.by_path) == ["b.txt"]
        assert previous.journal_end == folder.journal.stat().st_size

    def test_what_was_known_of_a_document_decides_too(self, tmp_path: Path, make_record: MakeRecord) -> None:
        """A record in the journal of a stopped run holds only for the facts that it was made with."""
        folder = OutputFolder(tmp_path)
        known = {"a.txt": Facts(year=2023)}
        with Journal(folder.journal, keep=0) as journal:
            for name in ("a.txt", "b.txt"):
                fingerprint = document_fingerprint("f", known.get(name))
                journal.append(path=name, sha256="0" * 64, fingerprint=fingerprint, record=line(make_record(name)))
        assert list(folder.previous("f", known).by_path) == ["a.txt", "b.txt"]
        assert list(folder.previous("f").by_path) == ["b.txt"]
        assert list(folder.previous("f", {"a.txt": Facts(year=2022)}).by_path) == ["b.txt"]
        assert list(folder.previous("f", {"b.txt": Facts(year=2023)}).by_path) == []

    def test_assembled_records_stand_in_the_order_asked_for(self, tmp_path: Path, make_record: MakeRecord) -> None:
        """The journal is in order of completion, the file in order of input, and its hash is that of the file."""
        folder = OutputFolder(tmp_path)
        places: list[Stored] = []
        with Journal(folder.journal, keep=0) as journal:
            for name in ("b.txt", "a.txt"):
                journal.append(path=name, sha256="0" * 64, fingerprint="f", record=line(make_record(name)))
        places = [folder.previous("f").by_path[name] for name in ("a.txt", "b.txt")]
        records = folder.assemble(places)
        content = folder.records.read_bytes()
        assert content == line(make_record("a.txt")) + b"\n" + line(make_record("b.txt")) + b"\n"
        assert records.sha256 == hashlib.sha256(content).hexdigest()
        assert (records.bytes, records.lines) == (len(content), 2)

    def test_a_damaged_manifest_means_starting_anew(self, tmp_path: Path) -> None:
        """Nothing is taken over, and nothing fails."""
        folder = OutputFolder(tmp_path)
        folder.manifest.write_text("{", encoding="utf-8")
        folder.records.write_text("{}\n", encoding="utf-8")
        assert folder.previous("f").by_path == {}

    def test_a_damaged_manifest_is_named_when_it_is_needed(self, tmp_path: Path) -> None:
        """`check` and `verify` cannot do without it."""
        folder = OutputFolder(tmp_path)
        folder.manifest.write_text("{", encoding="utf-8")
        with pytest.raises(StoreError) as raised:
            folder.read_manifest()
        assert raised.value.code == "manifest-invalid"
