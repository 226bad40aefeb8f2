"""Headers that no line parts: which columns each head stands over."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from extractor.ingest.pages.words import TextLine, around
from extractor.model import Box

__all__ = ["Head", "heads_over"]

LEADING = 2.2
"""Of the size of a line: the next line of a head is no further down."""
OFF = 0.3
"""Of the width of a column by which a head may stand beside the middle of its columns."""


@dataclass(frozen=True, slots=True)
class Head:
    """Text over one column or several."""

    box: Box
    first: int
    """Columns by place, the last one included."""
    last: int


def heads_over(
    lines: Sequence[Sequence[TextLine]], edges: Sequence[float], lefts: Sequence[float] | None = None
) -> list[Head] | None:
    """Find the heads and how wide they are; null where they contradict each other.

    Args:
        lines: the parts of each line over the columns, from top to bottom, each from left to right.
        edges: where the columns begin, and where the last one ends.
        lefts: where the text of each column begins, if heads stand at the left of their columns; else they stand in
            the middle.

    A head over several columns reaches as far as nothing else stands beside it, and something below it.
    """
    parts = [found for line in lines for found in _placed(line, edges, lefts)]
    blocks: list[tuple[tuple[int, int], list[TextLine]]] = []
    step = 0 if lefts else 1
    for columns, part in parts:
        host = next((held for over, held in reversed(blocks) if over == columns and _follows(held[-1], part)), None)
        if host is None or _stands_over(columns, host[-1], parts, step):
            blocks.append((columns, [part]))
        else:
            host.append(part)
    least = [Head(around(part.box for part in held), *columns) for columns, held in blocks]
    heads: list[Head] = []
    for head in sorted(least, key=lambda item: item.box[1]):
        heads.append(_widened(head, least, heads, (0 if lefts else 1, len(edges) - 2)))
    return None if any(_contradict(one, other) for one, other in combinations(heads, 2)) else heads


def _stands_over(
    columns: tuple[int, int],
    part: TextLine,
    parts: Sequence[tuple[tuple[int, int], TextLine]],
    step: int,
) -> bool:
    """Whether a part is the head of several columns: those beside it begin lower, under nothing else."""
    beside = {columns[0] - step, columns[1] + 1} - {columns[0]}
    covered = {
        column
        for over, other in parts
        for column in beside
        if over[0] <= column <= over[1] and other.box[1] < part.box[3] - 1
    }
    below = {column for over, _ in parts for column in beside if over[0] <= column <= over[1]}
    return beside <= below and not covered


def _contradict(one: Head, other: Head) -> bool:
    """Whether two heads share a column, and neither stands over the other with all of it."""
    if one.first > other.last or other.first > one.last:
        return False
    upper, lower = sorted((one, other), key=lambda head: head.box[1])
    return _beside(one, other) or not upper.first <= lower.first <= lower.last <= upper.last


def _placed(
    line: Sequence[TextLine], edges: Sequence[float], lefts: Sequence[float] | None
) -> list[tuple[tuple[int, int], TextLine]]:
    """The parts of a line with their columns; those over the same column are one that is written apart."""
    placed: list[tuple[tuple[int, int], TextLine]] = []
    for part in line:
        columns = _columns_from(part, edges, lefts) if lefts else _columns(part, edges)
        if placed and placed[-1][0] == columns:
            before = placed[-1][1]
            joined = TextLine((*before.tokens, *part.tokens), around((before.box, part.box)), part.size)
            placed[-1] = (columns, joined)
        else:
            placed.append((columns, part))
    return placed


def _columns(part: TextLine, edges: Sequence[float]) -> tuple[int, int]:
    """The fewest columns in whose middle a part stands and that it fits in."""
    middle = (part.box[0] + part.box[2]) / 2
    inside = max(0, sum(edge <= middle for edge in edges) - 1)
    inside = min(inside, len(edges) - 2)
    candidates = [
        (inside - side, inside + side + more)
        for side in range(len(edges))
        for more in (-1, 0, 1)
        if 0 <= inside - side <= inside + side + more <= len(edges) - 2
    ]
    slack = OFF * min(high - low for low, high in pairwise(edges))
    size = part.size / 2
    for first, last in sorted(candidates, key=lambda item: item[1] - item[0]):
        low, high = edges[first], edges[last + 1]
        if low - size <= part.box[0] and part.box[2] <= high + size and abs((low + high) / 2 - middle) <= slack:
            return first, last
    # It stands to one side of its column.
    return inside, inside


def _columns_from(part: TextLine, edges: Sequence[float], lefts: Sequence[float]) -> tuple[int, int]:
    """The fewest columns that a part fits in and begins with."""
    first = min(range(len(lefts)), key=lambda column: abs(lefts[column] - part.box[0]))
    last = first
    while last < len(lefts) - 1 and part.box[2] > edges[last + 1] + part.size / 2:
        last += 1
    return first, last


def _follows(upper: TextLine, lower: TextLine) -> bool:
    return 0 < lower.box[3] - upper.box[3] <= LEADING * upper.size


def _beside(one: Head, other: Head) -> bool:
    return one.box[1] < other.box[3] - 1 and other.box[1] < one.box[3] - 1


def _widened(head: Head, heads: Sequence[Head], above: Sequence[Head], bounds: tuple[int, int]) -> Head:
    """A head as far as nothing stands beside it: over others only, and under one head above.

    `bounds` are by how many columns to the left it grows at a time, and the last column.
    """
    step, end = bounds
    taken = {
        column
        for other in heads
        if other is not head and _beside(head, other)
        for column in range(other.first, other.last + 1)
    }
    below = {
        column for other in heads if other.box[1] >= head.box[3] - 1 for column in range(other.first, other.last + 1)
    }
    over = [other for other in above if other.box[3] <= head.box[1] + 1 and other.first <= head.first <= other.last]
    first, last = head.first, head.last
    while first - step >= 0 and last < end:
        wider = (first - step, last + 1)
        if taken & set(wider) - {first} or not set(range(wider[0], wider[1] + 1)) <= below:
            break
        if any(other.first > wider[0] or wider[1] > other.last for other in over):
            break
        first, last = wider
    return Head(head.box, first, last)
