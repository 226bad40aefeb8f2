"""Stretches of a line, from left to right."""

from collections.abc import Iterable

__all__ = ["Span", "merged"]

Span = tuple[float, float]
"""Its two ends, in points."""


def merged(spans: Iterable[Span]) -> list[Span]:
    """Those that meet as one, in order."""
    found: list[Span] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found
