"""One truth in several renderings: a wrong figure of the report itself, and one that only a damaged copy has."""

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from eval.generator.compose import Wording, compose
from eval.generator.layouts import Layout, lay_out
from eval.generator.marks import Mark
from eval.generator.prose import Front
from eval.generator.truth import numeric
from extractor.forms import builtin_forms
from extractor.ingest import TextIngester
from extractor.model import Finding, Record
from extractor.pipeline import Pipeline

WRONG = "requests.total_processed.natural_person"
RIGHT_TOTAL, WRONG_TOTAL = "（七）总计\n\t42\n", "（七）总计\n\t24\n"
DAMAGE = ("法人或其他组织", "法入或其他组织")
SAYS = "年末现行有效86件"
SAYS_ELSE = "年末现行有效85件"


def read(text: str) -> Record:
    """The record of a text report."""
    return Pipeline(TextIngester(), builtin_forms()).process(text.encode(), name="a.txt", path="a.txt").record


def failures(record: Record, *families: str) -> list[Finding]:
    """What fails in these families."""
    return [item for item in record.findings if item.status == "FAIL" and item.family in families]


def of_requests(record: Record) -> list[Finding]:
    """The failed identities of table three; table four of the golden report has a wrong total of its own."""
    return [item for item in failures(record, "arithmetic") if item.cells[0].startswith("requests.")]


@pytest.fixture(name="report", scope="module")
def report_fixture(project_root: Path) -> str:
    """The golden report: its table three reconciles and its sentences agree with the tables."""
    return (project_root / "golden" / "reports" / "qinghe_2023.txt").read_text(encoding="utf-8")


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """The text with each pair's first part, which stands there once, replaced by the second."""
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_a_right_report_fails_nothing_typed_or_in_a_damaged_copy(report: str) -> None:
    """Damage alone is named as what it is; no identity fails for it."""
    typed, copied = read(report), read(changed(report, DAMAGE))
    assert [*of_requests(typed), *failures(typed, "prose", "integrity")] == []
    found = [*of_requests(copied), *failures(copied, "prose", "integrity")]
    assert [(item.code, item.severity, item.attribution) for item in found] == [("Q1", "info", "transcription")]


def test_a_wrong_total_of_the_report_itself_is_its_own(report: str) -> None:
    """Typed text without a sign of damage: the report is wrong, and its cell is read as it stands."""
    record = read(changed(report, (RIGHT_TOTAL, WRONG_TOTAL)))
    assert {item.attribution for item in of_requests(record)} == {"source"}
    assert printed(record) == ("24", 24, "accepted")


def test_the_same_total_in_a_damaged_copy_of_the_right_report_blames_nobody(report: str) -> None:
    """The copy may have lost the order of two digits: it stays as printed, undecided, for a person to look at."""
    record = read(changed(report, DAMAGE, (RIGHT_TOTAL, WRONG_TOTAL)))
    assert {item.attribution for item in of_requests(record)} == {"undecided"}
    assert printed(record) == ("24", 24, "review")


def test_a_letter_for_a_digit_is_no_wrong_figure(report: str) -> None:
    """42 read as 4Z holds no number: the identities over it are open, and none of them fails."""
    record = read(changed(report, (RIGHT_TOTAL, "（七）总计\n\t4Z\n")))
    assert of_requests(record) == []
    (cell,) = (cell for cell in record.cells if cell.path == WRONG)
    assert (cell.kind, cell.value, cell.status) == ("illegible", None, "review")
    unassessed = {item.code for item in record.findings if item.status == "NOT_ASSESSABLE" and WRONG in item.cells}
    assert unassessed == {"R1", "R2", "R3"}


def test_a_sentence_against_the_table_is_an_error_only_where_nothing_is_damaged(report: str) -> None:
    """Where labels were confused, the digit of a sentence may have been: a warning, and nobody's fault."""
    typed = failures(read(changed(report, (SAYS, SAYS_ELSE))), "prose")
    copied = failures(read(changed(report, (SAYS, SAYS_ELSE), DAMAGE)), "prose")
    assert [(item.code, item.severity, item.attribution) for item in typed] == [("N1", "error", "source")]
    assert [(item.code, item.severity, item.attribution) for item in copied] == [("N1", "warning", "undecided")]


def printed(record: Record) -> tuple[str | None, object, str]:
    """The wrong total as the record has it."""
    (cell,) = (cell for cell in record.cells if cell.path == WRONG)
    return cell.as_printed, cell.value, cell.status


def rendered(truth: Mapping[str, Any], layout: Layout) -> str:
    """A text report that prints the figures of a truth file, in the official words."""
    form = builtin_forms()[0]
    year, agency = int(truth["meta"]["year"]), str(truth["meta"]["agency"])
    document = compose(
        form,
        truth["editions"],
        year,
        front=Front((f"{agency}{year}年政府信息公开工作年度报告",), (), (), {}),
        paragraphs={section.key: ["本年度按照要求开展工作。"] for section in form.sections},
        printed={path: Mark(str(numeric(figure)), figure) for path, figure in truth["cells"].items()},
        wording=Wording("full", ".", 0.0, year_in_columns=False, unit_in_labels=False, total_inside=True),
        random=Random(0),
    )
    return lay_out(document, layout, Random(0)).text


@pytest.mark.parametrize("layout", [Layout.CELL_LINES, Layout.TAB_ROWS, Layout.PLAIN_MARKDOWN])
def test_totals_that_a_real_report_left_at_zero_are_its_only_errors(layout: Layout, shared_folder: Path) -> None:
    """Hongze 2023 prints 10 + 1 and 5 with totals of 0, over tables of two editions: two findings, both its own."""
    truth = json.loads((shared_folder / "real" / "truth" / "hongze_2023.json").read_text(encoding="utf-8"))
    record = read(rendered(truth, layout))
    found = failures(record, "arithmetic")
    wanted = [item for item in truth["must_find"] if item.get("attribution") == "source"]
    assert len(found) == len(wanted) == 2
    assert {item.attribution for item in found} == {"source"}
    for item in wanted:
        assert any(set(item["cells"]) <= set(finding.cells) for finding in found)
    cells = {cell.path: cell for cell in record.cells}
    assert {cells[path].status for item in wanted for path in item["cells"]} == {"accepted"}
    assert {cells[path].value for item in wanted for path in item["cells"]} == {0}
