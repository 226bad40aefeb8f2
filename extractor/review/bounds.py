"""How large an error rate may be, from a sample (Clopper and Pearson, Biometrika 26, 1934: exact, never too small)."""

from collections.abc import Callable
from math import comb

__all__ = ["error_bounds"]

STEPS = 60
"""Halvings: the bound is exact to 2^-60."""


def error_bounds(wrong: int, sampled: int, confidence: float = 0.95) -> tuple[float, float]:
    """The two-sided exact bounds of a rate of which `wrong` of `sampled` were seen; (0, 1) without a sample.

    Raises:
        ValueError: more were wrong than were sampled.
    """
    if not 0 <= wrong <= sampled:
        raise ValueError(f"{wrong} of {sampled} cannot be wrong")
    tail = (1 - confidence) / 2
    lower = 0.0 if wrong == 0 else _rate(lambda rate: 1 - _at_most(wrong - 1, sampled, rate) >= tail)
    upper = 1.0 if wrong == sampled else _rate(lambda rate: _at_most(wrong, sampled, rate) <= tail)
    return lower, upper


def _rate(reached: Callable[[float], bool]) -> float:
    """The smallest rate for which `reached` is true; it is false below and true above."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if reached(middle):
            high = middle
        else:
            low = middle
    return high


def _at_most(wrong: int, sampled: int, rate: float) -> float:
    """The probability of at most so many wrong ones."""
    return sum(comb(sampled, each) * rate**each * (1 - rate) ** (sampled - each) for each in range(wrong + 1))
