"""`extractor.fusion`: the evidence tiers of the table reader alone (design.md §4.4)."""

import pytest

from extractor.fusion import Outcome, Verdict, fuse_table_reader

HOLDS = Outcome(("t.a", "t.b"), failed=False, vacuous=False)
VACUOUS = Outcome(("t.a", "t.c"), failed=False, vacuous=True)
FAILS = Outcome(("t.a", "t.d"), failed=True, vacuous=False)


class TestTiers:
    """Tier and status of one cell."""

    @pytest.mark.parametrize(
        ("outcomes", "trusted", "suspected", "tier", "status"),
        [
            pytest.param([HOLDS], True, False, "S0", "accepted", id="an-identity-holds"),
            pytest.param([HOLDS, VACUOUS], True, False, "S0", "accepted", id="one-holds-and-one-vacuously"),
            pytest.param([HOLDS], False, False, "S0", "accepted", id="holds-in-a-damaged-copy"),
            pytest.param([VACUOUS], True, False, "S1", "accepted", id="vacuous-only"),
            pytest.param([], True, False, "S1", "accepted", id="no-identity"),
            pytest.param([FAILS], True, True, "T3", "accepted", id="fails-and-the-report-is-to-blame"),
            pytest.param([FAILS], True, False, "T3", "accepted", id="fails-elsewhere-in-a-trusted-table"),
            pytest.param([FAILS], False, True, "T3", "review", id="suspected-in-a-damaged-copy"),
            pytest.param([FAILS], False, False, "T3", "accepted", id="not-suspected-in-a-damaged-copy"),
            pytest.param([HOLDS, FAILS], True, True, "T3", "accepted", id="one-holds-and-one-fails"),
            pytest.param([HOLDS, FAILS], False, True, "T3", "review", id="what-holds-does-not-clear-what-fails"),
            pytest.param([VACUOUS, FAILS], False, True, "T3", "review", id="vacuous-and-fails"),
        ],
    )
    def test_a_proven_cell_has_the_tier_of_its_evidence(
        self, outcomes: list[Outcome], trusted: bool, suspected: bool, tier: str, status: str
    ) -> None:
        """Arithmetic moves the tier of a cell; it never unproves one and never changes what is printed."""
        verdict = fuse_table_reader(outcomes, proven=True, trusted=trusted, suspected=suspected)
        assert (verdict.tier, verdict.status) == (tier, status)

    @pytest.mark.parametrize("trusted", [True, False], ids=["trusted", "damaged"])
    @pytest.mark.parametrize("suspected", [True, False], ids=["suspected", "unsuspected"])
    @pytest.mark.parametrize(
        "outcomes", [[], [HOLDS], [VACUOUS], [FAILS], [HOLDS, FAILS]], ids=["none", "holds", "vacuous", "fails", "both"]
    )
    def test_an_unproven_cell_goes_to_a_person_whatever_the_identities_say(
        self, outcomes: list[Outcome], trusted: bool, suspected: bool
    ) -> None:
        """Sums cannot tell two exchanged rows apart, so a sum that fits proves no structure."""
        verdict = fuse_table_reader(outcomes, proven=False, trusted=trusted, suspected=suspected)
        assert verdict == Verdict("T4", "review", ())

    @pytest.mark.parametrize(
        ("outcomes", "suspected", "verdict"),
        [
            pytest.param([], False, Verdict("T4", "review", ("stray-number",)), id="no-identity-to-clear-it"),
            pytest.param([HOLDS], False, Verdict("S0", "accepted", ()), id="cleared-by-an-identity"),
            pytest.param([VACUOUS], False, Verdict("S1", "accepted", ()), id="cleared-by-zeros"),
            pytest.param([FAILS], True, Verdict("T3", "review", ("identity-fails",)), id="suspected"),
            pytest.param([FAILS], False, Verdict("T3", "accepted", ()), id="not-suspected"),
        ],
    )
    def test_a_number_left_over_in_the_table_may_be_a_torn_digit_of_any_cell(
        self, outcomes: list[Outcome], suspected: bool, verdict: Verdict
    ) -> None:
        """A torn digit would break every identity of its cell; without any, nothing clears the cell."""
        assert fuse_table_reader(outcomes, proven=True, trusted=True, suspected=suspected, stray=True) == verdict

    def test_only_a_reviewed_failure_gives_a_reason_of_its_own(self) -> None:
        """An unproven cell keeps the reader's reasons, an accepted one needs none."""
        verdicts = [
            fuse_table_reader([FAILS], proven=True, trusted=False, suspected=True),
            fuse_table_reader([FAILS], proven=True, trusted=True, suspected=True),
            fuse_table_reader([HOLDS], proven=True, trusted=False, suspected=False),
        ]
        assert [verdict.reasons for verdict in verdicts] == [("identity-fails",), (), ()]
