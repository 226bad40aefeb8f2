"""Tables whose lines are not drawn, or only some: the lines that their text implies.

They are found from the values, which stand below each other in columns, under heads. Where all rows and columns are
proven, the missing lines are drawn in thought, and the table is one like any other; else its text stays lines.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from extractor.ingest.pages.drawn import CLEAR, Implied, drawn
from extractor.ingest.pages.heads import Head, heads_over
from extractor.ingest.pages.labelled import rows_of
from extractor.ingest.pages.spans import Span, merged
from extractor.ingest.pages.words import Character, TextLine, around, lines_of, middle
from extractor.model import Box, PageToken
from extractor.text.labels import label_key
from extractor.text.numbers import looks_like_value

__all__ = ["find_implied"]

LEADING = 5.0
"""Of the size of a line: the next line of a table is no further down."""
FEWEST_VALUES = 4
"""Values of what is taken for a table."""
HEAD_LINES = 40
"""Lines above the first values that may head them, or be the rest of a label."""
APART = 0.45
"""Of the size of a line: a gap as wide parts what stands in two cells, where nothing else tells."""
HEADS_APART = 1.0
"""The same of two heads: a space stands within one."""
LATIN = "\u2e80"
"""Characters behind it are as wide as high, and stand close to each other."""
GLUED = 0.12
"""Of its size: a gap as wide does where a column ends in it."""
BESIDE = 2.0
"""Points by which a figure may stand to one side of the middle of its head."""
LEFT, MIDDLE, RIGHT = range(3)
MOST_LINES, MOST_COLUMNS = 500, 50
"""Of a page, and of a table: small print has some hundred lines, and a hostile page as many as it likes."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text, cut into what stands left of the values and the values."""

    line: TextLine
    letters: tuple[Character, ...]
    values: tuple[PageToken, ...]

    @property
    def left(self) -> Span | None:
        """Where on the line words stand before the values."""
        words = self.line.tokens[: len(self.line.tokens) - len(self.values)]
        return (words[0].box[0], words[-1].box[2]) if words else None


def find_implied(characters: Sequence[Character], levels: Sequence[Box]) -> list[Implied]:
    """Find the tables among characters that are in no ruled table.

    Args:
        characters: of the page, as read.
        levels: level lines that cross no upright one.
    """
    read = lines_of(characters)
    lines = _cut(read, characters) if len(read) <= MOST_LINES else []
    found: list[Implied] = []
    place = least = 0
    while place < len(lines):
        if not lines[place].values or (lines[place].left is None and len(lines[place].values) == 1):
            place += 1
            continue
        end = _body_end(lines, place)
        table = _table(lines[_head_start(lines, place, least) : place], lines[place:end], levels)
        if table is not None:
            found.append(table)
            least = end
        place = end
    return found


def _cut(lines: Sequence[TextLine], characters: Sequence[Character]) -> list[_Line]:
    letters: list[list[Character]] = [[] for _ in lines]
    by_top = sorted(range(len(lines)), key=lambda place: lines[place].box[1])
    tops = [lines[place].box[1] for place in by_top]
    tallest = max((line.box[3] - line.box[1] for line in lines), default=0.0)
    for item in characters:
        x, y = middle(item.box)
        near = [
            (abs(lines[place].box[1] + lines[place].box[3] - 2 * y), place)
            for place in by_top[bisect_left(tops, y - tallest) : bisect_right(tops, y)]
            if lines[place].box[0] <= x <= lines[place].box[2] and y <= lines[place].box[3]
        ]
        if near and not item.text.isspace():
            letters[min(near)[1]].append(item)
    cut: list[_Line] = []
    for line, held in zip(lines, letters, strict=True):
        figures = takewhile(lambda token: looks_like_value(token.text) and _is_figure(token), reversed(line.tokens))
        count = sum(1 for _ in figures)
        ordered = tuple(sorted(held, key=lambda item: item.box[0]))
        cut.append(_Line(line, ordered, line.tokens[len(line.tokens) - count :]))
    return cut


def _is_figure(token: PageToken) -> bool:
    """Whether a value is no word: 无 may as well begin a label."""
    return not any(sign.isalpha() for sign in token.text)


def _body_end(lines: Sequence[_Line], start: int) -> int:
    """Where the rows end: lines with values, and lines left of all of them."""
    first = min(token.box[0] for token in lines[start].values)
    end = start + 1
    while end < len(lines):
        line = lines[end]
        if line.line.box[3] - lines[end - 1].line.box[3] > LEADING * line.line.size:
            break
        if not line.values and not all(
            looks_like_value(token.text) for token in line.line.tokens if token.box[2] > first
        ):
            break
        if line.values:
            first = min(first, line.values[0].box[0])
        end += 1
    return end


def _head_start(lines: Sequence[_Line], first: int, least: int) -> int:
    """Where the heads begin: close above each other, with something over the values in the topmost line."""
    left = lines[first].values[0].box[0] - lines[first].line.size
    start = place = first
    while place > max(least, first - HEAD_LINES):
        line, below = lines[place - 1], lines[place]
        size = min(line.line.size, below.line.size)
        if line.values or below.line.box[3] - line.line.box[3] > LEADING * size:
            break
        parts = _parts(line.letters, line.line.size, apart=HEADS_APART)
        over = [part for part in parts if part.box[0] >= left]
        crossing = [part for part in parts if part.box[0] < left < part.box[2] - line.line.size]
        if (crossing and not over) or (len(parts) == len(over) == 1 and label_key(over[0].text).ordinal):
            break
        place -= 1
        if over:
            start = place
    return start


def _parts(
    letters: Sequence[Character], size: float, edges: Sequence[float] = (), *, apart: float = APART
) -> list[TextLine]:
    """A line cut at its gaps: wide ones, and those in which a column ends."""
    parts: list[list[Character]] = []
    for letter in letters:
        low = parts[-1][-1].box[2] if parts else 0.0
        high = letter.box[0]
        gap = high - low
        least = APART if letter.text[0] > LATIN and parts and parts[-1][-1].text[-1] > LATIN else apart
        ends = any(low - CLEAR <= edge <= high + CLEAR for edge in edges)
        if parts and gap <= least * size and not (ends and gap > GLUED * size):
            parts[-1].append(letter)
        else:
            parts.append([letter])
    made: list[TextLine] = []
    for part in parts:
        box = around(letter.box for letter in part)
        made.append(TextLine((PageToken("".join(letter.text for letter in part), box),), box, size))
    return made


def _table(heads: Sequence[_Line], body: Sequence[_Line], levels: Sequence[Box]) -> Implied | None:
    """A table whose rows and columns are clear; null for any other stretch of lines."""
    figures = [token.box for line in body for token in line.values]
    if not heads:
        return None
    columns = merged([(box[0], box[2]) for box in figures])
    body = [_beyond(line, columns[0][0]) for line in body]
    figures = [token.box for line in body for token in line.values]
    columns = merged([(box[0], box[2]) for box in figures])
    if len(columns) > MOST_COLUMNS:
        return None
    words = [span for line in body if (span := line.left)]
    right = max((span[1] for span in words), default=None)
    if right is not None and right > columns[0][0]:
        return None
    known = _with_heads(columns, heads, right)
    edges = _edges(known, right)
    found = _heads(heads, edges, known, figures)
    while found is None and len(heads) > 1 and len(_parts(heads[0].letters, heads[0].line.size)) == 1:
        heads = heads[1:]  # a heading, perhaps
        found = _heads(heads, edges, known, figures)
    if not found or (found[1] is None and (len(known) > len(columns) or len(figures) < FEWEST_VALUES)):
        return None
    found = found[0]
    bottom = max(head.box[3] for head in found)
    labels = [
        (line.line.box[3], _parts(tuple(item for item in line.letters if item.box[0] < edges[0]), line.line.size))
        for line in (*heads, *body)
    ]
    values = [
        TextLine(line.values, around(token.box for token in line.values), line.line.size)
        for line in body
        if line.values
    ]
    beside = [parts for y, parts in labels if y > bottom + CLEAR and parts]
    rows = rows_of(beside, values, levels) if beside else None
    if beside and rows is None:
        return None
    lines = [part.box for _, parts in labels for part in parts]
    return drawn(found, edges, rows, values, lines)


def _beyond(line: _Line, first: float) -> _Line:
    """A line whose values are all that stands from the first column on, words among them too."""
    values = tuple(token for token in line.line.tokens if token.box[2] > first)
    return replace(line, values=values) if all(looks_like_value(token.text) for token in values) else line


def _heads(
    lines: Sequence[_Line], edges: Sequence[float], columns: Sequence[Span], figures: Sequence[Box]
) -> tuple[list[Head], int | None] | None:
    """The heads over the columns, and how the figures stand below them: as `_alike`.

    Returns:
        Null where they contradict each other, or a column has none.
    """
    over = [
        [
            part
            for part in _parts(line.letters, line.line.size, edges, apart=HEADS_APART)
            if middle(part.box)[0] > edges[0]
        ]
        for line in lines
    ]
    other: list[Head] | None = None
    for side, lefts in ((MIDDLE, None), (LEFT, [low for low, _ in columns])):
        heads = heads_over(over, edges, lefts)
        if heads is None or len({head.first for head in heads if head.first == head.last}) < len(columns):
            continue
        if side in _alike(heads, edges, figures):
            return heads, side
        other = other or heads
    return (other, None) if other else None


def _alike(heads: Sequence[Head], edges: Sequence[float], figures: Sequence[Box]) -> set[int]:
    """Whether all figures stand in the middle below the whole head of their column, or all below one of its sides."""
    alike = {LEFT, MIDDLE, RIGHT}
    for column in range(len(edges) - 1):
        own = around(head.box for head in heads if head.first == head.last == column)
        for box in figures:
            if edges[column] <= middle(box)[0] <= edges[column + 1]:
                off = (own[0] - box[0], (own[0] + own[2] - box[0] - box[2]) / 2, own[2] - box[2])
                alike &= {place for place, by in enumerate(off) if abs(by) <= BESIDE}
    return alike


def _with_heads(columns: Sequence[Span], heads: Sequence[_Line], left: float | None) -> list[Span]:
    """The columns as wide as what stands over each alone; a column of blanks shows in its head alone."""
    found = list(columns)
    for line in reversed(heads):
        for part in _parts(line.letters, line.line.size, [one[1] for one in found], apart=HEADS_APART):
            low, high = part.box[0], part.box[2]
            if left is not None and low <= left:
                continue
            met = [place for place, column in enumerate(found) if low < column[1] and column[0] < high]
            if not met:
                found = sorted([*found, (low, high)])
            elif len(met) == 1:
                one = found[met[0]]
                wider = (min(one[0], low), max(one[1], high))
                others = [column for place, column in enumerate(found) if place != met[0]]
                if not any(wider[0] < other[1] + CLEAR and other[0] < wider[1] + CLEAR for other in others):
                    found[met[0]] = wider
    return found


def _edges(columns: Sequence[Span], left: float | None) -> list[float]:
    """Where the columns begin, and where the last one ends: between them in the middle, outside as wide as inside."""
    inner = [(one[1] + other[0]) / 2 for one, other in pairwise(columns)]
    first, last = columns[0], columns[-1]
    begin = first[0] - (inner[0] - first[1] if inner else 4 * CLEAR)
    end = last[1] + (last[0] - inner[-1] if inner else 4 * CLEAR)
    if left is not None:
        begin = max(begin, (left + first[0]) / 2)
    return [begin, *inner, end]
