"""How much of a document the rules could check."""

from collections.abc import Sequence

from extractor.audit.arithmetic import EquationResult
from extractor.model import Coverage

__all__ = ["measure_coverage"]


def measure_coverage(results: Sequence[EquationResult], cells: int) -> Coverage:
    """Count outcomes, and the share of the `cells` of the form whose change an evaluated equation would notice.

    A change of one cell changes exactly one side of each equation that holds the cell, so every cell of an evaluated
    equation is noticed, also when the equation is vacuous.
    """
    evaluated = [result for result in results if result.outcome != "not_assessable"]
    watched = {path for result in evaluated for path in result.equation.cells}
    return Coverage(
        applicable=len(results),
        evaluated=len(evaluated),
        passed=sum(1 for result in evaluated if result.outcome == "passed"),
        vacuous=sum(1 for result in evaluated if result.vacuous),
        failed=sum(1 for result in evaluated if result.outcome == "failed"),
        not_assessable=len(results) - len(evaluated),
        check_power=round(len(watched) / cells, 4) if cells else None,
    )
