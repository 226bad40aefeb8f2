"""Which of the fields behind a label are its values.

A row has as many value fields as its block has columns. Where a layout adds empty fields for merged labels or at the
end of the line, only the windows that hold every printed token are possible; a row keeps its blanks only when exactly
one window is possible, or when every unambiguous row of the same shape agrees on one (domain.md §5: rows with fewer
numbers must never be left-packed).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.tables.fields import Field
from extractor.tables.rows import SourceRow

__all__ = ["Offsets", "Window", "learn_offsets", "possible_starts", "window"]

Shape = tuple[int, int]
Offsets = Mapping[Shape, int]
"""Where the values start, for each row shape in which the unambiguous rows agree."""


@dataclass(frozen=True, slots=True)
class Window:
    """The value fields of a row, or why there are none."""

    fields: tuple[Field, ...]
    reason: str | None = None
    by_shape: bool = False
    """Chosen because rows of the same shape have their values there."""


def possible_starts(values: Sequence[Field], width: int) -> list[int]:
    """The 0-based starts of every window of `width` fields that holds all printed tokens."""
    printed = [position for position, field in enumerate(values) if field.kind == "value"]
    last = len(values) - width
    if last < 0:
        return []
    if not printed:
        return list(range(last + 1))
    return [start for start in range(last + 1) if start <= printed[0] and printed[-1] < start + width]


def learn_offsets(rows: Sequence[SourceRow], width: int) -> Offsets:
    """The start of the values in each row shape, where rows with only one possible window agree on it."""
    starts: dict[Shape, set[int]] = defaultdict(set)
    for row in rows:
        if row.layout == "cell" or not row.has_value:
            continue
        possible = possible_starts(row.values, width)
        if len(possible) == 1:
            starts[row.shape].add(possible[0])
    return {shape: next(iter(found)) for shape, found in starts.items() if len(found) == 1}


def window(row: SourceRow, width: int, offsets: Offsets) -> Window:
    """The value fields of `row` in a block of `width` columns."""
    possible = possible_starts(row.values, width)
    if len(possible) == 1:
        fields = row.values[possible[0] : possible[0] + width]
        if not row.ended and any(field.kind == "empty" for field in fields):
            return Window((), "blanks-ambiguous")
        return Window(fields)
    if not possible:
        return Window((), "too-few-fields" if len(row.values) < width else "too-many-values")
    learned = offsets.get(row.shape)
    if learned is not None and learned in possible:
        return Window(row.values[learned : learned + width], by_shape=True)
    return Window((), "blanks-ambiguous")
