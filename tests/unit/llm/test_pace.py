"""Places and moments at an endpoint, shared by connections as by processes."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from extractor.llm.database import Database
from extractor.llm.pace import AbandonedError, Limit, Pace


def pace(folder: Path, limit: Limit) -> Pace:
    """The pace of an endpoint, by a connection of its own."""
    return Pace(Database(folder), "http://endpoint", limit, longest=60.0)


def test_requests_are_spaced_over_all_connections(tmp_path: Path) -> None:
    """Forty requests at 6 000 a minute from four connections take as long as from one."""
    moments: list[float] = []

    def work(mine: Pace) -> None:
        for _ in range(10):
            admission = mine.enter(1)
            moments.append(time.time())
            mine.leave(admission, 1)

    started = time.time()
    threads = [threading.Thread(target=work, args=(pace(tmp_path, Limit(8, requests=6000)),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(moments) == 40
    assert max(moments) - started >= 39 * 0.01


def test_tokens_are_granted_at_their_rate_and_given_back(tmp_path: Path) -> None:
    """A request of a second's tokens holds the next one back for a second, unless it used fewer."""
    mine = pace(tmp_path, Limit(8, tokens=60_000))
    first = mine.enter(500)
    started = time.time()
    mine.leave(first, 100)
    mine.leave(mine.enter(100), 100)
    assert 0.05 <= time.time() - started < 0.45


def test_a_hold_holds_everybody(tmp_path: Path) -> None:
    """One process was told to wait; the others need not be told as well."""
    pace(tmp_path, Limit(8)).hold(0.3)
    started = time.time()
    pace(tmp_path, Limit(8)).enter(1)
    assert time.time() - started >= 0.28


def test_places_of_a_dead_process_are_free(tmp_path: Path) -> None:
    """A killed run must not keep the next one waiting."""
    code = (
        "import os, signal, sys; from pathlib import Path; from extractor.llm.database import Database;"
        "from extractor.llm.pace import AbandonedError, Limit, Pace;"
        "Pace(Database(Path(sys.argv[1])), 'http://endpoint', Limit(1), longest=60.0).enter(1);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, env=dict(os.environ))
    assert ended.returncode == -9
    started = time.time()
    pace(tmp_path, Limit(1)).enter(1)
    assert time.time() - started < 5


def test_a_clock_that_ran_wrong_blocks_nobody(tmp_path: Path) -> None:
    """A moment far ahead is not believed."""
    database = Database(tmp_path)
    with database.writing():
        database.do("put-pace", "http://endpoint", time.time() + 10**6, 0.0)
    started = time.time()
    pace(tmp_path, Limit(1)).enter(1)
    assert time.time() - started < 5


def test_nobody_waits_for_a_moment_that_is_not_wanted_any_more(tmp_path: Path) -> None:
    """Ctrl-C ends a wait at once, and the place is free again."""
    mine = pace(tmp_path, Limit(1))
    mine.hold(30.0)
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    started = time.time()
    with pytest.raises(AbandonedError):
        mine.enter(1, stop)
    assert time.time() - started < 5
    assert Database(tmp_path).rows("leases", "http://endpoint") == []
