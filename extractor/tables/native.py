"""Lines of a document whose format states its tables itself: HTML, docx, xlsx, csv."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.model import Document, Grid, GridCell
from extractor.tables.fields import Line, make_field
from extractor.tables.lexer import lex

__all__ = ["document_lines"]


def document_lines(document: Document, spans: Sequence[tuple[int, int]]) -> list[Line]:
    """Cut the half-open `spans` of a document into lines of fields, in document order.

    Grids that the format states are taken as they are; the text between them is read as any text.
    """
    if not document.grids:
        return lex(document.text, spans)
    lines: list[Line] = []
    for start, end in spans:
        grids = [grid for grid in document.grids if grid.cells and start <= _start(grid) and _end(grid) <= end]
        lines += lex(document.text, list(_between(start, end, grids)))
        lines += [line for grid in grids for line in _grid_lines(document.text, grid)]
    return sorted(lines, key=lambda line: (line.start, line.end))


def _start(grid: Grid) -> int:
    return min(cell.start for cell in grid.cells)


def _end(grid: Grid) -> int:
    return max(cell.end for cell in grid.cells)


def _between(start: int, end: int, grids: Sequence[Grid]) -> Iterator[tuple[int, int]]:
    for grid in grids:
        if _start(grid) > start:
            yield start, _start(grid)
        start = max(start, _end(grid))
    if start < end:
        yield start, end


def _grid_lines(text: str, grid: Grid) -> Iterator[Line]:
    rows: defaultdict[int, list[GridCell]] = defaultdict(list)
    for cell in grid.cells:
        rows[cell.row].append(cell)
    for number in sorted(rows):
        cells = sorted(rows[number], key=lambda cell: cell.column)
        fields = tuple(
            replace(make_field(text, cell.start, cell.end, position), column=cell.column)
            for position, cell in enumerate(cells)
        )
        yield Line(fields, "grid", cells[0].start, cells[-1].end, grid=grid.ordinal, row=number)
