"""What of a form was not read in a document, and when that is all of it."""

from collections.abc import Sequence

from extractor.errors import DocumentError
from extractor.model import Document, Failure
from extractor.pipeline.recognise import Recognised
from extractor.tables import TableReading

__all__ = ["shortfall"]


def shortfall(document: Document, found: Recognised, readings: Sequence[TableReading]) -> Failure | None:
    """What of the form was not read; null when nothing is lacking.

    Raises:
        DocumentError: `pages-unread`, `other-kind` or `no-tables` when no table was read at all.
    """
    pages = ", ".join(map(str, document.unread_pages))
    hint = document.unread_hint or "look whether the file holds the whole report"
    if not any(reading.found for reading in readings):
        if pages:
            raise DocumentError(
                "pages-unread",
                f"no table was read, and these pages were not: {pages}",
                place=document.path,
                hint=document.unread_hint,
            )
        if found.evidence:
            raise DocumentError(
                "no-tables",
                f"none of the {len(readings)} tables of form {found.form.id} was read: "
                + ", ".join(map(_unfound, readings)),
                place=document.path,
                hint=hint,
            )
        raise DocumentError(
            "other-kind",
            "no report of a known form: neither a title nor a table was recognised",
            place=document.path,
            hint="`gouji forms` lists the forms; --form names one of your own",
        )
    lacking = [
        _unfound(reading) if not reading.found else f"table {reading.table}: {rows} rows not found"
        for reading in readings
        if (
            rows := len(
                {cell.spec.row for cell in reading.cells if cell.kind == "unread" and "row-not-found" in cell.reasons}
            )
        )
    ]
    if pages:
        message = "; ".join((f"pages not read: {pages}", *lacking))
        return Failure(code="pages-unread", message=message, hint=document.unread_hint)
    if not lacking:
        return None
    return Failure(code="incomplete", message="; ".join(lacking), hint=hint)


def _unfound(reading: TableReading) -> str:
    if any("transposed" in cell.reasons for cell in reading.cells):
        return f"table {reading.table} is printed with its rows and columns exchanged"
    return f"table {reading.table} not found"
