"""The workbook of a run, as another library opens it."""

import io
from collections.abc import Callable
from typing import Any, cast

import openpyxl

from extractor.export import RunView, Workbook, rows_of
from extractor.export.sheet import MOST_ROWS
from extractor.model import Record

__all__ = ["PATHS", "MakeCell", "MakeFinding", "MakeRecord", "MakeView", "failed", "opened", "table", "write"]

MakeCell = Callable[..., dict[str, object]]
MakeFinding = Callable[..., dict[str, object]]
MakeRecord = Callable[..., Record]
MakeView = Callable[..., RunView]
PATHS = tuple(f"disputes.reconsideration.{key}" for key in ("upheld", "corrected", "other_result", "pending", "total"))


def write(view: RunView, *, most_rows: int = MOST_ROWS, all_cells: bool = True) -> bytes:
    """The bytes of the workbook of a run."""
    target = io.BytesIO()
    with Workbook(target, view, most_rows=most_rows, all_cells=all_cells) as workbook:
        for record in view.records():
            workbook.add(rows_of(record, view))
    return target.getvalue()


def opened(content: bytes) -> Any:  # noqa: ANN401 - the library has no types
    """The workbook as openpyxl reads it."""
    return cast("Any", openpyxl).load_workbook(io.BytesIO(content))


def table(book: Any, sheet: str) -> list[dict[str, Any]]:  # noqa: ANN401 - as above
    """The rows of a sheet by the words of its head."""
    head, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def failed(make_record: MakeRecord, path: str = "b.txt") -> Record:
    """A document that could not be read."""
    error = {"code": "empty-file", "message": "empty", "hint": "send it again"}
    return make_record(path=path, status="failed", form=None, meta={}, error=error)
