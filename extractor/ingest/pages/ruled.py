"""Tables from their ruling lines.

pdfplumber's finder wants four sides of every cell. At the end of a page tables stand open: the line below the last row
is on no page, or above the first row of the next one only some cells have theirs. So the cells are what lines part from
each other, and an open side ends where the crossing lines end.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from extractor.model import Box

__all__ = ["Area", "Ruled", "find_ruled"]

SNAP = 5.0
"""Points: lines no further apart are one, drawn twice, or by each cell for itself; no figure fits between them."""
TOUCH = 3.0
"""Points by which the lines of a table may miss each other."""
LEAST = 4.0
"""Points: a shorter line is a piece of a drawing."""
WALL = 0.6
"""Of the side of a cell: a line along so much of it parts it from its neighbour."""
MOST_RULINGS = 3_000
"""Lines in one direction; a page with more is a drawing."""


@dataclass(frozen=True, slots=True)
class Area:
    """A cell: what no line parts."""

    row: int
    """1-based."""
    column: int
    row_span: int
    column_span: int
    box: Box
    open_side: bool = False
    """It is the last of its rows, and no line closes it on the right."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table as its lines show it."""

    box: Box
    areas: tuple[Area, ...]
    """By row, then by column."""
    xs: tuple[float, ...]
    """Where columns begin and end."""
    ys: tuple[float, ...]
    open_end: bool = False
    """Its upright lines run on below the last level one."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line along one axis: where it is, and from where to where."""

    at: float
    low: float
    high: float


def find_ruled(rulings: Iterable[Box]) -> list[Ruled]:
    """Find the tables of a page: sets of lines that cross and make at least two cells.

    A table whose cells hold other tables arranges the page, and is none.
    """
    level, upright = _merged(rulings)
    if max(len(level), len(upright)) > MOST_RULINGS:
        return []
    found = [table for across, down in _crossing(level, upright) if (table := _table(across, down)) is not None]
    return [table for table in found if not any(_holds(area.box, other.box) for other in found for area in table.areas)]


def _merged(rulings: Iterable[Box]) -> tuple[list[_Rule], list[_Rule]]:
    level: list[_Rule] = []
    upright: list[_Rule] = []
    for x0, y0, x1, y1 in rulings:
        if x1 - x0 >= y1 - y0:
            level.append(_Rule(y0, x0, x1))
        else:
            upright.append(_Rule(x0, y0, y1))
    return _joined(level), _joined(upright)


def _joined(rules: Sequence[_Rule]) -> list[_Rule]:
    """Lines on the same height, or nearly, that meet are one."""
    joined: list[_Rule] = []
    for group in _clusters(sorted(rules, key=lambda rule: rule.at)):
        at = mean(rule.at for rule in group)
        low = high = None
        for rule in sorted(group, key=lambda rule: rule.low):
            if low is None or high is None:
                low, high = rule.low, rule.high
            elif rule.low <= high + TOUCH:
                high = max(high, rule.high)
            else:
                joined.append(_Rule(at, low, high))
                low, high = rule.low, rule.high
        if low is not None and high is not None:
            joined.append(_Rule(at, low, high))
    return [rule for rule in joined if rule.high - rule.low >= LEAST]


def _clusters(rules: Sequence[_Rule]) -> list[list[_Rule]]:
    groups: list[list[_Rule]] = []
    for rule in rules:
        if groups and rule.at - groups[-1][0].at <= SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _crossing(level: Sequence[_Rule], upright: Sequence[_Rule]) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Sets of lines of which each crosses or touches another one."""
    roots = list(range(len(level) + len(upright)))

    def root(place: int) -> int:
        while roots[place] != place:
            roots[place] = roots[roots[place]]
            place = roots[place]
        return place

    for one, across in enumerate(level):
        for other, down in enumerate(upright, start=len(level)):
            if (
                across.low - TOUCH <= down.at <= across.high + TOUCH
                and down.low - TOUCH <= across.at <= down.high + TOUCH
            ):
                roots[root(one)] = root(other)
    sets: defaultdict[int, tuple[list[_Rule], list[_Rule]]] = defaultdict(lambda: ([], []))
    for place, rule in enumerate((*level, *upright)):
        sets[root(place)][place >= len(level)].append(rule)
    return [found for found in sets.values() if all(found)]


def _table(level: Sequence[_Rule], upright: Sequence[_Rule]) -> Ruled | None:
    ys = _edges([rule.at for rule in level], [end for rule in upright for end in (rule.low, rule.high)])
    xs = _edges([rule.at for rule in upright], [end for rule in level for end in (rule.low, rule.high)])
    open_end = ys[-1] > max(rule.at for rule in level) + TOUCH
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns < 2:  # noqa: PLR2004 - one cell is a frame around a text
        return None
    right = _walls(upright, xs[1:-1], ys)
    below = _walls(level, ys[1:-1], xs)
    boxes = list(_boxes(xs, ys, right, below))
    if len(boxes) < 2:  # noqa: PLR2004 - as above
        return None
    # An edge at which no cell ends parts nothing.
    used_xs = sorted({edge for box in boxes for edge in (box[0], box[2])})
    used_ys = sorted({edge for box in boxes for edge in (box[1], box[3])})
    closed = [rule for rule in upright if abs(rule.at - xs[-1]) <= SNAP]
    areas = tuple(_area(box, used_xs, used_ys, closed) for box in boxes)
    return Ruled((xs[0], ys[0], xs[-1], ys[-1]), areas, tuple(used_xs), tuple(used_ys), open_end)


def _area(box: Box, xs: Sequence[float], ys: Sequence[float], closed: Sequence[_Rule]) -> Area:
    """The cell with this box; `closed` are the lines along the right side of its table."""
    left, top, right, bottom = xs.index(box[0]), ys.index(box[1]), xs.index(box[2]), ys.index(box[3])
    along = sum(max(0.0, min(box[3], rule.high) - max(box[1], rule.low)) for rule in closed)
    open_side = box[2] == xs[-1] and along < WALL * (box[3] - box[1])
    return Area(top + 1, left + 1, bottom - top, right - left, box, open_side)


def _edges(lines: Iterable[float], ends: Sequence[float]) -> list[float]:
    """Where rows or columns begin and end: at lines, and where the lines that cross them end beyond the last one."""
    edges = [mean(rule.at for rule in group) for group in _clusters([_Rule(at, 0, 0) for at in sorted(lines)])]
    if min(ends) < edges[0] - TOUCH:
        edges.insert(0, min(ends))
    if max(ends) > edges[-1] + TOUCH:
        edges.append(max(ends))
    return edges


def _walls(rules: Sequence[_Rule], edges: Sequence[float], across: Sequence[float]) -> list[list[bool]]:
    """For each inner edge, along which of the stretches of `across` a line runs."""
    walls: list[list[bool]] = []
    for edge in edges:
        near = [rule for rule in rules if abs(rule.at - edge) <= SNAP]
        walls.append(
            [
                sum(max(0.0, min(high, rule.high) - max(low, rule.low)) for rule in near) >= WALL * (high - low)
                for low, high in pairwise(across)
            ]
        )
    return walls


def _boxes(
    xs: Sequence[float], ys: Sequence[float], right: Sequence[Sequence[bool]], below: Sequence[Sequence[bool]]
) -> Iterable[Box]:
    """The cells: the widest run of a row that no line parts, then as far down as none parts it there."""
    rows, columns = len(ys) - 1, len(xs) - 1
    taken: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            wide = 1
            while column + wide < columns and not right[column + wide - 1][row] and (row, column + wide) not in taken:
                wide += 1
            tall = 1
            while row + tall < rows and _open_below(row + tall, column, wide, right, below):
                tall += 1
            taken.update((row + down, column + over) for down in range(tall) for over in range(wide))
            yield xs[column], ys[row], xs[column + wide], ys[row + tall]


def _open_below(
    row: int, column: int, wide: int, right: Sequence[Sequence[bool]], below: Sequence[Sequence[bool]]
) -> bool:
    """Whether a cell goes on in a row: no line above any of its columns there, and none between them."""
    return not any(below[row - 1][at] for at in range(column, column + wide)) and not any(
        right[at][row] for at in range(column, column + wide - 1)
    )


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] - SNAP <= inner[0]
        and outer[1] - SNAP <= inner[1]
        and inner[2] <= outer[2] + SNAP
        and inner[3] <= outer[3] + SNAP
        and outer != inner
    )
