"""The real reports beside the checkout: what a careful auditor finds in them, and what he would be ashamed of."""

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.forms import builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Finding
from extractor.pipeline import Pipeline

REPORTS = (
    "seeds/000_f57c819d3d38d3bd.txt",
    "seeds/001_976a34383c60b842.txt",
    "seeds/002_bef0e282cde1829d.txt",
    "seeds/003_09d7efa84834ab25.txt",
    "seeds/004_df1de46db5416daa.txt",
    "real/shanghai_office_2019.txt",
    "real/shanghai_kewei_2024.txt",
    "real/shuyang_drc_2023.html",
)
PROSE = frozenset({"N1", "N2", "N3", "N4"})
BY_WORDS = {"section six is missing": "S1", "transcription damage, not the agency's error": "Q1"}
"""What the truth describes without a quote of its own, or with one of several places."""


def read(path: Path) -> tuple[tuple[Finding, ...], dict[str, Any]]:
    """Returns what is found in a report, and its truth."""
    record = Pipeline(FileIngester(), builtin_forms()).process(path.read_bytes(), name=path.name, path=path.name).record
    truth = json.loads((path.parent / "truth" / f"{path.stem}.json").read_text(encoding="utf-8"))
    return record.findings, truth


def answers(finding: Finding, wanted: dict[str, Any]) -> bool:
    """Whether a finding is the one that the truth asks for."""
    if finding.severity != wanted["severity"] or finding.status != "FAIL":
        return False
    if wanted["about"] in BY_WORDS:
        return finding.code == BY_WORDS[wanted["about"]]
    return (finding.quote or "").strip() == wanted["quote"]


@pytest.mark.parametrize("name", REPORTS)
def test_every_finding_of_the_truth_is_made(name: str, shared_folder: Path) -> None:
    """Level and quote are those a person wrote down; figures in prose are the prose rules' own test."""
    findings, truth = read(shared_folder / name)
    wanted = [item for item in truth.get("must_find", ()) if not item.get("cells")]
    assert [item["about"] for item in wanted if not any(answers(finding, item) for finding in findings)] == []


@pytest.mark.parametrize("name", REPORTS)
def test_no_agency_is_accused_of_an_error_that_the_truth_does_not_name(name: str, shared_folder: Path) -> None:
    """Errors of the text rules are those of the truth, one for one; the clean report has none."""
    findings, truth = read(shared_folder / name)
    wanted = [item for item in truth.get("must_find", ()) if item["severity"] == "error" and not item.get("cells")]
    errors = [item.message for item in findings if item.severity == "error" and item.code not in PROSE]
    assert len(errors) == len(wanted), errors


def test_what_only_a_damaged_copy_shows_blames_no_agency(shared_folder: Path) -> None:
    """The recognised report of seed 001 has confused and lost characters; none of them is the agency's."""
    findings, _ = read(shared_folder / REPORTS[1])
    damage = [item for item in findings if item.quote and ("法入" in item.quote or "不 理" in item.quote)]
    assert {item.attribution for item in damage} == {"transcription"}


def test_a_statement_that_there_was_none_is_a_statement(shared_folder: Path) -> None:
    """Seed 003 says that it held no social evaluation; nobody may say that it is silent about it."""
    findings, _ = read(shared_folder / REPORTS[3])
    assert [item.message for item in findings if item.code == "L1"] == []
