"""Exact bounds of an error rate."""

import pytest

from extractor.review.bounds import error_bounds


@pytest.mark.parametrize(
    ("wrong", "sampled", "lower", "upper"),
    [
        # Clopper and Pearson's own closed forms for none wrong: 1 - (α/2)^(1/n); the others from R's binom.test.
        (0, 10, 0.0, 0.3085),
        (0, 300, 0.0, 0.01222),
        (1, 10, 0.002529, 0.4450),
        (5, 100, 0.016432, 0.11283),
        (10, 10, 0.6915, 1.0),
    ],
)
def test_the_bounds_are_those_of_the_tables(wrong: int, sampled: int, lower: float, upper: float) -> None:
    """Known values, to the digits that are printed."""
    found = error_bounds(wrong, sampled)
    assert found[0] == pytest.approx(lower, rel=2e-3, abs=1e-9)
    assert found[1] == pytest.approx(upper, rel=2e-3)


def test_without_a_sample_nothing_is_known() -> None:
    """Any rate is possible."""
    assert error_bounds(0, 0) == (0.0, 1.0)


def test_more_wrong_than_sampled_is_a_mistake() -> None:
    """Of the caller, who hears of it."""
    with pytest.raises(ValueError, match="3 of 2"):
        error_bounds(3, 2)
