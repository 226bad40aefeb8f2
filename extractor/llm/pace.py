"""How fast and how many at once: one pace for each endpoint, kept by all processes of the machine together.

Requests are spaced evenly and booked ahead: a request learns at once when it may start and sleeps until then, so
waiting costs no polling and no two processes get the same moment.
"""

import os
import time
from dataclasses import dataclass
from threading import Event
from typing import cast

from extractor.llm.database import Database

__all__ = ["AbandonedError", "Admission", "Limit", "Pace"]

SHARE = 0.96
"""Of the limit that is used: what is sent evenly may still arrive unevenly."""
LATE = 0.02
"""Seconds by which a booked moment may pass; whoever wakes up later books anew, else a stall would end in a burst."""
BOOKINGS = 20
"""How often a request books before it goes late after all, on a machine that is never on time."""
FULL = 0.01
"""Seconds between two looks for a free place."""
FAR = 3600.0
"""Seconds. A pace that lies further ahead was written by a clock that ran wrong."""


class AbandonedError(Exception):
    """Nobody waits for the request any more."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What an endpoint grants; null: no bound."""

    concurrency: int
    requests: float | None = None
    """A minute."""
    tokens: float | None = None
    """A minute."""


@dataclass(frozen=True, slots=True)
class Admission:
    """The right to send one request."""

    lease: int
    tokens: int
    """That were granted."""


class Pace:
    """The pace of one endpoint."""

    def __init__(self, database: Database, endpoint: str, limit: Limit, *, longest: float) -> None:
        """`longest` are the seconds after which a request is over, whatever became of its process."""
        self._database = database
        self._endpoint = endpoint
        self._limit = limit
        self._longest = longest

    def enter(self, tokens: int, stop: Event | None = None) -> Admission:
        """Wait for a place and for the moment to send a request of so many tokens.

        Raises:
            AbandonedError: `stop` was set meanwhile.
        """
        stop = stop or Event()
        lease = self._place(stop)
        even = self._limit.requests is not None
        for attempt in range(BOOKINGS):
            moment = self._book(tokens if attempt == 0 else 0)
            if stop.wait(max(0.0, moment - time.time())):
                with self._database.writing():
                    self._database.do("end-lease", lease)
                raise AbandonedError
            if not even or time.time() - moment <= LATE:
                break
        return Admission(lease, tokens)

    def leave(self, admission: Admission, used: int | None) -> None:
        """Give the place back, and the tokens that were granted and not `used`; null: nobody knows."""
        with self._database.writing():
            self._database.do("end-lease", admission.lease)
            if self._limit.tokens is not None and used is not None:
                request_at, token_at = self._next()
                token_at -= (admission.tokens - used) * 60 / (self._limit.tokens * SHARE)
                self._database.do("put-pace", self._endpoint, request_at, token_at)

    def hold(self, seconds: float) -> None:
        """Let nobody send anything for a while: the endpoint asked for it."""
        with self._database.writing():
            request_at, token_at = self._next()
            self._database.do("put-pace", self._endpoint, max(request_at, time.time() + seconds), token_at)

    def _place(self, stop: Event) -> int:
        while True:
            with self._database.writing():
                now = time.time()
                held = 0
                for identity, process, until in self._database.rows("leases", self._endpoint):
                    if cast("float", until) < now or not _alive(cast("int", process)):
                        self._database.do("end-lease", identity)
                    else:
                        held += 1
                if held < self._limit.concurrency:
                    return self._database.do("take-lease", self._endpoint, os.getpid(), now + self._longest)
            if stop.wait(FULL):
                raise AbandonedError

    def _book(self, tokens: int) -> float:
        """The moment at which the request may start."""
        with self._database.writing():
            now = time.time()
            request_at, token_at = self._next()
            moment = max(now, request_at, token_at)
            spacing = 60 / (self._limit.requests * SHARE) if self._limit.requests else 0.0
            price = tokens * 60 / (self._limit.tokens * SHARE) if self._limit.tokens else 0.0
            self._database.do("put-pace", self._endpoint, moment + spacing, max(moment, token_at) + price)
            return moment

    def _next(self) -> tuple[float, float]:
        rows = self._database.rows("find-pace", self._endpoint)
        if not rows:
            return 0.0, 0.0
        request_at, token_at = cast("tuple[float, float]", rows[0])
        limit = time.time() + FAR
        return (request_at if request_at < limit else 0.0), (token_at if token_at < limit else 0.0)


def _alive(process: int) -> bool:
    """Whether a process still runs; where that cannot be asked without harm, its leases end by time."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
