"""Where two readers differ: the one choice between them that reconciles every sum, if there is only one (T2)."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Literal

from extractor.fusion.table_alone import Outcome
from extractor.fusion.witness import Pair, stated

__all__ = ["choose"]

MOST = 8
"""Cells whose choices are tried together; more of them are no slip but another table."""

Reader = Literal["table", "model"]


def choose(
    differing: Sequence[Pair],
    numbers: Mapping[str, int | str],
    judge: Callable[[Mapping[str, int | str]], Sequence[Outcome]],
) -> Mapping[str, Reader]:
    """The choice that satisfies every identity and takes the fewest cells from the model; empty without a unique one.

    Args:
        differing: the cells of a table that two readers read differently, each at a place of its own.
        numbers: the proven numbers of the document, by cell path.
        judge: says what becomes of the table's equations on given numbers.
    """
    if not 0 < len(differing) <= MOST:
        return {}
    options: list[Reader] = ["table", "model"]
    satisfying = [
        choice for choice in product(options, repeat=len(differing)) if _satisfies(differing, choice, numbers, judge)
    ]
    if not satisfying:
        return {}
    fewest = min(choice.count("model") for choice in satisfying)
    smallest = [choice for choice in satisfying if choice.count("model") == fewest]
    if len(smallest) > 1:
        return {}
    return {pair.path: reader for pair, reader in zip(differing, smallest[0], strict=True)}


def _satisfies(
    differing: Sequence[Pair],
    choice: Sequence[Reader],
    numbers: Mapping[str, int | str],
    judge: Callable[[Mapping[str, int | str]], Sequence[Outcome]],
) -> bool:
    """Whether every equation with one of the cells holds, and each cell has one that is not all zeros."""
    chosen = {
        pair.path: pair.model if reader == "model" and pair.model else pair.table
        for pair, reader in zip(differing, choice, strict=True)
    }
    outcomes = [
        outcome for outcome in judge({**numbers, **stated(chosen)}) if any(path in chosen for path in outcome.cells)
    ]
    shown = {path for outcome in outcomes if not outcome.vacuous for path in outcome.cells}
    return not any(outcome.failed for outcome in outcomes) and chosen.keys() <= shown
