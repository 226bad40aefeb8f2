"""Sheets of the workbook that are written row by row, in constant memory, and go on where Excel's rows end."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

__all__ = [
    "LONGEST_TEXT",
    "MOST_LINKS",
    "MOST_ROWS",
    "Book",
    "Column",
    "Field",
    "Link",
    "Sheet",
    "Spot",
    "visible",
]

MOST_ROWS = 1_048_576
"""Rows of a sheet, its head included: Excel's limit."""

MOST_LINKS = 65_000
"""Links of a sheet; Excel opens no more than 65 530, and they are the one thing that stays in memory."""

LONGEST_TEXT = 4_000
"""Characters of a field; Excel's own limit of 32 767 makes rows that nobody can read."""

LINE_HEIGHT = 16.5
"""Points of a line of Chinese text. Rows get their height here: LibreOffice does not fit it to wrapped text."""

MOST_LINES = 8
"""Of a row; the rest of a longer text is seen in the field itself."""

EXACT_DIGITS = 15
"""Digits that a spreadsheet's number keeps."""

_CONTROLS: dict[int, str] = {code: chr(0x2400 + code) for code in range(0x20) if code not in {0x09, 0x0A}}
_CONTROLS[0x7F] = "\u2421"
UNSTORABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""


class _Rows(Protocol):
    """A worksheet of xlsxwriter, as far as it is used."""

    def autofilter(self, first_row: int, first_col: int, last_row: int, last_col: int) -> object: ...
    def fit_to_pages(self, width: int, height: int) -> object: ...
    def freeze_panes(self, row: int, column: int) -> object: ...
    def ignore_errors(self, options: Mapping[str, str]) -> object: ...
    def repeat_rows(self, first_row: int) -> object: ...
    def set_column(self, first: int, last: int, width: float, format_: object = None, /) -> object: ...
    def set_landscape(self) -> object: ...
    def set_row(self, row: int, height: float, /) -> object: ...
    def write_number(self, row: int, column: int, number: float, format_: object = None, /) -> object: ...
    def write_string(self, row: int, column: int, text: str, format_: object = None, /) -> object: ...
    def write_url(self, row: int, column: int, url: str, format_: object, string: str, /) -> object: ...


class Book(Protocol):
    """A workbook of xlsxwriter, as far as it is used."""

    def add_format(self, properties: Mapping[str, object]) -> object:
        """Make a format."""
        ...

    def add_worksheet(self, name: str) -> _Rows:
        """Add a sheet after those that there are."""
        ...


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet."""

    head: str
    width: float
    """In characters of the default font."""
    wrap: bool = False
    number: str = "#,##0"
    """Number format of all but exact decimals, which show two to four places."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A row of a sheet."""

    sheet: str
    row: int
    """1-based, as spreadsheets count."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to rows of the same workbook."""

    text: str
    spot: Spot
    last_row: int
    """1-based, in the sheet of `spot`."""


OPENS_FORMULA = ("=", "+", "-", "@")

Field = str | float | Decimal | Link | None


def visible(text: str) -> str:
    """The text as a spreadsheet can hold it.

    Control characters become their pictures, line ends become line feeds, and what XML cannot hold becomes U+FFFD. A
    text of more than `LONGEST_TEXT` characters ends in ….
    """
    cut = text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
    if cut.isprintable():
        return cut
    lines = cut.replace("\r\n", "\n").replace("\r", "\n")
    return UNSTORABLE.sub("\ufffd", lines.translate(_CONTROLS))


class Sheet:
    """Rows under a frozen, filtered head; a second sheet takes over when the first is full."""

    def __init__(self, book: Book, name: str, columns: Sequence[Column], *, most_rows: int = MOST_ROWS) -> None:
        """Begin the sheet `name`; `most_rows` counts the head."""
        self.names: list[str] = []
        self._book = book
        self._name = name
        self._columns = columns
        self._most_rows = most_rows
        self._head = book.add_format({"bold": True, "bg_color": "#E7ECF2", "bottom": 1, "valign": "top"})
        self._link = book.add_format({"font_color": "#0B57A4", "underline": 1, "valign": "top"})
        self._formats = [_Formats.of(book, column) for column in columns]
        self._begin()

    def add(self, fields: Sequence[Field]) -> Spot:
        """Write a row; null leaves its field empty. Text is always written as text, never as formula or link."""
        if self._next >= self._most_rows:
            self._end()
            self._begin()
        row = self._next
        self._next += 1
        lines = self._lines(fields)
        if lines > 1:
            self._rows.set_row(row, LINE_HEIGHT * lines)
        for number, field in enumerate(fields):
            if field is not None:
                self._write(row, number, field)
        return Spot(self.names[-1], row + 1)

    def close(self) -> None:
        """Set the filter over the rows that there are."""
        self._end()

    def _begin(self) -> None:
        count = len(self.names) + 1
        self.names.append(self._name if count == 1 else f"{self._name} {count}")
        self._rows = self._book.add_worksheet(self.names[-1])
        self._rows.freeze_panes(1, 1)
        self._rows.repeat_rows(0)
        self._rows.set_landscape()
        self._rows.fit_to_pages(1, 0)
        # Printed numbers are text here on purpose; without this every one of them gets a green corner.
        self._rows.ignore_errors({"number_stored_as_text": f"A1:{_letters(len(self._columns) - 1)}{MOST_ROWS}"})
        for number, column in enumerate(self._columns):
            self._rows.set_column(number, number, column.width, self._formats[number].plain)
            self._rows.write_string(0, number, column.head, self._head)
        self._next = 1
        self._links = 0

    def _end(self) -> None:
        self._rows.autofilter(0, 0, self._next - 1, len(self._columns) - 1)

    def _lines(self, fields: Sequence[Field]) -> int:
        """How many lines the fullest wrapped field takes; wide characters take two places."""
        most = 1
        for column, field in zip(self._columns, fields, strict=False):
            if column.wrap and isinstance(field, str) and field:
                parts = field[:LONGEST_TEXT].split("\n")
                lines = sum(1 + sum(1 + (sign > "\u2e7f") for sign in part) // int(column.width) for part in parts)
                most = max(most, lines)
        return min(most, MOST_LINES)

    def _write(self, row: int, number: int, field: str | float | Decimal | Link) -> None:
        formats = self._formats[number]
        if isinstance(field, str):
            self._write_text(row, number, field)
        elif isinstance(field, Link):
            self._write_link(row, number, field)
        elif isinstance(field, float) or len(str(abs(field)).replace(".", "")) <= EXACT_DIGITS:
            style = formats.exact if isinstance(field, Decimal) and field != int(field) else formats.plain
            self._rows.write_number(row, number, float(field), style)
        else:
            self._write_text(row, number, str(field))

    def _write_text(self, row: int, number: int, text: str) -> None:
        if text:
            formats = self._formats[number]
            style = formats.quoted if text.lstrip().startswith(OPENS_FORMULA) else formats.plain
            self._rows.write_string(row, number, visible(text), style)

    def _write_link(self, row: int, number: int, link: Link) -> None:
        if self._links >= MOST_LINKS:
            self._write_text(row, number, link.text)
            return
        self._links += 1
        target = f"internal:'{link.spot.sheet}'!A{link.spot.row}:B{link.last_row}"
        self._rows.write_url(row, number, target, self._link, visible(link.text))


@dataclass(frozen=True, slots=True)
class _Formats:
    """How the fields of a column look."""

    plain: object
    exact: object
    """Decimals that are not whole."""
    quoted: object
    """Texts that a spreadsheet would take for a formula once somebody edits them."""

    @classmethod
    def of(cls, book: Book, column: Column) -> "_Formats":
        base = {"valign": "top", "text_wrap": column.wrap}
        return cls(
            book.add_format({**base, "num_format": column.number}),
            book.add_format({**base, "num_format": "#,##0.00##"}),
            book.add_format({**base, "quote_prefix": True}),
        )


def _letters(column: int) -> str:
    """The name of a 0-based column; the workbook has fewer than 26."""
    return chr(ord("A") + column)
