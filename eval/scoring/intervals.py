"""Exact intervals and tails for counts, without a library: every rate of the evaluation stands beside one."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb, exp, lgamma, log, log1p

__all__ = ["Interval", "binomial_tail", "clopper_pearson", "mcnemar_worse", "upper_bound"]

_STEPS = 80
"""Halvings of the unit interval: below the spacing of floats."""
_TINY = 1e-300
_CLOSE = 1e-15
_TERMS = 10_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided confidence interval of a share."""

    low: float
    high: float


def clopper_pearson(part: int, whole: int, confidence: float = 0.95) -> Interval:
    """The exact interval of a share (Clopper and Pearson, 1934): each tail holds at most half of the rest.

    Raises:
        ValueError: `part` lies outside 0 to `whole`, or there is nothing to count.
    """
    _check(part, whole)
    rest = (1 - confidence) / 2
    low = 0.0 if part == 0 else _root(lambda share: _beta(share, part, whole - part + 1) >= rest)
    high = 1.0 if part == whole else _root(lambda share: _beta(share, part + 1, whole - part) >= 1 - rest)
    return Interval(low, high)


def upper_bound(part: int, whole: int, confidence: float = 0.95) -> float:
    """The exact one-sided upper bound of a share: what a count of `part` in `whole` still allows.

    Raises:
        ValueError: as `clopper_pearson`.
    """
    _check(part, whole)
    return 1.0 if part == whole else _root(lambda share: _beta(share, part + 1, whole - part) >= confidence)


def binomial_tail(least: int, trials: int, share: Fraction) -> Fraction:
    """The exact chance of at least `least` successes."""
    return sum(
        (comb(trials, hit) * share**hit * (1 - share) ** (trials - hit) for hit in range(max(least, 0), trials + 1)),
        Fraction(0),
    )


def mcnemar_worse(broken: int, fixed: int) -> float:
    """The exact one-sided p-value that a change breaks no more documents than it repairs (McNemar, 1947).

    Args:
        broken: documents that were right and are wrong now.
        fixed: documents that were wrong and are right now.
    """
    trials = broken + fixed
    return sum(comb(trials, hit) for hit in range(broken, trials + 1)) / (1 << trials)


def _check(part: int, whole: int) -> None:
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(f"{part} of {whole} is no share")


def _root(reached: Callable[[float], bool]) -> float:
    """The smallest share that reaches something which grows with the share."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def _beta(share: float, left: float, right: float) -> float:
    """The regularised incomplete beta function: the chance of at least `left` of `left + right - 1` successes."""
    if share <= 0 or share >= 1:
        return float(share >= 1)
    front = exp(lgamma(left + right) - lgamma(left) - lgamma(right) + left * log(share) + right * log1p(-share))
    # The continued fraction converges fast on this side of the mean only; the function is symmetric.
    if share < (left + 1) / (left + right + 2):
        return front * _fraction(share, left, right) / left
    return 1 - front * _fraction(1 - share, right, left) / right


def _fraction(share: float, left: float, right: float) -> float:
    """Lentz's evaluation of the continued fraction (Abramowitz and Stegun 26.5.8)."""
    upper, lower = 1.0, 1 / _away(1 - (left + right) * share / (left + 1))
    value = lower
    for step in range(1, _TERMS):
        even = step * (right - step) * share / ((left + 2 * step - 1) * (left + 2 * step))
        odd = -(left + step) * (left + right + step) * share / ((left + 2 * step) * (left + 2 * step + 1))
        for term in (even, odd):
            lower = 1 / _away(1 + term * lower)
            upper = _away(1 + term / upper)
            value *= lower * upper
        if abs(lower * upper - 1) < _CLOSE:
            break
    return value


def _away(value: float) -> float:
    """Never zero, so that it can be divided by."""
    return value if abs(value) > _TINY else _TINY
