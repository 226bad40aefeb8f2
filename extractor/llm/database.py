"""The one file that all processes of the machine share: replies, pace and spending."""

import sqlite3
import threading
import weakref
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

from extractor.errors import StoreError

__all__ = ["FILE_NAME", "Database", "Row"]

FILE_NAME = "model.sqlite3"
PATIENCE = 60.0
"""Seconds that a process waits for another one's transaction, which takes less than a millisecond."""

Row = tuple[object, ...]


class Database:
    """A connection with named statements; threads take turns, processes wait for each other."""

    def __init__(self, folder: Path) -> None:
        """Open or make the file.

        Raises:
            StoreError: `cache-unusable`.
        """
        self._path = folder / FILE_NAME
        self._turn = threading.RLock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
            self._end = weakref.finalize(self, self._connection.close)
            # A killed process loses nothing so; a machine that loses power may lose the last replies, never the file.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(_statements()["create"])
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error

    @contextmanager
    def writing(self) -> Generator[None, None, None]:
        """A transaction that no other process writes beside.

        Raises:
            StoreError: `cache-unusable`: a full disk, a file that is none of ours.
        """
        with self._turn:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield
                except BaseException:
                    self._connection.execute("ROLLBACK")
                    raise
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise self._unusable(error) from error

    def do(self, name: str, *values: object) -> int:
        """Run a statement that changes something; returns the id of the row that it made."""
        with self._turn:
            return self._connection.execute(_statements()[name], values).lastrowid or 0

    def rows(self, name: str, *values: object) -> Sequence[Row]:
        """Run a statement that asks.

        Raises:
            StoreError: `cache-unusable`.
        """
        try:
            with self._turn:
                return self._connection.execute(_statements()[name], values).fetchall()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Close the file."""
        with self._turn:
            self._end()

    def _unusable(self, error: Exception) -> StoreError:
        return StoreError(
            "cache-unusable",
            str(error),
            place=str(self._path),
            hint="free the disk, or name another folder with GOUJI_CACHE",
        )


@cache
def _statements() -> dict[str, str]:
    text = files("extractor.llm").joinpath("data/statements.sql").read_text(encoding="utf-8")
    named = (part.partition("\n") for part in text.split("-- name: ")[1:])
    return {name.strip(): statement.strip() for name, _, statement in named}
