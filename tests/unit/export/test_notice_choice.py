"""Letters to agencies: who gets one, what goes into it, and what never does."""

import re
from datetime import date
from pathlib import Path

import pytest
from letters import (
    AGENCY,
    TOTAL,
    cell_of,
    failed_sum,
    found_words,
    index_of,
    open_letter,
    record_of,
    text_of,
    write_letters,
)

from extractor.audit import Facts, Waiver, Waivers
from extractor.model import Decision


@pytest.mark.parametrize("attribution", ["transcription", "undecided", "extraction"])
def test_nothing_is_laid_to_an_agency_that_its_report_did_not_print(attribution: str, tmp_path: Path) -> None:
    """Damage in a copy, our own misreading and what is undecided make no letter."""
    notices = write_letters([record_of([failed_sum(attribution=attribution)])], tmp_path / "notices")
    assert notices.notices == ()
    assert sorted(file.name for file in notices.folder.iterdir()) == ["index.csv"]


def test_only_the_levels_asked_for_are_written(tmp_path: Path) -> None:
    """Errors by default; a warning goes along when asked for, with its quote and the page it stands on."""
    record = record_of([failed_sum(), found_words()])
    assert "信息公开费" not in text_of(open_letter(write_letters([record], tmp_path / "errors")))
    warnings = open_letter(write_letters([record], tmp_path / "warnings", levels=["warning"]))
    assert "报告原文：“没有收取信息公开费”（第3页）" in text_of(warnings)
    assert "总计" not in text_of(warnings)


def test_a_waived_finding_is_never_sent(tmp_path: Path) -> None:
    """What a person has settled with the agency is not raised again; the day after the waiver ends, it is."""
    waiver = Waiver(fingerprint=failed_sum().fingerprint, reason="已说明", by="李", expires=date(2026, 1, 31))
    held = write_letters([record_of([failed_sum()])], tmp_path / "a", waivers=Waivers((waiver,), date(2026, 1, 31)))
    assert (held.notices, held.waived) == ((), 1)
    ended = write_letters([record_of([failed_sum()])], tmp_path / "b", waivers=Waivers((waiver,), date(2026, 2, 1)))
    assert (len(ended.notices), ended.waived) == (1, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "review"},
        {"decision": Decision(kind="number", value=3, as_printed="3", by="李", at="2026-01-01T00:00:00Z", reason="")},
    ],
)
def test_a_finding_on_a_cell_that_is_not_settled_as_read_is_left_out(change: dict[str, object], tmp_path: Path) -> None:
    """A sum with a cell that waits for a person, or that a person read differently, accuses nobody."""
    notices = write_letters(
        [record_of([failed_sum()], cells=[cell_of(TOTAL, 2).model_copy(update=change)])], tmp_path / "notices"
    )
    assert (notices.notices, notices.unsettled) == ((), 1)


def test_an_agency_without_findings_gets_no_letter(tmp_path: Path) -> None:
    """And a report without any does not swell the letter about another one."""
    notices = write_letters([record_of([]), record_of([failed_sum()], path="in/b.txt")], tmp_path / "notices")
    assert [(notice.agency, notice.reports) for notice in notices.notices] == [(AGENCY, 1)]


def test_reports_of_one_agency_share_a_letter(tmp_path: Path) -> None:
    """Two years of one office: one letter, one index line, both reports named."""
    records = [
        record_of([failed_sum()], path=f"in/{year}.txt", title=f"{year}年报告", year=year) for year in (2022, 2023)
    ]
    notices = write_letters(records, tmp_path / "notices")
    text = text_of(open_letter(notices))
    assert text.startswith(f"关于{AGENCY}2份报告\n核查情况的通知")
    assert "（一）《2022年报告》" in text
    assert "（二）《2023年报告》" in text
    assert [(row["报告份数"], row["报告文件"]) for row in index_of(notices)] == [("2", "in/2022.txt；in/2023.txt")]


def test_offices_of_the_same_name_in_two_regions_get_letters_of_their_own(tmp_path: Path) -> None:
    """There is a town of nearly every name in more than one county."""
    records = [record_of([failed_sum()], region=region, path=f"{region}.txt") for region in ("甲县", "乙县")]
    notices = write_letters(records, tmp_path / "notices")
    assert [notice.file for notice in notices.notices] == [f"{AGENCY}（甲县）.docx", f"{AGENCY}（乙县）.docx"]


def test_reports_of_unknown_agencies_are_never_put_together(tmp_path: Path) -> None:
    """Their letters leave the addressee open; what the list given to the run says fills it."""
    records = [record_of([failed_sum()], agency=None, title="年度报告", path=f"{name}.txt") for name in "abc"]
    notices = write_letters(records, tmp_path / "notices", known={"c.txt": Facts(agency="某局")})
    assert [(notice.file, notice.agency) for notice in notices.notices] == [
        ("机关名称未确认.docx", None),
        ("机关名称未确认-2.docx", None),
        ("某局.docx", "某局"),
    ]
    assert re.fullmatch(r"\xa0+：", open_letter(notices).paragraphs[1].text)
    assert [row["收文机关"] for row in index_of(notices)] == ["（机关名称未确认）"] * 2 + ["某局"]


def test_what_could_not_be_checked_is_added_when_asked_for(tmp_path: Path) -> None:
    """As a note apart, which asks for nothing."""
    unchecked = failed_sum(
        status="NOT_ASSESSABLE", attribution=None, severity="info", message_zh="勾稽关系：3 个等式无法核验"
    )
    record = record_of([failed_sum(), unchecked])
    assert "无法核验" not in text_of(open_letter(write_letters([record], tmp_path / "a")))
    text = text_of(open_letter(write_letters([record], tmp_path / "b", unchecked=True)))
    assert "三、未能核验的内容" in text
    assert "1．勾稽关系：3 个等式无法核验。" in text
    assert "四、有关事项" in text
