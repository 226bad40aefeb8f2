"""Worker processes of our own rather than `concurrent.futures`.

A pool of the standard library breaks as a whole when one worker dies, cannot say which document killed it, and cannot
stop a document that hangs. Here each worker has its own connection and its own short queue, so all three are known.
"""

import signal
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess

from extractor.batch.job import Factory, Job, Outcome
from extractor.batch.limits import Limits, timed_out, worker_died
from extractor.batch.task import failure
from extractor.batch.worker import serve
from extractor.errors import DocumentError, GoujiError

__all__ = ["work_in_pool"]

START_LIMIT = 120.0
"""Seconds for a worker to start; a loaded machine may need a few."""
GRACE = 3.0
"""Seconds that an idle worker has at the end; it needs a tenth of one, and more only where traces are kept."""
AHEAD = 2
"""Jobs a worker holds, the one it works at included: a second one spares it the wait for an answer's way back and
forth."""


def work_in_pool(factory: Factory, jobs: Iterable[Job], limits: Limits, count: int) -> Generator[Outcome, None, None]:
    """Read documents in `count` processes and yield them as they are done.

    A document whose worker dies or runs out of time gets a failed record; a fresh worker goes on with the rest.
    Closing the iterator ends all workers.

    Raises:
        GoujiError: `workers-unavailable` when a worker dies before it takes a job; what `factory` raises.
    """
    source = iter(jobs)
    waiting: deque[Job] = deque()
    workers: list[_Worker] = []
    try:
        for _ in range(count):
            workers.append(_Worker(factory, limits))  # noqa: PERF401 - those that have started must end, whatever comes
        while True:
            for worker in workers:
                worker.feed(waiting, source)
            busy = [worker for worker in workers if worker.jobs]
            if not busy:
                return
            yield from _collect(workers, busy, waiting, factory, limits)
    finally:
        for worker in workers:
            worker.connection.close()
        for worker in workers:
            worker.end(GRACE)


def _collect(
    workers: list["_Worker"], busy: list["_Worker"], waiting: deque[Job], factory: Factory, limits: Limits
) -> Iterator[Outcome]:
    """Wait for the next answers, deaths or time limits, and replace the workers that are lost."""
    pause = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
    answered = set(wait([worker.connection for worker in busy], pause))
    for worker in busy:
        if worker.connection in answered:
            try:
                outcome = worker.receive()
            except EOFError:
                error = worker_died(worker.jobs[0], worker.exit_code())
            else:
                if outcome is not None:
                    yield outcome
                continue
        elif time.monotonic() >= worker.deadline:
            error = worker.overdue()
        else:
            continue
        lost, *rest = worker.jobs
        worker.end()
        waiting.extendleft(reversed(rest))
        workers[workers.index(worker)] = _Worker(factory, limits)
        yield failure(lost, error, max_bytes=limits.max_bytes)


class _Worker:
    """One process, its connection, and the jobs it has been given."""

    def __init__(self, factory: Factory, limits: Limits) -> None:
        # Spawned, not forked: a fork copies locks held by the progress display's thread, and would keep the other
        # workers' connections open, so that they would outlive a killed driver.
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=serve, args=(theirs, factory, limits), daemon=True)
        with _without_interrupts():
            self.process.start()
        theirs.close()
        self.jobs: deque[Job] = deque()
        self.deadline = time.monotonic() + START_LIMIT
        self._ready = False
        self._limits = limits

    def feed(self, waiting: deque[Job], source: Iterator[Job]) -> None:
        """Give the worker as many jobs as it may hold."""
        while len(self.jobs) < AHEAD:
            job = waiting.popleft() if waiting else next(source, None)
            if job is None:
                return
            self.jobs.append(job)
            try:
                self.connection.send(job)
            except OSError:
                # Dead: the job stays with it and is judged when its connection is read.
                return
            if len(self.jobs) == 1:
                self._start_clock()

    def receive(self) -> Outcome | None:
        """What the worker has sent; null for word that it has started, or read a page of a scan.

        Raises:
            EOFError: the process has ended while it worked.
            GoujiError: the worker could not start.
        """
        try:
            message: object = self.connection.recv()
        except (EOFError, OSError):
            if self._ready:
                raise EOFError from None
            raise _unavailable(f"ended at its start with exit code {self.exit_code()}") from None
        if isinstance(message, GoujiError):
            raise message
        self._ready = True
        outcome = message if isinstance(message, Outcome) else None
        if outcome is not None:
            self.jobs.popleft()
        self._start_clock()
        return outcome

    def overdue(self) -> DocumentError:
        """What to say of the document that has had its time.

        Raises:
            GoujiError: the worker did not even start.
        """
        if not self._ready:
            raise _unavailable(f"did not start within {START_LIMIT:g} s")
        return timed_out(self.jobs[0], self._limits)

    def _start_clock(self) -> None:
        """Time for the next document; before the first, the worker has its time to start instead."""
        if self._ready:
            self.deadline = time.monotonic() + self._limits.timeout

    def exit_code(self) -> int | None:
        """The exit code of a process that has closed its connection; negative for a signal."""
        self.process.join(timeout=5)
        return self.process.exitcode

    def end(self, grace: float = 0.0) -> None:
        """Kill the process; it holds nothing that is not written down elsewhere.

        One without a job gets `grace` seconds to go by itself: it may have traces to deliver.
        """
        self.connection.close()
        if grace and not self.jobs:
            self.process.join(grace)
        self.process.kill()
        self.process.join()
        self.process.close()


@contextmanager
def _without_interrupts() -> Generator[None, None, None]:
    """Hold back Ctrl-C while a worker starts: it inherits the mask, and the driver gets the signal afterwards.

    Ctrl-C reaches the whole process group; the driver alone decides what to do about it.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Started with the first worker else, and its start would let the signal through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _unavailable(what: str) -> GoujiError:
    return GoujiError("workers-unavailable", f"a worker process {what}", hint="try -j 1")
