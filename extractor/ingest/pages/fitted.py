"""Parts of one table on pages that were photographed from different distances: one is fitted to the other's width."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.model import Box

__all__ = ["SAME_COLUMN", "Fit", "by_heads", "edges_of", "fit_to"]

SAME_COLUMN = 4.0
"""Points by which the sides of one column differ at most."""
FARTHEST = 1.12
"""By how much a part may be wider than the other: sheets are photographed from about the same distance."""
FEWEST = 4
"""Sides of columns that tell whether two tables have the same ones: two are brought together by the fit itself."""
FEWEST_HEADS = 2
"""Heads that two parts of a table have in common, where nothing else tells whether they are one."""
NEST = 12.0
"""Points by which the labels of one column begin apart, where each stands in the middle of its cell."""

Sides = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fit:
    """From places across one page to those across another."""

    scale: float = 1.0
    shift: float = 0.0

    def sides(self, box: Box) -> tuple[float, float]:
        """The left and right side of a box, fitted."""
        return box[0] * self.scale + self.shift, box[2] * self.scale + self.shift


def edges_of(sides: Sequence[tuple[float, float]]) -> list[float]:
    """The sides of columns, from the left, those that are one taken once."""
    edges: list[float] = []
    for edge in sorted(edge for pair in sides for edge in pair):
        if not edges or edge - edges[-1] > SAME_COLUMN:
            edges.append(edge)
    return edges


def fit_to(upper: Sequence[tuple[float, float]], lower: Sequence[tuple[float, float]]) -> Fit | None:
    """How the columns of `lower` become some of `upper`; null where they do not."""
    above, below = edges_of(upper), edges_of(lower)
    if min(len(above), len(below)) < FEWEST:
        return None
    scale = (above[-1] - above[0]) / (below[-1] - below[0])
    if not 1 / FARTHEST <= scale <= FARTHEST:
        return None
    fit = Fit(scale, above[0] - scale * below[0])
    moved = (edge * fit.scale + fit.shift for edge in below)
    return fit if all(any(abs(edge - other) <= SAME_COLUMN for other in above) for edge in moved) else None


def by_heads(upper: Sequence[tuple[str, Sides]], lower: Sequence[tuple[str, Sides]]) -> list[Sides] | None:
    """The sides of the cells of `lower`, each with its text, where the columns of `upper` have them.

    The parts of a table whose lines are only thought have them somewhere between the columns, on each page elsewhere.

    Returns:
        Null unless both begin with the same heads.
    """
    same: dict[float, float] = {}
    heads = 0
    for (text, sides), (other, below) in zip(upper, lower, strict=False):
        if text != other or not text:
            break
        heads += 1
        for here, there in zip(below, sides, strict=True):
            if abs(same.setdefault(here, there) - there) > SAME_COLUMN:
                return None
    if heads < FEWEST_HEADS:
        return None
    known = edges_of([sides for _, sides in upper])

    def fitted(edge: float) -> float:
        if edge in same:
            return same[edge]
        near = min(known, key=lambda other: abs(other - edge))
        return near if abs(near - edge) <= NEST and near not in same.values() else edge

    return [(fitted(left), fitted(right)) for _, (left, right) in lower]
