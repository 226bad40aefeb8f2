"""The reply cache: what was paid once is never paid again, by any process, in any run."""

import json
import time
from collections.abc import Sequence
from typing import cast

from extractor.llm.database import Database

__all__ = ["ReplyCache"]

DAY = 86400.0
"""Seconds. A reply's last use is written down once a day at most, so that reading stays reading."""
KEPT = 0.9
"""Share of the bound that is left after old replies went, so that not every reply drives out another one."""


class ReplyCache:
    """Replies by content. Only whole replies are given to it: no failure, nothing truncated."""

    def __init__(self, database: Database, *, max_bytes: int) -> None:
        """Keep no more than `max_bytes` of replies."""
        self._database = database
        self._max_bytes = max_bytes
        self._size: int | None = None

    def find(self, key: str) -> tuple[object, ...] | None:
        """The attempts that made up the reply."""
        rows = self._database.rows("find-reply", key)
        if not rows:
            return None
        content, used = rows[0]
        now = time.time()
        if now - cast("float", used) > DAY:
            with self._database.writing():
                self._database.do("touch-reply", now, key)
        return tuple(cast("list[object]", json.loads(cast("bytes", content))))

    def put(self, key: str, attempts: Sequence[object]) -> None:
        """Keep a reply; the longest unused ones make room."""
        content = json.dumps(list(attempts), separators=(",", ":")).encode()
        with self._database.writing():
            self._database.do("put-reply", key, content, len(content), time.time())
            # Other processes add as well; each counts anew once its own part may have filled the bound.
            self._size = None if self._size is None else self._size + len(content)
            if self._size is None or self._size > self._max_bytes:
                self._make_room()

    def _make_room(self) -> None:
        size = cast("int", self._database.rows("size-of-replies")[0][0])
        if size > self._max_bytes:
            while size > self._max_bytes * KEPT:
                for key, length in self._database.rows("oldest-replies"):
                    self._database.do("drop-reply", key)
                    size -= cast("int", length)
                    if size <= self._max_bytes * KEPT:
                        break
        self._size = size
