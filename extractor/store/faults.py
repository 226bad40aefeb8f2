"""Refusals of the file system, translated once."""

import errno
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from extractor.errors import StoreError

__all__ = ["store_error", "writing"]

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""No space on the device, no space left to this user, a file larger than this process may write."""


def store_error(error: OSError, place: Path) -> StoreError:
    """Say what the operator can do about a write that failed: `disk-full` or `output-unwritable`."""
    reason = (error.strerror or str(error) or type(error).__name__).lower()
    if error.errno in FULL:
        return StoreError(
            "disk-full",
            reason,
            place=str(place),
            hint="what is finished is kept: free space and run the same command again",
        )
    return StoreError(
        "output-unwritable", reason, place=str(place), hint="name another folder with -o or mend its permissions"
    )


@contextmanager
def writing(place: Path) -> Generator[None, None, None]:
    """Turn every OSError of the body into a StoreError that names `place`."""
    try:
        yield
    except OSError as error:
        raise store_error(error, place) from error
