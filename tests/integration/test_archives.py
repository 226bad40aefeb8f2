"""Zip archives in a batch: folders of documents, whatever else is in them."""

import io
import json
import os
import struct
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Gouji, runner

from extractor.model import Record
from extractor.store import Manifest

Member = tuple[str, bytes]


@pytest.fixture(name="gouji")
def gouji_fixture(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Gouji:
    """Runs `gouji` with the given words."""
    monkeypatch.setenv("GOUJI_LANG", "en")
    return runner(capfd)


@pytest.fixture(name="report", scope="session")
def report_fixture(project_root: Path) -> bytes:
    """A report that is read without a doubt."""
    return (project_root / "golden" / "reports" / "qinghe_2023.txt").read_bytes()


def packed(*members: Member, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        for name, content in members:
            target.writestr(name, content)
    return buffer.getvalue()


def locked(data: bytes) -> bytes:
    """The archive with its first member marked as encrypted."""
    changed = bytearray(data)
    changed[changed.find(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def write(path: str, data: bytes) -> None:
    """Write a file and its folders."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(data)


def records(output: str = "out") -> dict[str, tuple[str, str | None]]:
    """Status and failure code of each document."""
    found: dict[str, tuple[str, str | None]] = {}
    for record in lines(output):
        assert not record.error or record.error.hint
        found[record.document.path] = (record.status, record.error.code if record.error else None)
    return found


def lines(output: str = "out") -> Iterator[Record]:
    """Every record."""
    return map(Record.model_validate_json, Path(output, "records.jsonl").read_text(encoding="utf-8").splitlines())


def manifest(output: str = "out") -> Manifest:
    """The manifest."""
    return Manifest.model_validate_json(Path(output, "manifest.json").read_bytes())


def test_members_are_documents_of_their_own(gouji: Gouji, report: bytes) -> None:
    """Each has its record, its path goes on behind the archive's, and its hash is its own."""
    write("in/2023.zip", packed(("甲县/报告.txt", report), ("乙县.txt", report + b"\n")))
    write("in/a.txt", report)
    assert gouji("run", "in", "-o", "out").code == 0
    assert records() == {
        "in/2023.zip/甲县/报告.txt": ("ok", None),
        "in/2023.zip/乙县.txt": ("ok", None),
        "in/a.txt": ("ok", None),
    }
    assert [record.document.name for record in lines()] == ["报告.txt", "乙县.txt", "a.txt"]
    (group,) = manifest().duplicates
    assert group.paths == ("in/2023.zip/甲县/报告.txt", "in/a.txt")


def test_what_is_no_document_is_skipped_as_in_a_folder(gouji: Gouji, report: bytes) -> None:
    """Counted and listed with its reason, without a record."""
    members = (
        ("a.txt", report),
        ("data.json", b"{}"),
        ("films.7z", b"7z\xbc\xaf\x27\x1c"),
        ("__MACOSX/._a.txt", b"\x00\x05\x16\x07"),
        ("folder/", b""),
    )
    write("in/a.zip", packed(*members))
    assert gouji("run", "in", "-o", "out").code == 0
    assert list(records()) == ["in/a.zip/a.txt"]
    skipped = {entry.path: entry.reason for entry in manifest().skipped}
    assert skipped == {
        "in/a.zip/data.json": "not-a-document",
        "in/a.zip/films.7z": "not-a-document",
        "in/a.zip/__MACOSX/._a.txt": "hidden",
    }


def test_an_archive_named_on_the_command_line_is_a_folder(gouji: Gouji, report: bytes) -> None:
    """Whatever its suffix; one of its documents can be named too."""
    write("reports.dat", packed(("a.txt", report), ("b.txt", report)))
    assert gouji("run", "reports.dat", "-o", "out").code == 0
    assert list(records()) == ["reports.dat/a.txt", "reports.dat/b.txt"]
    assert gouji("run", "reports.dat/b.txt", "-o", "one").code == 0
    assert list(records("one")) == ["reports.dat/b.txt"]
    assert "no-such-path" in gouji("run", "reports.dat/c.txt", "-o", "none").err


def test_archives_inside_archives_are_folders_too(gouji: Gouji, report: bytes) -> None:
    """To a small depth; what lies deeper fails as one document."""
    third = packed(("c.txt", report), ("deeper.zip", packed(("d.txt", report))))
    write("in/1.zip", packed(("2.zip", packed(("3.zip", third), ("b.txt", report))), ("a.txt", report)))
    assert gouji("run", "in", "-o", "out").code == 3
    assert records() == {
        "in/1.zip/2.zip/3.zip/c.txt": ("ok", None),
        "in/1.zip/2.zip/3.zip/deeper.zip": ("failed", "zip-bomb"),
        "in/1.zip/2.zip/b.txt": ("ok", None),
        "in/1.zip/a.txt": ("ok", None),
    }
    assert gouji("run", "in/1.zip/2.zip/3.zip", "-o", "inner").code == 3
    assert list(records("inner")) == ["in/1.zip/2.zip/3.zip/c.txt", "in/1.zip/2.zip/3.zip/deeper.zip"]
    assert gouji("verify", "out").code == 0


def test_names_in_gbk_become_the_names_that_were_given(gouji: Gouji, report: bytes) -> None:
    """A Chinese Windows writes them without saying so."""
    raw = "青禾县2023年.txt".encode("gbk")
    data = packed(("x" * len(raw), report)).replace(b"x" * len(raw), raw)
    write("in/a.zip", data)
    assert gouji("run", "in", "-o", "out").code == 0
    assert list(records()) == ["in/a.zip/青禾县2023年.txt"]
    assert gouji("verify", "out").code == 0


@pytest.fixture(name="hostile")
def hostile_fixture(report: bytes) -> dict[str, tuple[str, str | None]]:
    """A folder with archives of every bad kind among good ones, and what must become of each document."""
    whole = packed(("a.txt", report), ("b.txt", report))
    changed = bytearray(packed(("a.txt", report), ("b.txt", report), method=zipfile.ZIP_STORED))
    changed[100] ^= 1
    lying = bytearray(packed(("a.txt", b"0" * (20 << 20)), ("b.txt", report)))
    struct.pack_into("<I", lying, lying.find(b"PK\x01\x02") + 24, 5000)
    write("in/bomb.zip", packed(("a.txt", bytes(20 << 20)), ("b.txt", report)))
    write("in/changed.zip", bytes(changed))
    write("in/cut.zip", whole[:-40])
    write("in/empty.zip", packed())
    write("in/good.zip", whole)
    write("in/lying.zip", bytes(lying))
    write("in/locked.zip", locked(whole))
    write("in/paths.zip", packed(("../../escaped.txt", report), ("/absolute.txt", report)))
    write("in/plain.txt", report)
    return {
        "in/bomb.zip/a.txt": ("failed", "zip-bomb"),
        "in/bomb.zip/b.txt": ("ok", None),
        "in/changed.zip/a.txt": ("failed", "damaged-archive"),
        "in/changed.zip/b.txt": ("ok", None),
        "in/cut.zip": ("failed", "damaged-archive"),
        "in/empty.zip": ("failed", "empty-file"),
        "in/good.zip/a.txt": ("ok", None),
        "in/good.zip/b.txt": ("ok", None),
        "in/locked.zip/a.txt": ("failed", "encrypted"),
        "in/locked.zip/b.txt": ("ok", None),
        "in/lying.zip/a.txt": ("failed", "zip-bomb"),
        "in/lying.zip/b.txt": ("ok", None),
        "in/paths.zip/absolute.txt": ("ok", None),
        "in/paths.zip/escaped.txt": ("ok", None),
        "in/plain.txt": ("ok", None),
    }


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_bad_archive_never_stops_the_batch(
    gouji: Gouji, hostile: dict[str, tuple[str, str | None]], workers: str
) -> None:
    """Each bad member is one failed record with its code and a next step; nothing is written but the output."""
    before = {str(path) for path in Path().rglob("*")}
    assert gouji("run", "in", "-o", "out", "-j", workers).code == 3
    after = {str(path) for path in Path().rglob("*") if path.parts[0] != "out"}
    assert after == before
    assert records() == hostile
    assert gouji("verify", "out").code == 0
    assert "zip-bomb" in gouji("check", "out").out


def test_a_mended_archive_is_read_when_failed_ones_are_retried(
    gouji: Gouji, hostile: dict[str, tuple[str, str | None]], report: bytes
) -> None:
    """The others are taken over."""
    gouji("run", "in", "-o", "out")
    good = sum(status == "ok" for status, _ in hostile.values())
    write("in/cut.zip", packed(("a.txt", report), ("b.txt", report)))
    gouji("run", "in", "-o", "out", "--retry", "failed")
    assert manifest().counts.reused == good
    assert records()["in/cut.zip/b.txt"] == ("ok", None)
    assert "in/cut.zip" not in records()


def test_a_run_takes_members_over_until_their_bytes_change(gouji: Gouji, report: bytes) -> None:
    """The archive may be packed anew; what counts is each member."""
    write("in/a.zip", packed(("a.txt", report), ("b.txt", report)))
    gouji("run", "in", "-o", "out")
    before = Path("out/records.jsonl").read_bytes()
    write("in/a.zip", packed(("b.txt", report), ("a.txt", report), method=zipfile.ZIP_STORED))
    told = json.loads(gouji("run", "in", "-o", "out", "--json").out)
    assert told["counts"]["reused"] == 2
    assert sorted(Path("out/records.jsonl").read_bytes().splitlines()) == sorted(before.splitlines())
    write("in/a.zip", packed(("a.txt", report), ("b.txt", report + b"\n")))
    told = json.loads(gouji("run", "in", "-o", "out", "--json").out)
    assert told["counts"]["reused"] == 1


def test_verify_finds_a_changed_and_a_missing_member(gouji: Gouji, report: bytes) -> None:
    """Sources inside archives are sources."""
    write("in/a.zip", packed(("a.txt", report), ("b.txt", report), ("c.txt", report)))
    gouji("run", "in", "-o", "out")
    assert gouji("verify", "out").code == 0
    write("in/a.zip", packed(("a.txt", report), ("c.txt", report + b"\n")))
    os.utime("in/a.zip", ns=(time.time_ns(), time.time_ns() + 10**9))
    verified = gouji("verify", "out")
    assert verified.code == 1
    assert "source-missing: in/a.zip/b.txt" in verified.out
    assert "source-changed: in/a.zip/c.txt" in verified.out
    assert "a.zip/a.txt" not in verified.out


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("*.md", ["in/2023.zip/b.md"]),
        ("*b.*", ["in/2023.zip/b.md", "in/b.txt"]),
        ("2023*", ["in/2023.zip/a.txt", "in/2023.zip/b.md"]),
        ("2023.zip/a*", ["in/2023.zip/a.txt"]),
        ("*.zip", ["in/2023.zip/a.txt", "in/2023.zip/b.md"]),
    ],
)
def test_a_pattern_fits_members_as_it_fits_files(gouji: Gouji, report: bytes, glob: str, expected: list[str]) -> None:
    """By name or by the path below the folder; one that fits the archive takes all of it."""
    write("in/2023.zip", packed(("a.txt", report), ("b.md", report)))
    write("in/b.txt", report)
    assert gouji("run", "in", "-o", "out", "--glob", glob).code == 0
    assert list(records()) == expected


def test_a_limit_counts_members(gouji: Gouji, report: bytes) -> None:
    """The archive is left in the middle."""
    write("in/a.zip", packed(*((f"{number}.txt", report) for number in range(5))))
    assert gouji("run", "in", "-o", "out", "--limit", "3").code == 0
    assert list(records()) == ["in/a.zip/0.txt", "in/a.zip/1.txt", "in/a.zip/2.txt"]


class TestShow:
    """`gouji show` with an archive."""

    def test_an_archive_of_one_document_is_that_document(self, gouji: Gouji, report: bytes) -> None:
        """What else lies in it is no document."""
        write("a.zip", packed(("报告.txt", report), ("data.json", b"{}")))
        shown = gouji("show", "a.zip")
        assert (shown.code, "青禾县" in shown.out) == (0, True)

    def test_of_several_documents_one_must_be_named(self, gouji: Gouji, report: bytes) -> None:
        """The error names them, and the command that shows one of them works."""
        write("a.zip", packed(("甲.txt", report), ("inner.zip", packed(("乙.txt", report)))))
        refused = gouji("show", "a.zip")
        assert refused.code == 2
        assert "2 documents are in this archive: a.zip/甲.txt, a.zip/inner.zip/乙.txt" in refused.err
        assert "gouji show 'a.zip/甲.txt'" in refused.err
        for path in ("a.zip/甲.txt", "a.zip/inner.zip/乙.txt", "a.zip/inner.zip"):
            assert "青禾县" in gouji("show", path).out, path

    def test_a_member_that_cannot_be_read_says_why(self, gouji: Gouji, report: bytes) -> None:
        """As a file does."""
        write("a.zip", locked(packed(("a.txt", report))))
        shown = gouji("show", "a.zip")
        assert (shown.code, "encrypted" in shown.out + shown.err) == (3, True)

    def test_an_absent_member_is_a_path_that_does_not_exist(self, gouji: Gouji, report: bytes) -> None:
        """As an absent file is."""
        write("a.zip", packed(("a.txt", report)))
        refused = gouji("show", "a.zip/b.txt")
        assert (refused.code, "no-such-path" in refused.err) == (2, True)
