"""What a rendered prompt asks about, as its fence around the document says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["SECOND_LOOK", "Asked", "asked_in"]

SECOND_LOOK = "second-look"

FENCED = re.compile(
    r"^<<<document (?P<document>[0-9a-f]{12}) (?P<about>[^\n>]+)>>>\n(?P<text>.*?)\n?"
    r"^<<<end of document (?P=document)>>>",
    re.MULTILINE | re.DOTALL,
)


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
    """What a second look is at: a cell path or the path of a row; `""` otherwise."""
    text: str
    """Between the fences, as shown."""


def asked_in(texts: Iterable[str]) -> Asked | None:
    """What the last fenced document in the messages is asked about; null when none is fenced.

    The last one: examples stand before it and may be fenced alike.
    """
    found = [match for text in texts for match in FENCED.finditer(text)]
    if not found:
        return None
    last = found[-1]
    part, *more = last["about"].split()
    target = more.pop(0) if part == SECOND_LOOK and more else ""
    return Asked(
        document=last["document"], part=part, edition=more[-1] if more else "", target=target, text=last["text"]
    )
