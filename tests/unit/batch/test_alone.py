"""Reading in the command's own process."""

from pathlib import Path

from faulty import Faulty

from extractor.batch.alone import work_alone
from extractor.batch.job import Job
from extractor.batch.limits import Limits
from extractor.batch.work import FEW, worker_count
from extractor.store import read_head


def outcomes(contents: list[bytes], *, timeout: float = 60, max_bytes: int = 100) -> list[tuple[str, str | None]]:
    """Status and failure of each document."""
    jobs: list[Job] = []
    for index, content in enumerate(contents):
        Path(f"{index}.txt").write_bytes(content)
        jobs.append(Job(index, f"{index}.txt", f"{index}.txt"))
    heads = [
        read_head(outcome.line) for outcome in work_alone(Faulty(page_seconds=0.5), jobs, Limits(max_bytes, timeout))
    ]
    return [(head.status, head.error.code if head.error else None) for head in heads]


def test_a_document_that_hangs_is_given_up() -> None:
    """Its record says so, and the next document is read."""
    assert outcomes([b"hang", b"fine"], timeout=0.2) == [("failed", "timed-out"), ("ok", None)]


def test_each_page_of_a_scan_has_the_time_of_a_document() -> None:
    """Four pages take longer than the limit, none of them does."""
    assert outcomes([b"scan", b"hang"], timeout=1.5) == [("ok", None), ("failed", "timed-out")]


def test_an_error_of_ours_fails_one_document_only() -> None:
    """The record names the type of the error and nothing that differs between runs."""
    assert outcomes([b"raise", b"fine"]) == [("failed", "internal-error"), ("ok", None)]
    Path("x.txt").write_bytes(b"raise")
    (outcome,) = work_alone(Faulty(), [Job(0, "x.txt", "x.txt")], Limits(100, 60))
    assert "ZeroDivisionError" in outcome.line.decode()
    assert "0x7f00" not in outcome.line.decode()


def test_a_file_that_went_away_or_grew_too_large_fails() -> None:
    """Both happen between the walk and the reading."""
    Path("gone.txt").write_bytes(b"")
    job = Job(0, "absent.txt", "absent.txt")
    (outcome,) = work_alone(Faulty(), [job], Limits(100, 60))
    assert outcome.tally.error == "unreadable-file"
    assert outcomes([b"x" * 101]) == [("failed", "too-large")]


def test_a_few_documents_are_read_without_workers() -> None:
    """Starting workers takes longer; a number that the operator names is kept, up to one a document."""
    assert worker_count(None, 8, FEW) == 1
    assert worker_count(None, 8, FEW + 1) == 8
    assert worker_count(4, 8, 2) == 2
    assert worker_count(2, 8, 100) == 2
    assert worker_count(None, 8, 0) == 1
