"""What recognised figures are trusted with."""

import pytest

from extractor.fusion import Sighting, Verdict, judge_recognised, sighting_of
from extractor.model import Spot, Tier

FLOOR = 0.9
BOX = (0.0, 0.0, 10.0, 10.0)


def seen(score: float, again: str | None, printed: str = "12") -> Sighting:
    """A sighting of one token."""
    found = sighting_of([Spot(0, len(printed), 1, BOX, score, again)], printed)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("tier", "score", "again", "status", "reasons"),
    [
        pytest.param("S1", 0.99, "12", "accepted", (), id="two-reads-agree"),
        pytest.param("S1", 0.99, None, "review", ("read-once",), id="read-once-without-an-identity"),
        pytest.param("S1", 0.99, "17", "review", ("reads-differ",), id="reads-differ"),
        pytest.param("S1", 0.99, "", "review", ("reads-differ",), id="second-read-makes-nothing-out"),
        pytest.param("S1", 0.5, "12", "review", ("score-below-floor",), id="below-the-floor"),
        pytest.param("S0", 0.99, None, "accepted", (), id="an-identity-covers-what-is-read-once"),
        pytest.param("S0", 0.5, "12", "accepted", (), id="an-identity-and-a-second-read-lift-the-floor"),
        pytest.param("S0", 0.5, None, "review", ("score-below-floor", "read-once"), id="neither"),
        pytest.param("S0", 0.99, "17", "review", ("reads-differ",), id="no-identity-settles-a-difference"),
        pytest.param("T3", 0.99, "12", "accepted", (), id="agree-firmly-though-an-identity-fails"),
        pytest.param("T3", 0.99, None, "review", ("read-once",), id="an-identity-fails-on-what-is-read-once"),
    ],
)
def test_a_recognised_figure_needs_two_reads_or_an_identity(
    tier: Tier, score: float, again: str | None, status: str, reasons: tuple[str, ...]
) -> None:
    """The rules of S0, S1 and T3 for tokens that are not born-digital."""
    judged = judge_recognised(Verdict(tier, "accepted", ()), seen(score, again), floor=FLOOR)
    assert (judged.tier, judged.status, judged.reasons) == (tier, status, reasons)


@pytest.mark.parametrize("printed", ["0", "0.00", "-", "—"])
@pytest.mark.parametrize("tier", ["S0", "T0"])
def test_no_identity_covers_a_zero_that_was_read_once(tier: Tier, printed: str) -> None:
    """It holds with a blank as well: only a second read tells whether a 0 is printed."""
    verdict = Verdict(tier, "accepted", ())
    judged = judge_recognised(verdict, seen(0.99, None, printed), floor=FLOOR)
    assert (judged.status, judged.reasons) == ("review", ("read-once",))
    assert judge_recognised(verdict, seen(0.99, printed, printed), floor=FLOOR) == verdict
    assert judge_recognised(verdict, seen(0.99, None, "10"), floor=FLOOR) == verdict


def test_trust_is_only_taken_away() -> None:
    """What waits for a person goes on waiting, with its own reasons, however well it was read."""
    verdict = Verdict("T3", "review", ("identity-fails",))
    assert judge_recognised(verdict, seen(1.0, "12"), floor=FLOOR) == verdict


def test_born_digital_words_and_blanks_have_no_sighting() -> None:
    """Words without a score were printed by a program; a blank is proven by its ink."""
    assert sighting_of([Spot(0, 2, 1, BOX)], "12") is None
    assert sighting_of([], "") is None
    verdict = Verdict("S1", "accepted", ())
    assert judge_recognised(verdict, None, floor=FLOOR) == verdict


def test_a_figure_in_several_tokens_was_not_read_twice() -> None:
    """The worst score counts, and no second read speaks of the whole."""
    found = sighting_of([Spot(0, 1, 1, BOX, 0.99, "1"), Spot(2, 3, 1, BOX, 0.7, "2")], "1 2")
    assert found == Sighting(0.7, None, agrees=False)
