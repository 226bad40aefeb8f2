"""Text of documents on its way into a letter: what is visible of it, on one line."""

import re
import unicodedata

__all__ = ["cut", "one_line"]

WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u2018-\u201d\u2026"
"""Ideographs and the punctuation set among them: a line end between two of them separates nothing."""
BREAK_INSIDE = re.compile(f"(?<=[{WIDE}]) ?\n ?(?=[{WIDE}])")
INVISIBLE = frozenset(("Cc", "Cf", "Cs"))
NONCHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
"""XML has no way to write the last two of them."""


def one_line(text: str) -> str:
    """The text without characters that cannot be seen and without layout; what can be seen stays as it is."""
    kept = "".join(_visible(character) for character in text)
    rows = (" ".join(row.split()) for row in NONCHARACTERS.sub("", kept).split("\n"))
    joined = "\n".join(row for row in rows if row)
    return BREAK_INSIDE.sub("", joined).replace("\n", " ")


def cut(text: str, most: int, ending: str) -> str:
    """At most `most` characters, then `ending` where there were more."""
    return text if len(text) <= most else text[:most] + ending


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if character in "\r\n\v\f\x85" or category in {"Zl", "Zp"}:
        return "\n"
    if character == "\t":
        return " "
    # Also what reverses the writing direction: a figure must not read differently in the letter.
    return "" if category in INVISIBLE else character
