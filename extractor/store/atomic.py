"""Files that are either the old one or the new one, never half of each."""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from extractor.store.faults import writing

__all__ = ["replacing"]


@contextmanager
def replacing(path: Path, *, durable: bool = True) -> Generator[BinaryIO, None, None]:
    """Write a file beside `path` and put it in its place when the body ends well.

    `durable` waits until the disk has it; without it, a crash of the machine (not of the process) may leave it empty.

    Raises:
        StoreError: `disk-full` or `output-unwritable`; the old file is then untouched.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    with writing(path):
        try:
            with temporary.open("wb") as file:
                yield file
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
