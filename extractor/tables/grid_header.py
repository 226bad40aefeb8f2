"""Headers of grids that the file's own markup states: a cell says which columns it stands over.

Nothing is guessed from the order of words here. Each printed column is named by the header cells that cover it, from
the top down; a form column whose name occurs in several groups is told by the groups above it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from extractor.forms import Block, HeaderNode
from extractor.tables.counted_heads import counted_heads
from extractor.tables.fields import Field, Line
from extractor.tables.header import HeaderBinding
from extractor.tables.rows import Assembly, SourceRow
from extractor.tables.units import header_unit
from extractor.tables.vocabulary import HeaderVocabulary, header_vocabulary, is_plain
from extractor.tables.windows import Window

__all__ = ["ExtraColumn", "GridHeader", "GridHeaders"]

SHORTEST_HEADER = 3
"""Fewer labels on a line are no header that could rename columns."""
DEEPEST_LABEL = 3
"""A label broken over lines may take so many cells, one under the other."""


@dataclass(frozen=True, slots=True)
class ExtraColumn:
    """A printed column that the form does not have."""

    label: Field
    start: int
    """Half-open interval of grid columns, 1-based."""
    stop: int


@dataclass(frozen=True, slots=True)
class GridHeader:
    """Which grid columns each form column is printed in."""

    columns: tuple[tuple[int, int], ...]
    """For each form column of the block, in the form's order: its half-open interval of 1-based grid columns."""
    units: Mapping[int, str]
    """Units the header prints, by form column."""
    damaged: tuple[Field, ...]
    """Labels that match only after folding or with an error."""
    extra: tuple[ExtraColumn, ...]
    end: int
    """The grid column behind the header."""

    def window(self, row: SourceRow) -> Window:
        """The value fields of a row, in the form's order."""
        first = min(start for start, _ in self.columns)
        if any((item.column or 0) >= first for item in row.own):
            return Window((), "values-first")
        if self.extra and row.fields and (row.fields[-1].column or 0) + row.fields[-1].column_span < self.end:
            # With a cell lost on the way, a remark would stand where the last value was.
            return Window((), "too-few-fields")
        found: list[Field] = []
        for start, stop in self.columns:
            inside = [item for item in row.fields if _overlaps(item, start, stop)]
            if not inside:
                return Window((), "too-few-fields")
            value, *others = inside
            if value.row_span > 1 or not _within(value, start, stop) or any(item.text for item in others):
                return Window((), "merged-values")
            found.append(value)
        taken = {item.index for item in found}
        ends = row.own[-1].index if row.own else -1
        for item in row.fields[ends + 1 :]:
            if item.kind == "value" and item.index not in taken and not self.is_extra(item):
                return Window((), "too-many-values")
        return Window(tuple(found))

    def is_extra(self, item: Field) -> bool:
        """Whether the field stands in a column that the form does not have."""
        return any(_within(item, column.start, column.stop) for column in self.extra)


def _overlaps(item: Field, start: int, stop: int) -> bool:
    column = item.column or 0
    return column < stop and start < column + item.column_span


def _within(item: Field, start: int, stop: int) -> bool:
    column = item.column or 0
    return start <= column and column + item.column_span <= stop


class GridHeaders:
    """The headers of one block in all grids of a region."""

    def __init__(self, assembly: Assembly, block: Block, bound: Sequence[int]) -> None:
        """`bound` are the source rows that the table's rows are bound to, by index; they are no headers."""
        self._vocabulary = header_vocabulary(block)
        self._width = block.width
        rows = {(assembly.rows[place].grid, assembly.rows[place].row) for place in bound}
        self._ends: dict[int, int] = {}
        self._runs: dict[int, list[list[Line]]] = {}
        for grid, lines in groupby(assembly.grid_lines, key=lambda line: line.grid or 0):
            found = list(lines)
            self._ends[grid] = max(_end(line) for line in found)
            self._runs[grid] = [
                list(run)
                for is_row, run in groupby(found, key=lambda line: line.has_value or (line.grid, line.row) in rows)
                if not is_row
            ]
        self._found: dict[tuple[int, int], GridHeader | str] = {}

    def over(self, source: SourceRow) -> GridHeader | str:
        """The header that names the columns of a row, or the reason why there is none."""
        if source.grid is None or source.row is None:
            return "columns-unnamed"
        return self._over(source.grid, source.row)

    def window(self, source: SourceRow) -> Window:
        """The value fields of a row, in the form's order."""
        header = self.over(source)
        return Window((), header) if isinstance(header, str) else header.window(source)

    def extras(self, rows: Sequence[SourceRow]) -> Iterator[tuple[ExtraColumn, tuple[Field, ...]]]:
        """What the rows of the block print in columns that the form does not have; label columns are none of these."""
        printed: dict[ExtraColumn, list[Field]] = {}
        for source in rows:
            header = self.over(source)
            for column in header.extra if isinstance(header, GridHeader) else ():
                cells = printed.setdefault(column, [])
                cells += [item for item in source.fields if item.text and _within(item, column.start, column.stop)]
        own = {item.start for source in rows for item in source.own}
        for column, cells in printed.items():
            if cells and not any(item.start in own for item in cells):
                yield column, tuple(cells)

    def binding(self, rows: Sequence[SourceRow]) -> HeaderBinding:
        """What the headers over the rows of the block say together; the windows are in the form's order already."""
        found = [header for source in rows if isinstance(header := self.over(source), GridHeader)]
        units = {column: unit for header in found for column, unit in header.units.items()}
        damaged = dict.fromkeys(item for header in found for item in header.damaged)
        return HeaderBinding(tuple(range(self._width)) if found else None, units, tuple(damaged), ())

    def _over(self, grid: int, row: int | None) -> GridHeader | str:
        """The nearest header above a row; where a table goes on in a grid as wide, the last one of the grid before."""
        for number, run in reversed(list(enumerate(self._runs[grid]))):
            if row is not None and (run[0].row or 0) >= row:
                continue
            if (grid, number) not in self._found:
                self._found[grid, number] = self._read(run)
            found = self._found[grid, number]
            if found:
                return found
        before = max((other for other in self._ends if other < grid), default=None)
        if before is None or self._ends[before] != self._ends[grid]:
            return "columns-unnamed"
        return self._over(before, None)

    def _read(self, run: Sequence[Line]) -> GridHeader | str:
        """A header, the reason why it names no columns, or "" when the lines are no header of this block."""
        lines = [[item for item in line.fields if item.kind == "label"] for line in run]
        labels = [item for line in lines for item in line]
        if any(self._vocabulary.names_column(item) for item in labels):
            return _bound(self._vocabulary, run, self._width) or "columns-unnamed"
        if any(self._vocabulary.is_caption(item) for item in labels):
            return "columns-unnamed"
        foreign = any(
            len(line) >= max(SHORTEST_HEADER, self._width - 1)
            and counted_heads(line, self._width) is None
            and sum(map(self._vocabulary.knows, line)) < len(line) / 2
            for line in lines
        )
        return "foreign-header" if foreign else ""


def _end(line: Line) -> int:
    """The column behind the line's last cell, or behind a cell that reaches down into it, for all we know."""
    return max(((item.column or 0) + item.column_span for item in line.fields), default=0)


def _bound(vocabulary: HeaderVocabulary, run: Sequence[Line], width: int) -> GridHeader | None:
    """Bind every form column to one printed column."""
    spans = {item.start: item.column_span for line in run for item in line.fields if item.kind == "label"}
    cells = [item for item in _spread(run) if not vocabulary.is_ignored(item)]
    stacks = {place: [item for item in cells if _overlaps(item, *place)] for place in _printed_columns(cells)}
    bare = vocabulary.in_order(list(stacks.values()))
    columns: dict[int, tuple[int, int]] = {}
    damaged: list[Field] = []
    units: dict[int, str] = {}
    strangers: list[ExtraColumn] = []
    for place, stack in stacks.items():
        head = stack[-1]
        named = (bare[head.start], True) if head.start in bare else _named(vocabulary, stack)
        if named is None:
            strangers.append(ExtraColumn(head, *place))
            continue
        node, exact = named
        if node.index is None:
            return None
        if node.index in columns:
            start, stop = columns[node.index]
            if stop != place[0]:
                return None
            # A merged head whose text the file repeats in every cell that it covered.
            columns[node.index] = (start, place[1])
            continue
        # The empty cells beside a column's head are no part of the column.
        columns[node.index] = (place[0], min(place[1], (head.column or 0) + spans[head.start]))
        if not exact:
            damaged.append(head)
        unit = header_unit(head.text)
        if unit:
            units[node.index] = unit
    if len(columns) != width:
        return None
    end = max(map(_end, run))
    return GridHeader(tuple(columns[index] for index in range(width)), units, tuple(damaged), tuple(strangers), end)


def _spread(run: Sequence[Line]) -> list[Field]:
    """The labels of header lines; one also stands over empty cells to its right, if they are under the same group."""
    cells: list[Field] = []
    for line in run:
        over = _lowest(cells)
        label: Field | None = None
        for item in line.fields:
            if label is not None and item.kind == "empty" and _continues(label, item, over):
                label = replace(label, column_span=label.column_span + item.column_span)
                continue
            if label is not None:
                cells.append(label)
            label = item if item.kind == "label" else None
        if label is not None:
            cells.append(label)
    return cells


def _continues(label: Field, item: Field, over: Mapping[int, Field]) -> bool:
    first, column = label.column or 0, item.column or 0
    return column == first + label.column_span and over.get(first) is over.get(column)


def _lowest(cells: Sequence[Field]) -> dict[int, Field]:
    """The lowest label over each column."""
    lowest: dict[int, Field] = {}
    for item in cells:
        column = item.column or 0
        lowest.update(dict.fromkeys(range(column, column + item.column_span), item))
    return lowest


def _printed_columns(cells: Sequence[Field]) -> Iterator[tuple[int, int]]:
    """Cut the width of a header where one of its lowest labels begins or ends."""
    lowest = _lowest(cells)
    for _, run in groupby(sorted(lowest), key=lambda column: lowest[column].start):
        covered = list(run)
        yield covered[0], covered[-1] + 1


def _named(vocabulary: HeaderVocabulary, stack: Sequence[Field]) -> tuple[HeaderNode, bool] | None:
    """The column that a stack of header cells names, and whether exactly; a label may be broken over cells."""
    for depth in range(1, min(len(stack), DEEPEST_LABEL) + 1):
        printed = "".join(item.text for item in stack[-depth:])
        found = vocabulary.column(printed, [item.text for item in stack[:-depth]])
        if found is not None:
            return found, is_plain([found], printed)
    similar = vocabulary.similar_column(stack[-1].text, [item.text for item in stack[:-1]])
    return (similar, False) if similar is not None else None
