"""`extractor.audit.findings`: what a failed identity says, once, with its cells, and under a stable name."""

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from extractor.audit import Amount, arithmetic_findings, evaluate
from extractor.forms import Equation
from extractor.model import Finding

Make = Callable[..., Equation]

LEDGER = {"t.a": "3", "t.b": "4", "t.sum": "8"}
"""3 + 4 is not 8."""


def findings(equations: list[Equation], printed: Mapping[str, str]) -> list[Finding]:
    """The findings about cells printed so; a cell that prints nothing states no number."""
    amounts = {path: Amount.of(int(text) if text.isdigit() else text) for path, text in printed.items() if text.strip()}
    return list(arithmetic_findings(evaluate(equations, amounts), {"t": "source", "u": "undecided"}, printed))


class TestFailure:
    """An equation that fails."""

    def test_it_states_both_sums_their_difference_and_its_cells_only(self, equation: Make) -> None:
        """Everything an auditor needs stands in the finding, and nothing about cells outside the equation."""
        (found,) = findings([equation("t.a t.b", "t.sum", instance="row")], LEDGER | {"t.other": "99", "u.x": "1"})
        assert (found.left, found.right, found.delta) == ("7", "8", "-1")
        assert found.cells == ("t.a", "t.b", "t.sum")
        assert found.expression == "t.a + t.b = t.sum"
        assert (found.code, found.family, found.clause) == ("K1", "arithmetic", "账簿规则第一条")
        assert (found.severity, found.status, found.attribution) == ("error", "FAIL", "source")

    def test_its_messages_name_rule_and_sums_in_both_languages(self, equation: Make) -> None:
        """A notice can quote the Chinese one as it stands."""
        (found,) = findings([equation("t.a t.b", "t.sum", instance="row")], LEDGER)
        assert "The parts add up" in found.message
        assert "row" in found.message
        assert "各项之和等于总计" in found.message_zh
        assert all("7" in text and "8" in text for text in (found.message, found.message_zh))

    def test_each_failed_equation_is_a_finding_of_its_own_in_the_order_of_the_form(self, equation: Make) -> None:
        """Two instances of one identity fail separately; one that holds is not mentioned."""
        equations = [
            equation("t.a", "t.sum", instance="first"),
            equation("t.a", "t.a"),
            equation("t.b", "t.sum", instance="second"),
        ]
        assert [found.cells for found in findings(equations, LEDGER)] == [("t.a", "t.sum"), ("t.b", "t.sum")]

    def test_the_attribution_is_that_of_its_table(self, equation: Make) -> None:
        """Damage in one table does not excuse another."""
        equations = [equation("t.a", "t.b"), equation("u.a", "u.b")]
        found = findings(equations, {"t.a": "1", "t.b": "2", "u.a": "1", "u.b": "2"})
        assert [item.attribution for item in found] == ["source", "undecided"]

    @pytest.mark.parametrize(
        ("left", "right", "sums"),
        [
            pytest.param("1.50", "1.20", ("1.5", "1.2", "0.3"), id="trailing-zeros-go"),
            pytest.param("100", "10", ("100", "10", "90"), id="zeros-of-a-whole-number-stay"),
            pytest.param("0.00", "10.00", ("0", "10", "-10"), id="zero"),
        ],
    )
    def test_sums_are_written_as_exact_decimals(
        self, equation: Make, left: str, right: str, sums: tuple[str, str, str]
    ) -> None:
        """Without an exponent, and equal numbers as equal strings."""
        (found,) = findings([equation("t.a", "t.b")], {"t.a": left, "t.b": right})
        assert (found.left, found.right, found.delta) == sums
        assert Decimal(sums[0]) - Decimal(sums[1]) == Decimal(sums[2])

    def test_what_holds_gives_no_finding(self, equation: Make) -> None:
        """Passes are counted elsewhere, vacuous ones too."""
        assert findings([equation("t.a t.b", "t.sum")], {"t.a": "3", "t.b": "4", "t.sum": "7"}) == []
        assert findings([equation("t.a", "t.b")], {"t.a": "0", "t.b": "0"}) == []


class TestNotAssessable:
    """Equations that a blank keeps from being decided."""

    def test_they_are_reported_once_for_each_rule(self, equation: Make) -> None:
        """Three instances, one finding, which names each cell without a number once."""
        equations = [
            equation("t.a t.gone", "t.sum", instance="one"),
            equation("t.b t.gone", "t.lost", instance="two"),
            equation("t.gone", "t.a", instance="three"),
        ]
        (found,) = findings(equations, LEDGER)
        assert (found.code, found.status, found.severity) == ("K1", "NOT_ASSESSABLE", "info")
        assert found.cells == ("t.gone", "t.lost")
        assert "3 equations" in found.message
        assert "3 个等式" in found.message_zh

    def test_they_accuse_nobody_and_state_no_sum(self, equation: Make) -> None:
        """There is nothing to attribute, and a sum over blanks would be a lie."""
        (found,) = findings([equation("t.gone", "t.a")], LEDGER)
        assert (found.attribution, found.left, found.right, found.delta) == (None, None, None, None)

    def test_rules_and_tables_are_kept_apart(self, equation: Make) -> None:
        """One finding for each rule of each table, and failures of the same rule beside them."""
        equations = [
            equation("t.gone", "t.a"),
            equation("t.gone", "t.b", id="K2"),
            equation("u.gone", "u.a"),
            equation("t.a", "t.b"),
        ]
        found = findings(equations, LEDGER)
        assert sorted((item.code, item.status, item.cells) for item in found) == [
            ("K1", "FAIL", ("t.a", "t.b")),
            ("K1", "NOT_ASSESSABLE", ("t.gone",)),
            ("K1", "NOT_ASSESSABLE", ("u.gone", "u.a")),
            ("K2", "NOT_ASSESSABLE", ("t.gone",)),
        ]
        assert len({item.fingerprint for item in found}) == 4


class TestFingerprint:
    """The name by which a finding is waived."""

    def test_it_is_the_same_in_every_run(self, equation: Make) -> None:
        """It depends on rule, cells and printed values, on nothing else; the literal guards against salted hashes."""
        (found,) = findings([equation("t.a t.b", "t.sum")], LEDGER)
        (again,) = findings([equation("t.a t.b", "t.sum", instance="other")], LEDGER | {"t.c": "5"})
        assert found.fingerprint == again.fingerprint
        assert len(found.fingerprint) == 16
        assert int(found.fingerprint, 16) >= 0

    @pytest.mark.parametrize(
        "changed",
        [
            pytest.param({"t.a": "2"}, id="a-term"),
            pytest.param({"t.sum": "9"}, id="the-total"),
            pytest.param({"t.a": "4", "t.b": "3"}, id="two-terms-exchanged"),
        ],
    )
    def test_it_changes_with_any_printed_value(self, equation: Make, changed: dict[str, str]) -> None:
        """A waiver of one misprint does not waive the next one, not even with the same sums."""
        (before,) = findings([equation("t.a t.b", "t.sum")], LEDGER)
        (after,) = findings([equation("t.a t.b", "t.sum")], LEDGER | changed)
        assert before.fingerprint != after.fingerprint

    def test_it_changes_with_the_rule_and_with_the_cells(self, equation: Make) -> None:
        """The same numbers in another place are another matter."""
        printed = LEDGER | {"t.c": "4", "t.d": "8"}
        names = {
            findings([made], printed)[0].fingerprint
            for made in (
                equation("t.a t.b", "t.sum"),
                equation("t.a t.b", "t.sum", id="K2"),
                equation("t.a t.c", "t.sum"),
                equation("t.a t.b", "t.d"),
            )
        }
        assert len(names) == 4

    def test_printed_values_are_kept_apart(self, equation: Make) -> None:
        """1 and 23 are not 12 and 3."""
        (one,) = findings([equation("t.a", "t.b")], {"t.a": "1", "t.b": "23"})
        (other,) = findings([equation("t.a", "t.b")], {"t.a": "12", "t.b": "3"})
        assert one.fingerprint != other.fingerprint
