"""All smallest sets of up to three cells whose change makes every equation hold.

A set of cells is searched through values that close one equation each, so a set is found when its cells can be taken in
an order in which each is alone left in some equation. Figures that the equations do not fix are nobody's proposal.
"""

from collections.abc import Iterator

from extractor.audit.localise.system import Change, System

__all__ = ["MOST_CELLS", "alone", "closing", "smallest_repairs"]

MOST_CELLS = 3
MOST_STEPS = 40_000
"""Changes tried before the search gives up; a count, so that the answer is the same on every machine."""


def smallest_repairs(system: System, violated: frozenset[int], most: int = MOST_CELLS) -> list[Change]:
    """All repairs of the fewest cells, in the order of the cells; none where it would take more than `most`."""
    search = _Search(system, violated)
    for size in range(1, most + 1):
        search.extend(size)
        if search.steps > MOST_STEPS:
            return []
        if search.found:
            return [search.found[cells] for cells in sorted(search.found)]
    return []


def alone(system: System, violated: frozenset[int]) -> list[Change]:
    """Every change of a single variable that explains all of `violated`, also one that the cell could never print."""
    return [
        ((variable, system.values[variable] + difference),)
        for variable in _common(system, violated)
        for difference in closing(system, variable, violated, dict(enumerate(system.residuals)))
        if _holds(system, variable, difference, dict(enumerate(system.residuals)))
    ]


def closing(system: System, variable: int, violated: frozenset[int] | set[int], residuals: dict[int, int]) -> list[int]:
    """The differences by which a variable closes one of the violated equations that hold it, each once."""
    return list(
        dict.fromkeys(
            -residuals[equation] // sign
            for equation, sign in system.held[variable].items()
            if equation in violated and residuals[equation] % sign == 0
        )
    )


def _common(system: System, violated: frozenset[int] | set[int]) -> Iterator[int]:
    """The variables that all violated equations share."""
    smallest = min(violated, key=lambda equation: (len(system.terms[equation]), equation))
    return (variable for variable in system.terms[smallest] if violated <= system.held[variable].keys())


def _holds(system: System, variable: int, difference: int, residuals: dict[int, int]) -> bool:
    """Whether every equation of the variable holds after a change."""
    return all(
        abs(residuals[equation] + sign * difference) <= system.slacks[equation]
        for equation, sign in system.held[variable].items()
    )


class _Search:
    """A depth-first search that undoes what it tried."""

    def __init__(self, system: System, violated: frozenset[int]) -> None:
        """Start from the failed equations of one component."""
        self.system = system
        self.violated = set(violated)
        self.residuals = dict(enumerate(system.residuals))
        self.changed: dict[int, int] = {}
        self.found: dict[tuple[int, ...], Change] = {}
        self.steps = 0
        # No change closes more equations than the most that any cell stands in.
        self.reach = max((len(held) for held in system.held), default=0)

    def extend(self, left: int) -> None:
        """Try every further change, with `left` of them to go."""
        # Nothing violated this early means that fewer changes do.
        if not self.violated or len(self.violated) > left * self.reach or self.steps > MOST_STEPS:
            return
        if left == 1:
            self._finish()
            return
        for variable in list(self._candidates(left)):
            for difference in closing(self.system, variable, self.violated, self.residuals):
                value = self.system.values[variable] + difference
                if self.system.allows(variable, value):
                    self.steps += 1
                    self._apply(variable, difference)
                    self.changed[variable] = value
                    self.extend(left - 1)
                    del self.changed[variable]
                    self._apply(variable, -difference)

    def _finish(self) -> None:
        for variable in _common(self.system, self.violated):
            self.steps += 1
            if variable in self.changed:
                continue
            for difference in closing(self.system, variable, self.violated, self.residuals):
                value = self.system.values[variable] + difference
                if self.system.allows(variable, value) and _holds(self.system, variable, difference, self.residuals):
                    change = tuple(sorted({**self.changed, variable: value}.items()))
                    self.found.setdefault(tuple(cell for cell, _ in change), change)

    def _candidates(self, left: int) -> Iterator[int]:
        """Cells of which one belongs to every repair.

        With two cells to go, one of the smallest equation is always alone in some violated equation. With three, that
        one may stand outside it.
        """
        if left == MOST_CELLS:
            cells = {variable for equation in self.violated for variable in self.system.terms[equation]}
            ordered = iter(sorted(cells))
        else:
            smallest = min(self.violated, key=lambda equation: (len(self.system.terms[equation]), equation))
            ordered = iter(self.system.terms[smallest])
        return (variable for variable in ordered if variable not in self.changed)

    def _apply(self, variable: int, difference: int) -> None:
        for equation, sign in self.system.held[variable].items():
            self.residuals[equation] += sign * difference
            if abs(self.residuals[equation]) > self.system.slacks[equation]:
                self.violated.add(equation)
            else:
                self.violated.discard(equation)
