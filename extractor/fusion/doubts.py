"""Which of the table reader's doubts a second reader can lift, by what the doubt is about (docs/design/fusion.md)."""

from typing import Literal

from extractor.fusion.witness import Pair

__all__ = ["SIGNS", "Lift", "lift_of"]

Lift = Literal["named", "sum", "figures"]
"""What the agreement of the two still needs. named: nothing, both name row and column. sum: an equation through the
cell holds. figures: one holds that is not all zeros."""

COLUMN = frozenset({"columns-unnamed"})
"""It is open which column a value is in: lifted by a header that names them all."""
ROW = frozenset({"label-below-threshold", "label-margin", "label-apart", "label-shared"})
"""It is open which row a label is: lifted by a reader that found the row by its own label."""
TORN = frozenset({"stray-number-beside", "numbers-glued"})
"""The number may be a piece of a longer one, and both readers would read the piece: a sum breaks if it is."""
MOVED = frozenset(
    {
        "blanks-ambiguous",
        "odd-row",
        "too-many-values",
        "values-first",
    }
)
"""The numbers may be a neighbour's, and both readers may have gone along: sums of zeros hold all the same then."""


LINES = frozenset({"labels-may-be-shifted", "lines-dropped", "values-lost-beside"})
"""Likewise, where labels and numbers have lines of their own; a row that has label and numbers on one line has not."""
DROPPED = frozenset({"lines-dropped"})
"""Nor can a row lack lines that has all its numbers between its own label and the next row's."""
SIGNS = frozenset(("blank", "dash", "slash", "none_word", "not_applicable"))
"""Kinds of fields that state no number; no number loses its digits and leaves one of these."""


def lift_of(pair: Pair) -> Lift | None:
    """What agreement needs to lift all doubts of a cell; null when no agreement can.

    Doubts that are not named here stay: a row found by its position only is named by one reader alone, and words that
    are no number stay words whoever reads them.
    """
    found = set(pair.doubts) - (LINES if pair.whole_line else DROPPED if pair.bounded else frozenset())
    if not pair.named_row or (found & COLUMN and not pair.named_column):
        return None
    if not found <= COLUMN | ROW | TORN | MOVED | LINES:
        return None
    if found & (MOVED | LINES):
        return "figures"
    return "sum" if found & TORN and pair.table.kind not in SIGNS else "named"
