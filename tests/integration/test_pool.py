"""Worker processes: one bad document never stops a batch."""

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.batch.job import Job, Outcome
from extractor.batch.limits import Limits
from extractor.batch.pool import work_in_pool
from extractor.errors import GoujiError, StoreError
from extractor.store import read_head

Work = Callable[..., dict[str, str]]


@pytest.fixture(name="factories")
def factories_fixture(monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - a module
    """The module of the processors, importable in worker processes as well."""
    # Worker processes start with the path of their parent.
    monkeypatch.setattr(sys, "path", [str(Path(__file__).parents[1] / "support"), *sys.path])
    return importlib.import_module("faulty")


@pytest.fixture(name="work")
def work_fixture(factories: Any) -> Work:  # noqa: ANN401 - a module
    """Reads documents with the given contents in two processes; gives status or failure by content."""

    def run(*contents: bytes, timeout: float = 60.0, factory: str = "make_faulty") -> dict[str, str]:
        jobs: list[Job] = []
        for index, content in enumerate(contents):
            Path(f"{index}.txt").write_bytes(content)
            jobs.append(Job(index, f"{index}.txt", f"{index}.txt"))
        done: dict[str, str] = {}
        for outcome in work_in_pool(getattr(factories, factory), jobs, Limits(1000, timeout), 2):
            assert isinstance(outcome, Outcome)
            head = read_head(outcome.line)
            name = contents[outcome.index].decode()
            assert name not in done
            done[name] = head.error.code if head.error else head.status
        return done

    return run


def test_a_document_that_kills_its_worker_fails_alone(work: Work) -> None:
    """Killed by the system or gone by itself: the record says so, the documents in the same queue are read."""
    assert work(b"a", b"kill", b"b", b"exit", b"c", b"d") == {
        "a": "ok",
        "b": "ok",
        "c": "ok",
        "d": "ok",
        "kill": "worker-died",
        "exit": "worker-died",
    }


def test_a_document_that_hangs_is_killed_alone(work: Work) -> None:
    """After its time; the one that waits behind it gets a whole time of its own."""
    assert work(b"hang", b"a", b"b", b"c", timeout=1.0) == {"hang": "timed-out", "a": "ok", "b": "ok", "c": "ok"}


def test_each_page_of_a_scan_has_the_time_of_a_document(work: Work) -> None:
    """A long scan takes longer than any text; a page that hangs is still noticed."""
    assert work(b"scan", b"hang", timeout=4.0) == {"scan": "ok", "hang": "timed-out"}


def test_an_error_of_ours_fails_alone(work: Work) -> None:
    """The worker lives on."""
    assert work(b"raise", b"a") == {"raise": "internal-error", "a": "ok"}


def test_workers_that_cannot_start_end_the_run(work: Work) -> None:
    """They would die over and over; the error of a worker that can still speak comes through."""
    with pytest.raises(GoujiError, match="exit code 3") as raised:
        work(b"a", factory="make_dead")
    assert raised.value.code == "workers-unavailable"
    with pytest.raises(StoreError, match="no"):
        work(b"a", factory="make_refusing")


def test_leaving_early_leaves_no_process_behind(factories: Any) -> None:  # noqa: ANN401 - a module
    """When the disk is full or the operator interrupts, the workers go at once."""
    import multiprocessing

    Path("a.txt").write_bytes(b"a")
    jobs = [Job(index, "a.txt", "a.txt") for index in range(50)]
    outcomes = work_in_pool(factories.make_faulty, jobs, Limits(1000, 60.0), 2)
    next(outcomes)
    children = [child.pid for child in multiprocessing.active_children()]
    assert len(children) == 2
    outcomes.close()
    for pid in children:
        assert pid is not None
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
