"""From a record to its questions: doubtful cells, findings, and a blind sample of what was accepted.

Score = suspicion × impact (`queue.toml`): first what is likeliest to be wrong and matters most. Metadata put no
questions: no figure depends on them.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import log10

from extractor.forms import Form
from extractor.model import Cell, Finding, Record
from extractor.review.questions.keys import in_sample, printed_key, share
from extractor.review.questions.weights import Weights
from extractor.store.database.shapes import NewItem, storable

__all__ = ["Subject", "questions_of"]

LARGEST = 15.0
"""log10 of the largest size that counts; a misread number of forty digits is not forty times as important."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the queue can be narrowed by."""

    agency: str
    """Empty when it is not known."""
    year: int | None


def questions_of(  # noqa: PLR0913 - the record, and the five things that the queue knows of it
    record: Record,
    *,
    version: str,
    form: Form | None,
    subject: Subject,
    weights: Weights,
    waived: Callable[[Finding], bool] = lambda _finding: False,
) -> Iterator[NewItem]:
    """Every question that a record puts; a document without a hash was never read and puts none.

    `version` names the record line; `form` counts the equations of a cell, null for a form that is not at hand;
    `waived` tells which findings the deployment has dealt with.
    """
    document = record.document.sha256
    if document is None:
        return
    failed = [finding for finding in record.findings if finding.status == "FAIL" and not waived(finding)]
    base = _Base(document, version, storable(record.document.media_type or ""), subject)
    equations = _equations(form, record)
    named = _named(failed)
    for cell in record.cells:
        if cell.status == "review":
            yield base.cell(cell, _score(cell, named.get(cell.path, ()), equations[cell.path], weights), named)
        elif in_sample(document, cell.path, weights.audit.rate):
            # A score of its own kind would give the sample away, so it is drawn as well.
            yield base.cell(cell, weights.audit.highest * share("order", document, cell.path), named, blind=True)
    for finding in failed:
        if finding.severity in weights.impact.severity:
            yield base.finding(finding, weights)


@dataclass(frozen=True, slots=True)
class _Base:
    document: str
    version: str
    format: str
    subject: Subject

    def cell(self, cell: Cell, score: float, named: Mapping[str, Sequence[Finding]], *, blind: bool = False) -> NewItem:
        table, row, _ = cell.path.split(".", 2)
        return NewItem(
            kind="cell",
            document=self.document,
            subject=cell.path,
            printed=printed_key(cell),
            version=self.version,
            row_key=f"{table}.{row}",
            table_key=table,
            rule=next((finding.code for finding in named.get(cell.path, ())), ""),
            tier=cell.tier,
            format=self.format,
            agency=storable(self.subject.agency),
            year=self.subject.year,
            score=score,
            blind=blind,
        )

    def finding(self, finding: Finding, weights: Weights) -> NewItem:
        suspicion = weights.suspicion.attribution.get(finding.attribution or "undecided", 1.0)
        impact = weights.impact.severity[finding.severity] + _size(finding.delta)
        table = finding.cells[0].partition(".")[0] if finding.cells else ""
        return NewItem(
            kind="finding",
            document=self.document,
            subject=finding.fingerprint,
            printed="",
            version=self.version,
            row_key="",
            table_key=table,
            rule=finding.code,
            tier="",
            format=self.format,
            agency=storable(self.subject.agency),
            year=self.subject.year,
            score=suspicion * impact,
        )


def _score(cell: Cell, findings: Sequence[Finding], equations: int, weights: Weights) -> float:
    suspicion, impact = weights.suspicion, weights.impact
    scores = [reading.score for reading in cell.readings if reading.score is not None]
    values = {(reading.kind, reading.value) for reading in cell.readings}
    doubt = max(
        suspicion.tier[cell.tier],
        suspicion.kind.get(cell.kind, 0.0),
        suspicion.other.readers_differ if len(values) > 1 else 0.0,
        1.0 - min(scores, default=1.0),
    )
    counts = Counter(finding.severity for finding in findings)
    depends = impact.equation * equations + impact.error_finding * counts["error"]
    return doubt * (1.0 + depends + impact.warning_finding * counts["warning"] + _size(cell.value))


def _size(value: int | str | None) -> float:
    """The order of magnitude of a number; 0 for what is none."""
    if value is None:
        return 0.0
    try:
        number = abs(Decimal(value))
    except InvalidOperation:
        return 0.0
    return min(LARGEST, log10(1 + number)) if number.is_finite() else 0.0


def _named(findings: Sequence[Finding]) -> Mapping[str, Sequence[Finding]]:
    """The findings that name a cell, by its path."""
    named: dict[str, list[Finding]] = {}
    for finding in findings:
        for path in finding.cells:
            named.setdefault(path, []).append(finding)
    return named


def _equations(form: Form | None, record: Record) -> Counter[str]:
    """How many equations of the form hold each cell."""
    counts: Counter[str] = Counter()
    if form is None or record.form is None:
        return counts
    tables = list(form.table_editions(record.form.editions))
    for equation in (*(each for table in tables for each in table.equations), *form.equations_between(tables)):
        counts.update(equation.cells)
    return counts
