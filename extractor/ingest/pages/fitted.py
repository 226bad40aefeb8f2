"""Parts of one table on pages that were photographed from different distances: one is fitted to the other's width."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.model import Box

__all__ = ["SAME_COLUMN", "Fit", "edges_of", "fit_to"]

SAME_COLUMN = 4.0
"""Points by which the sides of one column differ at most."""
FARTHEST = 1.12
"""By how much a part may be wider than the other: sheets are photographed from about the same distance."""
FEWEST = 4
"""Sides of columns that tell whether two tables have the same ones: two are brought together by the fit itself."""


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
