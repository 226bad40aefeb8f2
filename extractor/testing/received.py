"""The requests that an endpoint got: kept for assertions, counted by the second, held to a limit."""

import threading
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass

from extractor.testing.asked import Asked
from extractor.testing.transport import Transport

__all__ = ["Received", "RequestLog"]

SECOND = 1.0


@dataclass(frozen=True, slots=True)
class Received:
    """One request and what became of it."""

    at: float
    """Seconds on the clock of `time.monotonic`."""
    method: str
    path: str
    headers: Mapping[str, str]
    """With lower-case names, the key of the authorization included: this is a log for tests."""
    body: object
    """Decoded JSON; null when there was none."""
    status: int = 0
    """That was sent; 0 where nothing was."""
    asked: Asked | None = None
    transport: Transport = Transport.SOUND


class RequestLog:
    """All requests of one endpoint, in order of arrival."""

    def __init__(self, limit: float | None = None) -> None:
        """`limit` is the number of requests that any second may hold; those above are to be refused."""
        self._limit = limit
        self._lock = threading.Lock()
        self._arrivals: list[float] = []
        self._granted: deque[float] = deque()
        self._received: list[Received] = []
        self._asked: Counter[Asked] = Counter()

    def admit(self, now: float) -> bool:
        """Count an arrival and say whether the limit allows it."""
        with self._lock:
            self._arrivals.append(now)
            while self._granted and now - self._granted[0] >= SECOND:
                self._granted.popleft()
            admitted = self._limit is None or len(self._granted) < self._limit
            if admitted:
                self._granted.append(now)
            return admitted

    def before(self, asked: Asked) -> int:
        """How often the same was asked before; counts this time."""
        with self._lock:
            self._asked[asked] += 1
            return self._asked[asked] - 1

    def add(self, received: Received) -> None:
        """Keep a request once it was answered."""
        with self._lock:
            self._received.append(received)

    def __len__(self) -> int:
        """The requests that arrived, answered or not."""
        return len(self._arrivals)

    @property
    def all(self) -> tuple[Received, ...]:
        """Those that are over, in order of arrival."""
        with self._lock:
            return tuple(sorted(self._received, key=lambda received: received.at))

    @property
    def statuses(self) -> Mapping[int, int]:
        """How many requests got which status; 0: none."""
        return Counter(received.status for received in self.all)

    @property
    def busiest_second(self) -> int:
        """The most requests that arrived within any second."""
        with self._lock:
            arrivals = sorted(self._arrivals)
        return max((bisect_left(arrivals, at + SECOND) - place for place, at in enumerate(arrivals)), default=0)

    @property
    def rate(self) -> float:
        """Requests per second between the first arrival and the last."""
        with self._lock:
            span = max(self._arrivals, default=0.0) - min(self._arrivals, default=0.0)
            return (len(self._arrivals) - 1) / span if span else 0.0
