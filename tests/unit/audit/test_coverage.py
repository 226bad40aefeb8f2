"""`extractor.audit.coverage`: how much the rules could check is counted as plainly as what they found."""

from collections.abc import Callable

import pytest

from extractor.audit import Amount, evaluate, measure_coverage
from extractor.forms import Equation

Make = Callable[..., Equation]


def counts(**values: int) -> dict[str, Amount]:
    """Amounts of the invented table `t`."""
    return {f"t.{name}": Amount.of(value) for name, value in values.items()}


class TestCoverage:
    """Counts of outcomes."""

    def test_every_outcome_is_counted_once(self, equation: Make) -> None:
        """One equation holds, one holds vacuously, one fails, two cannot be assessed: five in all."""
        equations = [
            equation("t.a", "t.b"),
            equation("t.c", "t.d"),
            equation("t.a", "t.c"),
            equation("t.a", "t.gone"),
            equation("t.gone", "t.lost"),
        ]
        coverage = measure_coverage(evaluate(equations, counts(a=1, b=1, c=0, d=0)), 8)
        assert (coverage.applicable, coverage.evaluated, coverage.not_assessable) == (5, 3, 2)
        assert (coverage.passed, coverage.vacuous, coverage.failed) == (2, 1, 1)

    def test_check_power_is_the_share_of_cells_in_evaluated_equations(self, equation: Make) -> None:
        """A cell of two equations counts once, and one of a not assessable equation does not count."""
        equations = [equation("t.a", "t.b"), equation("t.b", "t.c"), equation("t.d", "t.gone")]
        coverage = measure_coverage(evaluate(equations, counts(a=1, b=1, c=1, d=1)), 4)
        assert coverage.check_power == 0.75

    def test_a_vacuous_pass_still_watches_its_cells(self, equation: Make) -> None:
        """All zeros are no evidence, but a change of one of them would be noticed."""
        coverage = measure_coverage(evaluate([equation("t.a", "t.b")], counts(a=0, b=0)), 2)
        assert (coverage.vacuous, coverage.check_power) == (1, 1.0)

    @pytest.mark.parametrize(("cells", "power"), [(0, None), (3, 0.0)], ids=["no-cells", "no-equation"])
    def test_without_equations_nothing_is_watched(self, cells: int, power: float | None) -> None:
        """A form without cells has no share at all, which is not the same as none of them."""
        coverage = measure_coverage([], cells)
        assert (coverage.applicable, coverage.check_power) == (0, power)
