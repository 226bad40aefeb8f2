"""Text from outside on its way to a terminal."""

import unicodedata

__all__ = ["printable"]

# Control, format (such as those that reverse the writing direction), surrogate, line and paragraph separator.
DANGEROUS = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def printable(text: str) -> str:
    r"""The text with everything that a terminal would obey spelled out: an escape becomes `\x1b`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode() if unicodedata.category(character) in DANGEROUS else character
        for character in text
    )
