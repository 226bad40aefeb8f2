"""Between a run and a server that may be slow, broken or gone: a short queue, a thread, an end that does not wait."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.util import Finalize

from extractor.tracing.trace import Trace

__all__ = ["Sink", "SinkError"]

WAITING = 256
"""Traces that wait at the most; a run with a slow server drops those above rather than wait or fill the memory."""
TOGETHER = 16
"""Traces of one delivery."""
LINGER = 0.5
"""Seconds to wait for more of them."""
CLOSING = 2.0
"""Seconds that the end of a process waits for what is still to be delivered."""
REST = 5.0
"""Seconds without a try after a failed one: a server that is down is not asked for every document."""

logger = logging.getLogger("gouji.tracing")


class SinkError(Exception):
    """Something was not taken; its text names a status or a kind of error, never a key or a document."""

    def __init__(self, text: str, *, status: int | None = None, retry_after: str | None = None) -> None:
        """`status` and `retry_after` are those of an answer over HTTP, if there was one."""
        super().__init__(text)
        self.status = status
        self.retry_after = retry_after


class Sink:
    """Takes traces and delivers them in its own time."""

    def __init__(self, deliver: Callable[[Sequence[Trace]], None]) -> None:
        """`deliver` sends traces and raises `SinkError` when they were not taken."""
        self._deliver = deliver
        self._queue: queue.Queue[Trace | None] = queue.Queue(WAITING)
        self._thread = threading.Thread(target=self._work, daemon=True, name="traces")
        self._lock = threading.Lock()
        self._closed = False
        self._rest_until = 0.0
        self.dropped = 0
        """Traces that nobody will see."""
        self.cause = ""
        """Of the last failure."""
        self._thread.start()
        # Runs at the end of a worker process too, where `atexit` does not.
        Finalize(None, self.close, exitpriority=20)

    def put(self, trace: Trace) -> None:
        """Take a trace; returns at once, also when there is no room for it."""
        try:
            self._queue.put_nowait(trace)
        except queue.Full:
            self._drop(1, "the queue was full")

    def close(self, seconds: float = CLOSING) -> None:
        """Deliver what is left, for so many seconds at the most, and say how much was lost."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        with suppress(queue.Full):
            self._queue.put_nowait(None)
        self._thread.join(seconds)
        if self._thread.is_alive():
            self._drop(self._queue.qsize() or 1, self.cause or "no answer in time")
        if self.dropped:
            logger.warning("traces-lost: %d traces were not delivered (%s)", self.dropped, self.cause)

    def _work(self) -> None:
        while True:
            batch, ends = self._next()
            if batch:
                self._try(batch)
            if ends or (self._closed and self._queue.empty()):
                return

    def _next(self) -> tuple[list[Trace], bool]:
        """The traces of the next delivery, and whether it is the last one."""
        batch: list[Trace] = []
        deadline = None
        while len(batch) < TOGETHER:
            try:
                rest = None if deadline is None else max(0.0, deadline - time.monotonic())
                trace = self._queue.get(timeout=rest)
            except queue.Empty:
                break
            if trace is None:
                return batch, True
            batch.append(trace)
            deadline = deadline or time.monotonic() + (0.0 if self._closed else LINGER)
        return batch, False

    def _try(self, batch: Sequence[Trace]) -> None:
        if time.monotonic() < self._rest_until:
            self._drop(len(batch), self.cause)
            return
        try:
            self._deliver(batch)
        except SinkError as error:
            self._rest_until = time.monotonic() + REST
            self._drop(len(batch), str(error))

    def _drop(self, count: int, cause: str) -> None:
        with self._lock:
            self.dropped += count
            self.cause = cause
