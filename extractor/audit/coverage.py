"""How much of a document the rules could check."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.audit.arithmetic import EquationResult
from extractor.audit.engine import Checked
from extractor.model import Coverage

__all__ = ["CheckPower", "check_power", "measure_coverage"]


@dataclass(frozen=True, slots=True)
class CheckPower:
    """What the evaluated equations would say if one cell held another number and all others were right."""

    noticed: frozenset[str]
    """The cells whose change would break an equation."""
    located: frozenset[str]
    """Those whose change would break a set of equations that no other single cell breaks: it could only be they."""


def check_power(results: Sequence[EquationResult]) -> CheckPower:
    """Derive from the equations alone, without trying any number, which cells they watch and which they tell apart.

    A change of one cell changes exactly one side of each equation that holds it, so every cell of an evaluated
    equation is noticed, also when the equation is vacuous.
    """
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for number, result in enumerate(results):
        if result.outcome != "not_assessable":
            for path in result.equation.cells:
                holding[path].append(number)
    alike: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
    for path, equations in holding.items():
        alike[tuple(equations)].append(path)
    return CheckPower(frozenset(holding), frozenset(paths[0] for paths in alike.values() if len(paths) == 1))


def measure_coverage(results: Sequence[EquationResult], checked: Checked, cells: int) -> Coverage:
    """Count the outcomes of identities and of the catalogue's rules, and tell how much the identities watch.

    `check_power` is the share of the form's `cells` whose change an evaluated equation would notice.
    """
    evaluated = [result for result in results if result.outcome != "not_assessable"]
    passed = sum(1 for result in evaluated if result.outcome == "passed") + checked.passed
    failed = sum(1 for result in evaluated if result.outcome == "failed") + checked.failed
    not_assessable = len(results) - len(evaluated) + checked.not_assessable
    return Coverage(
        applicable=passed + failed + not_assessable,
        evaluated=passed + failed,
        passed=passed,
        vacuous=sum(1 for result in evaluated if result.vacuous) + checked.vacuous,
        failed=failed,
        not_assessable=not_assessable,
        check_power=round(len(check_power(results).noticed) / cells, 4) if cells else None,
    )
