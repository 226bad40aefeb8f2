"""One line for each cell of each document, in fixed columns: the panel that analysts load (design.md §6.2)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, Protocol, Self

from extractor.export.run_view import RunView, Subject, accepted_value, subject_of
from extractor.model import Record

__all__ = ["CELL_COLUMNS", "CellRow", "RecordRows", "RecordWriter", "cell_rows", "number_of", "rows_of"]


class CellRow(NamedTuple):
    """A cell. Its names and their order are a promise to those who load the tables."""

    document: str | None
    """SHA-256 of the file."""
    path: str
    """Of the file."""
    agency: str | None
    year: int | None
    edition: str | None
    """Of the form, for this table."""
    table: str
    row: str
    column: str
    as_printed: str | None
    value: int | str | None
    """As the record states it: an integer, or a decimal as a string."""
    unit: str | None
    kind: str
    tier: str
    status: str
    accepted_value: int | str | None
    """A person's decision, else the value if it is accepted, else null."""
    page: int | None
    """1-based."""
    start: int | None
    """Half-open code points of the extracted text."""
    end: int | None


CELL_COLUMNS: tuple[str, ...] = CellRow._fields


class RecordRows(NamedTuple):
    """A record on its way into tables."""

    record: Record
    subject: Subject
    cells: Sequence[CellRow]


class RecordWriter(Protocol):
    """Takes records one at a time; use as a context manager, which completes the file when the body ends well."""

    def add(self, rows: RecordRows) -> None:
        """Write what this record has to say."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None: ...


def rows_of(record: Record, view: RunView) -> RecordRows:
    """A record and its rows."""
    subject = subject_of(record, view)
    return RecordRows(record, subject, tuple(cell_rows(record, subject)))


def cell_rows(record: Record, subject: Subject) -> Iterator[CellRow]:
    """The cells of the form, in its order; none for a failed document. Metadata are no cells of the form."""
    document, path = record.document.sha256, record.document.path
    editions = record.form.editions if record.form else {}
    for cell in record.cells:
        table, row, column = cell.path.split(".", 2)
        place = cell.source
        yield CellRow(
            document,
            path,
            subject.agency,
            subject.year,
            editions.get(table),
            table,
            row,
            column,
            cell.as_printed,
            cell.value,
            cell.unit,
            cell.kind,
            cell.tier,
            cell.status,
            accepted_value(cell),
            place.page if place else None,
            place.start if place else None,
            place.end if place else None,
        )


def number_of(value: int | str | None) -> Decimal | None:
    """The exact number; null for null, and for text, which a decision may hold."""
    if value is None:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
