"""Excel workbooks, their markup written directly: a library would take ten times as long and date every file."""

import re
from dataclasses import dataclass
from random import Random
from xml.sax.saxutils import escape

from eval.generator.chance import happens
from eval.generator.formats.archive import package
from eval.generator.formats.book import (
    Book,
    Cell,
    Grid,
    GridRow,
    Hiding,
    Part,
    PrintedPlace,
    Role,
    Text,
    columns_of,
    occupied,
)
from eval.generator.formats.flat import flattened
from eval.generator.formats.workbook_parts import BORDERED, FORMATS, PLAIN, TEXT, WHITE, column_name, fixed_parts

__all__ = ["BookStyle", "draw_book_style", "write_xlsx"]

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d{1,2})?|-?[1-9]\d{0,2}(?:,\d{3})+")
_MOST_NOTED = 200


@dataclass(frozen=True, slots=True)
class BookStyle:
    """How one workbook is written."""

    sheets: bool
    """A sheet per section, else one for the whole report."""
    numbers: bool
    """Figures are numbers with a format, else text."""
    merged: bool
    """Spans are merged cells; else only their first position holds the text."""
    wide_prose: bool
    """Prose stands in merged rows, else in the first column."""
    column: int
    """1-based column in which everything begins."""
    gap: int
    """Empty rows between two parts."""
    shared: bool
    """Texts stand in the table of shared strings."""


def draw_book_style(random: Random) -> BookStyle:
    """Draw the habits of a workbook."""
    return BookStyle(
        sheets=happens(random, 0.4),
        numbers=happens(random, 0.6),
        merged=happens(random, 0.85),
        wide_prose=happens(random, 0.6),
        column=2 if happens(random, 0.15) else 1,
        gap=random.choice((0, 0, 1, 1, 2)),
        shared=happens(random, 0.6),
    )


def write_xlsx(book: Book, style: BookStyle) -> tuple[bytes, dict[str, tuple[PrintedPlace, ...]]]:
    """Write the package, and say where its fields stand."""
    strings: dict[str, int] = {}
    places: dict[str, tuple[PrintedPlace, ...]] = {}
    written: list[tuple[str, str, list[tuple[str, str]], bool]] = []
    for number, (name, parts) in enumerate(_sheets(book, style), start=1):
        sheet = _Sheet(style, strings if style.shared else None, name or f"Sheet{number}", places)
        width = max((columns_of(part.rows) for part in parts if isinstance(part, Grid)), default=8)
        for part in parts:
            sheet.part(part, width)
        hidden = all(isinstance(part, Grid) and part.hidden for part in parts)
        written.append((sheet.name, sheet.markup(), sheet.comments, hidden))
    return package(fixed_parts(written, list(strings))), places


def _sheets(book: Book, style: BookStyle) -> list[tuple[str, list[Part]]]:
    """The parts of each sheet, with its name."""
    parts: list[Part] = [*book.parts, *(Text(note) for note in book.notes)]
    hidden = [part for part in parts if isinstance(part, Grid) and part.hidden]
    seen = [part for part in parts if not (isinstance(part, Grid) and part.hidden)]
    sheets: list[tuple[str, list[Part]]] = [("年度报告" if not style.sheets else "说明", [])]
    for part in seen:
        if style.sheets and isinstance(part, Text) and part.role is Role.HEADING:
            sheets.append((f"{len(sheets)}", []))
        sheets[-1][1].append(part)
    named = [(name, inner) for name, inner in sheets if inner]
    return [*named, *((f"底稿{at}", [part]) for at, part in enumerate(hidden, start=1))]


class _Sheet:
    def __init__(
        self, style: BookStyle, strings: dict[str, int] | None, name: str, places: dict[str, tuple[PrintedPlace, ...]]
    ) -> None:
        self.style = style
        self.strings = strings
        self.name = name
        self.comments: list[tuple[str, str]] = []
        self._places = places
        self._rows: list[str] = []
        self._merged: list[str] = []
        self._hidden_columns: set[int] = set()
        self._next = 1

    def part(self, part: Part, width: int) -> None:
        if isinstance(part, Grid):
            self._grid(part)
        else:
            self._text(part, width)
        self._next += self.style.gap

    def markup(self) -> str:
        columns = "".join(
            f'<col min="{column}" max="{column}" width="0" hidden="1" customWidth="1"/>'
            for column in sorted(self._hidden_columns)
        )
        merged = "".join(f'<mergeCell ref="{area}"/>' for area in self._merged)
        return (
            (f"<cols>{columns}</cols>" if columns else "")
            + f"<sheetData>{''.join(self._rows)}</sheetData>"
            + (f'<mergeCells count="{len(self._merged)}">{merged}</mergeCells>' if merged else "")
        )

    def _text(self, part: Text, width: int) -> None:
        if self.style.wide_prose:
            self._merge(self._next, self.style.column, 1, width)
        self._row([self._string(self._next, self.style.column, part.text, PLAIN)])

    def _grid(self, grid: Grid) -> None:
        rows = grid.rows if self.style.merged else flattened(grid.rows, repeated=False)
        self._hidden_columns |= {
            column + self.style.column - 1 for column, hiding in grid.concealed.items() if hiding is Hiding.UNSHOWN
        }
        for row, cells in zip(rows, occupied(rows), strict=True):
            written = [
                self._cell(cell, column, white=grid.concealed.get(column) is Hiding.WHITE) for column, cell in cells
            ]
            self._row(written, row)

    def _cell(self, cell: Cell, column: int, *, white: bool) -> str:
        column += self.style.column - 1
        self._merge(self._next, column, cell.row_span, cell.column_span)
        if cell.path:
            place = PrintedPlace(cell.text, None, self._next, column, self.name)
            self._places[cell.path] = (*self._places.get(cell.path, ()), place)
        for decoy in cell.decoys:
            if decoy.hiding is Hiding.COMMENT and len(self.comments) < _MOST_NOTED:
                self.comments.append((f"{column_name(column)}{self._next}", decoy.text))
        if not cell.text:
            return f'<c r="{column_name(column)}{self._next}" s="{PLAIN + BORDERED}"/>'
        if cell.note:
            rich = (
                f'<r><t>{escape(cell.text)}</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>{cell.note}</t></r>'
            )
            return f'<c r="{column_name(column)}{self._next}" s="{BORDERED}" t="inlineStr"><is>{rich}</is></c>'
        if cell.value and self.style.numbers and not white and _NUMBER.fullmatch(cell.text):
            return self._number(column, cell.text)
        # What is white stands beside the table, outside its edges.
        kind = WHITE if white else BORDERED + (TEXT if cell.value else PLAIN)
        return self._string(self._next, column, cell.text, kind)

    def _number(self, column: int, text: str) -> str:
        places = len(text.partition(".")[2])
        shape = "#,##0" if "," in text else "0." + "0" * places if places else ("General", "0")[column % 2]
        style = BORDERED + FORMATS.index(shape)
        return f'<c r="{column_name(column)}{self._next}" s="{style}"><v>{text.replace(",", "")}</v></c>'

    def _string(self, row: int, column: int, text: str, style: int) -> str:
        where = f'<c r="{column_name(column)}{row}" s="{style}"'
        if self.strings is None:
            return f'{where} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        return f'{where} t="s"><v>{self.strings.setdefault(text, len(self.strings))}</v></c>'

    def _merge(self, row: int, column: int, rows: int, columns: int) -> None:
        if rows * columns > 1:
            last = f"{column_name(column + columns - 1)}{row + rows - 1}"
            self._merged.append(f"{column_name(column)}{row}:{last}")

    def _row(self, cells: list[str], row: GridRow | None = None) -> None:
        hidden = ' hidden="1"' if row is not None and row.hidden else ""
        self._rows.append(f'<row r="{self._next}"{hidden}>{"".join(cells)}</row>')
        self._next += 1
