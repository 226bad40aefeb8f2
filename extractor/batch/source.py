"""The bytes of a document: a file of its own, or a member of a zip archive."""

import io
import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from extractor.errors import DocumentError
from extractor.ingest import Entry, read_directory, unpack

__all__ = ["archive_file", "members_by_name", "read_bytes", "read_document", "unreadable"]

RETRY = "`gouji run … --retry failed` tries it again"


def read_bytes(path: str, limit: int) -> bytes:
    """The first `limit` bytes of a regular file.

    Raises:
        OSError: also for what is no regular file, such as a pipe, which would block.
    """
    with _regular_file(path) as file:
        parts: list[bytes] = []
        while limit > 0 and (part := file.read(min(limit, 1 << 20))):
            parts.append(part)
            limit -= len(part)
    return b"".join(parts)


def read_document(path: str, entries: tuple[Entry, ...], *, max_bytes: int, place: str) -> bytes:
    """The bytes of a file, or of the member that `entries` lead to, the outermost archive's first.

    Raises:
        DocumentError: `unreadable-file` or `too-large`; for a member also what `unpack` raises.
    """
    try:
        if entries:
            with archive_file(path, entries[:-1], max_bytes=max_bytes) as file:
                return unpack(file, entries[-1], most=max_bytes)
        # One byte more than allowed tells a file that is too large, however large, without reading all of it.
        data = read_bytes(path, max_bytes + 1)
    except OSError as error:
        raise unreadable(error, place) from error
    if len(data) > max_bytes:
        raise DocumentError(
            "too-large",
            f"more than {max_bytes} bytes",
            place=place,
            hint="split it, or raise GOUJI_MAX_BYTES if it really is one report",
        )
    return data


def unreadable(error: OSError, place: str) -> DocumentError:
    """Say why the system does not hand out a file."""
    reason = (error.strerror or type(error).__name__).lower()
    return DocumentError("unreadable-file", reason, place=place, hint=f"mend the file; {RETRY}")


@contextmanager
def archive_file(path: str, entries: tuple[Entry, ...], *, max_bytes: int) -> Generator[BinaryIO, None, None]:
    """Open an archive on the disk, or the one inside it that `entries` lead to.

    Raises:
        OSError: as `read_bytes`.
        DocumentError: as `unpack`.
    """
    with io.BytesIO(_inner(path, _stamp(path), entries, max_bytes)) if entries else _regular_file(path) as file:
        yield file


def members_by_name(path: str, entries: tuple[Entry, ...], *, max_bytes: int) -> dict[str, Entry]:
    """The members of an archive.

    Raises:
        OSError, DocumentError: as `archive_file` and `read_directory`.
    """
    return _named(path, _stamp(path), entries, max_bytes)


# A job opens its archive anew, because a worker may hold no file open for ever. What is inside an archive inside an
# archive would then be unpacked once for each of its documents.
@lru_cache(maxsize=1)
def _inner(path: str, _stamp: tuple[int, int], entries: tuple[Entry, ...], max_bytes: int) -> bytes:
    with archive_file(path, entries[:-1], max_bytes=max_bytes) as file:
        return unpack(file, entries[-1], most=max_bytes)


@lru_cache(maxsize=1)
def _named(path: str, _stamp: tuple[int, int], entries: tuple[Entry, ...], max_bytes: int) -> dict[str, Entry]:
    with archive_file(path, entries, max_bytes=max_bytes) as file:
        return {entry.name: entry for entry in read_directory(file)}


def _stamp(path: str) -> tuple[int, int]:
    """Differs once the file was written again."""
    status = Path(path).stat()
    return status.st_mtime_ns, status.st_size


@contextmanager
def _regular_file(path: str) -> Generator[BinaryIO, None, None]:
    # Non-blocking: opening a pipe that nobody writes to would wait for ever.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor is no path
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "not a regular file")
        yield file
