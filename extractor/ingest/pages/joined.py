"""Tables over several pages: their parts are one grid."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from unicodedata import normalize

from extractor.ingest.pages.fitted import SAME_COLUMN, Fit, by_heads, edges_of, fit_to
from extractor.ingest.pages.joined_table import JoinedCell, JoinedTable
from extractor.ingest.pages.laid_out import LaidOutPage
from extractor.ingest.pages.torn import is_label, is_one_cell, is_torn
from extractor.model import PageLine, PageTable

__all__ = ["Part", "parts_of"]

SAME_EDGE = 6.0
"""Points by which the sides of the parts of one table differ at most."""
MOST_HEADER = 8
"""Rows of a header that is repeated on each page."""
LOW = 0.75
"""Of the height of most cells: a lower one holds no line of text."""


Part = tuple[int, PageLine | JoinedTable]
"""The 0-based place of the page a block begins on, and the block."""


def parts_of(pages: Sequence[LaidOutPage]) -> Iterator[Part]:
    """All blocks of a document in order; a table that the end of a page broke is one."""
    open_table: tuple[int, JoinedTable] | None = None
    for place, page in enumerate(pages):
        blocks = page.blocks[: len(page.blocks) - page.notes]
        for number, block in enumerate(blocks):
            if isinstance(block, PageLine):
                if open_table:
                    yield open_table
                    open_table = None
                yield place, block
                continue
            table = _alone(block, place)
            going_on = _fitted(open_table[1], table, pages) if open_table and number == 0 else None
            if open_table and going_on:
                open_table = (open_table[0], _joined(open_table[1], going_on))
                continue
            if open_table:
                yield open_table
            open_table = (place, table)
        notes = tuple((place, block) for block in page.blocks[len(blocks) :] if isinstance(block, PageLine))
        if open_table and notes:
            first, table = open_table
            open_table = (first, replace(table, notes={**table.notes, len(table.pages): notes}))
        else:
            yield from notes
    if open_table:
        yield open_table


def _alone(table: PageTable, place: int) -> JoinedTable:
    cells = tuple(
        JoinedCell(
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            cell.box,
            Fit().sides(cell.box),
            tuple((place, line) for line in cell.lines),
            cell.shows,
        )
        for cell in table.cells
    )
    rows = max((cell.row + cell.row_span - 1 for cell in cells), default=0)
    return JoinedTable(cells, (place,) * rows, open_end=table.open_end, implied=table.implied)


def _fitted(upper: JoinedTable, lower: JoinedTable, pages: Sequence[LaidOutPage]) -> JoinedTable | None:
    """The lower part in the columns of the upper one; null where it is another table."""
    above, below = [cell.sides for cell in upper.cells], [cell.sides for cell in lower.cells]
    if not above or not below:
        return None
    if upper.implied or lower.implied:
        heads = [[(cell.text, cell.sides) for cell in table.cells] for table in (upper, lower)]
        sides = by_heads(*heads) if upper.implied and lower.implied else None
        return None if sides is None else _under_label(upper, lower, sides)
    if any(pages[place].frame.placing for place in (*upper.pages, *lower.pages)) and (fit := fit_to(above, below)):
        return replace(lower, cells=tuple(replace(cell, sides=fit.sides(cell.box)) for cell in lower.cells))
    outer = [(min(left for left, _ in sides), max(right for _, right in sides)) for sides in (above, below)]
    return lower if all(abs(one - other) <= SAME_EDGE for one, other in zip(*outer, strict=True)) else None


def _under_label(upper: JoinedTable, lower: JoinedTable, sides: Sequence[tuple[float, float]]) -> JoinedTable:
    """The lower part with other sides; what may be the rest of the last label stands in that one's column."""
    cells = [replace(cell, sides=side) for cell, side in zip(lower.cells, sides, strict=True)]
    first = next((cell.row for cell in cells if not cell.text), 0)
    rest = [cell for cell in cells if cell.row == first and cell.text]
    above = [cell for cell in upper.cells if cell.row + cell.row_span > len(upper.pages) and is_label(cell)]
    if len(above) >= len(rest):
        labels = sorted(above, key=lambda cell: cell.sides)[len(above) - len(rest) :]
        for cell, label in zip(rest, labels, strict=True):
            cells[cells.index(cell)] = replace(cell, sides=label.sides)
    return replace(lower, cells=tuple(cells))


def _joined(upper: JoinedTable, lower: JoinedTable) -> JoinedTable:
    """Put the rows of one part under those of the other, in common columns; a header that is repeated goes."""
    lower = _without_slivers(_without_header(upper, lower))
    upper = _without_slivers(upper)
    if not lower.cells or not upper.cells:
        return upper if upper.cells else lower
    edges = edges_of([cell.sides for cell in (*upper.cells, *lower.cells)])
    above = [_in_columns(cell, edges) for cell in upper.cells]
    below = [_in_columns(cell, edges) for cell in lower.cells]
    last = len(upper.pages)
    open_cells = {(cell.column, cell.column_span): cell for cell in above if cell.row + cell.row_span - 1 == last}
    pairs = [
        (open_cells[key], cell)
        for cell in below
        if cell.row == 1 and (key := (cell.column, cell.column_span)) in open_cells
    ]
    first_row = [cell for cell in below if cell.row == 1]
    torn = is_torn(pairs, first_row, replace(upper, cells=tuple(above)))
    merged: dict[tuple[int, int], JoinedCell] = {}
    gone: set[tuple[int, int]] = set()
    for one, other in pairs:
        if torn or is_one_cell(one, other, first_row):
            span = one.row_span + other.row_span - (1 if torn else 0)
            merged[one.row, one.column] = replace(one, row_span=span, lines=(*one.lines, *other.lines))
            gone.add((other.row, other.column))
    shift = last - (1 if torn else 0)
    cells = [merged.get((cell.row, cell.column), cell) for cell in above]
    cells += [replace(cell, row=cell.row + shift) for cell in below if (cell.row, cell.column) not in gone]
    pages = (*upper.pages, *(lower.pages[1:] if torn else lower.pages))
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return JoinedTable(ordered, pages, upper.notes, lower.open_end, upper.implied)


def _without_header(upper: JoinedTable, lower: JoinedTable) -> JoinedTable:
    """Leave out the first rows of a part that are the first rows of the table once more."""
    repeated = 0
    for rows in range(1, min(MOST_HEADER, len(lower.pages)) + 1):
        above, below = ([cell for cell in table.cells if cell.row <= rows] for table in (upper, lower))
        if len(above) != len(below) or not all(map(_heads_alike, above, below)):
            break
        if any(cell.text for cell in below) and all(cell.row + cell.row_span - 1 <= rows for cell in below):
            repeated = rows
    cells = tuple(replace(cell, row=cell.row - repeated) for cell in lower.cells if cell.row > repeated)
    return replace(lower, cells=cells, pages=lower.pages[repeated:])


def _without_slivers(table: JoinedTable) -> JoinedTable:
    """Leave out rows in which nothing begins but one empty cell, without height or on the side of the labels.

    Browsers draw cells over several rows too long or too short where a page breaks them, and go on with some of them
    below the last row of the page: there such a row may be of any kind.
    """
    heights = [cell.box[3] - cell.box[1] for cell in table.cells if cell.row_span == 1]
    least = LOW * median(heights) if heights else 0.0
    gone: set[int] = set()
    for row in range(1, len(table.pages) + 1):
        begun = [cell for cell in table.cells if cell.row == row]
        if len(begun) != 1 or begun[0].text or begun[0].shows or begun[0].row_span > 1:
            continue
        (empty,) = begun
        running = [cell for cell in table.cells if cell.row < row < cell.row + cell.row_span]
        low = empty.box[3] - empty.box[1] < least
        if low or (table.open_end and row == len(table.pages)) or sum(one.column > empty.column for one in running) > 1:
            gone.add(row)
    kept = tuple(
        replace(
            cell,
            row=cell.row - sum(row < cell.row for row in gone),
            row_span=cell.row_span - sum(cell.row < row < cell.row + cell.row_span for row in gone),
        )
        for cell in table.cells
        if cell.row not in gone
    )
    pages = tuple(page for row, page in enumerate(table.pages, start=1) if row not in gone)
    notes = {after - sum(row <= after for row in gone): lines for after, lines in table.notes.items()}
    return replace(table, cells=kept, pages=pages, notes=notes)


def _heads_alike(one: JoinedCell, other: JoinedCell) -> bool:
    """Whether two cells head the same columns in the same words; values head nothing."""
    same_sides = all(
        abs(side - other_side) <= SAME_COLUMN for side, other_side in zip(one.sides, other.sides, strict=True)
    )
    return (
        (one.row, one.row_span, _words(one)) == (other.row, other.row_span, _words(other))
        and same_sides
        and (not one.text or is_label(one))
    )


def _words(cell: JoinedCell) -> str:
    """Its text, in which recognisers take wide and narrow forms of a bracket for each other."""
    return normalize("NFKC", cell.text)


def _in_columns(cell: JoinedCell, edges: Sequence[float]) -> JoinedCell:
    first, behind = (min(range(len(edges)), key=lambda at: abs(edges[at] - side)) for side in cell.sides)
    return replace(cell, column=first + 1, column_span=max(1, behind - first))
