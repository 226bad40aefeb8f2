"""`report.xlsx`: a run for people who work in spreadsheets, written in one pass over the records."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from itertools import groupby
from typing import BinaryIO, Protocol, Self, TypeVar, cast

from extractor.export.findings_file import waiver_of
from extractor.export.labels import CellLabels
from extractor.export.run_view import RunView
from extractor.export.sheet import MOST_ROWS, Book, Field, Link, Sheet, Spot
from extractor.export.tally import RunTally
from extractor.export.tidy import CellRow, RecordRows, number_of
from extractor.export.workbook_closing import about_rows, rule_rows, summary_rows
from extractor.export.workbook_columns import Columns
from extractor.export.workbook_words import say
from extractor.model import Finding, Record

__all__ = ["Workbook"]

Result = TypeVar("Result")

MOST_NAMED = 7
"""Cells of a finding that are named; the link leads to all of them."""


class Workbook:
    """Writes sheets for cells, findings and documents as records come, and those that sum up at the end."""

    def __init__(self, target: BinaryIO, view: RunView, *, most_rows: int = MOST_ROWS, all_cells: bool = True) -> None:
        """Begin the sheets.

        Args:
            target: an open binary file, which stays open.
            view: of the run.
            most_rows: of a sheet, its head included.
            all_cells: without it, only those that wait for a person, were decided, or stand in a finding that fails.
        """
        self._all_cells = all_cells
        self._view = view
        self._labels = CellLabels(view.forms, view.language)
        self._tally = RunTally.of(view)
        # Rows wait in files of their own; the folder goes with all of them, however this ends.
        self._temporary = tempfile.TemporaryDirectory(prefix="gouji-")
        options = {"constant_memory": True, "tmpdir": self._temporary.name}
        self._book = cast("_Library", import_module("xlsxwriter")).Workbook(_Target(target), options)
        self._book.set_properties({"title": "Gouji", "created": _moment(view.facts.started)})
        columns = Columns(view.language)
        self._sheets = {
            name: Sheet(self._book, say(view.language, "sheet", name), columns.of(name), most_rows=most_rows)
            for name in ("summary", "documents", "cells", "findings", "rules", "unread", "about")
        }

    def add(self, rows: RecordRows) -> None:
        """Write the cells, the findings and the state of a document."""
        record = rows.record
        self._tally.add(record, self._view)
        spots = self._add_cells(rows)
        for finding in record.findings:
            self._sheets["findings"].add(tuple(self._finding(rows, finding, spots)))
        self._sheets["documents"].add(tuple(self._document(rows, spots)))
        if record.status != "ok":
            self._sheets["unread"].add(tuple(self._unread(rows)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        with self._temporary:
            if kind is None:
                self._finish()
            else:
                for sheet in self._book.worksheets():
                    sheet.row_data_fh.close()

    def _finish(self) -> None:
        tally, view = self._tally, self._view
        for row in summary_rows(tally, view):
            self._sheets["summary"].add(row)
        for row in rule_rows(tally, view):
            self._sheets["rules"].add(row)
        for row in about_rows(view, self._sheets_named(), all_cells=self._all_cells):
            self._sheets["about"].add(row)
        for sheet in self._sheets.values():
            sheet.close()
        try:
            self._book.close()
        except Exception as error:
            # The library wraps the refusal of the file system, which the caller translates.
            if error.args and isinstance(error.args[0], OSError):
                raise error.args[0] from error
            raise

    def _sheets_named(self) -> list[str]:
        return [name for sheet in self._sheets.values() for name in sheet.names]

    def _add_cells(self, rows: RecordRows) -> dict[str, Spot]:
        """Where each cell stands, by path."""
        form = rows.record.form.id if rows.record.form else ""
        wanted = None if self._all_cells else _doubtful(rows.record)
        spots: dict[str, Spot] = {}
        for cell, row in zip(rows.record.cells, rows.cells, strict=True):
            if wanted is not None and cell.path not in wanted:
                continue
            reasons = "; ".join(self._view.say("reason", code) for code in cell.reasons)
            spots[cell.path] = self._sheets["cells"].add(tuple(self._cell(form, cell.path, row, reasons)))
        return spots

    def _cell(self, form: str, path: str, row: CellRow, reasons: str) -> Iterator[Field]:
        language = self._view.language
        labels = self._labels.of(form, row.table, row.edition or "")
        yield from (row.path, row.agency, row.year, row.edition, labels.title)
        yield from (labels.row(row.row), labels.column(row.row, row.column), row.as_printed)
        yield _number(row.value)
        yield _number(row.accepted_value)
        yield from (row.unit, say(language, "kind", row.kind), row.tier)
        yield from (say(language, "cell_status", row.status), reasons, row.page, row.start, row.end, path)

    def _finding(self, rows: RecordRows, finding: Finding, spots: dict[str, Spot]) -> Iterator[Field]:
        view, record = self._view, rows.record
        waived = waiver_of(finding, record.document.path, view.waivers)
        yield from (record.document.path, rows.subject.agency, rows.subject.year)
        yield from (view.say("severity", finding.severity), say(view.language, "outcome", finding.status))
        yield from (finding.code, view.say("family", finding.family))
        yield finding.message_zh if view.language == "zh" else finding.message
        yield view.say("attribution", finding.attribution) if finding.attribution else None
        yield from (_number(finding.left), _number(finding.right), _number(finding.delta))
        yield self._named(record, finding.cells)
        yield _link([spots[path] for path in finding.cells if path in spots])
        yield from (finding.quote, finding.clause)
        yield f"{waived['by']}, {waived['expires']}: {waived['reason']}" if waived else None
        yield finding.fingerprint

    def _named(self, record: Record, paths: Sequence[str]) -> str:
        if record.form is None:
            return "\n".join(paths)
        named: list[str] = []
        for path in paths[:MOST_NAMED]:
            table, row, column = (*path.split(".", 2), "", "")[:3]
            labels = self._labels.of(record.form.id, table, record.form.editions.get(table, ""))
            named.append(f"{labels.row(row)}: {labels.column(row, column)}")
        return "\n".join([*named, *(["…"] if len(paths) > MOST_NAMED else [])])

    def _document(self, rows: RecordRows, spots: dict[str, Spot]) -> Iterator[Field]:
        record = rows.record
        yield from (record.document.path, rows.subject.agency, rows.subject.year)
        yield self._view.say("status", record.status)
        yield _link(list(spots.values()), str(len(record.cells)))
        yield from (sum(cell.status == status for cell in record.cells) for status in ("accepted", "review"))
        failed = [finding.severity for finding in record.findings if finding.status == "FAIL"]
        yield from (failed.count(severity) for severity in ("error", "warning", "info"))
        yield from (sum(finding.status == "NOT_ASSESSABLE" for finding in record.findings),)
        yield record.coverage.check_power if record.coverage else None
        yield record.document.sha256

    def _unread(self, rows: RecordRows) -> Iterator[Field]:
        record = rows.record
        error = record.error
        yield from (record.document.path, rows.subject.agency, rows.subject.year)
        yield self._view.say("status", record.status)
        yield from (error.code, error.message, error.hint) if error else (None, None, None)
        yield record.document.sha256


class _Target:
    """The file, until it refuses something; then a place where everything is lost, quietly.

    The library leaves its archive open when a write fails, and the archive would try again, and complain, when it is
    collected.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._lost: int | None = None
        """Where the archive believes to be, once the file is lost."""

    def flush(self) -> None:
        if self._lost is None:
            self._try(self._file.flush)

    def seek(self, offset: int, whence: int = 0) -> int:
        if self._lost is None:
            return self._try(lambda: self._file.seek(offset, whence))
        self._lost = offset
        return offset

    def tell(self) -> int:
        return self._try(self._file.tell) if self._lost is None else self._lost

    def write(self, data: bytes) -> int:
        if self._lost is None:
            return self._try(lambda: self._file.write(data))
        self._lost += len(data)
        return len(data)

    def _try(self, action: Callable[[], Result]) -> Result:
        try:
            return action()
        except OSError:
            self._lost = 0
            raise


def _doubtful(record: Record) -> frozenset[str]:
    """Paths of the cells that somebody has to look at, or has looked at."""
    waiting = {cell.path for cell in record.cells if cell.status == "review" or cell.decision is not None}
    failing = {path for finding in record.findings if finding.status == "FAIL" for path in finding.cells}
    return frozenset(waiting | failing)


def _number(value: int | str | None) -> Field:
    """Whole numbers as such, decimals exact; what a person decided may also be a text."""
    if value is None or isinstance(value, int):
        return value
    number = number_of(value)
    return value if number is None else number


def _link(spots: Sequence[Spot], text: str | None = None) -> Link | None:
    """To the rows of the first sheet that has any, named by their numbers."""
    if not spots:
        return None
    first = min((spot for spot in spots if spot.sheet == spots[0].sheet), key=lambda spot: spot.row)
    here = [spot.row for spot in spots if spot.sheet == first.sheet]
    parts = [
        _ranges(sheet, [spot.row for spot in group]) for sheet, group in groupby(spots, key=lambda spot: spot.sheet)
    ]
    return Link(text or "; ".join(parts), first, max(here))


def _ranges(sheet: str, rows: list[int]) -> str:
    low, high = min(rows), max(rows)
    return f"{sheet} {low}" if low == high else f"{sheet} {low}-{high}"


def _moment(started: str) -> datetime:
    return datetime.fromisoformat(started)


class _Open(Protocol):
    def close(self) -> None: ...


class _Worksheet(Protocol):
    row_data_fh: _Open


class _Workbook(Book, Protocol):
    def close(self) -> None: ...
    def set_properties(self, properties: Mapping[str, object]) -> None: ...
    def worksheets(self) -> Sequence[_Worksheet]: ...


class _Library(Protocol):
    """The part of xlsxwriter that is used."""

    def Workbook(self, filename: _Target, options: Mapping[str, object]) -> _Workbook: ...  # noqa: N802 - the library's name
