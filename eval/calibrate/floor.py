"""What a recogniser's score is worth: how often a figure is wrong from a score on, exactly bounded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.scoring import upper_bound

__all__ = ["FLOORS", "FloorBound", "Share", "SightedFigure", "floor_bounds"]

FLOORS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
"""Candidates."""


@dataclass(frozen=True, slots=True)
class SightedFigure:
    """A figure as a recogniser gave it, before anything is accepted, beside what is printed there."""

    seed: int
    """Of the report."""
    page: int
    """1-based."""
    damage: str
    text: str
    printed: str
    """Empty where the paper is blank."""
    score: float
    """Of the first read, 0 to 1."""
    agrees: bool
    """The second read says the same."""

    @property
    def wrong(self) -> bool:
        """Whether it says something else than the paper."""
        return self.text != self.printed

    @property
    def on_figure(self) -> bool:
        """Whether a figure is printed there, so that a wrong one is misread and not made of a label or of nothing."""
        return self.printed[:1].isdecimal()


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some figures are wrong."""

    wrong: int
    count: int

    @property
    def upper(self) -> float:
        """Upper 95 % bound of the share of wrong ones (Clopper and Pearson, one-sided); 1 where there is none."""
        return upper_bound(self.wrong, self.count) if self.count else 1.0


@dataclass(frozen=True, slots=True)
class FloorBound:
    """What lies on both sides of a floor."""

    floor: float
    above: Share
    """Of all figures whose score is at least the floor."""
    misread: Share
    """Of these, the ones that stand where a figure is printed."""
    agreeing: Share
    """Of the first, the ones that two reads agree on: what would be accepted without an identity."""
    refused: Share
    """Agreeing figures below the floor: what it sends to a person."""


def floor_bounds(figures: Iterable[SightedFigure], floors: Sequence[float] = FLOORS) -> list[FloorBound]:
    """The errors above every floor, with and without the second read's agreement."""
    known = list(figures)
    agreeing = [figure for figure in known if figure.agrees]
    return [
        FloorBound(
            floor,
            above=_share(figure for figure in known if figure.score >= floor),
            misread=_share(figure for figure in known if figure.score >= floor and figure.on_figure),
            agreeing=_share(figure for figure in agreeing if figure.score >= floor),
            refused=_share(figure for figure in agreeing if figure.score < floor),
        )
        for floor in floors
    ]


def _share(figures: Iterable[SightedFigure]) -> Share:
    wrong = [figure.wrong for figure in figures]
    return Share(sum(wrong), len(wrong))
