"""Whether what a reply quotes stands in the text that it was made from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

__all__ = ["unquoted"]

NAMES = frozenset({"id", "key", "counts", "unreadable"})
"""Parts of replies that name things of the prompt; all other strings are quotations."""


def unquoted(reply: object, text: str) -> tuple[str, ...]:
    """The quotations of a reply that do not stand verbatim in a text, in order."""
    return tuple(quote for quote in _quotations(reply) if quote not in text)


def _quotations(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in cast("Mapping[str, object]", value).items():
            if key not in NAMES:
                yield from _quotations(part)
    elif isinstance(value, Sequence):
        for part in cast("Sequence[object]", value):
            yield from _quotations(part)
