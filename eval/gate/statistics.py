"""Paired statistics over documents: the unit that errors come in (evaluation.md §4.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from eval.scoring import binomial_tail, mcnemar_worse

__all__ = ["Paired", "detectable_share", "lower_bound", "needed_to_block", "paired"]

RESAMPLES = 4_000
SEED = 20_261_126
LEVEL = 0.05
POWER = 0.8


@dataclass(frozen=True, slots=True)
class Paired:
    """Documents that were right in one run and wrong in the other."""

    broken: int
    fixed: int
    p: float
    """Chance of so many broken ones if the change breaks no more than it repairs; one-sided, exact."""

    @property
    def worse(self) -> bool:
        """Significant at 5 %."""
        return self.p < LEVEL


def paired(before: Sequence[bool], after: Sequence[bool]) -> Paired:
    """McNemar's exact test of two runs over the same documents."""
    pairs = list(zip(before, after, strict=True))
    broken = sum(was and not now for was, now in pairs)
    fixed = sum(now and not was for was, now in pairs)
    return Paired(broken, fixed, mcnemar_worse(broken, fixed))


def lower_bound(differences: Sequence[float], *, resamples: int = RESAMPLES, seed: int = SEED) -> float:
    """The lower 95 % bound of a mean difference: one-sided bootstrap over documents, the same one every time.

    Raises:
        ValueError: there are no documents.
    """
    if not differences:
        raise ValueError("no documents to draw from")
    if len(set(differences)) == 1:
        return differences[0]
    random = Random(seed)  # noqa: S311 - a seeded sample, not a secret
    count = len(differences)
    means = sorted(sum(random.choices(differences, k=count)) / count for _ in range(resamples))
    return means[int(LEVEL * resamples)]


def needed_to_block() -> int:
    """So many broken documents block, when none is repaired."""
    return next(broken for broken in range(1, 100) if mcnemar_worse(broken, 0) < LEVEL)


def detectable_share(documents: int) -> float | None:
    """The smallest share of documents that a change must break for the gate to see it in 4 of 5 cases.

    Null where even a change that breaks all of them is not seen: too few documents.
    """
    needed = needed_to_block()
    if documents < needed:
        return None
    thousandths = range(1, 1001)
    return next(
        share / 1000 for share in thousandths if binomial_tail(needed, documents, Fraction(share, 1000)) >= POWER
    )
