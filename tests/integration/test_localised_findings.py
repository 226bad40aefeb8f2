"""A report with a wrong figure, through the whole program: what is said about it, and what is left alone."""

from pathlib import Path

import pytest

from extractor.forms import builtin_forms
from extractor.ingest import TextIngester
from extractor.model import Finding, Record
from extractor.pipeline import Pipeline

WRONG = "requests.total_processed.natural_person"


def read(text: str) -> Record:
    """The record of a text report."""
    return Pipeline(TextIngester(), builtin_forms()).process(text.encode(), name="a.txt", path="a.txt").record


def failures(record: Record) -> list[Finding]:
    """The failed identities of table three."""
    return [item for item in record.findings if item.family == "arithmetic" and item.code in {"R1", "R2", "R3"}]


def one_proposal(finding: Finding) -> tuple[str, int | str | None, int | str | None]:
    """The only change of the only proposal."""
    (proposal,) = finding.proposals
    (change,) = proposal.changes
    return change.cell, change.from_, change.to


@pytest.fixture(name="report", scope="module")
def report_fixture(project_root: Path) -> str:
    """The golden report, in which 42 requests of natural persons were processed."""
    return (project_root / "golden" / "reports" / "qinghe_2023.txt").read_text(encoding="utf-8")


@pytest.fixture(name="misprinted", scope="module")
def misprinted_fixture(report: str) -> str:
    """The same report with 24 for 42."""
    assert report.count("（七）总计\n\t42\n") == 1
    return report.replace("（七）总计\n\t42\n", "（七）总计\n\t24\n")


def test_a_report_that_prints_a_wrong_total_keeps_it(misprinted: str) -> None:
    """Row, column and balance fail; all three say which figure would reconcile them, and the cell stays as printed."""
    record = read(misprinted)
    found = failures(record)
    assert [item.code for item in found] == ["R1", "R2", "R3"]
    assert {one_proposal(item) for item in found} == {(WRONG, 24, 42)}
    assert {item.attribution for item in found} == {"source"}
    cell = next(cell for cell in record.cells if cell.path == WRONG)
    assert (cell.as_printed, cell.value, cell.tier, cell.status) == ("24", 24, "T3", "accepted")


def test_in_a_damaged_copy_only_the_located_cell_waits_for_a_person(misprinted: str) -> None:
    """The copy may be to blame: the finding is undecided, one cell is in review, and it is not mended either."""
    assert misprinted.count("法人或其他组织") == 1
    record = read(misprinted.replace("法人或其他组织", "法入或其他组织"))
    assert {item.attribution for item in failures(record)} == {"undecided"}
    assert {one_proposal(item) for item in failures(record)} == {(WRONG, 24, 42)}
    table = [cell for cell in record.cells if cell.path.startswith("requests.")]
    assert [(cell.path, cell.value) for cell in table if cell.status == "review"] == [(WRONG, 24)]


def test_stored_records_give_the_same_proposals(misprinted: str) -> None:
    """A check needs neither the source nor a network, and has no other opinion."""
    record = read(misprinted)
    again = Pipeline(TextIngester(), builtin_forms()).recheck(record, misprinted)
    assert failures(again) == failures(record)
    assert failures(record)


def test_totals_that_a_real_report_left_at_zero_are_named_and_kept(report: str) -> None:
    """Ten upheld and one corrected with a total of 0, and five with a total of 0: two findings, each with its total."""
    lines = report.splitlines()
    start = max(number for number, line in enumerate(lines) if line.strip() == "总计") + 1
    places = [number for number in range(start, len(lines)) if lines[number].strip().isdecimal()][:15]
    figures = (10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0)
    for number, figure in zip(places, figures, strict=True):
        lines[number] = f"\t{figure}"
    record = read("\n".join(lines))
    found = [item for item in record.findings if item.code == "R4"]
    assert [(item.left, item.right, item.attribution) for item in found] == [
        ("11", "0", "source"),
        ("5", "0", "source"),
    ]
    changes = [[[(c.cell, c.to) for c in proposal.changes] for proposal in item.proposals] for item in found]
    assert [("disputes.reconsideration.total", 11)] in changes[0]
    assert [("disputes.litigation_after_reconsideration.total", 5)] in changes[1]
    assert {cell.status for cell in record.cells if cell.path.startswith("disputes.")} == {"accepted"}
