"""Refusals name the file that is refused."""

from collections.abc import Generator
from contextlib import contextmanager

from extractor.errors import DocumentError

__all__ = ["refusals_at"]


@contextmanager
def refusals_at(path: str) -> Generator[None]:
    """Put `path` into every refusal that names no place of its own, such as a part of the file.

    Raises:
        DocumentError: what was raised inside.
    """
    try:
        yield
    except DocumentError as refusal:
        refusal.place = refusal.place or path
        raise
