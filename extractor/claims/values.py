"""What a printed piece of metadata states: each value is a function of the piece alone.

A date printed without its year also takes the year printed beside it (design.md §3, invariant 1).
"""

import re
from itertools import pairwise

from extractor.claims.names import level_of
from extractor.claims.pieces import NOTE_MARKS
from extractor.model import Kind
from extractor.text.dates import parse_date
from extractor.text.labels import strip_bookmarks

__all__ = ["DATES", "kind_of", "text_value", "value_of", "year_value"]

DATES = frozenset({"period_start", "period_end", "published"})

SHORTEST_WORDS = 2
UNSEEN = re.compile(f"[\u200b-\u200d\u2060\ufeff{NOTE_MARKS}]")
CHINESE_DIGITS = {ord(character): str(value) for value, character in enumerate("〇一二三四五六七八九")} | {
    ord(character): "0" for character in "零○◯ＯO"
}


def kind_of(key: str) -> Kind:
    """The kind of a metadata item that was found."""
    if key == "year":
        return "number"
    return "date" if key in DATES else "text"


def value_of(key: str, printed: str, year: int | None = None) -> int | str | None:
    """The value of a metadata item; null when the piece does not state one."""
    if key == "year":
        return year_value(printed)
    if key in DATES:
        found = parse_date("".join(printed.split()), year)
        return found.isoformat() if found else None
    if key == "agency_level":
        return level_of(text_value(printed))
    return text_value(printed) or None


def text_value(printed: str) -> str:
    """The text without bookmarks, note marks and layout: spaces stay only between words of Latin letters or figures.

    Single characters are drawn apart by the layout (2 0 2 3 年) and are no words.
    """
    words = UNSEEN.sub("", strip_bookmarks(printed)).split()
    value = ""
    for before, word in pairwise(["", *words]):
        apart = is_latin(before[-1:]) and is_latin(word[0]) and len(before) + len(word) > SHORTEST_WORDS
        value = f"{value} {word}" if apart else f"{value}{word}"
    return value


def is_latin(character: str) -> bool:
    """Whether a character is an ASCII letter or figure."""
    return character.isascii() and character.isalnum()


def year_value(printed: str) -> int | None:
    """A year of four digits, in figures of either width or in Chinese ones."""
    digits = "".join(printed.split()).removesuffix("年").translate(CHINESE_DIGITS)
    return int(digits) if len(digits) == 4 and digits.isdecimal() else None  # noqa: PLR2004 - years have four digits
