"""Rows of a table that no line parts: which lines of text are one label, and which values stand with it.

A label is broken over lines, and its values stand at its top, its middle or its bottom. What proves the rows is that
one and the same of these holds for all of them, after the lines were put together without a look at the values: a label
begins with a number that counts it, or where the line above had room left.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from extractor.ingest.pages.nested import LabelledRow, Nest, nests_of
from extractor.ingest.pages.words import TextLine, around
from extractor.model import Box
from extractor.text.labels import label_key

__all__ = ["Rows", "rows_of"]

PITCH = 1.2
"""Times the distance of lines in a label: what stands farther below is another one."""
LEADING = 2.2
"""Of the size of a line: the next line of a label is no further down."""
ROOM = 1.05
"""Of its size: a line that leaves so much of its column free was ended on purpose."""
SAME = 0.35
"""Of its size by which a value stands higher or lower than its label."""
ENTRY = 4
"""Lines below the first one of a label over which the number that counts it may be broken, others' between them."""
FIRST = re.compile(r"[（(]?[1１一⼀](?![\d一二三四五六七八九十])")
COLUMN = 4.0
"""Points by which the middles, or the beginnings, of the labels of one column differ."""
UNIT = re.compile(r"[（(“‘《〈「『【]*(?:[!-~]+|.)[）)”’》〉」』】、，。；：！？]*")
"""What no line break parts."""
BARE = re.compile(r"\d{1,2}(?![\d.．年月日万%])")


class Way(Enum):
    """How the lines of a label are told from the next label, in the order in which the ways are tried."""

    RULED = "ruled"
    """A line is drawn between labels."""
    LINES = "lines"
    """Each line is a label."""
    SPACED = "spaced"
    """More space stands between labels than between the lines of one."""
    NUMBERED = "numbered"
    """A label begins with the number that counts it, and all but its last line are full."""
    FULL = "full"
    """A label ends with a line that leaves room for what follows."""


@dataclass(slots=True)
class _Label:
    """Lines below each other that are one text."""

    parts: list[TextLine]
    next_text: str = ""
    width: float = 0.0
    """Of the widest line in its column."""
    group: bool = False
    """Labels stand beside it on the right: it is the label of several rows."""

    @property
    def box(self) -> Box:
        return around(part.box for part in self.parts)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table from top to bottom."""

    rows: tuple[LabelledRow, ...]
    nests: tuple[Nest, ...] = ()
    torn: bool = False
    """The first row may be the rest of a label on the page before, and then is no row of blanks."""


def rows_of(
    labels: Sequence[Sequence[TextLine]], values: Sequence[TextLine], levels: Sequence[Box] = ()
) -> Rows | None:
    """Put labels and values together.

    Args:
        labels: what stands left of the values, line by line from top to bottom, each from left to right.
        values: the values of each line that has some, from top to bottom.
        levels: level lines that are drawn.

    Returns:
        Null where no reading, or more than one, agrees with all values.
    """
    for way in Way:
        found = _labels(labels, way, levels if way is Way.RULED else ())
        own = [label for label in found if not label.group]
        if way is Way.RULED and not _is_all_parted(own, levels):
            continue
        rows = _matched(own, values)
        if rows and _is_plausible(rows, own, way):
            bottom = rows[-1].label[3]
            groups = [label.box for label in found if label.group and label.box[1] < bottom]
            sides = [set(_sides(label, row.value)) for label, row in zip(own, rows, strict=False) if row.value]
            nests = nests_of(rows, groups, sides)
            torn = rows[0].value is None and not _is_counted(own[0])
            return None if nests is None else Rows(tuple(rows), tuple(nests), torn)
    return None


def _is_plausible(rows: Sequence[LabelledRow], labels: Sequence[_Label], way: Way) -> bool:
    """Whether labels that were told in a way are all of that kind."""
    torn = rows[0].value is None
    if way is Way.RULED:
        return not torn or not _is_counted(labels[0])
    if way is Way.NUMBERED:
        # The first one may be the rest of a label on the page before: then it has no values.
        return all(map(_is_counted, labels[torn : len(rows)])) and all(
            _is_filled(label) for label in labels[: len(rows)]
        )
    if way is Way.SPACED:
        # One that stands closer may begin where no space is left.
        return not (torn and not _is_counted(labels[0])) and any(len(label.parts) > 1 for label in labels)
    return not torn and (way is Way.FULL or all(row.value for row in rows))


def _is_filled(label: _Label) -> bool:
    return all(_is_full(one, other, label.width) for one, other in pairwise(label.parts))


def _is_full(line: TextLine, after: TextLine, width: float) -> bool:
    """Whether what the next line begins with would not have fitted: a character, with the signs that go with it."""
    begin = UNIT.match(after.text)
    letters = len(begin[0]) if begin else 1
    unit = (after.box[2] - after.box[0]) * letters / max(len(after.text), 1)
    return line.box[2] - line.box[0] + max(unit, ROOM * line.size) > width


def _labels(lines: Sequence[Sequence[TextLine]], way: Way, levels: Sequence[Box]) -> list[_Label]:
    """Lines below each other, cut where a label begins."""
    found: list[_Label] = []
    pitches = [
        below.box[3] - part.box[3]
        for upper, lower in pairwise(lines)
        for part in upper
        for below in lower
        if _under(part, below)
    ]
    pitch = min(pitches, default=0.0)
    for place, parts in enumerate(lines):
        for part in parts:
            below = _text_below(part, lines[place + 1 : place + 1 + ENTRY])
            counted = _counts(part.text, below)
            apart = [label for label in found if not _is_parted(label.parts[-1], part, levels)]
            host = None if counted and way is not Way.SPACED else _host(apart, part, pitch, way)
            if host is not None and counted:
                return []  # the space between labels is no greater than within
            if host is None:
                found.append(_Label([part], below, _width(part, lines)))
            else:
                host.parts.append(part)
    for label in found:
        label.group = any(
            other.box[0] >= label.box[2] - 1 and other.box[1] < label.box[3] - 1 and label.box[1] < other.box[3] - 1
            for other in found
        )
    return sorted(found, key=lambda label: label.box[1] + label.box[3])


def _text_below(part: TextLine, lines: Sequence[Sequence[TextLine]]) -> str:
    text = ""
    for line in lines:
        below = next((other for other in line if _under(part, other)), None)
        if below is not None:
            text, part = text + below.text, below
    return text


def _is_all_parted(labels: Sequence[_Label], levels: Sequence[Box]) -> bool:
    """Whether a line is drawn between any two labels."""
    pairs = [(one.parts[-1], other.parts[0]) for one, other in pairwise(labels)]
    return bool(pairs) and all(_is_parted(one, other, levels) for one, other in pairs)


def _is_parted(upper: TextLine, lower: TextLine, levels: Sequence[Box]) -> bool:
    """Whether a level line runs between two lines."""
    middle = _centre(lower.box)
    top, bottom = upper.box[1] + upper.box[3], lower.box[1] + lower.box[3]
    return any(x0 <= middle <= x1 and top < 2 * y < bottom for x0, y, x1, _ in levels)


def _host(found: Sequence[_Label], part: TextLine, pitch: float, way: Way) -> _Label | None:
    """The label that a line goes on with."""
    near = [
        label
        for label in found
        if _under(label.parts[-1], part) and part.box[3] - label.parts[-1].box[3] <= PITCH * pitch
    ]
    if not near or way is Way.LINES:
        return None
    host = min(near, key=lambda label: abs(_centre(label.box) - _centre(part.box)))
    return None if way is Way.FULL and not _is_full(host.parts[-1], part, host.width) else host


def _width(part: TextLine, lines: Sequence[Sequence[TextLine]]) -> float:
    """The width of a column of labels, as far as any of its lines shows it."""
    column = (
        other.box
        for line in lines
        for other in line
        if min(abs(_centre(other.box) - _centre(part.box)), abs(other.box[0] - part.box[0])) <= COLUMN
    )
    return max(box[2] - box[0] for box in column)


def _under(upper: TextLine, lower: TextLine) -> bool:
    """Whether a line stands right below another one, under some of it."""
    down = lower.box[3] - upper.box[3]
    across = min(upper.box[2], lower.box[2]) - max(upper.box[0], lower.box[0])
    return 0 < down <= LEADING * upper.size and across > 0


def _centre(box: Box) -> float:
    return (box[0] + box[2]) / 2


def _counts(text: str, below: str) -> bool:
    """Whether a line begins with a number that counts the label; that may be broken over lines itself."""
    return bool(BARE.match(text) or label_key(text + below).ordinal)


def _is_counted(label: _Label) -> bool:
    return _counts(label.parts[0].text, label.next_text)


def _matched(labels: Sequence[_Label], values: Sequence[TextLine]) -> list[LabelledRow] | None:
    """Each label with its values; null unless all values stand alike in the height of theirs."""
    taken: dict[int, TextLine] = {}
    alike = {"top", "middle", "bottom"}
    for value in values:
        middle = (value.box[1] + value.box[3]) / 2
        near = [
            place
            for place, label in enumerate(labels)
            if label.box[1] - SAME * value.size < middle < label.box[3] + SAME * value.size
        ]
        if len(near) != 1 or near[0] in taken:
            return None
        taken[near[0]] = value
        alike &= set(_sides(labels[near[0]], value))
    if not alike or not labels or not taken:
        return None
    # A label without values below the last ones may be a heading.
    return [
        LabelledRow(label.box, taken.get(place), opens=bool(FIRST.match(label.parts[0].text)))
        for place, label in enumerate(labels[: max(taken) + 1])
    ]


def _sides(label: _Label, value: TextLine) -> Iterator[str]:
    box, slack = label.box, SAME * value.size
    first, last = label.parts[0].box, label.parts[-1].box
    if abs(value.box[3] - first[3]) <= slack:
        yield "top"
    if abs(value.box[1] + value.box[3] - box[1] - box[3]) <= 2 * slack:
        yield "middle"
    if abs(value.box[3] - last[3]) <= slack:
        yield "bottom"
