"""`extractor.audit.localise`: which cells failed sums point at, and what would reconcile them."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from extractor.audit import Amount, Located, Repair, evaluate, locate, suspects
from extractor.audit.localise.likeness import likeness
from extractor.forms import Equation

Make = Callable[..., Equation]

SQUARE = ("a b sum_1", "c d sum_2", "a c sum_3", "b d sum_4")
"""Two rows and two columns of parts, each with its total last."""


def amounts(printed: str) -> dict[str, Amount]:
    """Amounts of a listing `cell=number …`; a point makes a decimal."""
    pairs = (item.split("=") for item in printed.split())
    return {f"t.{name}": Amount.of(value if "." in value else int(value)) for name, value in pairs}


def sums(equation: Make, *lines: str) -> list[Equation]:
    """Equations of the table `t`, each with its total last."""
    return [
        equation(" ".join(f"t.{name}" for name in parts), f"t.{total}")
        for *parts, total in (line.split() for line in lines)
    ]


def explained(
    equations: Sequence[Equation],
    printed: str,
    lines: str = "",
    signed: str = "",
) -> list[Located]:
    """What explains the failures; `lines` are the printed rows, one block."""
    known = amounts(printed)
    block = [[f"t.{name}" for name in line.split()] for line in lines.split("|")] if lines else []
    return locate(evaluate(equations, known), known, [block], [f"t.{name}" for name in signed.split()])


def changes(repair: Repair) -> str:
    """A repair as a listing, in the order of the cells."""
    return " ".join(f"{path.removeprefix('t.')}={number}" for path, number in repair.changes)


class TestSingleCells:
    """One wrong cell."""

    def test_what_holds_needs_no_explanation(self, equation: Make) -> None:
        """Nothing is searched where no equation fails."""
        assert explained(sums(equation, "a b sum"), "a=1 b=2 sum=3") == []

    def test_the_only_cell_that_two_failures_share_is_the_only_explanation(self, equation: Make) -> None:
        """Row and column cross in one cell, and both ask for the same number there."""
        (located,) = explained(sums(equation, *SQUARE), "a=1 b=2 c=30 d=4 sum_1=3 sum_2=7 sum_3=4 sum_4=6")
        assert located.unique is not None
        assert changes(located.unique) == "c=3"
        assert len(located.failed) == 2

    def test_one_failure_alone_points_at_all_its_cells(self, equation: Make) -> None:
        """A single sum does not tell its cells apart, and no cell becomes negative."""
        (located,) = explained(sums(equation, "a b c sum"), "a=1 b=2 c=0 sum=4")
        assert {changes(repair) for repair in located.repairs} == {"a=2", "b=3", "c=1", "sum=3"}
        (located,) = explained(sums(equation, "a b c sum"), "a=1 b=2 c=0 sum=2")
        assert {changes(repair) for repair in located.repairs} == {"a=0", "b=1", "sum=3"}

    def test_a_cell_that_may_be_negative_is_changed_into_a_negative_number(self, equation: Make) -> None:
        """The change of a stock goes both ways, and so does a cell that prints a negative number already."""
        (located,) = explained(sums(equation, "a b sum"), "a=1 b=0 sum=0", signed="b")
        assert {changes(repair) for repair in located.repairs} == {"a=0", "b=-1", "sum=1"}
        (located,) = explained(sums(equation, "a b sum"), "a=-1 b=3 sum=0")
        assert {changes(repair) for repair in located.repairs} == {"a=-3", "b=1", "sum=2"}

    def test_a_blank_hides_its_equations_from_the_search(self, equation: Make) -> None:
        """Without the column, the row alone speaks: nothing is located any more, and the blank is no candidate."""
        (located,) = explained(sums(equation, *SQUARE), "a=1 b=2 c=30 d=4 sum_1=3 sum_2=7 sum_4=6")
        assert {changes(repair) for repair in located.repairs} == {"c=3", "sum_2=34"}

    def test_failures_without_a_link_are_explained_apart(self, equation: Make) -> None:
        """Two tables with a mistake each are two stories."""
        located = explained(sums(equation, "a b sum", "c d total"), "a=1 b=1 sum=3 c=2 d=2 total=5")
        assert [part.failed for part in located] == [(0,), (1,)]

    def test_decimals_are_reconciled_within_their_rounding(self, equation: Make) -> None:
        """12.50 stands for anything from 12.495 to 12.505; the proposal has as many places as its neighbours."""
        (located,) = explained(sums(equation, "a b sum"), "a=10.25 b=2.25 sum=21.50")
        assert ("t.sum", Decimal("12.50")) in [change for repair in located.repairs for change in repair.changes]
        assert explained(sums(equation, "a b sum"), "a=10.25 b=2.25 sum=12.51") == []

    def test_a_count_is_never_proposed_as_a_fraction(self, equation: Make) -> None:
        """Beside decimals, a whole number stays whole or is no candidate."""
        (located,) = explained(sums(equation, "a b sum"), "a=1 b=2.5 sum=7.7")
        assert {changes(repair) for repair in located.repairs} == {"b=6.7", "sum=3.5"}


class TestSeveralCells:
    """Two and three wrong cells."""

    def test_two_wrong_cells_are_found_where_no_single_cell_explains_all(self, equation: Make) -> None:
        """All smallest explanations are listed, and none with more cells than needed."""
        (located,) = explained(sums(equation, *SQUARE), "a=9 b=2 c=3 d=7 sum_1=3 sum_2=7 sum_3=4 sum_4=6")
        assert "a=1 d=4" in {changes(repair) for repair in located.repairs}
        assert {len(repair.changes) for repair in located.repairs} == {2}

    def test_failures_that_ask_for_different_numbers_are_two_mistakes(self, equation: Make) -> None:
        """Row and column cross in c, but no number for c satisfies both: c alone is not to blame."""
        (located,) = explained(sums(equation, *SQUARE), "a=1 b=2 c=5 d=4 sum_1=3 sum_2=7 sum_3=9 sum_4=6")
        assert {len(repair.changes) for repair in located.repairs} == {2}

    def test_beyond_three_cells_nothing_is_proposed(self, equation: Make) -> None:
        """Four independent mistakes in one component have no explanation worth showing."""
        chain = ["a z total_1", "b z total_2", "c z total_3", "d z total_4"]
        printed = "a=1 b=1 c=1 d=1 z=1 total_1=12 total_2=23 total_3=34 total_4=45"
        (located,) = explained(sums(equation, *chain), printed)
        assert (len(located.failed), located.repairs) == (4, ())


class TestLines:
    """Whole lines gone wrong: structural edits come first."""

    GRID = (
        "a1 a2 a3 at",
        "b1 b2 b3 bt",
        "c1 c2 c3 ct",
        "a1 b1 c1",
        "a2 b2 c2",
        "a3 b3 c3",
        "at bt ct",
    )
    ROWS = "a1 a2 a3 at|b1 b2 b3 bt|c1 c2 c3 ct"
    RIGHT = "10 2 5 17|3 4 6 13|13 6 11 30"
    """The third row is the sum of the others."""

    def printed(self, *rows: str) -> str:
        """A listing of the figures, with some of the three rows replaced: `b: 1 2 3 4`."""
        figures: dict[str, str] = dict(zip("abc", self.RIGHT.split("|"), strict=True))
        figures.update((row[0], row[3:]) for row in rows)
        return " ".join(
            f"{name}{column}={number}"
            for name, row in figures.items()
            for column, number in zip("123t", row.split(), strict=True)
        )

    @pytest.mark.parametrize(
        ("wrong", "why", "mended"),
        [
            pytest.param("a: 10 5 2 17", "swapped", "a2=2 a3=5", id="two-values-of-a-row"),
            pytest.param("b: 0 3 4 6", "shifted", "b1=3 b2=4 b3=6 bt=13", id="one-field-too-many"),
            pytest.param("b: 4 6 13 0", "shifted", "b1=3 b2=4 b3=6 bt=13", id="the-first-field-lost"),
            pytest.param("a: 1 0 2 5", "split", "a1=10 a2=2 a3=5 at=17", id="ten-in-two-cells"),
            pytest.param("b: 34 6 13 0", "joined", "b1=3 b2=4 b3=6 bt=13", id="two-numbers-in-one-cell"),
        ],
    )
    def test_a_row_that_went_wrong_as_a_whole_is_one_event(
        self, equation: Make, wrong: str, why: str, mended: str
    ) -> None:
        """However many cells it changes, it comes before as many separate mistakes."""
        (located,) = explained(sums(equation, *self.GRID), self.printed(wrong), self.ROWS)
        assert (located.repairs[0].why, changes(located.repairs[0])) == (why, mended)
        assert located.repairs[0].structural

    def test_exchanged_rows_are_found_where_a_sum_tells_them_apart(self, equation: Make) -> None:
        """A part and its total in each other's place; two parts in each other's place break nothing."""
        (located,) = explained(sums(equation, *self.GRID), self.printed("b: 13 6 11 30", "c: 3 4 6 13"), self.ROWS)
        assert located.repairs[0].why == "rows-exchanged"
        assert changes(located.repairs[0]) == "b1=3 b2=4 b3=6 bt=13 c1=13 c2=6 c3=11 ct=30"
        assert explained(sums(equation, *self.GRID), self.printed("a: 3 4 6 13", "b: 10 2 5 17"), self.ROWS) == []

    def test_a_cell_that_is_located_needs_no_guess_at_its_line(self, equation: Make) -> None:
        """Row and column agree on one cell: other stories are not told."""
        (located,) = explained(sums(equation, *self.GRID), self.printed("a: 10 2 8 17"), self.ROWS)
        assert located.unique is not None
        assert (located.unique.why, changes(located.unique)) == ("digit-wrong", "a3=5")

    def test_single_cells_are_still_named_after_a_line(self, equation: Make) -> None:
        """Where one sum alone fails, an exchange is one more way, and hides none of the others."""
        (located,) = explained(sums(equation, "a b sum"), "a=3 b=8 sum=5", "a b sum")
        assert [changes(repair) for repair in located.repairs if repair.structural] == ["b=5 sum=8"]
        assert {changes(repair) for repair in located.repairs if not repair.structural} == {"b=2", "sum=11"}


class TestSuspects:
    """The cells a person should look at first."""

    @pytest.mark.parametrize(
        ("lines", "printed", "suspected"),
        [
            pytest.param(["a b sum"], "a=1 b=2 sum=3", "", id="everything-holds"),
            pytest.param(["a b sum"], "a=1 b=2 sum=4", "a b sum", id="one-failure-suspects-all-its-cells"),
            pytest.param(["a b sum"], "a=0 b=0 sum=0 c=1", "", id="zeros-hold-too"),
            pytest.param(["a b s", "a c t"], "a=5 b=1 s=2 c=2 t=3", "a", id="the-cell-that-all-failures-share"),
            pytest.param(["a b s", "b c t"], "a=5 b=1 s=2 c=2 t=3", "a s", id="what-holds-clears-its-cells"),
            pytest.param(["a b s", "a b t"], "a=1 b=1 s=5 t=5", "a b", id="two-candidates-stay-two"),
            pytest.param(
                ["a b s", "a c t"], "a=5 b=1 s=2 c=2 t=9", "a b c s t", id="different-numbers-asked-for-clear-nobody"
            ),
            pytest.param(["a b s", "c d t"], "a=1 b=1 s=3 c=1 d=1 t=4", "a b c d s t", id="two-components"),
        ],
    )
    def test_one_wrong_cell_explains_every_failure_and_the_difference_in_each(
        self, equation: Make, lines: list[str], printed: str, suspected: str
    ) -> None:
        """Where no single cell does, every cell of a failed equation stays suspected."""
        known = amounts(printed)
        found = suspects(evaluate(sums(equation, *lines), known), known)
        assert sorted(path.removeprefix("t.") for path in found) == suspected.split()

    def test_a_cell_is_not_cleared_because_its_number_would_be_negative(self, equation: Make) -> None:
        """With two mistakes it might be wrong all the same: only proposals leave it out."""
        known = amounts("a=9 b=0 sum=2")
        assert suspects(evaluate(sums(equation, "a b sum"), known), known) == {"t.a", "t.b", "t.sum"}


class TestLikeness:
    """How the right number would have become the printed one."""

    @pytest.mark.parametrize(
        ("printed", "right", "why"),
        [
            ("8", "0", "digit-confused"),
            ("12", "15", "digit-wrong"),
            ("24", "42", "digits-exchanged"),
            ("1123", "123", "digit-doubled"),
            ("1253", "123", "digit-added"),
            ("12", "120", "digit-lost"),
            ("77302.8", "7730.28", "point-moved"),
            ("12", "-12", "sign-lost"),
            ("12", "97", "sums-only"),
            ("1", "100", "sums-only"),
            ("-1", "12", "sums-only"),
        ],
    )
    def test_each_kind_of_slip_is_told_from_the_digits(self, printed: str, right: str, why: str) -> None:
        """From the two numbers alone, whatever the sums are."""
        one, other = (Decimal(text) if "." in printed else int(text) for text in (printed, right))
        assert likeness(one, other) == why
