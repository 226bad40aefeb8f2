"""Every example of the rule catalogue, executed: the base report passes the rule, and the changed one fails it."""

from functools import cache
from pathlib import Path

import pytest

from extractor.audit import RuleEntry, rule_catalogue
from extractor.forms import builtin_forms
from extractor.ingest import TextIngester
from extractor.model import Finding
from extractor.pipeline import Pipeline

WITH_EXAMPLE = [entry for entry in rule_catalogue().values() if entry.example is not None]


@cache
def base_report(project_root: Path) -> str:
    """Returns the report that the examples change."""
    return (project_root / "golden" / "reports" / "qinghe_2023.txt").read_text(encoding="utf-8")


def findings(text: str) -> tuple[Finding, ...]:
    """Returns what the audit says about a text."""
    record = Pipeline(TextIngester(), builtin_forms()).process(text.encode(), name="e.txt", path="e.txt").record
    assert record.error is None
    return record.findings


@pytest.mark.parametrize("entry", WITH_EXAMPLE, ids=lambda entry: entry.code)
def test_an_example_makes_the_report_fail_its_rule_and_no_other_rule_with_an_error(
    entry: RuleEntry, project_root: Path
) -> None:
    """The catalogue's pages show these examples, so what they claim must be what happens, and nothing worse beside it.

    The base report has one wrong total of its own; that error stays.
    """
    text = base_report(project_root)
    before = findings(text)
    assert entry.example is not None
    assert [item.message for item in before if item.code == entry.code] == []
    for change in entry.example.changes:
        assert text.count(change.old) == 1, change.old
        text = text.replace(change.old, change.new)
    after = findings(text)
    said = [item.message for item in after if item.code == entry.code and item.status == "FAIL"]
    assert any(entry.example.says in message for message in said), said
    known = {item.fingerprint for item in before}
    others = [item for item in after if item.severity == "error" and item.fingerprint not in known]
    assert {item.code for item in others} <= {entry.code}


def test_a_rule_without_example_says_why() -> None:
    """Every rule can be seen at work, or the reader is told where else it is tested."""
    assert [entry.code for entry in rule_catalogue().values() if not entry.example and not entry.why_no_example] == []
