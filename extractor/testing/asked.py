"""What a rendered prompt asks about, as its fence around the document says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.prompting.fence import NO_EDITION, SECOND_LOOK, fences_in

__all__ = ["SECOND_LOOK", "Asked", "asked_in"]

ROW = re.compile(r"^Row: (\S+) (r\d+)$", re.MULTILINE)
"""How the prompt for a second look names its row: table and id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about, and the text that was shown."""

    document: str
    """The first twelve hexadecimal digits of the file's SHA-256."""
    part: str
    """A table's key, `claims`, `meta` or `second-look`."""
    edition: str
    """Of the form; `""` where the fence names none."""
    target: str
    """The row that a second look is at, as `requests.r24`; `""` otherwise."""
    text: str
    """Between the fences, as shown."""


def asked_in(texts: Iterable[str]) -> Asked | None:
    """What the last fenced document in the user's messages is asked about; null when none is fenced.

    The last one: examples stand before it in fences of their own.
    """
    found = [(text, fence) for text in texts for fence in fences_in(text)]
    if not found:
        return None
    message, last = found[-1]
    rows = ROW.findall(message) if last.part == SECOND_LOOK else []
    return Asked(
        document=last.document,
        part=last.part,
        edition="" if last.edition == NO_EDITION else last.edition,
        target=".".join(rows[0]) if rows else "",
        text=last.text,
    )
