"""A report as an office file holds it: paragraphs and grids with spans, whatever the format; damage works on it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

__all__ = [
    "Book",
    "Cell",
    "Decoy",
    "Grid",
    "GridRow",
    "Hiding",
    "Lines",
    "Part",
    "PrintedPlace",
    "Role",
    "Text",
    "columns_of",
    "occupied",
    "places_of",
    "underlined",
]


class Role(Enum):
    """What a paragraph is for."""

    TITLE = "title"
    PROSE = "prose"
    HEADING = "heading"
    CAPTION = "caption"
    CLOSING = "closing"


class Hiding(Enum):
    """How a passage is kept from the reader's eyes; each format has its own means for it."""

    UNSHOWN = "unshown"
    """`display:none`, Word's hidden font."""
    TINY = "tiny"
    """At most one point high."""
    WHITE = "white"
    """White on white paper."""
    DELETED = "deleted"
    """A tracked deletion, with the printed text as the insertion beside it."""
    COMMENT = "comment"


class Lines(Enum):
    """The lines that are drawn around the cells of a table."""

    ALL = "all"
    NONE = "none"
    LEVEL = "level"
    """Between rows only, and above and below the table."""
    THREE = "three"
    """Above and below the table, and below its header."""


@dataclass(frozen=True, slots=True)
class Decoy:
    """A passage in a cell that nobody sees."""

    hiding: Hiding
    text: str
    first: bool = True
    """It stands before the printed text, else behind it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; its text is what a reader of the page sees."""

    text: str
    path: str = ""
    """The cell of the form that is printed here."""
    row_span: int = 1
    column_span: int = 1
    head: bool = False
    """It heads columns; else it is a label, a value or empty."""
    value: bool = False
    """A field of the table, also where it belongs to no cell of the form."""
    decoys: tuple[Decoy, ...] = ()
    nested: bool = False
    """Its text stands in a table of its own inside the cell."""
    picture: bool = False
    """A picture of the text stands there."""
    note: int = 0
    """Ordinal of the footnote that it refers to; 0 for none."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """The cells that begin in one row, from left to right, as HTML lists them."""

    cells: tuple[Cell, ...]
    header: bool = False
    """It belongs to the header of the rows below."""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a file."""

    rows: tuple[GridRow, ...]
    key: str = ""
    """The table of the form; empty for what belongs to the page."""
    wrapped: bool = False
    """It stands inside a table that only arranges the page."""
    hidden: bool = False
    concealed: Mapping[int, Hiding] = field(default_factory=dict[int, Hiding])
    """1-based columns that are not seen."""
    lines: Lines = Lines.ALL


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    role: Role = Role.PROSE


Part = Text | Grid


@dataclass(frozen=True, slots=True)
class Book:
    """The whole file before it is written."""

    parts: tuple[Part, ...]
    unknowable: frozenset[str] = frozenset()
    """Cells that damage to the file has made unreadable."""
    notes: tuple[str, ...] = ()
    """Footnotes by ordinal."""

    def grids(self) -> Iterator[tuple[int, Grid]]:
        """The grids with their place among the parts."""
        return ((place, part) for place, part in enumerate(self.parts) if isinstance(part, Grid))

    def with_part(self, place: int, *parts: Part) -> "Book":
        """The book with other parts in the place of one."""
        return replace(self, parts=(*self.parts[:place], *parts, *self.parts[place + 1 :]))

    def with_lines(self, lines: Lines) -> "Book":
        """The book with other lines drawn in its tables."""
        parts = tuple(replace(part, lines=lines) if isinstance(part, Grid) else part for part in self.parts)
        return replace(self, parts=parts)

    @property
    def text(self) -> str:
        """What is seen, a line per paragraph and row, cells between tabs."""
        lines: list[str] = []
        for part in self.parts:
            if isinstance(part, Text):
                lines.append(part.text)
            elif not part.hidden:
                lines += ["\t".join(cell.text for cell in row.cells) for row in part.rows if not row.hidden]
        return "\n".join((*lines, *self.notes))


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """Where a field is printed; null where the format has no such thing."""

    text: str
    table: int | None = None
    """1-based among the grids of the file that are seen: tables with two cells beside each other and no table in
    them; null for workbooks."""
    row: int | None = None
    """1-based, spans counted: in the grid, hidden rows left out; in a workbook, in the sheet; in CSV, the record."""
    column: int | None = None
    sheet: str | None = None
    start: int | None = None
    """Half-open code-point interval in the decoded file, for text and CSV."""
    end: int | None = None


def occupied(rows: Sequence[GridRow]) -> list[list[tuple[int, Cell]]]:
    """For each row, the cells that begin in it with their 1-based columns."""
    taken: dict[tuple[int, int], bool] = {}
    found: list[list[tuple[int, Cell]]] = []
    for number, row in enumerate(rows):
        column = 1
        placed: list[tuple[int, Cell]] = []
        for cell in row.cells:
            while taken.get((number, column)):
                column += 1
            placed.append((column, cell))
            for below in range(number, number + cell.row_span):
                taken.update({(below, column + right): True for right in range(cell.column_span)})
            column += cell.column_span
        found.append(placed)
    return found


def columns_of(rows: Sequence[GridRow]) -> int:
    """How many columns the widest row reaches."""
    return max((column + cell.column_span - 1 for row in occupied(rows) for column, cell in row), default=0)


def underlined(grid: Grid, number: int, cell: Cell) -> bool:
    """Whether a line runs below a cell that begins in the row with this 0-based number: the table's own is not one."""
    after = number + cell.row_span
    if grid.lines is Lines.THREE:
        return after < len(grid.rows) and grid.rows[after - 1].header and not grid.rows[after].header
    return grid.lines is not Lines.NONE and after < len(grid.rows)


def places_of(book: Book) -> dict[str, tuple[PrintedPlace, ...]]:
    """The places of all printed fields, counted in grids."""
    places: dict[str, tuple[PrintedPlace, ...]] = {}
    seen = [grid for _, grid in book.grids() if not grid.hidden]
    counted = [grid for grid in seen if any(len(row.cells) > 1 for row in grid.rows if not row.hidden)]
    for ordinal, grid in enumerate(counted, start=1):
        shown = [row for row in grid.rows if not row.hidden]
        for number, row in enumerate(occupied(shown), start=1):
            for column, cell in row:
                if cell.path:
                    place = PrintedPlace(cell.text, ordinal, number, column)
                    places[cell.path] = (*places.get(cell.path, ()), place)
    return places
