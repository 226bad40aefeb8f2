"""What a recogniser's reading is trusted with (design.md §4.4: S1 and T3 for tokens that are not born-digital).

The verdicts here only take trust away from those of `fuse_table_reader`: a figure that was recognised is accepted when
two reads of it agree, whatever its equations say, because a report's own mistake and a misread digit break them alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.fusion.table_alone import Verdict
from extractor.model import Spot

__all__ = ["Sighting", "judge_recognised", "sighting_of"]

BELOW = "score-below-floor"
DIFFER = "reads-differ"
ONCE = "read-once"


@dataclass(frozen=True, slots=True)
class Sighting:
    """How a recogniser saw what is printed in a cell."""

    score: float
    """The lowest of its tokens, 0 to 1."""
    again: str | None
    """What a second read says; empty when it could not make it out, null without one."""
    agrees: bool
    """The second read says the same."""
    adds: bool = True
    """Sums would be other ones without it. They are the same with a 0, or a dash, that was made of a mark on blank
    paper."""

    def is_firm(self, floor: float) -> bool:
        """Whether two reads agree and the first was sure."""
        return self.agrees and self.score >= floor


def sighting_of(spots: Iterable[Spot], printed: str) -> Sighting | None:
    """What a cell's words tell; null for born-digital words and for a blank."""
    seen = [(spot.score, spot.again) for spot in spots if spot.score is not None]
    if not seen:
        return None
    score = min(score for score, _ in seen)
    again = seen[0][1] if len(seen) == 1 else None
    adds = any(sign.isdecimal() and sign != "0" for sign in printed)
    return Sighting(score, again, agrees=again is not None and again == printed, adds=adds)


def judge_recognised(verdict: Verdict, sighting: Sighting | None, *, floor: float) -> Verdict:
    """The verdict on a cell once it is known how well its figure was seen.

    Args:
        verdict: on the table's structure and the cell's equations.
        sighting: null for what was not recognised from a picture, and for a blank, of which the ink is the proof.
        floor: the score below which one read counts for nothing.
    """
    if sighting is None or verdict.status == "review":
        return verdict
    summed = verdict.tier in {"S0", "T0"}
    if sighting.is_firm(floor) or (summed and sighting.agrees):
        return verdict
    if summed and sighting.adds and sighting.again is None and sighting.score >= floor:
        return verdict
    reasons = [BELOW] if sighting.score < floor else []
    if not sighting.agrees:
        reasons.append(ONCE if sighting.again is None else DIFFER)
    return Verdict(verdict.tier, "review", tuple(reasons))
