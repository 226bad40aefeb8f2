"""Letters to agencies: records with findings, and what is read of the letters that come of them."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as DocxDocument

from extractor.audit import Facts, Waivers
from extractor.export.notice import Notices, write_notices
from extractor.export.run_view import RunFacts, RunView
from extractor.forms import builtin_forms
from extractor.model import Cell, DocumentInfo, Finding, FormInfo, Place, Record
from extractor.model.finding import Severity

__all__ = [
    "AGENCY",
    "CORRECTED",
    "FORM",
    "OTHER",
    "PENDING",
    "TOTAL",
    "UPHELD",
    "cell_of",
    "failed_sum",
    "found_words",
    "index_of",
    "open_letter",
    "record_of",
    "rows_of",
    "text_of",
    "write_letters",
]

FORM = "gov-disclosure"
AGENCY = "青禾县人民政府办公室"


UPHELD, CORRECTED, OTHER, PENDING, TOTAL = (
    f"disputes.reconsideration.{column}" for column in ("upheld", "corrected", "other_result", "pending", "total")
)


def cell_of(path: str, value: int | str | None, printed: str | None = None) -> Cell:
    """A cell as it was read, accepted; `printed` where the value does not tell how it is printed."""
    return Cell(
        path=path,
        as_printed=str(value) if printed is None else printed,
        value=value,
        kind="text" if path.startswith("meta.") else "number",
        unit=None if path.startswith("meta.") else "件",
        tier="S0",
        status="accepted",
        source=None,
    )


def failed_sum(**changes: object) -> Finding:
    """A failed sum of the reviews: 2 + 1 + 0 + 0 = 3, and 2 is printed."""
    plain = Finding(
        code="R4",
        family="arithmetic",
        severity="error",
        status="FAIL",
        attribution="source",
        message="The results add up to the total (reconsideration): 3 ≠ 2",
        message_zh="各种结果之和等于总计：3 ≠ 2",
        clause="表四表头：结果维持、结果纠正、其他结果、尚未审结之和为总计",
        cells=(UPHELD, CORRECTED, OTHER, PENDING, TOTAL),
        expression=f"{UPHELD} + {CORRECTED} + {OTHER} + {PENDING} = {TOTAL}",
        left="3",
        right="2",
        delta="1",
        fingerprint="0123456789abcdef",
    )
    return plain.model_copy(update=changes)


def found_words(**changes: object) -> Finding:
    """A rule that found words."""
    return failed_sum(
        **{
            "code": "F3",
            "family": "content",
            "severity": "warning",
            "message_zh": "将“信息处理费”写作“信息公开费”",
            "clause": "国办函〔2020〕109号",
            "cells": (),
            "expression": None,
            "left": None,
            "right": None,
            "quote": "没有收取信息公开费",
            "source": Place(page=3, start=10, end=19),
            **changes,
        }
    )


def record_of(
    findings: Iterable[Finding],
    *,
    agency: str | None = AGENCY,
    title: str | None = f"{AGENCY}2023年政府信息公开工作年度报告",
    region: str | None = None,
    path: str = "in/a.txt",
    year: int = 2023,
    cells: Sequence[Cell] = (),
) -> Record:
    """The record of a report with the figures of one row of table four, some of them other `cells`."""
    printed = {UPHELD: 2, CORRECTED: 1, OTHER: 0, PENDING: 0, TOTAL: 2}
    found = {name: cell_of(name, value) for name, value in printed.items()} | {cell.path: cell for cell in cells}
    meta = {"agency": agency, "title": title, "region": region, "year": year}
    return Record(
        schema="gouji/record/1",
        status="ok",
        error=None,
        document=DocumentInfo(sha256="0" * 64, name=Path(path).name, path=path, media_type="text/plain"),
        form=FormInfo(id=FORM, editions={"disputes": "2021"}),
        meta={key: cell_of(f"meta.{key}", value) for key, value in meta.items() if value is not None},
        cells=tuple(found.values()),
        unmapped=(),
        claims=(),
        findings=tuple(findings),
        coverage=None,
    )


def write_letters(
    records: Sequence[Record],
    folder: Path,
    *,
    levels: Iterable[Severity] = ("error",),
    waivers: Waivers | None = None,
    known: dict[str, Facts] | None = None,
    unchecked: bool = False,
) -> Notices:
    """Export letters for a run over some records."""
    facts = RunFacts(
        package="gouji 0",
        fingerprint="",
        records_sha256="",
        started="",
        finished="",
        inputs=(),
        versions={},
        settings={},
        forms={},
        counts={},
    )
    view = RunView(
        facts,
        lambda: iter(records),
        lambda _sha256: None,
        {form.id: form for form in builtin_forms()},
        known=known or {},
        waivers=waivers or Waivers(),
    )
    return write_notices(view, folder, levels=frozenset(levels), unchecked=unchecked)


def open_letter(notices: Notices, number: int = 0) -> DocxDocument:
    """One of the letters, as Word would open it."""
    return Document(str(notices.folder / notices.notices[number].file))


def text_of(document: DocxDocument) -> str:
    """The paragraphs of a letter, a line each."""
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def rows_of(document: DocxDocument, number: int) -> list[list[str]]:
    """The texts of one of its tables, 0-based."""
    return [[cell.text for cell in row.cells] for row in document.tables[number].rows]


def index_of(notices: Notices) -> list[dict[str, str]]:
    """The lines of the index by their heads."""
    return list(csv.DictReader(io.StringIO(notices.index.read_bytes().decode("utf-8-sig"), newline="")))
