"""Identities in three-valued logic: holds, fails, or cannot be assessed.

Counts are compared exactly. Decimals are compared by rounding interval: a printed 12.5 stands for anything from 12.45
to 12.55, and an equation fails only when the intervals of its two sides are disjoint (XBRL Calculations 1.1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.forms import Equation

__all__ = ["Amount", "EquationResult", "Outcome", "evaluate"]

Outcome = Literal["passed", "failed", "not_assessable"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed number with its precision."""

    value: Decimal | int
    half_unit: Decimal | int = 0
    """Half a unit in the last printed place; 0 for counts, which are exact."""

    @classmethod
    def of(cls, value: int | str) -> "Amount":
        """An integer is exact; a decimal string is rounded in its last place when it prints one."""
        if isinstance(value, int):
            return cls(value)
        number = Decimal(value)
        exponent = number.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        return cls(number, Decimal(5).scaleb(-places - 1) if places else 0)


@dataclass(frozen=True, slots=True)
class EquationResult:
    """What became of one equation."""

    equation: Equation
    outcome: Outcome
    vacuous: bool
    """Passed with zeros only: no evidence."""
    left: Decimal | int | None
    """Sum of the left side; null when not assessable."""
    right: Decimal | int | None
    unusable: tuple[str, ...]
    """The cells that state no number."""


def evaluate(equations: Sequence[Equation], amounts: Mapping[str, Amount]) -> tuple[EquationResult, ...]:
    """Evaluate every equation on the cells that state a number; a cell that is absent from `amounts` states none."""
    return tuple(_evaluate(equation, amounts) for equation in equations)


def _evaluate(equation: Equation, amounts: Mapping[str, Amount]) -> EquationResult:
    unusable = tuple(path for path in equation.cells if path not in amounts)
    if unusable:
        return EquationResult(equation, "not_assessable", vacuous=False, left=None, right=None, unusable=unusable)
    left = sum(amounts[path].value for path in equation.left)
    right = sum(amounts[path].value for path in equation.right)
    slack = sum(amounts[path].half_unit for path in equation.cells)
    holds = abs(left - right) <= slack
    vacuous = holds and all(not amounts[path].value for path in equation.cells)
    return EquationResult(
        equation, "passed" if holds else "failed", vacuous=vacuous, left=left, right=right, unusable=()
    )
