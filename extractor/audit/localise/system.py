"""Equations and figures as whole numbers, ready to be searched."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.audit.arithmetic import Amount, EquationResult

__all__ = ["Change", "System", "build_system"]

Change = tuple[tuple[int, int], ...]
"""What a repair makes of some variables: each with its new value."""


@dataclass(slots=True, eq=False)
class System:
    """The evaluated equations over the cells that state a number, which are its variables.

    All amounts are multiples of half a unit in the last printed place, so that decimals and their rounding are exact.
    """

    paths: Sequence[str]
    """The cell of each variable."""
    values: Sequence[int]
    steps: Sequence[int]
    """The smallest amount by which each variable can change: a count has no decimals."""
    floors: Sequence[int | None]
    """The least that each variable can be; null for one that may be negative."""
    terms: Sequence[Mapping[int, int]]
    """By equation: its variables with their sign, positive on the left."""
    held: Sequence[Mapping[int, int]]
    """By variable: the equations that hold it, with its sign there."""
    residuals: Sequence[int]
    """By equation: left side less right side."""
    slacks: Sequence[int]
    """By equation: how far the sides may differ by rounding alone."""
    results: Sequence[int]
    """By equation: its position among the results that the system was built from."""
    unit: int
    """The amount that stands for one."""
    numbers: Mapping[str, int]
    """By cell path: its variable."""

    def violated(self) -> frozenset[int]:
        """The equations that fail."""
        return frozenset(
            number
            for number, (residual, slack) in enumerate(zip(self.residuals, self.slacks, strict=True))
            if abs(residual) > slack
        )

    def components(self) -> list[frozenset[int]]:
        """The failed equations, grouped by whether evaluated equations link them; in the equations' order."""
        waiting = self.violated()
        groups: list[frozenset[int]] = []
        while waiting:
            reached = {min(waiting)}
            edge = set(reached)
            while edge:
                near = {variable for equation in edge for variable in self.terms[equation]}
                edge = {equation for variable in near for equation in self.held[variable]} - reached
                reached |= edge
            groups.append(waiting & reached)
            waiting -= reached
        return groups

    def allows(self, variable: int, value: int) -> bool:
        """Whether the cell could print the value at all."""
        floor = self.floors[variable]
        return (floor is None or value >= floor) and value % self.steps[variable] == 0

    def after(self, change: Mapping[int, int]) -> dict[int, int]:
        """The residuals of the equations that a change touches."""
        touched: dict[int, int] = {}
        for variable, value in change.items():
            difference = value - self.values[variable]
            for equation, sign in self.held[variable].items():
                touched[equation] = touched.get(equation, self.residuals[equation]) + sign * difference
        return touched

    def number(self, variable: int, value: int) -> int | Decimal:
        """A scaled value as the cell would state it: a count, or a decimal."""
        if self.steps[variable] == self.unit:
            return value // self.unit
        return Decimal(value) / self.unit


def build_system(
    results: Sequence[EquationResult],
    amounts: Mapping[str, Amount],
    signed: Collection[str] = (),
) -> System:
    """Number the cells of `amounts` and the evaluated ones of `results`; `signed` cells may be negative."""
    places = max((_places(amount) for amount in amounts.values()), default=0)
    unit = 2 * 10**places
    paths = list(amounts)
    numbers = {path: number for number, path in enumerate(paths)}
    values = [_scaled(amount.value, unit) for amount in amounts.values()]
    halves = [_scaled(amount.half_unit, unit) for amount in amounts.values()]
    held: list[dict[int, int]] = [{} for _ in paths]
    terms: list[dict[int, int]] = []
    residuals: list[int] = []
    slacks: list[int] = []
    positions: list[int] = []
    for position, result in enumerate(results):
        if result.outcome == "not_assessable":
            continue
        signs: dict[int, int] = {}
        for sign, side in ((1, result.equation.left), (-1, result.equation.right)):
            for path in side:
                variable = numbers[path]
                signs[variable] = signs.get(variable, 0) + sign
        equation = len(terms)
        terms.append({variable: sign for variable, sign in signs.items() if sign})
        for variable, sign in terms[-1].items():
            held[variable][equation] = sign
        residuals.append(sum(sign * values[variable] for variable, sign in terms[-1].items()))
        slacks.append(sum(halves[numbers[path]] for path in result.equation.cells))
        positions.append(position)
    return System(
        paths=paths,
        values=values,
        steps=[unit if isinstance(amount.value, int) else 2 for amount in amounts.values()],
        floors=[None if path in signed or value < 0 else 0 for path, value in zip(paths, values, strict=True)],
        terms=terms,
        held=held,
        residuals=residuals,
        slacks=slacks,
        results=positions,
        unit=unit,
        numbers=numbers,
    )


def _places(amount: Amount) -> int:
    if isinstance(amount.value, int):
        return 0
    exponent = amount.value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _scaled(number: Decimal | int, unit: int) -> int:
    return number * unit if isinstance(number, int) else int(number * unit)
