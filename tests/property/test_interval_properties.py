"""The exact intervals against their definition, in exact fractions."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.scoring import binomial_tail, clopper_pearson, mcnemar_worse, upper_bound

counts = st.integers(1, 60).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@given(counts)
def test_the_bounds_leave_exactly_the_tails(count: tuple[int, int]) -> None:
    """At the lower bound so many or more, at the upper so many or fewer, have 2.5 % each: their definition."""
    part, whole = count
    interval = clopper_pearson(part, whole)
    if part:
        assert float(binomial_tail(part, whole, Fraction(interval.low))) == pytest.approx(0.025, rel=1e-6)
    if part < whole:
        below = 1 - binomial_tail(part + 1, whole, Fraction(interval.high))
        assert float(below) == pytest.approx(0.025, rel=1e-6)


@given(counts)
def test_the_share_lies_inside_and_the_other_way_round_is_the_mirror(count: tuple[int, int]) -> None:
    """Counting the failures in the place of the successes turns the interval over."""
    part, whole = count
    interval, mirror = clopper_pearson(part, whole), clopper_pearson(whole - part, whole)
    assert interval.low <= part / whole <= interval.high
    assert (interval.low, interval.high) == pytest.approx((1 - mirror.high, 1 - mirror.low), abs=1e-9)


@given(st.integers(1, 100_000))
def test_without_an_error_the_bound_is_the_known_formula(whole: int) -> None:
    """1 - 0.05^(1/n), the only case with a closed form, however large the count."""
    assert upper_bound(0, whole) == pytest.approx(1 - 0.05 ** (1 / whole), rel=1e-6)


@given(st.integers(0, 40), st.integers(0, 40))
def test_the_test_of_broken_documents_is_a_fair_coin(broken: int, fixed: int) -> None:
    """As the binomial tail at one half, in exact fractions."""
    exact = binomial_tail(broken, broken + fixed, Fraction(1, 2))
    assert mcnemar_worse(broken, fixed) == pytest.approx(float(exact), rel=1e-12)
    assert mcnemar_worse(broken + 1, fixed) <= mcnemar_worse(broken, fixed)


def test_published_values_come_out() -> None:
    """Five newly broken and none repaired is significant at 5 %, three are not; 60 documents allow 4.9 %."""
    assert mcnemar_worse(5, 0) == 1 / 32
    assert mcnemar_worse(3, 0) == 1 / 8
    assert mcnemar_worse(8, 1) == (comb(9, 8) + 1) / 512
    assert upper_bound(0, 60) == pytest.approx(0.0487, abs=1e-4)


def test_a_share_of_nothing_is_refused() -> None:
    """No bound without a count."""
    with pytest.raises(ValueError, match="0 of 0 is no share"):
        clopper_pearson(0, 0)
