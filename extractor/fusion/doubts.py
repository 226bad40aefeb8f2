"""Which of the table reader's doubts a second reader can lift, by what the doubt is about (docs/design/fusion.md)."""

from collections.abc import Sequence
from typing import Literal

__all__ = ["Lift", "lift_of"]

Lift = Literal["named", "sum", "nonzero-sum"]
"""What the agreement of the two still needs. named: nothing, both name row and column. sum: an equation through the
cell holds. nonzero-sum: one holds that is not all zeros."""

COLUMN = frozenset({"columns-unnamed"})
"""It is open which column a value is in: lifted by a header that names them all."""
ROW = frozenset({"label-below-threshold", "label-margin", "label-apart", "label-shared"})
"""It is open which row a label is: lifted by a reader that found the row by its own label."""
TORN = frozenset({"stray-number-beside", "numbers-glued"})
"""The number may be a piece of a longer one, and both readers would read the piece: a sum breaks if it is."""
MOVED = frozenset(
    {
        "blanks-ambiguous",
        "labels-may-be-shifted",
        "lines-dropped",
        "odd-row",
        "too-many-values",
        "values-first",
        "values-lost-beside",
    }
)
"""The numbers may be a neighbour's, and both readers may have gone along: sums of zeros hold all the same then."""


def lift_of(doubts: Sequence[str], *, named_row: bool, named_column: bool) -> Lift | None:
    """What agreement needs to lift all doubts of a cell; null when no agreement can.

    Doubts that are not named here stay: a row found by its position only is named by one reader alone, and words that
    are no number stay words whoever reads them.
    """
    found = set(doubts)
    if not named_row or (found & COLUMN and not named_column) or not found <= COLUMN | ROW | TORN | MOVED:
        return None
    return "nonzero-sum" if found & MOVED else "sum" if found & TORN else "named"
