"""Parts of the pages of a run's documents as pictures, drawn in a process that can be killed.

A file that was read safely as text may still hang or crash the library that draws it.
"""

import signal
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self, cast

from extractor.batch.stored import source_bytes
from extractor.export.page.strips import wanted_strips
from extractor.ingest import page_strips
from extractor.ingest.sniff import sniff
from extractor.model import Box, PageStrip, Record
from extractor.store import Manifest

__all__ = ["PageStrips"]

WITH_PAGES = frozenset(("application/pdf", "image/png", "image/jpeg", "image/tiff"))
MOST_OF_ONE = 200_000
"""Bytes of the pictures of one document."""
MOST_OF_ALL = 3_000_000
"""Bytes of all pictures of a run: a page of 15 MB still opens within two seconds."""
PATIENCE = 30.0
"""Seconds for the pictures of one document, and for the process to start."""
MOST_LOST = 3
"""Processes that may be lost before no more is drawn."""
USUAL_MOST = 64 << 20
"""Bytes of a document, where the manifest does not say."""

Task = tuple[bytes, str, list[tuple[int, Box]]]


class PageStrips:
    """Draws what `wanted_strips` names until the budget is used up; none for documents that are gone or changed."""

    def __init__(self, manifest: Manifest) -> None:
        """Nothing starts before a document needs a picture."""
        self._manifest = manifest
        stated = manifest.settings.get("max_bytes")
        self._max_bytes = stated if isinstance(stated, int) else USUAL_MOST
        self._left = MOST_OF_ALL
        self._lost = 0
        self._process: SpawnProcess | None = None
        self._connection: Connection[Task, list[PageStrip]] | None = None

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self._end()

    def __call__(self, record: Record) -> Sequence[PageStrip]:
        """The strips of a document, as far as the budget reaches."""
        sha256 = record.document.sha256
        if record.document.media_type not in WITH_PAGES or sha256 is None or self._left <= 0 or self._lost >= MOST_LOST:
            return ()
        wanted = wanted_strips(record)
        data = source_bytes(self._manifest, record.document.path, sha256, self._max_bytes) if wanted else None
        if data is None:
            return ()
        kept: list[PageStrip] = []
        left = min(MOST_OF_ONE, self._left)
        for strip in self._drawn((data, sniff(data), wanted)):
            if len(strip.data) <= left:
                left -= len(strip.data)
                self._left -= len(strip.data)
                kept.append(strip)
        return kept

    def _drawn(self, task: Task) -> list[PageStrip]:
        """What the process answers; nothing from one that dies or takes too long, which is then ended."""
        connection = self._started()
        try:
            connection.send(task)
            if connection.poll(PATIENCE):
                return connection.recv()
        except (EOFError, OSError):
            pass
        self._lost += 1
        self._end()
        return []

    def _started(self) -> "Connection[Task, list[PageStrip]]":
        if self._connection is None:
            context = get_context("spawn")
            ours, theirs = context.Pipe()
            self._process = context.Process(target=draw, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
            self._connection = cast("Connection[Task, list[PageStrip]]", ours)
        return self._connection

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._connection = self._process = None


def draw(connection: "Connection[list[PageStrip], Task]") -> None:
    """Answer tasks until the connection ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            data, media_type, wanted = connection.recv()
            connection.send(page_strips(data, media_type, wanted))
