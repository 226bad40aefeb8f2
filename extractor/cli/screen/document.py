"""One document: what it is, its tables, what is in doubt, what the rules found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rich.cells import cell_len, set_cell_size
from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from extractor.audit import Levels, Waivers, check_power, evaluate_cells
from extractor.cli.safe import printable
from extractor.cli.screen.claims import render_claims
from extractor.cli.screen.coverage import render_coverage
from extractor.cli.screen.doubts import render_doubts
from extractor.cli.screen.labels import Labels, editions_of
from extractor.cli.screen.signs import REVIEW, REVIEW_STYLE, legend
from extractor.cli.screen.tables import render_table
from extractor.cli.screen.waived import render_judged
from extractor.cli.texts import Texts
from extractor.cli.totals import percent
from extractor.forms import Form
from extractor.model import Cell, Finding, Record
from extractor.model.finding import Severity

__all__ = ["Shown", "render_document"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A record with what makes it readable."""

    record: Record
    form: Form | None
    """Null when the document follows none."""
    text: str | None
    """The extracted text; without it, places have no line."""
    waivers: Waivers = field(default_factory=Waivers)
    levels: Levels = field(default_factory=dict[str, Severity | None])
    """Those that the record was made with."""
    pictures: Mapping[str, Path] = field(default_factory=dict[str, Path])
    """Files with parts of its pages, by row and by the fingerprint of a finding."""


def render_document(shown: Shown, texts: Texts, width: int) -> Iterator[RenderableType]:
    """Everything about a document, top down."""
    record, form = shown.record, shown.form
    yield from _head(shown, texts)
    if record.error is not None:
        hint = f"; {record.error.hint}" if record.error.hint else ""
        yield Text(printable(f"{record.error.code}: {record.error.message}{hint}"), style="red")
    if record.meta:
        yield from _metadata(record, texts)
    if form is None or not record.cells:
        yield Text(texts("show.no_tables"))
        return
    cells = {cell.path: cell for cell in record.cells}
    failed = [finding for finding in record.findings if finding.status == "FAIL" and finding.severity != "info"]
    in_findings = frozenset(path for finding in failed for path in finding.cells)
    for table in editions_of(form, record):
        title = form.table(table.table).title
        edition = texts("show.edition", edition=table.edition)
        yield Text()
        yield Rule(f"{title.zh if texts.language == 'zh' else title.en} ({edition})", align="left", characters="─")
        yield from render_table(table, cells, in_findings, texts, width)
    signs = legend(record.cells, in_findings, texts)
    if signs:
        yield signs
    yield from _outcome(shown, Labels.of(form, record.form.editions if record.form else {}), texts)
    if record.coverage is not None:
        yield Text()
        yield Rule(texts("show.coverage"), align="left", characters="─")
        yield from render_coverage(record, form, shown.levels, texts)


def _head(shown: Shown, texts: Texts) -> Iterator[RenderableType]:
    record = shown.record
    title = record.meta["title"].value if "title" in record.meta else None
    yield Text(printable(str(title or record.document.name)), style="bold")
    facts = [f"{texts('show.file')} {printable(record.document.path)}", texts(f"status.{record.status}")]
    if record.form is not None:
        editions = "/".join(sorted(set(record.form.editions.values())))
        facts.append(f"{record.form.id} ({texts('show.edition', edition=editions)})")
    if record.cells:
        review = sum(cell.status == "review" for cell in record.cells)
        counts = {"accepted": len(record.cells) - review, "cells": len(record.cells), "review": review}
        facts.append(texts("show.cells", **counts))
    if shown.form is not None and record.cells:
        power = check_power(evaluate_cells(shown.form, editions_of(shown.form, record), record.cells))
        shares = [percent(len(paths), len(record.cells)) for paths in (power.noticed, power.located)]
        facts.append(texts("show.power", noticed=shares[0], located=shares[1]))
    yield Text(" · ".join(facts), style="dim")


def _metadata(record: Record, texts: Texts) -> Iterator[RenderableType]:
    known = {
        texts.optional("meta", key) or key: cell
        for key, cell in record.meta.items()
        if key != "title" and cell.kind != "missing"
    }
    width = max((cell_len(name) for name in known), default=0)
    for name, cell in known.items():
        line = Text.assemble((f"{set_cell_size(name, width)}  ", "dim"), printable(str(cell.value)))
        if cell.status == "review":
            line.append(REVIEW, style=REVIEW_STYLE)
        yield line


def _outcome(shown: Shown, labels: Labels, texts: Texts) -> Iterator[RenderableType]:
    record = shown.record
    yield Text()
    yield Rule(texts("show.doubtful"), align="left", characters="─")
    doubts = list(render_doubts(record, labels, shown.text, texts, shown.pictures))
    yield from doubts or [Text(texts("show.nothing_doubtful"))]
    if record.unmapped:
        yield Text(texts("show.unmapped"), style="bold")
        for row in record.unmapped:
            yield Text(printable(f"   {row.label} | {' | '.join(row.fields)}"))
    yield Text()
    yield Rule(texts("show.findings"), align="left", characters="─")
    cells = {cell.path: cell for cell in record.cells}
    failed = [finding for finding in record.findings if finding.status == "FAIL"]
    findings = [item for finding in failed for item in _judged(finding, cells, labels, shown, texts)]
    yield from findings or [Text(texts("show.no_findings"))]
    yield from render_claims(record, labels, shown.text, texts)


def _judged(
    finding: Finding, cells: Mapping[str, Cell], labels: Labels, shown: Shown, texts: Texts
) -> Iterator[RenderableType]:
    path = shown.record.document.path
    yield from render_judged(finding, cells, labels, texts, waivers=shown.waivers, document=path)
    if finding.fingerprint in shown.pictures:
        words = texts("show.picture", path=printable(str(shown.pictures[finding.fingerprint])))
        yield Padding(Text(words, style="dim"), (0, 0, 0, 3), expand=False)
