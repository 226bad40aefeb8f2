"""CSV as spreadsheets write it, with the offset of every printed field."""

from dataclasses import dataclass
from random import Random

from eval.generator.chance import happens
from eval.generator.formats.book import Book, Cell, GridRow, PrintedPlace, Text, columns_of
from eval.generator.formats.flat import flattened

__all__ = ["SeparatedStyle", "draw_separated_style", "write_csv"]


@dataclass(frozen=True, slots=True)
class SeparatedStyle:
    """How one CSV file is written."""

    encoding: str
    delimiter: str
    line_end: str
    padded: bool
    """Every record has as many fields as the widest."""
    quoted: bool
    """Every text field is quoted, else only where it must be."""
    repeated: bool
    """A group's label stands in each of its rows."""
    leaves: bool
    """The header is one line of lowest heads."""


def draw_separated_style(random: Random) -> SeparatedStyle:
    """Draw the habits of a CSV file."""
    return SeparatedStyle(
        encoding=random.choice(("utf-8-sig", "utf-8-sig", "utf-8", "gb18030")),
        delimiter=random.choice((",", ",", ",", ",", ";")),
        line_end=random.choice(("\r\n", "\r\n", "\n")),
        padded=happens(random, 0.75),
        quoted=happens(random, 0.2),
        repeated=happens(random, 0.2),
        leaves=happens(random, 0.6),
    )


def write_csv(book: Book, style: SeparatedStyle) -> tuple[bytes, str, dict[str, tuple[PrintedPlace, ...]]]:
    """Write the records: the file's bytes, its decoded text, and where its fields stand."""
    parts = [
        part if isinstance(part, Text) else _level(flattened(part.rows, repeated=style.repeated), style)
        for part in book.parts
    ]
    width = max((columns_of(part) for part in parts if not isinstance(part, Text)), default=1) if style.padded else 1
    writer = _Writer(style)
    for part in parts:
        if isinstance(part, Text):
            writer.record((Cell(part.text),), width)
            continue
        for row in part:
            writer.record(row.cells, width)
    for note in book.notes:
        writer.record((Cell(note),), width)
    text = "".join(writer.pieces)
    # A byte-order mark is no part of the decoded text.
    return text.encode(style.encoding), text, writer.places


def _level(rows: tuple[GridRow, ...], style: SeparatedStyle) -> tuple[GridRow, ...]:
    """The rows of a grid, with only the lowest line of each header where the style says so."""
    if not style.leaves:
        return rows
    kept: list[GridRow] = []
    for at, row in enumerate(rows):
        follows = at + 1 < len(rows) and rows[at + 1].header
        if row.header and follows:
            continue
        if row.header:
            first = at
            while first and rows[first - 1].header:
                first -= 1
            row = GridRow(_lowest(rows[first : at + 1]), header=True)  # noqa: PLW2901 - the header in one line
        kept.append(row)
    return tuple(kept)


def _lowest(rows: tuple[GridRow, ...]) -> tuple[Cell, ...]:
    """For each column the lowest head that stands over it."""
    return tuple(next((cell for cell in reversed(column) if cell.text), column[0]) for column in _columns(rows))


def _columns(rows: tuple[GridRow, ...]) -> list[tuple[Cell, ...]]:
    width = max(len(row.cells) for row in rows)
    filled = [(*row.cells, *[Cell("")] * (width - len(row.cells))) for row in rows]
    return list(zip(*filled, strict=True))


class _Writer:
    def __init__(self, style: SeparatedStyle) -> None:
        self.style = style
        self.pieces: list[str] = []
        self.places: dict[str, tuple[PrintedPlace, ...]] = {}
        self._length = 0
        self._records = 0

    def record(self, cells: tuple[Cell, ...], width: int) -> None:
        self._records += 1
        for column, cell in enumerate(cells, start=1):
            if column > 1:
                self._append(self.style.delimiter)
            self._field(cell, column)
        self._append(self.style.delimiter * (width - len(cells)) + self.style.line_end)

    def _field(self, cell: Cell, column: int) -> None:
        must = any(mark in cell.text for mark in (self.style.delimiter, '"', "\n", "\r"))
        quote = '"' if must or (self.style.quoted and cell.text and not cell.value) else ""
        self._append(quote)
        start = self._length
        self._append(cell.text.replace('"', '""') if quote else cell.text)
        if cell.path:
            place = PrintedPlace(cell.text, None, self._records, column, start=start, end=self._length)
            self.places[cell.path] = (*self.places.get(cell.path, ()), place)
        self._append(quote)

    def _append(self, text: str) -> None:
        self.pieces.append(text)
        self._length += len(text)
