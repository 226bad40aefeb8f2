"""One run at a time in one output folder."""

import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from extractor.errors import StoreError
from extractor.store.faults import writing

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> None:
        """Lock the first byte."""
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[str]) -> None:
        """Lock the file as a whole."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


__all__ = ["LOCK_NAME", "FolderLock"]

LOCK_NAME = ".gouji.lock"


class FolderLock:
    """Holds the folder until closed.

    The system's own lock is used, not the file's existence: it ends with the process however that dies, so a lock left
    by a killed run needs no guess about process ids. The file itself stays, because removing it would let two runs
    hold two locks.
    """

    def __init__(self, folder: Path, process: int) -> None:
        """Take the lock; `process` is this process's id, written down for the one who is refused.

        Raises:
            StoreError: `output-busy` when another run holds it; `disk-full` or `output-unwritable`.
        """
        path = folder / LOCK_NAME
        with writing(path):
            # "a+" neither empties the other run's note nor fails when the file is there.
            self._file = path.open("a+", encoding="utf-8")
        try:
            _take(self._file)
        except OSError:
            self._file.seek(0)
            holder = self._file.read().strip() or "unknown"
            self._file.close()
            raise StoreError(
                "output-busy",
                f"another run is writing here, process {holder}",
                place=str(folder),
                hint="wait for it or name another folder with -o",
            ) from None
        with writing(path):
            self._file.truncate(0)
            self._file.write(f"{process}\n")
            self._file.flush()

    def close(self) -> None:
        """Let go."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
