"""Where words stand on a line of text that is laid out with spaces."""

from functools import lru_cache
from unicodedata import combining, east_asian_width

__all__ = ["display_width"]

WIDE = frozenset("WFA")
"""Classes of characters as wide as two digits; ambiguous ones, such as quotation marks, are wide in Chinese type."""


@lru_cache(maxsize=8192)
def display_width(text: str) -> int:
    """Columns that a text takes, a Chinese character counting two and a combining mark none."""
    return sum(0 if combining(character) else 2 if east_asian_width(character) in WIDE else 1 for character in text)
