"""The tracer of a deployment that keeps no traces."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from extractor.model import Record

__all__ = ["Untraced"]


class Untraced:
    """Does nothing, at no cost."""

    def document(self, path: str) -> AbstractContextManager[Callable[[Record], None]]:
        """Note nothing."""
        del path
        return nullcontext(_forget)

    def step(self, name: str) -> AbstractContextManager[None]:
        """Note nothing."""
        del name
        return nullcontext()


def _forget(record: Record) -> None:
    del record
