"""Document text between markers, so that a model can tell what is data.

The markers hold the beginning of the document's own hash, and a file that prints the beginning of its own hash takes
some 2**48 tries to make: no document can print the line that would end its fence. What only looks like a marker is
defused all the same, for models that read carelessly.
"""

import re
from dataclasses import dataclass

__all__ = ["CLAIMS", "DIGITS", "METADATA", "NO_EDITION", "SECOND_LOOK", "Fence", "defused", "fence", "fences_in"]

DIGITS = 12
"""Of the document's SHA-256."""
CLAIMS, METADATA, SECOND_LOOK = "claims", "meta", "second-look"
"""The parts that are no table; the part of a table is its key."""
NO_EDITION = "-"
"""In a marker, where the part has no edition; several editions are joined by `+`."""

OPENING = re.compile(rf"^<<<document ([0-9a-f]{{{DIGITS}}}) (\S+) (\S+)>>>$", re.MULTILINE)
MARK = re.compile(r"<{3,}|>{3,}")
FULL_WIDTH = str.maketrans("<>", "＜＞")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced text as it stands in a message."""

    document: str
    """The first twelve hexadecimal digits of the document's SHA-256."""
    part: str
    edition: str
    text: str
    """What stands between the markers."""


def fence(text: str, document: str, part: str, edition: str = NO_EDITION) -> str:
    """Put a text between its markers, each on a line of its own.

    Args:
        text: of the document; marks inside it are defused.
        document: the document's SHA-256.
        part: key of the table, or one of `CLAIMS`, `METADATA` and `SECOND_LOOK`.
        edition: of the part.
    """
    digits = document[:DIGITS]
    return f"<<<document {digits} {part} {edition}>>>\n{defused(text)}\n<<<end of document {digits}>>>"


def defused(text: str) -> str:
    """A text without anything that looks like a marker.

    Every character stands for one, so that a place in the result is the same place in the text.
    """
    return MARK.sub(lambda mark: mark.group().translate(FULL_WIDTH), text)


def fences_in(message: str) -> tuple[Fence, ...]:
    """Every fenced text of a message, in order; the document that a question is about is the last one.

    Prompts show examples in the same fences, so the first one may be an example's.
    """
    found: list[Fence] = []
    place = 0
    while opening := OPENING.search(message, place):
        digits, part, edition = opening.groups()
        end = message.find(f"\n<<<end of document {digits}>>>", opening.end())
        if end < 0:
            break
        found.append(Fence(digits, part, edition, message[opening.end() + 1 : end]))
        place = end
    return tuple(found)
