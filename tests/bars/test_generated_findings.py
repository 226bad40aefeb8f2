"""Quality bar: a report that is marked clean is accused of no error, in any layout and edition (design.md §7)."""

import os
from collections import Counter

import pytest

from eval.generator import Layout, generate
from extractor.forms import builtin_forms
from extractor.ingest import TextIngester
from extractor.pipeline import Pipeline

REPORTS = 3_000 if os.environ.get("GOUJI_BARS") == "full" else 240
FIRST_SEED = 1
EXPECTED = frozenset({"D2", "S1"})
"""Warnings that clean reports deserve: blanks for zeros, and the numbering and order of one layout."""


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
