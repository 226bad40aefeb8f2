"""Damage to the grids of a file: split, joined, turned, widened, without spans."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from eval.generator.formats.book import Book, Cell, Grid, GridRow, Part, Role, Text, columns_of
from eval.generator.formats.flat import flattened
from eval.generator.formats.regrid import cut, even, transposed, with_column

__all__ = [
    "header_repeated",
    "layout_table",
    "ordinal_column",
    "pick",
    "remark_column",
    "spans_lost",
    "table_split",
    "tables_run_together",
    "transposed_table",
]

_LONG = 6
"""Rows of figures from which a table is split over two pages."""


def pick(book: Book, random: Random, fits: Callable[[Grid], bool]) -> tuple[int, Grid] | None:
    """A random grid of the form that fits, with its place among the parts."""
    found = [(place, grid) for place, grid in book.grids() if grid.key and not grid.hidden and fits(grid)]
    return random.choice(found) if found else None


def _has_values(row: GridRow) -> bool:
    return any(cell.value for cell in row.cells)


def _is_labelled(grid: Grid) -> bool:
    return any(not cell.value for row in grid.rows if _has_values(row) for cell in row.cells)


def _seams(grid: Grid) -> list[int]:
    """Where a page may end: between two rows of figures."""
    rows = grid.rows
    return [at for at in range(2, len(rows)) if _has_values(rows[at]) and _has_values(rows[at - 1])]


def _header_above(rows: Sequence[GridRow], at: int) -> tuple[GridRow, ...]:
    last = next((number for number in range(at - 1, -1, -1) if rows[number].header), None)
    if last is None:
        return ()
    first = last
    while first and rows[first - 1].header:
        first -= 1
    return tuple(rows[first : last + 1])


def _cut_somewhere(
    book: Book, random: Random
) -> tuple[int, Grid, tuple[GridRow, ...], tuple[GridRow, ...], tuple[GridRow, ...]] | None:
    """A grid with its place, both halves of its rows, and the header of the second half."""
    found = pick(book, random, lambda grid: sum(map(_has_values, grid.rows)) >= _LONG and bool(_seams(grid)))
    if found is None:
        return None
    place, grid = found
    at = random.choice(_seams(grid))
    upper, lower = cut(grid.rows, at, repeated=bool(random.randrange(2)))
    return place, grid, upper, lower, _header_above(grid.rows, at)


def table_split(kind: str, about: str) -> Callable[[Book, Random], Book | None]:
    """A table that goes on as another one; `kind`: bare, header or caption."""

    def split(book: Book, random: Random) -> Book | None:
        found = _cut_somewhere(book, random)
        if found is None:
            return None
        place, grid, upper, lower, header = found
        if kind != "bare" and not header:
            return None
        between: list[Part] = (
            [Text(random.choice(("续表", "（续表）", "续表1")), Role.CAPTION)] if kind == "caption" else []
        )
        rest = replace(grid, rows=(*(header if kind != "bare" else ()), *lower))
        return book.with_part(place, replace(grid, rows=upper), *between, rest)

    split.__doc__ = about
    return split


def header_repeated(book: Book, random: Random) -> Book | None:
    """The header stands again in the middle of the table."""
    found = _cut_somewhere(book, random)
    if found is None or not found[-1]:
        return None
    place, grid, upper, lower, header = found
    return book.with_part(place, replace(grid, rows=(*upper, *header, *lower)))


def tables_run_together(book: Book, random: Random) -> Book | None:
    """Two tables run on in one grid, with the heading between them as a row."""
    parts = book.parts
    pairs: list[tuple[int, int]] = []
    for at, part in enumerate(parts):
        following = next((number for number in range(at + 1, len(parts)) if isinstance(parts[number], Grid)), None)
        if not isinstance(part, Grid) or following is None or not part.key:
            continue
        between = [other for other in parts[at + 1 : following] if isinstance(other, Text)]
        if len(between) < _LONG and all(other.role in {Role.HEADING, Role.CAPTION} for other in between):
            pairs.append((at, following))
    if not pairs:
        return None
    first, second = random.choice(pairs)
    upper, lower = parts[first], parts[second]
    if not isinstance(upper, Grid) or not isinstance(lower, Grid):
        return None
    width = max(columns_of(upper.rows), columns_of(lower.rows))
    headings = tuple(
        GridRow((Cell(part.text, column_span=width, head=True),))
        for part in parts[first + 1 : second]
        if isinstance(part, Text)
    )
    joined = replace(upper, rows=(*upper.rows, *headings, *lower.rows))
    return replace(book, parts=(*parts[:first], joined, *parts[second + 1 :]))


def layout_table(book: Book, random: Random) -> Book | None:
    """A table stands inside a table that only arranges the page."""
    found = pick(book, random, lambda _: True)
    return book.with_part(found[0], replace(found[1], wrapped=True)) if found else None


def ordinal_column(book: Book, random: Random) -> Book | None:
    """A first column 序号 numbers the rows."""
    found = pick(book, random, _is_labelled)
    if found is None:
        return None
    place, grid = found
    number = iter(range(1, len(grid.rows) + 1))
    cells = _column(grid.rows, "序号", lambda: str(next(number)))
    return book.with_part(place, replace(grid, rows=with_column(grid.rows, 1, cells)))


def remark_column(book: Book, random: Random) -> Book | None:
    """A last column 备注 holds remarks, some of them with numbers."""
    found = pick(book, random, lambda grid: _is_labelled(grid) and even(grid.rows))
    if found is None:
        return None
    place, grid = found
    remarks = ("", "", "", "", "见附件", "同比增加2件", "3", "—")
    cells = _column(grid.rows, "备注", lambda: random.choice(remarks))
    return book.with_part(place, replace(grid, rows=with_column(grid.rows, columns_of(grid.rows) + 1, cells)))


def _column(rows: Sequence[GridRow], head: str, text: Callable[[], str]) -> list[Cell | None]:
    """One cell a row; a row of one cell takes the new column in."""
    cells: list[Cell | None] = []
    for at, row in enumerate(rows):
        if row.header:
            opens = at == 0 or not rows[at - 1].header
            depth = next((number for number in range(at, len(rows)) if not rows[number].header), len(rows)) - at
            cells.append(Cell(head, row_span=depth, head=True) if opens else None)
        elif _has_values(row):
            cells.append(Cell(text()))
        else:
            cells.append(None if len(row.cells) == 1 else Cell(""))
    return cells


def transposed_table(book: Book, random: Random) -> Book | None:
    """A table is turned: its rows stand as columns."""
    found = pick(book, random, lambda grid: _is_labelled(grid) and even(grid.rows))
    if found is None:
        return None
    place, grid = found
    lost = {cell.path for row in grid.rows for cell in row.cells if cell.path}
    turned = replace(grid, rows=transposed(grid.rows))
    return replace(book.with_part(place, turned), unknowable=book.unknowable | lost)


def spans_lost(*, repeated: bool, about: str) -> Callable[[Book, Random], Book | None]:
    """Merged cells that have come apart."""

    def lost(book: Book, random: Random) -> Book | None:
        del random
        spanning = [
            (place, grid)
            for place, grid in book.grids()
            if grid.key and any(cell.row_span * cell.column_span > 1 for row in grid.rows for cell in row.cells)
        ]
        for place, grid in spanning:
            book = book.with_part(place, replace(grid, rows=flattened(grid.rows, repeated=repeated)))
        return book if spanning else None

    lost.__doc__ = about
    return lost
