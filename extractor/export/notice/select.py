"""Which findings go into letters, and which letter each report belongs to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.audit.rulebook import Rule, rulebook
from extractor.export.notice.clean import one_line
from extractor.export.notice.figures import Figures, figures_of
from extractor.export.notice.labels import LetterLabels
from extractor.export.notice.words import words
from extractor.export.run_view import RunView, accepted_value, subject_of
from extractor.forms import Form
from extractor.model import Cell, Finding, Record
from extractor.model.finding import Severity

__all__ = ["Letter", "NoticeFinding", "NoticeReport", "Selection", "select"]

ENDS = tuple("。！？：；")
LISTED_ROWS = 4
"""Rows that a letter names for a finding without figures."""


@dataclass(frozen=True, slots=True)
class NoticeFinding:
    """A finding in the words of a letter."""

    code: str
    family: str
    severity: Severity
    title: str
    """Of the rule."""
    clause: str
    message: str
    """What was found, a sentence with its end."""
    quote: str | None
    page: int | None
    """1-based, of the quote."""
    figures: Figures | None
    cells: str | None
    """The cells it speaks of, named; null where the figures show them."""


@dataclass(frozen=True, slots=True)
class NoticeReport:
    """A report with findings."""

    title: str
    year: int | None
    path: str
    name: str
    """Of the file."""
    form: str | None
    findings: tuple[NoticeFinding, ...]
    unchecked: tuple[str, ...]
    """What could not be assessed."""


@dataclass(slots=True)
class Letter:
    """All reports of one agency."""

    agency: str | None
    """Null when it is not certain whose report it is; each such report has its own letter."""
    region: str | None
    reports: list[NoticeReport] = field(default_factory=list[NoticeReport])


@dataclass(frozen=True, slots=True)
class Selection:
    """What there is to say, and to whom."""

    letters: tuple[Letter, ...]
    """In the order in which their first reports were read."""
    waived: int
    unsettled: int
    """Findings left out because one of their cells waits for a person, or was settled as something else."""


def select(view: RunView, levels: Collection[Severity]) -> Selection:
    """Go through the records once; what is kept grows with the findings, not with the cells."""
    letters: dict[tuple[str, ...], Letter] = {}
    rules = _rules(view.forms.values())
    waived = unsettled = 0
    for record in view.records():
        chosen: list[Finding] = []
        cells = {cell.path: cell for cell in record.cells}
        for finding in record.findings:
            if finding.status != "FAIL" or finding.attribution != "source" or finding.severity not in levels:
                continue
            if view.waivers.waives(finding.fingerprint, record.document.path):
                waived += 1
            elif any(_open(cells[path]) for path in finding.cells if path in cells):
                unsettled += 1
            else:
                chosen.append(finding)
        if chosen:
            agency, region = _addressee(record, view)
            key = (agency, region or "") if agency else ("", "", record.document.path)
            letter = letters.setdefault(key, Letter(agency, region))
            letter.reports.append(_report(record, view, chosen, rules, cells))
    return Selection(tuple(letters.values()), waived, unsettled)


def _open(cell: Cell) -> bool:
    """Whether nobody may be held to what was read in the cell: not proven, or since settled as something else."""
    if cell.decision is not None:
        return (cell.decision.kind, cell.decision.value) != (cell.kind, cell.value)
    return cell.status != "accepted"


def _addressee(record: Record, view: RunView) -> tuple[str | None, str | None]:
    known = view.known.get(record.document.path)
    region = accepted_value(record.meta["region"]) if "region" in record.meta else None
    agency = one_line(subject_of(record, view).agency or "")
    return agency or None, one_line(str(region or (known.region if known else None) or "")) or None


_Rules = Mapping[tuple[str | None, str], Rule]


def _rules(forms: Iterable[Form]) -> _Rules:
    return {(rule.form, rule.code): rule for rule in rulebook(forms)}


def _report(
    record: Record, view: RunView, chosen: Iterable[Finding], rules: _Rules, cells: Mapping[str, Cell]
) -> NoticeReport:
    form = view.forms.get(record.form.id) if record.form else None
    labels = _labels(record, form)
    title = accepted_value(record.meta["title"]) if "title" in record.meta else None
    name = one_line(record.document.name)
    return NoticeReport(
        title=one_line(str(title or "")) or name,
        year=subject_of(record, view).year,
        path=one_line(record.document.path),
        name=name,
        form=record.form.id if record.form else None,
        findings=tuple(_finding(finding, form, rules, cells, labels) for finding in chosen),
        unchecked=tuple(one_line(item.message_zh) for item in record.findings if item.status == "NOT_ASSESSABLE"),
    )


def _labels(record: Record, form: Form | None) -> LetterLabels | None:
    """Null where the form, or an edition of it, is not what it was when the report was read."""
    if form is None or record.form is None:
        return None
    try:
        return LetterLabels(form, record.form.editions)
    except KeyError:
        return None


def _finding(
    finding: Finding, form: Form | None, rules: _Rules, cells: Mapping[str, Cell], labels: LetterLabels | None
) -> NoticeFinding:
    rule = rules.get((None, finding.code)) or rules.get((form.id if form else None, finding.code))
    figures = figures_of(finding, cells, labels)
    message = figures.sentence if figures and finding.family == "arithmetic" else one_line(finding.message_zh)
    return NoticeFinding(
        code=finding.code,
        family=finding.family,
        severity=finding.severity,
        title=rule.title.zh if rule else finding.code,
        clause=one_line(finding.clause),
        message=message if message.endswith(ENDS) else f"{message}。",
        quote=one_line(finding.quote) or None if finding.quote else None,
        page=finding.source.page if finding.source else None,
        figures=figures,
        cells=None if figures or not finding.cells or labels is None else _named(finding.cells, labels),
    )


def _named(paths: Sequence[str], labels: LetterLabels) -> str:
    """Rows, each with its columns."""
    by_row: dict[str, list[str]] = {}
    for path in paths:
        by_row.setdefault(path.rpartition(".")[0], []).append(path)
    listed = "；".join(labels.row_with_columns(members) for members in list(by_row.values())[:LISTED_ROWS])
    return listed if len(by_row) <= LISTED_ROWS else words("finding", "more_cells", listed=listed, count=len(paths))
