"""`extractor.audit.coverage`: how much the rules could check is counted as plainly as what they found."""

from collections.abc import Callable

import pytest

from extractor.audit import Amount, Checked, check_power, evaluate, measure_coverage
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
        coverage = measure_coverage(evaluate(equations, counts(a=1, b=1, c=0, d=0)), Checked(), 8)
        assert (coverage.applicable, coverage.evaluated, coverage.not_assessable) == (5, 3, 2)
        assert (coverage.passed, coverage.vacuous, coverage.failed) == (2, 1, 1)

    def test_check_power_is_the_share_of_cells_in_evaluated_equations(self, equation: Make) -> None:
        """A cell of two equations counts once, and one of a not assessable equation does not count."""
        equations = [equation("t.a", "t.b"), equation("t.b", "t.c"), equation("t.d", "t.gone")]
        coverage = measure_coverage(evaluate(equations, counts(a=1, b=1, c=1, d=1)), Checked(), 4)
        assert coverage.check_power == 0.75

    def test_a_vacuous_pass_still_watches_its_cells(self, equation: Make) -> None:
        """All zeros are no evidence, but a change of one of them would be noticed."""
        coverage = measure_coverage(evaluate([equation("t.a", "t.b")], counts(a=0, b=0)), Checked(), 2)
        assert (coverage.vacuous, coverage.check_power) == (1, 1.0)

    @pytest.mark.parametrize(("cells", "power"), [(0, None), (3, 0.0)], ids=["no-cells", "no-equation"])
    def test_without_equations_nothing_is_watched(self, cells: int, power: float | None) -> None:
        """A form without cells has no share at all, which is not the same as none of them."""
        coverage = measure_coverage([], Checked(), cells)
        assert (coverage.applicable, coverage.check_power) == (0, power)

    def test_the_rules_of_the_catalogue_count_too_but_watch_no_cells(self, equation: Make) -> None:
        """A rule on the text says nothing about a changed figure."""
        checked = Checked(passed=3, vacuous=1, failed=2, not_assessable=4)
        coverage = measure_coverage(evaluate([equation("t.a", "t.b")], counts(a=1, b=1)), checked, 4)
        assert (coverage.applicable, coverage.evaluated, coverage.not_assessable) == (10, 6, 4)
        assert (coverage.passed, coverage.vacuous, coverage.failed, coverage.check_power) == (4, 1, 2, 0.5)


class TestCheckPower:
    """Which cells the equations watch, and which they tell apart."""

    def test_a_cell_is_located_by_a_set_of_equations_of_its_own(self, equation: Make) -> None:
        """B stands in both sums, a and c in one each with their totals: those two pairs cannot be told apart."""
        equations = [equation("t.a t.b", "t.s"), equation("t.b t.c", "t.u")]
        power = check_power(evaluate(equations, counts(a=1, b=1, c=1, s=2, u=2)))
        assert power.noticed == {"t.a", "t.b", "t.c", "t.s", "t.u"}
        assert power.located == {"t.b"}

    def test_an_equation_with_a_blank_watches_nothing(self, equation: Make) -> None:
        """Without its second sum, b is one of three cells of a lone one."""
        equations = [equation("t.a t.b", "t.s"), equation("t.b t.c", "t.u")]
        power = check_power(evaluate(equations, counts(a=1, b=1, s=2, u=2)))
        assert (power.noticed, power.located) == ({"t.a", "t.b", "t.s"}, frozenset())
