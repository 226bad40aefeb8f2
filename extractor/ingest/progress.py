"""Word that a page is read, for whoever gives a document its time.

A scan may have 200 pages and take an hour on a slow machine; one page that takes as long hangs. A limit for a document
of text is therefore one for a page of a scan, and begins anew with each.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["page_read", "telling"]


def _nobody() -> None:
    return None


_LISTENER: ContextVar[Callable[[], None]] = ContextVar("listener", default=_nobody)


@contextmanager
def telling(listener: Callable[[], None]) -> Generator[None]:
    """Call `listener` for each page that is recognised meanwhile in this thread."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def page_read() -> None:
    """Say that a page has been recognised."""
    _LISTENER.get()()
