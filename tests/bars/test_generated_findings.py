"""Quality bar: a report that is marked clean is accused of no error, in any layout and edition (design.md §7)."""

import os
from collections import Counter

import pytest

from eval.generator import DAMAGES, Generated, Layout, draw, generate
from extractor.forms import builtin_forms
from extractor.ingest import TextIngester
from extractor.model import Finding
from extractor.pipeline import Pipeline

REPORTS = 3_000 if os.environ.get("GOUJI_BARS") == "full" else 240
FIRST_SEED = 1
EXPECTED = frozenset({"D2", "S1"})
"""Warnings that clean reports deserve: blanks for zeros, and the numbering and order of one layout."""


WHOLE = ("CELL_LINES", "TAB_ROWS", "PLAIN_MARKDOWN")
"""Layouts that keep every figure and every label."""


@pytest.mark.bars
def test_no_clean_report_is_accused_of_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """No error at all, and no warning but those on habits that the generator has learnt from real reports."""
    pipeline = Pipeline(TextIngester(), builtin_forms())
    layouts = list(Layout)
    counts: Counter[str] = Counter()
    errors: list[str] = []
    warnings: Counter[str] = Counter()
    for seed in range(FIRST_SEED, FIRST_SEED + REPORTS):
        report = generate(seed, layouts[seed % len(layouts)])
        if not report.truth.clean:
            continue
        counts["reports"] += 1
        findings = pipeline.process(report.data, name=report.file_name, path=report.file_name).record.findings
        failures = [item for item in findings if item.status == "FAIL"]
        errors += [f"{report.name}: {item.message}" for item in failures if item.severity == "error"]
        warnings.update(item.code for item in failures if item.severity == "warning")
    with capsys.disabled():
        print(f"\n{counts['reports']} clean reports: {len(errors)} errors, warnings {dict(warnings)}")  # noqa: T201 - the figure is the point
    assert errors == []
    assert warnings.keys() <= EXPECTED


def errors_of(pipeline: Pipeline, report: Generated) -> list[Finding]:
    """The errors that a report is accused of."""
    findings = pipeline.process(report.data, name=report.file_name, path=report.file_name).record.findings
    return [item for item in findings if item.status == "FAIL" and item.severity == "error"]


@pytest.mark.bars
def test_no_harmlessly_damaged_report_is_accused_of_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever damage and layout chance draws: what leaves a careful reader no reason leaves the audit none."""
    pipeline = Pipeline(TextIngester(), builtin_forms())
    clean = [report for report in map(draw, range(FIRST_SEED, FIRST_SEED + REPORTS)) if report.truth.clean]
    errors = [f"{report.name}: {item.message}" for report in clean for item in errors_of(pipeline, report)]
    with capsys.disabled():
        print(f"\n{len(clean)} of {REPORTS} drawn reports leave no reason for an error: {len(errors)} errors")  # noqa: T201 - the figure is the point
    assert clean
    assert errors == []


@pytest.mark.bars
def test_a_wrong_total_is_named_and_nothing_else_is(capsys: pytest.CaptureFixture[str]) -> None:
    """In every layout that the damage allows: each error names the wrong cell; how often there is one is shown."""
    pipeline = Pipeline(TextIngester(), builtin_forms())
    layouts = sorted(DAMAGES["total_off_by_one"].layouts, key=lambda layout: layout.value)
    found: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    elsewhere: list[str] = []
    for seed in range(FIRST_SEED, FIRST_SEED + REPORTS // 2):
        layout = layouts[seed % len(layouts)]
        report = generate(seed, layout, damages=["total_off_by_one"])
        errors = errors_of(pipeline, report)
        for wanted in report.truth.must_find:
            wrong = wanted.get("cells", [""])[0]
            expected[layout.name] += 1
            found[layout.name] += any(wrong in item.cells for item in errors)
            elsewhere += [f"{report.name}: {item.message}" for item in errors if wrong not in item.cells]
    with capsys.disabled():
        print("\nwrong totals found:", {name: f"{found[name]}/{expected[name]}" for name in sorted(expected)})  # noqa: T201
    assert elsewhere == []
    assert all(found[name] == expected[name] for name in WHOLE)
