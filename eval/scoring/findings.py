"""Holds the findings of a record against those that the audit owes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.scoring.expectation import ExpectedFinding
from extractor.model import Finding

__all__ = ["FindingScore", "answers", "score_findings"]


@dataclass(frozen=True, slots=True)
class FindingScore:
    """One finding that was owed, or one error that was not."""

    family: str
    severity: str
    about: str
    owed: bool
    made: bool

    @property
    def false(self) -> bool:
        """Somebody was accused without cause."""
        return self.made and not self.owed


def answers(finding: Finding, expected: ExpectedFinding) -> bool:
    """Whether a finding is the expected one."""
    if (finding.severity, finding.status) != (expected.severity, expected.status):
        return False
    if expected.code not in {None, finding.code} or expected.family not in {None, finding.family}:
        return False
    if expected.attribution not in {None, finding.attribution}:
        return False
    cells = frozenset(finding.cells)
    if expected.status != "FAIL":
        return not expected.cells or (bool(cells) and cells <= expected.cells)
    if not (cells == expected.cells if expected.exact else cells >= expected.cells):
        return False
    return expected.quote is None or _quoted(expected.quote, finding.quote or "")


def score_findings(
    expected: Sequence[ExpectedFinding], findings: Iterable[Finding], *, errors_known: bool = True
) -> tuple[FindingScore, ...]:
    """Every finding that was owed, made or not, and every error finding that answers none of them.

    Findings below an error accuse nobody; a truth does not list them all, so they are no false ones. Nor are those of
    a document whose errors are not all known.
    """
    left = list(findings)
    scores: list[FindingScore] = []
    for owed in expected:
        found = next((finding for finding in left if answers(finding, owed)), None)
        if found is not None:
            left.remove(found)
        family = found.family if found else owed.family or "unnamed"
        scores.append(FindingScore(family, owed.severity, owed.about, owed=True, made=found is not None))
    scores += [
        FindingScore(finding.family, finding.severity, finding.message, owed=False, made=True)
        for finding in left
        if errors_known and finding.severity == "error" and finding.status == "FAIL" and not _told(finding, expected)
    ]
    return tuple(scores)


def _told(finding: Finding, expected: Iterable[ExpectedFinding]) -> bool:
    """A wrong cell breaks every identity that holds it; the truth names the cell once."""
    cells = frozenset(finding.cells)
    return finding.family == "arithmetic" and any(
        owed.severity == "error" and not owed.exact and owed.cells and not cells.isdisjoint(owed.cells)
        for owed in expected
    )


def _quoted(wanted: str, quote: str) -> bool:
    one, other = ("".join(text.split()) for text in (wanted, quote))
    return bool(other) and (one in other or other in one)
