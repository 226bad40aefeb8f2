"""Which of the table reader's doubts a second reader can lift, by what the doubt is about (docs/design/fusion.md)."""

from typing import Literal

from extractor.fusion.witness import Pair

__all__ = ["SIGNS", "Lift", "lift_of"]

Lift = Literal["named", "sum", "figures", "rows"]
"""What the agreement of the two still needs. named: nothing, both name row and column. sum: an equation through the
cell holds. figures: one holds that is not all zeros. rows: one of these has cells of other rows too."""

COLUMN = frozenset({"columns-unnamed"})
"""It is open which column a value is in: lifted by a header that names them all."""
ROW = frozenset({"label-below-threshold", "label-margin", "label-shared"})
"""It is open which row a label is: lifted by a reader that found the row by its own label."""
TORN = frozenset({"stray-number-beside", "numbers-glued"})
"""The number may be a piece of a longer one, and both readers would read the piece: a sum breaks if it is."""
WITHIN = frozenset({"blanks-ambiguous", "lines-dropped", "odd-row", "too-many-values"})
"""The numbers may be those of other fields of the row, and both readers may have gone along: sums of zeros hold all the
same then."""
BETWEEN = frozenset({"label-apart", "labels-may-be-shifted", "values-first", "values-lost-beside"})
"""The numbers may be another row's, as a whole: then the sums inside the row hold all the same."""
ON_ONE_LINE = frozenset({"labels-may-be-shifted", "lines-dropped", "values-lost-beside"})
"""What cannot be with a row that has its label and its numbers, and no others, on one line."""
IN_BOUNDS = frozenset({"lines-dropped"})
"""What cannot be with a row that has exactly its numbers between its own label and the next row's."""
SIGNS = frozenset(("blank", "dash", "slash", "none_word", "not_applicable"))
"""Kinds of fields that state no number; no number loses its digits and leaves one of these."""


def lift_of(pair: Pair) -> Lift | None:
    """What agreement needs to lift all doubts of a cell; null when no agreement can.

    Doubts that are not named here stay: a row found by its position only is named by one reader alone, and words that
    are no number stay words whoever reads them.
    """
    found = set(pair.doubts) - (ON_ONE_LINE if pair.whole_line else IN_BOUNDS if pair.bounded else frozenset())
    if not pair.named_row or (found & COLUMN and not pair.named_column):
        return None
    if not found <= COLUMN | ROW | TORN | WITHIN | BETWEEN:
        return None
    if found & (WITHIN | BETWEEN):
        return "rows" if found & BETWEEN else "figures"
    return "sum" if found & TORN and pair.table.kind not in SIGNS else "named"
