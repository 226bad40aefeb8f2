"""The two figures that decide whether a label proves a row."""

from dataclasses import dataclass

__all__ = ["DEFAULT_THRESHOLDS", "Thresholds"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Similarities from 0 to 1 between a printed label and a form label (design.md §4.2)."""

    score: float
    """τ: below it a label is not recognised."""
    margin: float
    """μ: by how much a label must beat every other label of the table."""


DEFAULT_THRESHOLDS = Thresholds(score=0.80, margin=0.10)
