"""From characters with boxes to words on lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractor.ingest.flow import RAISED
from extractor.ingest.hidden import OBJECT
from extractor.model import Box, PageToken

__all__ = ["GAP", "SAME_LINE", "Character", "TextLine", "around", "lines_of", "middle"]

SAME_LINE = 0.4
"""Of the size of a character: its line may be so much higher or lower than the one before it."""
SAME_PLACE = 0.25
"""Of its size: the same character so near was painted twice, to look bold."""
OVER = 0.5
"""Of its width: another character that covers so much of it makes both illegible."""
GAP = 0.28
"""Of its size: wider than between the letters and figures of a word."""
WIDE_GAP = 0.9
"""Of its size: wider than between the characters of a line that was stretched to the width of the page."""
SMALL = 0.75
"""Of the size of the characters beside it: a smaller one may be raised."""
RAISED_BY = 0.2


@dataclass(frozen=True, slots=True)
class Character:
    """A character of a page as read."""

    text: str
    box: Box
    base: float
    """The height of the line it stands on."""
    size: float
    """Points."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words beside each other."""

    tokens: tuple[PageToken, ...]
    box: Box
    size: float
    """Points of most of its characters."""
    spaced: bool = False
    """White space stands behind its last word."""

    @property
    def text(self) -> str:
        """The words, joined by spaces."""
        return " ".join(token.text for token in self.tokens)


def lines_of(characters: Iterable[Character]) -> list[TextLine]:
    """Put characters on lines, from top to bottom, and the words of each from left to right.

    White space among the characters parts words and is dropped.
    """
    rows: list[list[Character]] = []
    for character in sorted(characters, key=lambda item: (item.base, item.box[0])):
        for row in reversed(rows[-3:]):
            if abs(character.base - row[0].base) <= SAME_LINE * min(character.size, row[0].size):
                row.append(character)
                break
        else:
            rows.append([character])
    made = [line for row in _with_raised(rows) if (line := _line(row)) is not None]
    return sorted(made, key=lambda line: (line.box[1] + line.box[3], line.box[0]))


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def middle(box: Box) -> tuple[float, float]:
    """The middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _with_raised(rows: list[list[Character]]) -> list[list[Character]]:
    """Put raised marks on the line that they stand beside."""
    sizes = [median(item.size for item in row) for row in rows]
    kept: list[list[Character]] = []
    for row, size in zip(rows, sizes, strict=True):
        host = next(
            (other for other, big in zip(rows, sizes, strict=True) if size <= SMALL * big and _beside(row, other)), None
        )
        if host is None:
            kept.append(row)
        else:
            kind = "super" if row[0].base < host[0].base else "sub"
            host += [Character(item.text.translate(RAISED[kind]), item.box, host[0].base, item.size) for item in row]
    return kept


def _beside(row: Sequence[Character], other: Sequence[Character]) -> bool:
    """Whether every mark of a row touches some character of another, a little higher or lower than its line."""
    return all(
        any(
            RAISED_BY * near.size <= abs(mark.base - near.base) <= near.size
            and near.box[1] <= (mark.box[1] + mark.box[3]) / 2 <= near.box[3]
            and min(abs(mark.box[0] - near.box[2]), abs(near.box[0] - mark.box[2])) <= max(mark.size, GAP * near.size)
            for near in other
        )
        for mark in row
    )


def _line(row: Sequence[Character]) -> TextLine | None:
    ordered = _once(sorted(row, key=lambda item: item.box[0]))
    words: list[list[Character]] = []
    broken = True
    for character in ordered:
        if character.text.isspace():
            broken = True
        elif broken or _apart(words[-1][-1], character):
            words.append([character])
            broken = False
        else:
            words[-1].append(character)
    if not words:
        return None
    tokens = tuple(PageToken("".join(item.text for item in word), around(item.box for item in word)) for word in words)
    size = median(item.size for word in words for item in word)
    return TextLine(tokens, around(token.box for token in tokens), size, broken)


def _once(row: Sequence[Character]) -> list[Character]:
    """Leave out what was painted twice, and make figures that lie upon each other illegible."""
    kept: list[Character] = []
    for character in row:
        near = [item for item in kept[-4:] if abs(item.box[0] - character.box[0]) <= SAME_PLACE * character.size]
        if any(item.text == character.text for item in near):
            continue
        kept.append(character)
    for place, (one, other) in enumerate(pairwise(kept)):
        covered = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
        narrow = min(one.box[2] - one.box[0], other.box[2] - other.box[0])
        if (
            (one.text.isdigit() or other.text.isdigit())
            and narrow > 0
            and covered > OVER * narrow
            and not (one.text + other.text).isspace()
        ):
            kept[place] = Character(OBJECT, one.box, one.base, one.size)
            kept[place + 1] = Character(OBJECT, other.box, other.base, other.size)
    return kept


def _apart(one: Character, other: Character) -> bool:
    gap = other.box[0] - one.box[2]
    narrow = one.text[-1].isascii() or other.text[0].isascii()
    return gap > (GAP if narrow else WIDE_GAP) * max(one.size, other.size)
