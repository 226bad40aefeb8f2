"""The tokens of a passage that may fill cells, found without any knowledge of the table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractor.text.numbers import looks_like_value

__all__ = ["Token", "fields_after", "is_prose", "line_around", "tokens_of"]

LINE = re.compile(r"[^\r\n\f\v\u2028]+")
FIELD = re.compile(r"[^\t|]+")
WORD = re.compile(r"\S+")
WHOLE = re.compile(r"\S(?:.*\S)?", re.DOTALL)
RULE = re.compile(r"[\s|:]*-{2,}[\s|:-]*")
"""The line under a Markdown header; a row of dashes alone, each the mark of an empty cell, has single ones."""
FURNITURE = re.compile(r"\s*(?:[-—–－―·]+\s*\d{1,4}\s*[-—–－―·]+|第\s*\d{1,4}\s*页.{0,12}|[Pp]age\s+\d{1,4}.{0,8})\s*")
"""A page number that says so by its dress."""
LINE_ENDS = "\r\n\f\v\u2028"


@dataclass(frozen=True, slots=True)
class Token:
    """A printed piece that may be a cell's content."""

    start: int
    """Half-open code-point interval in the passage; empty for a field that prints nothing."""
    end: int
    text: str
    """Without the white space around it."""


def is_prose(line: str) -> bool:
    """Whether a line is a sentence, whose numbers and words are no cells and no labels."""
    return "。" in line


def tokens_of(legible: str) -> tuple[Token, ...]:
    """Every token, in the order of the text."""
    return tuple(_tokens(legible))


def _tokens(legible: str) -> Iterator[Token]:
    for line in LINE.finditer(legible):
        if is_prose(line.group()) or RULE.fullmatch(line.group()) or FURNITURE.fullmatch(line.group()):
            continue
        delimited = "\t" in line.group() or "|" in line.group()
        for field in FIELD.finditer(line.group()):
            pattern = WHOLE if delimited and looks_like_value(field.group()) else WORD
            for word in pattern.finditer(field.group()):
                if looks_like_value(word.group()):
                    start = line.start() + field.start() + word.start()
                    yield Token(start, start + len(word.group()), word.group())


def line_around(legible: str, place: int) -> tuple[int, int]:
    """The interval of the line that a character stands on."""
    start = max(legible.rfind(end, 0, place) for end in LINE_ENDS) + 1
    ends = [found for end in LINE_ENDS if (found := legible.find(end, place)) >= 0]
    return start, min(ends, default=len(legible))


def fields_after(legible: str, place: int) -> tuple[Token, ...]:
    """The fields behind the one that holds a character, empty ones too; none where separators do not part the line."""
    _, end = line_around(legible, place)
    marks = [at for at in range(place, end) if legible[at] in "\t|"]
    if not marks:
        return ()
    closed = not legible[marks[-1] + 1 : end].strip()
    bounds = marks if closed else [*marks, end]
    fields: list[Token] = []
    for left, right in pairwise(bounds):
        inside = WHOLE.search(legible, left + 1, right)
        fields.append(Token(inside.start(), inside.end(), inside.group()) if inside else Token(left + 1, left + 1, ""))
    return tuple(fields)
