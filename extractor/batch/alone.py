"""Work in the command's own process: no start-up cost, but one core and a weaker time limit."""

import signal
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from types import FrameType

from extractor.batch.job import Job, Outcome, Processor
from extractor.batch.limits import Limits, timed_out
from extractor.batch.task import failure, perform
from extractor.ingest.progress import telling

__all__ = ["work_alone"]


class _TimeIsUp(BaseException):
    """Not an Exception: no handler for faults of a document may swallow it."""


def work_alone(processor: Processor, jobs: Iterable[Job], limits: Limits) -> Generator[Outcome, None, None]:
    """Read one document after the other, in order.

    The time limit is an alarm signal. It ends Python code, but not a call that hangs inside a C library, and exists
    only where the system has it and this is the main thread; with workers it always holds.
    """
    for job in jobs:
        try:
            with _alarm(limits.timeout) as again, telling(again):
                outcome = perform(processor, job, max_bytes=limits.max_bytes)
        except _TimeIsUp:
            outcome = failure(job, timed_out(job, limits), max_bytes=limits.max_bytes)
        yield outcome


@contextmanager
def _alarm(seconds: float) -> Generator[Callable[[], None], None, None]:
    """Gives what starts the time anew."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _TimeIsUp

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield lambda: _set(seconds)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _set(seconds: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, seconds)
