"""What a score is worth, from figures that are known."""

import pytest

from eval.calibrate.floor import Share, SightedFigure, floor_bounds
from eval.calibrate.sighted import figure_of
from extractor.model import PageCell, PageToken

BOX = (0.0, 0.0, 10.0, 10.0)


def figure(score: float, *, wrong: bool = False, agrees: bool = True) -> SightedFigure:
    """A figure with this score."""
    return SightedFigure(7001, 1, "blur", "3" if wrong else "8", "8", score, agrees)


def cell(*tokens: PageToken) -> PageCell:
    """A cell with these tokens on one line."""
    return PageCell(1, 1, BOX, (tokens,) if tokens else ())


def test_a_floor_parts_figures_by_their_score() -> None:
    """A figure at the floor is above it; one that the second read contradicts counts among all, not as agreeing."""
    figures = [figure(0.9), figure(0.95, wrong=True, agrees=False), figure(0.89, wrong=True), figure(0.5)]
    (bound,) = floor_bounds(figures, [0.9])
    assert (bound.above, bound.agreeing, bound.refused) == (Share(1, 2), Share(0, 1), Share(1, 2))


def test_the_lowest_floor_refuses_nothing() -> None:
    """All figures lie above 0, whatever they say."""
    (bound,) = floor_bounds([figure(0.1), figure(0.2, wrong=True)], [0.0])
    assert (bound.above, bound.refused) == (Share(1, 2), Share(0, 0))


def test_figures_without_a_wrong_one_are_bounded_by_their_number() -> None:
    """The rule of three in its exact form: 1 - 0.05 ** (1 / n); of nothing nothing is known."""
    assert Share(0, 3_000).upper == pytest.approx(1 - 0.05 ** (1 / 3_000))
    assert Share(0, 0).upper == 1.0


def test_a_figure_made_of_a_label_is_wrong_but_not_misread() -> None:
    """What stands where a label or nothing is printed is counted among all figures alone."""
    made = [SightedFigure(7001, 1, "blur", "1", printed, 0.5, agrees=False) for printed in ("项", "", "7", "1")]
    (bound,) = floor_bounds(made, [0.5])
    assert (bound.above, bound.misread) == (Share(3, 4), Share(1, 2))


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ((PageToken("8", BOX, 0.7, "8"),), ("8", "3", 0.7, True)),
        ((PageToken("8", BOX, 0.7, ""),), ("8", "3", 0.7, False)),
        ((PageToken("8", BOX, 0.7, None),), ("8", "3", 0.7, False)),
        ((PageToken("1,208.50", BOX, 0.7, "1,208.50"),), ("1,208.50", "3", 0.7, True)),
        ((PageToken("8件", BOX, 0.7, "8件"),), None),
        ((PageToken("8", BOX, 0.7, "8"), PageToken("3", BOX, 0.7, "3")), None),
        ((PageToken("8", BOX),), None),
        ((), None),
    ],
)
def test_a_figure_stands_alone_and_was_recognised(
    tokens: tuple[PageToken, ...], expected: tuple[str, str, float, bool] | None
) -> None:
    """Labels, units, born-digital words, blanks and cells of several tokens are not counted."""
    assert figure_of(cell(*tokens), " 3\n") == expected
