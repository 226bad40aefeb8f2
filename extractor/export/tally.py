"""What a whole run adds up to, counted while its records go by."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from extractor.audit.evaluated import evaluate_cells
from extractor.audit.rulebook import Rule, rulebook
from extractor.export.run_view import RunView
from extractor.model import Record

__all__ = ["RuleTally", "RunTally", "rule_key"]

RuleKey = tuple[str | None, str]
"""Id of the form whose identity it is, or null for a rule of the catalogue; and its code."""


@dataclass(slots=True)
class RuleTally:
    """Outcomes of one rule."""

    passed: int = 0
    """Equations that hold."""
    vacuous: int = 0
    """Of these, those that hold with nothing but zeros."""
    failed: int = 0
    not_assessable: int = 0
    """Equations of an identity; documents of a rule of the catalogue."""
    findings: int = 0
    """Findings of status FAIL."""
    waived: int = 0
    documents: int = 0
    """Those with a finding of status FAIL."""


@dataclass(slots=True)
class RunTally:
    """Outcomes of a run; its size depends on the rules, never on the number of documents."""

    rules: Mapping[RuleKey, Rule]
    outcomes: dict[RuleKey, RuleTally] = field(default_factory=dict[RuleKey, RuleTally])
    tiers: Counter[str] = field(default_factory=Counter[str])
    statuses: Counter[str] = field(default_factory=Counter[str])
    """Documents."""
    accepted: int = 0
    """Cells."""
    review: int = 0
    decided: int = 0
    findings: Counter[str] = field(default_factory=Counter[str])
    """Findings of status FAIL by severity."""
    waived: int = 0
    not_assessable: int = 0

    @classmethod
    def of(cls, view: RunView) -> "RunTally":
        """Begin with every rule there is, so that one that never spoke is listed too."""
        rules = {(rule.form, rule.code): rule for rule in rulebook(view.forms.values())}
        return cls(rules, {key: RuleTally() for key in rules})

    def add(self, record: Record, view: RunView) -> None:
        """Count a record."""
        self.statuses[record.status] += 1
        for cell in record.cells:
            self.tiers[cell.tier] += 1
            self.accepted += cell.status == "accepted"
            self.review += cell.status == "review"
            self.decided += cell.decision is not None
        self._count_identities(record, view)
        self._count_findings(record, view)

    def _count_identities(self, record: Record, view: RunView) -> None:
        form = view.forms.get(record.form.id) if record.form else None
        if form is None or record.form is None:
            return
        try:
            tables = tuple(form.table_editions(record.form.editions))
        except KeyError:
            # The form file has lost an edition since the run; what was found is in the record all the same.
            return
        for result in evaluate_cells(form, tables, record.cells):
            tally = self._of((form.id, result.equation.id))
            tally.passed += result.outcome == "passed"
            tally.failed += result.outcome == "failed"
            tally.not_assessable += result.outcome == "not_assessable"
            tally.vacuous += result.vacuous

    def _count_findings(self, record: Record, view: RunView) -> None:
        failed: set[RuleKey] = set()
        for finding in record.findings:
            key = rule_key(record, finding.code, self.rules)
            tally = self._of(key)
            if finding.status == "NOT_ASSESSABLE":
                self.not_assessable += 1
                tally.not_assessable += key[0] is None
                continue
            waived = view.waivers.waives(finding.fingerprint, record.document.path)
            failed.add(key)
            tally.findings += 1
            tally.waived += waived
            self.findings[finding.severity] += 1
            self.waived += waived
        for key in failed:
            self._of(key).documents += 1

    def _of(self, key: RuleKey) -> RuleTally:
        return self.outcomes.setdefault(key, RuleTally())


def rule_key(record: Record, code: str, rules: Mapping[RuleKey, Rule]) -> RuleKey:
    """The rule behind a finding: an identity of the record's form, else a rule of the catalogue."""
    own = (record.form.id if record.form else None, code)
    return own if own in rules else (None, code)
