"""Runs the catalogue over one document: findings, and what was checked at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.audit.catalogue import RuleEntry, Wording, rule_catalogue
from extractor.audit.findings import fingerprint
from extractor.audit.rules import FUNCTIONS, Failed, NotAssessable, Outcome, Passed
from extractor.audit.view import View
from extractor.model import Finding
from extractor.model.finding import Severity

__all__ = ["FROM_SOURCE", "Checked", "Levels", "run_rules", "with_levels"]

FROM_SOURCE = frozenset({"Q1", "H1"})
"""Rules on what only the source file shows; they stand last, so that a check of stored records keeps the order."""

Levels = Mapping[str, Severity | None]
"""A deployment's own level for some rules, by code; null switches a rule off."""


@dataclass(slots=True)
class Checked:
    """What the rules of the catalogue say about one document."""

    findings: list[Finding] = field(default_factory=list[Finding])
    passed: int = 0
    vacuous: int = 0
    failed: int = 0
    not_assessable: int = 0


def run_rules(view: View, levels: Levels | None = None) -> Checked:
    """Run every rule that applies to the document's form, in the catalogue's order."""
    levels = levels or {}
    checked = Checked()
    for code, entry in rule_catalogue().items():
        if (entry.forms and view.form.id not in entry.forms) or (code in levels and levels[code] is None):
            continue
        outcomes = list(FUNCTIONS[code](view, entry))
        _count(checked, outcomes)
        checked.findings += _findings(entry, outcomes, levels.get(code))
    return checked


def with_levels(findings: Iterable[Finding], levels: Levels) -> Iterator[Finding]:
    """Findings made without the levels of a deployment, as it has them: none of a rule that is off."""
    for finding in findings:
        level = levels.get(finding.code, finding.severity)
        if finding.status == "FAIL" and level not in {None, finding.severity}:
            yield finding.model_copy(update={"severity": level})
        elif level is not None:
            yield finding


def _count(checked: Checked, outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        match outcome:
            case Passed(vacuous=vacuous):
                checked.passed += 1
                checked.vacuous += vacuous
            case Failed():
                checked.failed += 1
            case NotAssessable():
                checked.not_assessable += 1


def _findings(entry: RuleEntry, outcomes: Sequence[Outcome], level: Severity | None) -> Iterator[Finding]:
    """A finding for each failure, and one for all that could not be assessed."""
    for outcome in outcomes:
        if isinstance(outcome, Failed):
            yield _failure(entry, outcome, level)
    open_ones = [outcome for outcome in outcomes if isinstance(outcome, NotAssessable)]
    if open_ones:
        cells = tuple(dict.fromkeys(path for outcome in open_ones for path in outcome.cells))
        wording = entry.not_assessable or Wording(zh="所需信息缺失，无法核验", en="what it needs was not read")
        zh, en = _filled(wording, open_ones[0].values)
        yield Finding(
            code=entry.code,
            family=entry.family,
            severity="info",
            status="NOT_ASSESSABLE",
            attribution=None,
            message=f"{entry.title.en}: {en}",
            message_zh=f"{entry.title.zh}：{zh}",
            clause=entry.clause,
            cells=cells,
            fingerprint=fingerprint(entry.code, "not-assessable", *cells),
        )


def _failure(entry: RuleEntry, outcome: Failed, level: Severity | None) -> Finding:
    variant = entry.variants[outcome.variant] if outcome.variant else None
    zh, en = _filled(variant.message if variant else entry.message, outcome.values)
    severity = level or outcome.severity or (variant.severity if variant else None) or entry.severity
    return Finding(
        code=entry.code,
        family=entry.family,
        severity=severity,
        status="FAIL",
        attribution=outcome.attribution or entry.attribution,
        message=en,
        message_zh=zh,
        clause=entry.clause,
        cells=outcome.cells,
        expression=outcome.expression,
        left=outcome.left,
        right=outcome.right,
        delta=outcome.delta,
        quote=outcome.quote,
        source=outcome.source,
        fingerprint=fingerprint(entry.code, outcome.variant or "", *outcome.cells, *outcome.key, outcome.quote or ""),
    )


def _filled(wording: Wording, values: Mapping[str, object]) -> tuple[str, str]:
    return wording.zh.format_map(dict(values)), wording.en.format_map(dict(values))
