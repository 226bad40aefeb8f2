"""Labels that stand beside the labels of several rows, where no line says of which."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractor.ingest.pages.words import TextLine
from extractor.model import Box

__all__ = ["LabelledRow", "Nest", "nests_of"]

LEVEL = 3.0
"""Points by which labels beside each other stand higher or lower."""


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row with a label of its own."""

    label: Box
    value: TextLine | None
    """Null for a row of blanks."""
    opens: bool = False
    """It is the first one of those that are counted together."""


@dataclass(frozen=True, slots=True)
class Nest:
    """A label that stands beside the labels of several rows."""

    label: Box
    first: int
    """Rows by place, the last one included."""
    last: int


def nests_of(rows: Sequence[LabelledRow], groups: Sequence[Box], sides: Sequence[set[str]]) -> list[Nest] | None:
    """Which rows the labels of several rows stand beside: these begin with the first row, or in the middle of all.

    Args:
        rows: from top to bottom.
        groups: where these labels are.
        sides: for each row with values, at which sides of its label they stand: top, middle, bottom.

    Returns:
        Null where one stands otherwise.
    """
    fitting: list[list[Nest]] = []
    for side, one_of in (("top", _from_top), ("middle", _around)):
        if all(side in found for found in sides) and (nests := _placed(rows, groups, one_of)) is not None:
            fitting.append(nests)
    return max(fitting, key=lambda nests: sum(rows[nest.first].opens for nest in nests), default=None)


def _placed(
    rows: Sequence[LabelledRow],
    groups: Sequence[Box],
    one_of: Callable[[Sequence[LabelledRow], Box, Sequence[Nest]], Nest | None],
) -> list[Nest] | None:
    nests: list[Nest] = []
    for group in sorted(groups, key=lambda box: (box[1], box[0])):
        above = [nest for nest in nests if _meets(nest.label, group)]
        nest = one_of(rows, group, above) or _torn(rows, group, above)
        if nest is None:
            return None
        # A label of several rows ends where the next one in its column begins.
        nests = [
            Nest(other.label, other.first, min(other.last, nest.first - 1)) if other in above else other
            for other in nests
        ]
        nests.append(nest)
    return nests


def _torn(rows: Sequence[LabelledRow], group: Box, above: Sequence[Nest]) -> Nest | None:
    """The rows of a label that goes on over the page, where it stands at their top whatever the others do."""
    nest = _from_top(rows, group, above)
    return nest if nest and nest.last == len(rows) - 1 else None


def _meets(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2]


def _from_top(rows: Sequence[LabelledRow], group: Box, above: Sequence[Nest]) -> Nest | None:
    """The rows from the one whose first line a label stands beside, to where another label stands below it."""
    first = next((place for place, row in enumerate(rows) if abs(row.label[1] - group[1]) <= LEVEL), None)
    if first is None or any(nest.first >= first for nest in above):
        return None
    below = (place for place, row in enumerate(rows) if place > first and _meets(row.label, group))
    return Nest(group, first, next(below, len(rows)) - 1)


def _around(rows: Sequence[LabelledRow], group: Box, above: Sequence[Nest]) -> Nest | None:
    """The rows in whose middle a label stands, as many as there may be."""
    before = max((nest.last + 1 for nest in above), default=0)
    middle = (group[1] + group[3]) / 2
    fitting = [
        (first, last)
        for first in range(before, len(rows))
        for last in range(first, len(rows))
        if abs(rows[first].label[1] + rows[last].label[3] - 2 * middle) <= 2 * LEVEL
        and not any(_meets(row.label, group) for row in rows[first : last + 1])
    ]
    # Rows that are counted begin with the first one.
    return Nest(group, *max(fitting, key=lambda pair: (rows[pair[0]].opens, pair[1] - pair[0]))) if fitting else None
