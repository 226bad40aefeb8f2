"""Tables of different widths that touch: beside a narrower one stands white space that no line closes."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from extractor.ingest.pages.ruled import Area, Ruled

__all__ = ["parted"]

FEWEST_ROWS = 2
"""Rows that white space beside a table runs over; beside one row it may as well be a blank cell without its side."""

Point = tuple[float, float]


def parted(table: Ruled, points: Sequence[Point]) -> list[Ruled]:
    """The tables that one set of lines holds, from top to bottom.

    Args:
        table: the set of lines.
        points: the middles of everything that is seen inside.
    """
    beside = [
        area for area in table.areas if area.open_side and area.row_span >= FEWEST_ROWS and _is_empty(area, points)
    ]
    last = len(table.ys)
    cuts = sorted({1, last, *(row for area in beside for row in (area.row, area.row + area.row_span))})
    crossed = any(area.row < cut < area.row + area.row_span for cut in cuts for area in table.areas)
    if not beside or crossed:
        return [table]
    kept = [area for area in table.areas if area not in beside]
    parts = [[area for area in kept if upper <= area.row < lower] for upper, lower in pairwise(cuts)]
    return [_alone(part, open_end=table.open_end and part is parts[-1]) for part in parts if part]


def _is_empty(area: Area, points: Iterable[Point]) -> bool:
    x0, y0, x1, y1 = area.box
    return not any(x0 <= x <= x1 and y0 <= y <= y1 for x, y in points)


def _alone(areas: Sequence[Area], *, open_end: bool) -> Ruled:
    """A table of its own, whose rows and columns are counted anew."""
    xs = sorted({edge for area in areas for edge in (area.box[0], area.box[2])})
    ys = sorted({edge for area in areas for edge in (area.box[1], area.box[3])})
    counted = tuple(
        Area(
            ys.index(area.box[1]) + 1,
            xs.index(area.box[0]) + 1,
            ys.index(area.box[3]) - ys.index(area.box[1]),
            xs.index(area.box[2]) - xs.index(area.box[0]),
            area.box,
            area.open_side,
        )
        for area in areas
    )
    return Ruled((xs[0], ys[0], xs[-1], ys[-1]), counted, tuple(xs), tuple(ys), open_end)
