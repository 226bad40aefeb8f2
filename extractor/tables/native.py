"""Lines of a document whose format states its tables itself: HTML, docx, xlsx, csv."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractor.model import Document, Grid, GridCell
from extractor.tables.fields import Line, make_field
from extractor.tables.lexer import lex

__all__ = ["document_lines"]


def document_lines(document: Document, spans: Sequence[tuple[int, int]]) -> list[Line]:
    """Cut the half-open `spans` of a document into lines of fields, in document order.

    Grids that the format states are taken as they are, row by row: a heading that stands inside a grid may begin a
    span there. The text between them is read as any text.
    """
    if not document.grids:
        return lex(document.prose, spans)
    lines: list[Line] = []
    for start, end in spans:
        near = [grid for grid in document.grids if grid.cells and _meets(grid, start, end)]
        inside = [
            [line for line in _grid_lines(document.text, grid) if start <= line.start and line.end <= end]
            for grid in near
        ]
        parts = [(grid[0].start, grid[-1].end) for grid in inside if grid]
        lines += lex(document.prose, list(_between(start, end, parts)))
        lines += [line for grid in inside for line in grid]
    return sorted(lines, key=lambda line: (line.start, line.end))


def _meets(grid: Grid, start: int, end: int) -> bool:
    return grid.cells[0].start < end and start < grid.cells[-1].end + 1


def _between(start: int, end: int, parts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What of an interval is outside the `parts`, which are in order."""
    for first, last in parts:
        if first > start:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end


def _grid_lines(text: str, grid: Grid) -> Iterator[Line]:
    rows: defaultdict[int, list[GridCell]] = defaultdict(list)
    for cell in grid.cells:
        rows[cell.row].append(cell)
    for number in sorted(rows):
        cells = sorted(rows[number], key=lambda cell: cell.column)
        fields = tuple(
            make_field(text, cell.start, cell.end, position, cell.column, cell.column_span, cell.row_span)
            for position, cell in enumerate(cells)
        )
        yield Line(fields, "grid", cells[0].start, cells[-1].end, grid=grid.ordinal, row=number)
