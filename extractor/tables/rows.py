"""From lines to source rows: a label, or none, and the value fields that stand with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from extractor.tables.fields import GRID_LAYOUTS, Field, Layout, Line

__all__ = ["Assembly", "LabelField", "SourceRow", "assemble"]

ENOUGH_CELLS = 20
"""Fewer cells say nothing about the layout."""
DOUBLE_SPACED = 0.8
"""Share of cells with a blank line behind them from which blank lines say nothing about rows."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A run of value fields and the labels beside it."""

    own: tuple[Field, ...]
    """Label fields of the row's own line or cell run, in order; the last one stands next to the values."""
    values: tuple[Field, ...]
    """All fields after the last label, empty ones included."""
    layout: Layout
    start: int
    end: int
    shape: tuple[int, int] = (0, 0)
    """Index of the last label and number of fields on the line: rows of one shape have their values alike."""
    ended: bool = True
    """The layout itself ends the row; False: trailing empty cells may belong to the next row's merged label."""
    above: tuple[Field, ...] = ()
    """Labels on lines of their own between the row before and this one."""
    below: tuple[Field, ...] = ()
    values_first: bool = False
    grid: int | None = None
    row: int | None = None
    fields: tuple[Field, ...] = ()
    """The whole line of a grid that the file's own markup states: there columns tell which field is a value."""

    @property
    def has_value(self) -> bool:
        """Whether any field prints something."""
        return any(item.kind == "value" for item in self.values)


@dataclass(frozen=True, slots=True)
class LabelField:
    """A label anywhere in the region, with the line or cell run it stands in."""

    field: Field
    run: int
    line: int
    """Where its line of text begins."""
    layout: Layout
    length: int = 1
    """How many fields that line has."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """A table region as rows and labels, both in document order."""

    rows: tuple[SourceRow, ...]
    labels: tuple[LabelField, ...]
    grid_lines: tuple[Line, ...] = ()
    """The lines of the grids that the file's own markup states, in document order."""


class _Builder:
    """Collects rows and labels; holds the cells of a one-cell-a-line layout since the last row ended."""

    def __init__(self) -> None:
        self.rows: list[SourceRow] = []
        self.labels: list[LabelField] = []
        self._own: list[Field] = []
        self._values: list[Field] = []
        self._paused = False
        self._run = 0

    def add_row(self, row: SourceRow) -> None:
        """A line that is a row by itself."""
        self.flush()
        self._run += 1
        self.rows.append(row)
        # A line of a stated grid that prints no number may be a header with an empty head.
        labels = row.own if row.has_value or not row.fields else (item for item in row.fields if item.kind == "label")
        self.labels += [LabelField(item, self._run, row.start, row.layout, row.shape[1]) for item in labels]

    def add_labels(self, line: Line) -> None:
        """A grid line without values: part of a header, or a group label."""
        self.flush()
        self._run += 1
        self.labels += [
            LabelField(item, self._run, line.start, line.layout, len(line.fields))
            for item in line.fields
            if item.kind == "label"
        ]

    def add_cells(self, line: Line) -> None:
        """Cells on lines of their own."""
        for item in line.fields:
            if item.kind == "label":
                self._add_label(item, line)
            else:
                self._values.append(item)

    def _add_label(self, item: Field, line: Line) -> None:
        if self._values and (self._own or any(value.kind == "value" for value in self._values)):
            self.flush(ended=self._values[-1].kind == "value")
        self._values.clear()  # what is left are the empty cells under a merged label
        if self._paused:
            self._own.clear()
            self._run += 1
        self._paused = False
        self._own.append(item)
        self.labels.append(LabelField(item, self._run, line.start, line.layout))

    def pause(self) -> None:
        """A blank line: it ends a row that has values, and keeps labels for values that follow directly."""
        if self._values:
            self.flush()
        self._paused = True

    def flush(self, *, ended: bool = True) -> None:
        """End the row in hand."""
        if self._values:
            first = self._own[0] if self._own else self._values[0]
            self.rows.append(
                SourceRow(
                    own=tuple(self._own),
                    values=tuple(self._values),
                    layout="cell",
                    start=first.start,
                    end=self._values[-1].end,
                    shape=(0 if self._own else -1, len(self._values)),
                    ended=ended,
                )
            )
        self._own = []
        self._values = []
        self._paused = False
        self._run += 1


def assemble(lines: Sequence[Line]) -> Assembly:
    """Group the lines of a table region into source rows.

    In grids and spaced lines the line is the row. Where each cell has its own line, a row ends before the next label
    or at a blank line; labels before a blank line still belong to values that directly follow it.
    """
    builder = _Builder()
    for line in _without_idle_blanks(lines):
        if line.layout == "blank":
            builder.pause()
        elif _is_row(line):
            builder.add_row(_row_of_line(line))
        elif line.layout in GRID_LAYOUTS:
            builder.add_labels(line)
        else:
            builder.add_cells(line)
    builder.flush()
    return Assembly(
        tuple(_with_neighbours(builder.rows, builder.labels)),
        tuple(builder.labels),
        tuple(line for line in lines if line.layout == "grid"),
    )


def _without_idle_blanks(lines: Sequence[Line]) -> Sequence[Line]:
    """Drop the blank lines of a text that has one behind nearly every cell."""
    cells = followed = 0
    for line, following in pairwise(lines):
        if line.layout in {"cell", "spaces"} and len(line.fields) == 1:
            cells += 1
            followed += following.layout == "blank"
    if cells >= ENOUGH_CELLS and followed >= DOUBLE_SPACED * cells:
        return [line for line in lines if line.layout != "blank"]
    return lines


def _is_row(line: Line) -> bool:
    """Whether the line is a row by itself."""
    if line.layout in GRID_LAYOUTS:
        return line.has_value or _blank_row(line)
    return line.layout == "spaces" and len(line.fields) > 1 and line.has_value


def _blank_row(line: Line) -> bool:
    """A grid row that ends in empty fields, or has no others: its values may all be blank."""
    if len(line.fields) == 1:
        return False
    remark = line.layout == "grid" and line.fields[-1].kind == "label" and line.fields[-2].kind == "empty"
    return line.fields[-1].kind == "empty" or remark


def _row_of_line(line: Line) -> SourceRow:
    if line.layout == "grid":
        return _row_of_grid(line)
    labels = [item for item in line.fields if item.kind == "label"]
    if line.values_first:
        values = tuple(item for item in line.fields if item.kind != "label")
    else:
        last = labels[-1].index if labels else -1
        first_value = next((item.index for item in line.fields if item.kind == "value"), len(line.fields))
        if last > first_value:
            # Text behind the numbers: only what stands before the first number can be their label.
            labels = [item for item in labels if item.index < first_value]
            last = labels[-1].index if labels else -1
        values = line.fields[last + 1 :]
    shape = (labels[-1].index if labels else -1, len(line.fields))
    return SourceRow(
        own=tuple(labels),
        values=values,
        layout=line.layout,
        start=line.start,
        end=line.end,
        shape=shape,
        values_first=line.values_first,
        grid=line.grid,
        row=line.row,
    )


def _row_of_grid(line: Line) -> SourceRow:
    """A row of a stated grid: its labels end where the first number stands, or else the longest run of empty cells.

    A number left of the labels counts the rows, and words behind the values are a remark.
    """
    kinds = [item.kind for item in line.fields]
    words = next((place for place, kind in enumerate(kinds) if kind == "label"), len(kinds))
    values = next((place for place, kind in enumerate(kinds) if kind == "value" and place > words), None)
    if values is None:
        values = words + _longest_gap(kinds[words:])
    own = [item for item in line.fields[:values] if item.kind == "label"]
    last = own[-1].index if own else -1
    return SourceRow(
        own=tuple(own),
        values=line.fields[last + 1 :],
        layout=line.layout,
        start=line.start,
        end=line.end,
        shape=(last, len(line.fields)),
        grid=line.grid,
        row=line.row,
        fields=line.fields,
    )


def _longest_gap(kinds: Sequence[str]) -> int:
    """Where the longest run of empty cells begins."""
    best, at, length = len(kinds), 0, 0
    for kind, run in groupby(kinds):
        size = len(list(run))
        if kind == "empty" and size > length:
            best, length = at, size
        at += size
    return best


def _with_neighbours(rows: Sequence[SourceRow], labels: Sequence[LabelField]) -> Iterator[SourceRow]:
    """Attach to each row that is a line the labels on lines of their own around it."""
    taken = {item.start for row in rows for item in row.own}
    free = [item.field for item in labels if item.field.start not in taken]
    position = 0
    gaps: list[tuple[Field, ...]] = []
    for row in rows:
        gap: list[Field] = []
        while position < len(free) and free[position].start < row.start:
            gap.append(free[position])
            position += 1
        gaps.append(tuple(gap))
    gaps.append(tuple(free[position:]))
    for number, row in enumerate(rows):
        if row.layout == "cell":
            yield row
        else:
            yield replace(row, above=gaps[number], below=gaps[number + 1])
