"""Tiers of the table reader when it reads alone (design.md §4.4: S0, S1, T3, T4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.model import Status, Tier

__all__ = ["Outcome", "Verdict", "fuse_table_reader"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one equation, as far as fusion needs to know."""

    cells: tuple[str, ...]
    failed: bool
    vacuous: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a cell stands."""

    tier: Tier
    status: Status
    reasons: tuple[str, ...]


def fuse_table_reader(
    outcomes: Sequence[Outcome], *, proven: bool, trusted: bool, suspected: bool, stray: bool = False
) -> Verdict:
    """Tier and status of one cell; an unproven one keeps its own reasons.

    Args:
        outcomes: the assessable equations that hold the cell.
        proven: the table reader's structure is proven for the cell.
        trusted: the tokens are born-digital and the table shows no damage: what is printed is what was meant.
        suspected: a failed equation points at the cell.
        stray: a number of the table belongs to no row. It may be a digit torn off this cell's number, which would
            break every equation of the cell; a cell without an equation to show that has nothing to clear it.
    """
    if not proven:
        return Verdict("T4", "review", ())
    if any(outcome.failed for outcome in outcomes):
        if (trusted and not stray) or not suspected:
            return Verdict("T3", "accepted", ())
        return Verdict("T3", "review", ("identity-fails",))
    if stray and not outcomes:
        return Verdict("T4", "review", ("stray-number",))
    if any(not outcome.vacuous for outcome in outcomes):
        return Verdict("S0", "accepted", ())
    return Verdict("S1", "accepted", ())
