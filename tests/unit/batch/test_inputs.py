"""From paths to documents: nothing lost, nothing twice, always the same order."""

import os
from pathlib import Path

import pytest

from extractor.batch.inputs import Listing, Selection, list_inputs
from extractor.batch.source import read_bytes
from extractor.errors import NothingToDoError, UsageError

LIMIT = 1 << 20


def listed(*paths: str, glob: str | None = None, limit: int | None = None, output: str | None = None) -> Listing:
    """List the inputs of a selection."""
    return list_inputs(Selection(paths, glob, limit, output), max_bytes=LIMIT)


def names(listing: Listing) -> list[str]:
    """The paths that records would state."""
    return [item.shown for item in listing.inputs]


def reasons(listing: Listing) -> dict[str, str]:
    """Skipped paths with their reasons."""
    return {entry.path: entry.reason for entry in listing.skipped}


def touch(*paths: str, content: str = "年度报告") -> None:
    """Write small texts."""
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(content, encoding="utf-8")


class TestOrder:
    """Where documents come from and in which order."""

    def test_named_files_keep_their_order_and_folders_are_sorted(self) -> None:
        """Paths are stated as given; below a folder the folder comes first."""
        touch("in/b.txt", "in/a/z.txt", "in/c.md", "x.txt")
        assert names(listed("x.txt", "in")) == ["x.txt", "in/a/z.txt", "in/b.txt", "in/c.md"]

    def test_a_file_named_twice_is_read_once(self) -> None:
        """By another spelling or by its folder, it is the same file; the first place counts."""
        touch("in/a.txt", "in/b.txt")
        assert names(listed("in/b.txt", "./in/b.txt", "in")) == ["in/b.txt", "in/a.txt"]

    def test_links_are_files_of_their_own(self) -> None:
        """Two names may be two documents of an archive; equal bytes are reported as duplicates later."""
        touch("in/a.txt")
        Path("in/b.txt").symlink_to("a.txt")
        assert names(listed("in")) == ["in/a.txt", "in/b.txt"]

    def test_glob_fits_names_and_paths_below_the_folder(self) -> None:
        """Files that it leaves out are not reported as skipped, and named files do not ask it."""
        touch("in/2023/a.txt", "in/2024/a.txt", "in/b.md", "named.txt")
        assert names(listed("in", glob="*.md")) == ["in/b.md"]
        assert names(listed("in", glob="2023/*")) == ["in/2023/a.txt"]
        assert names(listed("named.txt", "in", glob="*.md")) == ["named.txt", "in/b.md"]
        assert listed("in", glob="*.md").skipped == ()

    def test_limit_takes_the_first(self) -> None:
        """The walk ends there."""
        touch("in/a.txt", "in/b.txt", "in/c.txt")
        assert names(listed("in", limit=2)) == ["in/a.txt", "in/b.txt"]


class TestSkipping:
    """What a folder holds besides documents."""

    def test_other_files_are_counted_with_their_reason(self) -> None:
        """Hidden files, code, data and formats that are not read yet are told apart."""
        touch("in/a.txt", "in/.hidden", "in/.git/config", "in/data.json", "in/code.py", "in/list.txt.json")
        Path("in/a-report.pdf").write_bytes(b"%PDF-1.7 ...")
        Path("in/picture").write_bytes(b"GIF89a" + bytes(20))
        Path("in/random.txt").write_bytes(bytes(range(256)))
        Path("in/hidden-json.txt").write_text('{"a": [1, 2, 3]}', encoding="utf-8")
        assert reasons(listed("in")) == {
            "in/.git": "hidden",
            "in/.hidden": "hidden",
            "in/code.py": "not-a-document",
            "in/data.json": "not-a-document",
            "in/hidden-json.txt": "not-a-document",
            "in/list.txt.json": "not-a-document",
            "in/picture": "unsupported-format",
            "in/random.txt": "not-a-document",
        }

    def test_a_named_file_is_never_skipped(self) -> None:
        """Not even when its folder is named first and would skip it."""
        touch("in/a.txt", "in/data.json")
        listing = listed("in", "in/data.json")
        assert names(listing) == ["in/a.txt", "in/data.json"]
        assert listing.skipped == ()

    def test_the_output_of_a_run_is_no_input(self) -> None:
        """Neither this run's own folder below the input, nor one of an earlier run."""
        touch("in/a.txt", "in/out/b.txt", "in/old/records.jsonl", "in/old/texts/c.txt")
        listing = listed("in", output="in/out")
        assert names(listing) == ["in/a.txt"]
        assert reasons(listing) == {"in/old": "output-folder", "in/out": "output-folder"}

    @pytest.mark.parametrize("path", ["in", "in/old"])
    def test_output_as_input_is_refused(self, path: str) -> None:
        """Reading one's own output would grow it with every run."""
        touch("in/a.txt", "in/old/records.jsonl", "in/old/texts/c.txt")
        with pytest.raises(UsageError) as raised:
            listed(path, output="in")
        assert raised.value.code == "output-as-input"

    def test_a_folder_without_documents_says_what_it_skipped(self) -> None:
        """The operator sees at once whether the folder was the wrong one."""
        touch("in/.hidden", "in/data.json")
        with pytest.raises(NothingToDoError, match="1 hidden, 1 not-a-document") as raised:
            listed("in")
        assert raised.value.code == "no-documents"


class TestTrouble:
    """Files that cannot be read become failed records, never holes."""

    def test_absent_paths_are_a_usage_error_that_names_all(self) -> None:
        """A typing slip must not look like a finished run."""
        touch("a.txt")
        with pytest.raises(UsageError) as raised:
            listed("a.txt", "b.txt", "c.txt")
        assert (raised.value.code, raised.value.place) == ("no-such-path", "b.txt, c.txt")

    def test_broken_and_circular_links_are_inputs_with_a_fault(self) -> None:
        """They stay in the count of documents."""
        Path("in").mkdir()
        Path("in/broken.txt").symlink_to("nowhere.txt")
        Path("in/loop.txt").symlink_to("loop.txt")
        listing = listed("in")
        assert names(listing) == ["in/broken.txt", "in/loop.txt"]
        assert all(item.fault for item in listing.inputs)

    def test_a_folder_that_links_to_itself_is_walked_once(self) -> None:
        """The way back up is reported, and the walk ends."""
        touch("in/sub/a.txt")
        Path("in/sub/up").symlink_to("..", target_is_directory=True)
        listing = listed("in")
        assert names(listing) == ["in/sub/a.txt"]
        assert reasons(listing) == {"in/sub/up": "folder-loop"}

    def test_a_pipe_is_not_waited_for(self) -> None:
        """Opening one without a writer would block for ever."""
        Path("in").mkdir()
        os.mkfifo("in/pipe.txt")
        (item,) = listed("in").inputs
        assert item.fault is not None
        with pytest.raises(OSError, match="not a regular file"):
            read_bytes("in/pipe.txt", LIMIT)

    def test_a_folder_that_cannot_be_listed_is_an_input_with_a_fault(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """There may be reports in it, so the run does not end as if there were none."""
        touch("in/a.txt", "in/locked/b.txt")
        scandir = os.scandir

        def refuse(path: str) -> object:
            if path.endswith("locked"):
                raise PermissionError(13, "Permission denied")
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refuse)
        listing = listed("in")
        assert [(item.shown, item.fault and item.fault.message) for item in listing.inputs] == [
            ("in/a.txt", None),
            ("in/locked", "permission denied"),
        ]

    def test_no_more_than_the_limit_is_read(self) -> None:
        """A file larger than allowed costs no memory."""
        with Path("big.txt").open("wb") as file:
            file.truncate(1 << 33)
        assert len(read_bytes("big.txt", 1000)) == 1000
