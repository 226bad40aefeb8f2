"""A record in few bytes. The script of the page reads exactly these shapes (docs/design/report-page.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.export.page.excerpts import excerpts
from extractor.export.page.shapes import Json, Shape
from extractor.export.page.strips import encoded
from extractor.model import Cell, Claim, Finding, PageStrip, Place, Record

__all__ = ["Row", "detail", "summary"]

LONGEST_NAME = 300
"""Code points of a title, agency or message in the list of documents."""


@dataclass(frozen=True, slots=True)
class Row:
    """A document in the list."""

    anchor: str
    """Names the document in links: `#doc/<anchor>`."""
    json: dict[str, Json]


def summary(record: Record, anchor: str, waived: frozenset[str]) -> Row:
    """What the overview says of a document; findings that failed count, waived ones apart."""
    failed = [finding for finding in record.findings if finding.status == "FAIL"]
    live = [finding for finding in failed if finding.fingerprint not in waived]
    found: dict[str, list[int]] = {}
    for finding in live:
        counts = found.setdefault(finding.code, [0, 0, 0])
        counts[("error", "warning", "info").index(finding.severity)] += 1
    review = sum(cell.status == "review" for cell in record.cells)
    return Row(
        anchor,
        {
            "id": anchor,
            "name": record.document.name[:LONGEST_NAME],
            "path": record.document.path,
            "title": _meta(record, "title"),
            "agency": _meta(record, "agency"),
            "year": _meta(record, "year"),
            "status": record.status,
            "code": record.error.code if record.error else None,
            "form": record.form.id if record.form else None,
            "cells": len(record.cells),
            "review": review,
            "found": found,
            "open": sum(finding.status == "NOT_ASSESSABLE" for finding in record.findings),
            "waived": len(failed) - len(live),
        },
    )


def detail(  # noqa: PLR0913 - a record, and what is shown beside it
    record: Record,
    shape: Shape,
    number: int,
    text: str | None,
    waived: frozenset[str],
    *,
    strips: Sequence[PageStrip] = (),
) -> dict[str, Json]:
    """Everything the view of a document shows; `number` is that of `shape`, `strips` are parts of its pages."""
    pictures, frames = encoded(record, strips, shape.index)
    cells = {cell.path: cell for cell in record.cells}
    coverage = record.coverage
    return {
        "shape": number,
        "sha256": record.document.sha256,
        "media": record.document.media_type,
        "pages": record.document.pages,
        "characters": record.document.characters,
        "error": [record.error.code, record.error.message, record.error.hint] if record.error else None,
        "meta": {key: _cell(cell, None) for key, cell in record.meta.items() if cell.kind != "missing"},
        "cells": [
            _cell(cells[path], unit) if path in cells else None
            for path, unit in zip(shape.paths, shape.units, strict=True)
        ],
        "findings": [_finding(finding, shape.index, waived) for finding in record.findings],
        "claims": [_claim(claim, shape.index) for claim in record.claims],
        "unmapped": [[row.table, row.label, row.fields, *_place(row.source)] for row in record.unmapped],
        "coverage": None if coverage is None else coverage.model_dump(mode="json"),
        "text": None if text is None else excerpts(record, text),
        **({"pictures": pictures, "frames": frames} if pictures else {}),
    }


def _meta(record: Record, key: str) -> str | int | None:
    cell = record.meta.get(key)
    if cell is None:
        return None
    value = cell.decision.value if cell.decision is not None else cell.value
    return value[:LONGEST_NAME] if isinstance(value, str) else value


def _cell(cell: Cell, usual: str | None) -> Json:
    """`[value, start, length, kind, tier, review, printed, unit, reasons, page, decision]`, without an empty end.

    `usual` is the unit that the form prints for the cell; only another one is said.
    """
    start, length, page = _place(cell.source)
    printed = None if cell.as_printed is None or cell.as_printed == str(cell.value) else cell.as_printed
    decision = cell.decision
    whole: list[Json] = [
        cell.value,
        start,
        length,
        "" if cell.kind == "number" else cell.kind,
        "" if cell.tier == "S0" else cell.tier,
        int(cell.status == "review"),
        printed,
        None if cell.unit == usual else cell.unit,
        list(cell.reasons) or None,
        page,
        None if decision is None else [decision.value, decision.kind, decision.by, decision.reason],
    ]
    while not whole[-1]:
        whole.pop()
        if len(whole) == 1:
            break
    return whole


def _place(place: Place | None) -> tuple[int, int, int | None]:
    """Start, length and page; a start of -1 for what stands nowhere."""
    return (-1, 0, None) if place is None else (place.start, place.end - place.start, place.page)


def _refer(paths: Sequence[str], index: Mapping[str, int]) -> list[Json]:
    """Cells by their number; a path that the tables do not have stands for itself."""
    return [index.get(path, path) for path in paths]


def _finding(finding: Finding, index: Mapping[str, int], waived: frozenset[str]) -> Json:
    start, length, page = _place(finding.source)
    full: dict[str, Json] = {
        "code": finding.code,
        "family": finding.family,
        "severity": finding.severity,
        "fail": finding.status == "FAIL",
        "who": finding.attribution,
        "en": finding.message,
        "zh": finding.message_zh,
        "clause": finding.clause,
        "cells": _refer(finding.cells, index),
        "expression": finding.expression,
        "left": finding.left,
        "right": finding.right,
        "delta": finding.delta,
        "proposals": [
            [[[index.get(change.cell, change.cell), change.from_, change.to] for change in each.changes], each.why]
            for each in finding.proposals
        ],
        "quote": finding.quote,
        "at": None if start < 0 else [start, length, page],
        "waived": finding.fingerprint in waived,
        "fingerprint": finding.fingerprint,
    }
    return {key: value for key, value in full.items() if value not in (None, [], False)}


def _claim(claim: Claim, index: Mapping[str, int]) -> Json:
    target = claim.targets[claim.matched or 0] if claim.targets else ()
    return [
        claim.quote,
        *_place(claim.source)[:2],
        claim.agrees,
        _refer(target, index),
        list(claim.reasons),
        claim.value,
        claim.unit,
    ]
