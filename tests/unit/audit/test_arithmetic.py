"""`extractor.audit.arithmetic`: identities hold, fail or cannot be assessed; a blank is never a zero."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from extractor.audit import Amount, evaluate
from extractor.forms import Equation

Make = Callable[..., Equation]


def amounts(printed: str) -> dict[str, Amount]:
    """Amounts of a listing `path=value …`: whole numbers are counts, all else decimals as records hold them."""
    pairs = (item.split("=") for item in printed.split())
    return {path: Amount.of(int(value) if value.lstrip("-").isdigit() else value) for path, value in pairs}


class TestAmount:
    """A printed number and its precision."""

    @pytest.mark.parametrize(
        ("value", "number", "half_unit"),
        [
            pytest.param(7, "7", "0", id="count-is-exact"),
            pytest.param(-7, "-7", "0", id="negative-count"),
            pytest.param(0, "0", "0", id="zero"),
            pytest.param("7730.28", "7730.28", "0.005", id="two-places"),
            pytest.param("12.5", "12.5", "0.05", id="one-place"),
            pytest.param("12.50", "12.50", "0.005", id="trailing-zero-states-precision"),
            pytest.param("0", "0", "0", id="decimal-without-places"),
            pytest.param("-0.25", "-0.25", "0.005", id="negative-decimal"),
        ],
    )
    def test_the_printed_places_state_the_precision(self, value: int | str, number: str, half_unit: str) -> None:
        """A count is exact; a decimal stands for half a unit of its last place on either side."""
        assert Amount.of(value) == Amount(Decimal(number), Decimal(half_unit))


class TestOutcome:
    """Three values: passed, failed, not assessable."""

    @pytest.mark.parametrize(
        ("cells", "outcome", "vacuous"),
        [
            pytest.param("t.a=1 t.b=2 t.sum=3", "passed", False, id="holds"),
            pytest.param("t.a=1 t.b=2 t.sum=4", "failed", False, id="sum-too-large"),
            pytest.param("t.a=1 t.b=2 t.sum=2", "failed", False, id="sum-too-small"),
            pytest.param("t.a=0 t.b=0 t.sum=0", "passed", True, id="zeros-hold-vacuously"),
            pytest.param("t.a=0 t.b=0 t.sum=1", "failed", False, id="a-failure-is-never-vacuous"),
            pytest.param("t.a=-1 t.b=1 t.sum=0", "passed", False, id="terms-that-cancel-are-evidence"),
            pytest.param("t.a=5 t.b=-2 t.sum=3", "passed", False, id="negative-term"),
        ],
    )
    def test_an_equation_whose_cells_all_state_numbers_is_decided(
        self, equation: Make, cells: str, outcome: str, vacuous: bool
    ) -> None:
        """Equal sums pass, unequal ones fail, and a pass with nothing but zeros says that it is none."""
        (result,) = evaluate([equation("t.a t.b", "t.sum")], amounts(cells))
        assert (result.outcome, result.vacuous) == (outcome, vacuous)
        assert result.unusable == ()

    @pytest.mark.parametrize(
        ("cells", "unusable"),
        [
            pytest.param("t.a=1 t.sum=1", ("t.b",), id="a-blank-is-no-zero-although-it-would-fit"),
            pytest.param("t.a=1 t.b=2", ("t.sum",), id="blank-total"),
            pytest.param("t.b=0 t.sum=0", ("t.a",), id="blank-beside-zeros"),
            pytest.param("", ("t.a", "t.b", "t.sum"), id="nothing-at-all"),
            pytest.param("t.a=9 t.sum=1", ("t.b",), id="not-even-a-contradiction-is-claimed"),
        ],
    )
    def test_a_cell_without_a_number_makes_an_equation_not_assessable(
        self, equation: Make, cells: str, unusable: tuple[str, ...]
    ) -> None:
        """The sums stay unknown, and the cells that are to blame are named, left before right."""
        (result,) = evaluate([equation("t.a t.b", "t.sum")], amounts(cells))
        assert (result.outcome, result.vacuous) == ("not_assessable", False)
        assert (result.left, result.right) == (None, None)
        assert result.unusable == unusable

    def test_the_sums_of_both_sides_are_given(self, equation: Make) -> None:
        """Findings quote them."""
        (result,) = evaluate([equation("t.a t.b", "t.c t.d")], amounts("t.a=3 t.b=4 t.c=5 t.d=6"))
        assert (result.left, result.right) == (Decimal(7), Decimal(11))

    def test_every_equation_is_evaluated_by_itself_and_in_the_order_given(self, equation: Make) -> None:
        """A failure or a blank in one does not touch another."""
        equations = [
            equation("t.a", "t.b"),
            equation("t.b", "t.c"),
            equation("t.a", "t.missing"),
            equation("t.c", "t.c"),
        ]
        results = evaluate(equations, amounts("t.a=1 t.b=1 t.c=2"))
        assert [result.outcome for result in results] == ["passed", "failed", "not_assessable", "passed"]
        assert [result.equation for result in results] == equations

    def test_numbers_that_no_equation_asks_for_make_no_difference(self, equation: Make) -> None:
        """Other tables may be anything."""
        (result,) = evaluate([equation("t.a", "t.b")], amounts("t.a=1 t.b=1 other.x=999"))
        assert result.outcome == "passed"


class TestRounding:
    """Decimals stand for intervals."""

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param("t.a=1.2 t.b=1.3 t.sum=2.5", "passed", id="exact"),
            pytest.param("t.a=1.2 t.b=1.3 t.sum=2.6", "passed", id="within-three-half-units"),
            pytest.param("t.a=1.2 t.b=1 t.sum=2.3", "passed", id="intervals-that-touch-in-one-point"),
            pytest.param("t.a=1.2 t.b=1.3 t.sum=2.7", "failed", id="beyond"),
            pytest.param("t.a=1.25 t.b=1.30 t.sum=2.6", "passed", id="total-rounded-to-fewer-places"),
            pytest.param("t.a=1.25 t.b=1.30 t.sum=2.62", "failed", id="finer-places-have-narrower-intervals"),
            pytest.param("t.a=1 t.b=2 t.sum=3.0", "passed", id="counts-beside-a-decimal"),
            pytest.param("t.a=1 t.b=2 t.sum=3.1", "failed", id="counts-have-no-interval"),
            pytest.param("t.a=0.00 t.b=0.00 t.sum=0.00", "passed", id="zeros"),
        ],
    )
    def test_an_equation_fails_only_when_the_intervals_of_its_sides_are_disjoint(
        self, equation: Make, cells: str, outcome: str
    ) -> None:
        """Sums of rounded parts differ from a rounded sum by up to half a unit for each number printed."""
        (result,) = evaluate([equation("t.a t.b", "t.sum")], amounts(cells))
        assert result.outcome == outcome

    def test_large_sums_of_money_are_added_exactly(self, equation: Make) -> None:
        """No binary fraction and no rounding to a default precision takes part."""
        cells = {
            "t.a": Amount.of("99999999999999.9999999999"),
            "t.b": Amount.of("0.0000000001"),
            "t.sum": Amount.of("100000000000000.0000000000"),
        }
        (result,) = evaluate([equation("t.a t.b", "t.sum")], cells)
        assert result.left == result.right == Decimal(100000000000000)
