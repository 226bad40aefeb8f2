"""Notices to agencies: what goes into a letter, what never does, and what lies in the folder."""

import csv
import hashlib
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocxDocument

from extractor.audit import Facts, Waiver, Waivers
from extractor.errors import StoreError
from extractor.export.notice import Notices, write_notices
from extractor.export.notice.words import ask
from extractor.export.run_view import RunFacts, RunView
from extractor.forms import builtin_forms
from extractor.model import Cell, Decision, DocumentInfo, Finding, FormInfo, Place, Record
from extractor.model.finding import Severity

FORM = "gov-disclosure"
AGENCY = "青禾县人民政府办公室"
UPHELD, CORRECTED, OTHER, PENDING, TOTAL = (
    f"disputes.reconsideration.{column}" for column in ("upheld", "corrected", "other_result", "pending", "total")
)


def _cell(path: str, value: int | str | None, printed: str | None = None) -> Cell:
    return Cell(
        path=path,
        as_printed=str(value) if printed is None else printed,
        value=value,
        kind="text" if path.startswith("meta.") else "number",
        unit=None if path.startswith("meta.") else "件",
        tier="S0",
        status="accepted",
        source=None,
    )


def _finding(**changes: object) -> Finding:
    """A failed sum of the reviews: 2 + 1 + 0 + 0 = 3, and 2 is printed."""
    plain = Finding(
        code="R4",
        family="arithmetic",
        severity="error",
        status="FAIL",
        attribution="source",
        message="The results add up to the total (reconsideration): 3 ≠ 2",
        message_zh="各种结果之和等于总计：3 ≠ 2",
        clause="表四表头：结果维持、结果纠正、其他结果、尚未审结之和为总计",
        cells=(UPHELD, CORRECTED, OTHER, PENDING, TOTAL),
        expression=f"{UPHELD} + {CORRECTED} + {OTHER} + {PENDING} = {TOTAL}",
        left="3",
        right="2",
        delta="1",
        fingerprint="0123456789abcdef",
    )
    return plain.model_copy(update=changes)


def _prose(**changes: object) -> Finding:
    """A rule that found words."""
    return _finding(
        **{
            "code": "F3",
            "family": "content",
            "severity": "warning",
            "message_zh": "将“信息处理费”写作“信息公开费”",
            "clause": "国办函〔2020〕109号",
            "cells": (),
            "expression": None,
            "left": None,
            "right": None,
            "quote": "没有收取信息公开费",
            "source": Place(page=3, start=10, end=19),
            **changes,
        }
    )


def _record(
    findings: Iterable[Finding],
    *,
    agency: str | None = AGENCY,
    title: str | None = f"{AGENCY}2023年政府信息公开工作年度报告",
    region: str | None = None,
    path: str = "in/a.txt",
    year: int = 2023,
    cells: Sequence[Cell] = (),
) -> Record:
    printed = {UPHELD: 2, CORRECTED: 1, OTHER: 0, PENDING: 0, TOTAL: 2}
    found = {name: _cell(name, value) for name, value in printed.items()} | {cell.path: cell for cell in cells}
    meta = {"agency": agency, "title": title, "region": region, "year": year}
    return Record(
        schema="gouji/record/1",
        status="ok",
        error=None,
        document=DocumentInfo(sha256="0" * 64, name=Path(path).name, path=path, media_type="text/plain"),
        form=FormInfo(id=FORM, editions={"disputes": "2021"}),
        meta={key: _cell(f"meta.{key}", value) for key, value in meta.items() if value is not None},
        cells=tuple(found.values()),
        unmapped=(),
        claims=(),
        findings=tuple(findings),
        coverage=None,
    )


def _write(
    records: Sequence[Record],
    folder: Path,
    *,
    levels: Iterable[Severity] = ("error",),
    waivers: Waivers | None = None,
    known: dict[str, Facts] | None = None,
    unchecked: bool = False,
) -> Notices:
    facts = RunFacts(
        package="gouji 0",
        fingerprint="",
        records_sha256="",
        started="",
        finished="",
        inputs=(),
        versions={},
        settings={},
        forms={},
        counts={},
    )
    view = RunView(
        facts,
        lambda: iter(records),
        lambda _sha256: None,
        {form.id: form for form in builtin_forms()},
        known=known or {},
        waivers=waivers or Waivers(),
    )
    return write_notices(view, folder, levels=frozenset(levels), unchecked=unchecked)


def _open(notices: Notices, number: int = 0) -> DocxDocument:
    return Document(str(notices.folder / notices.notices[number].file))


def _text(document: DocxDocument) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def _rows(document: DocxDocument, number: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[number].rows]


def _index(notices: Notices) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(notices.index.read_bytes().decode("utf-8-sig"), newline="")))


def test_a_failed_sum_is_laid_out_with_printed_values_sums_and_difference(tmp_path: Path) -> None:
    """The agency sees the figures it printed under its own labels, what they add up to, and what it printed there."""
    document = _open(_write([_record([_finding()], cells=[_cell(UPHELD, 2, "２")])], tmp_path / "notices"))
    assert _rows(document, 1) == [
        ["项目", "报告所列数（件）"],
        ["结果维持", "２"],
        ["结果纠正", "1"],
        ["其余2项", "均为0"],
        ["以上合计", "3"],
        ["总计", "2"],
        ["相差", "1"],
    ]
    text = _text(document)
    assert "政府信息公开行政复议、行政诉讼情况：行政复议" in text
    assert "“结果维持”等4项合计为3，“总计”为2，相差1。" in text
    assert "核查依据：表四表头：结果维持、结果纠正、其他结果、尚未审结之和为总计。" in text


def test_sums_on_both_sides_are_each_given(tmp_path: Path) -> None:
    """The identity that the form itself prints has two terms on each side."""
    paths = [f"requests.{row}.total" for row in ("new_received", "carried_in", "total_processed", "carried_out")]
    finding = _finding(
        code="R3",
        cells=tuple(paths),
        expression=f"{paths[0]} + {paths[1]} = {paths[2]} + {paths[3]}",
        left="57",
        right="56",
        delta="1",
    )
    record = _record([finding], cells=[_cell(*item) for item in zip(paths, (52, 5, 52, 4), strict=True)])
    record = record.model_copy(update={"form": FormInfo(id=FORM, editions={"requests": "2021"})})
    document = _open(_write([record], tmp_path / "notices"))
    assert _rows(document, 1)[1:] == [
        ["一、本年新收政府信息公开申请数量", "52"],
        ["二、上年结转政府信息公开申请数量", "5"],
        ["以上合计（等号左侧）", "57"],
        ["（七）总计", "52"],
        ["四、结转下年度继续办理", "4"],
        ["以上合计（等号右侧）", "56"],
        ["相差", "1"],
    ]


def test_labels_that_a_table_has_twice_are_told_apart_by_their_group(tmp_path: Path) -> None:
    """其他 is the last kind of applicant and the last of the other outcomes; alone it would say nothing."""
    paths = [f"requests.other_remaining.{column}" for column in ("natural_person", "other_organisation", "total")]
    finding = _finding(code="R1", cells=tuple(paths), expression=f"{paths[0]} + {paths[1]} = {paths[2]}")
    record = _record([finding], cells=[_cell(*item) for item in zip(paths, (2, 1, 2), strict=True)])
    record = record.model_copy(update={"form": FormInfo(id=FORM, editions={"requests": "2021"})})
    document = _open(_write([record], tmp_path / "notices"))
    assert [row[0] for row in _rows(document, 1)[1:3]] == ["自然人", "法人或其他组织—其他"]
    assert "收到和处理政府信息公开申请情况：（六）其他处理—3.其他" in _text(document)


def test_a_subtotal_is_named_by_what_it_is_the_subtotal_of(tmp_path: Path) -> None:
    """小计 alone tells nobody which; the labels come from the form that the report follows."""
    paths = [f"official_costs.this_year.{column}" for column in ("abroad", "vehicles", "reception", "total")]
    cells = [_cell(path, text) for path, text in zip(paths, ("0.00", "12.40", "6.00", "18.60"), strict=True)]
    finding = _finding(
        code="B14",
        cells=tuple(paths),
        expression=f"{' + '.join(paths[:3])} = {paths[3]}",
        left="18.4",
        right="18.6",
    )
    record = _record([finding], cells=cells)
    form = FormInfo(id="public-budget", editions={"official_costs": "2018"})
    document = _open(_write([record.model_copy(update={"form": form})], tmp_path / "notices"))
    assert _rows(document, 1)[2] == ["公务用车购置及运行费—小计", "12.40"]
    assert _rows(document, 1)[-1] == ["相差", "0.2"]
    assert "根据有关规定，" in _text(document)


def test_a_count_in_the_prose_stands_beside_the_cell_that_it_contradicts(tmp_path: Path) -> None:
    """The number that no cell holds is called what it is: stated in the text."""
    path = "proactive.normative_documents.in_force"
    finding = _finding(
        code="N1",
        family="prose",
        message_zh="正文“现行有效规范性文件26条”与表格不一致：行政规范性文件（现行有效件数）为 27",
        cells=(path,),
        expression=f"{path} = 26",
        left="27",
        right="26",
        quote="现行有效规\n范性文件26条",
    )
    record = _record([finding], cells=[_cell(path, 27)])
    record = record.model_copy(update={"form": FormInfo(id=FORM, editions={"proactive": "2021"})})
    document = _open(_write([record], tmp_path / "notices"))
    assert _rows(document, 1)[1:] == [["现行有效件数", "27"], ["正文所述数", "26"], ["相差", "1"]]
    assert "报告原文：“现行有效规范性文件26条”" in _text(document)


def test_a_report_of_a_form_that_is_no_more_still_gets_its_letter(tmp_path: Path) -> None:
    """Without labels there is no table, and the finding's own sentence says it."""
    record = _record([_finding()]).model_copy(update={"form": FormInfo(id=FORM, editions={"disputes": "1999"})})
    document = _open(_write([record], tmp_path / "notices"))
    assert "核查情况：各种结果之和等于总计：3 ≠ 2。" in _text(document)
    assert len(document.tables) == 1


def test_cells_of_a_finding_without_figures_are_named_by_row(tmp_path: Path) -> None:
    """Four rows at most; of more the letter gives the number."""
    rows = ("new_received", "carried_in", "granted", "partly_granted", "total_processed")
    paths = [f"requests.{row}.{column}" for row in rows for column in ("natural_person", "total")]
    blank = {"code": "D2", "family": "integrity", "expression": None, "left": None, "right": None}
    few, many = _finding(cells=tuple(paths[:3]), **blank), _finding(cells=tuple(paths), **blank)
    record = _record([few, many], cells=[_cell(path, 0) for path in paths])
    record = record.model_copy(update={"form": FormInfo(id=FORM, editions={"requests": "2021"})})
    text = _text(_open(_write([record], tmp_path / "notices")))
    new, carried = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
    assert f"涉及项目：{new}（自然人、总计）；{carried}（自然人）。" in text
    assert re.search(f"涉及项目：{new}（自然人、总计）；.*（自然人、总计）等，共10格。", text)


def test_a_letter_says_whose_report_it_is_what_is_asked_and_where_to_answer(tmp_path: Path) -> None:
    """Title, addressee, report, deadline and contact: what an office letter must have."""
    document = _open(_write([_record([_finding()])], tmp_path / "notices"))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert paragraphs[0].replace("\n", "") == f"关于《{AGENCY}2023年政府信息公开工作年度报告》核查情况的通知"
    assert paragraphs[0].splitlines()[0] == f"关于《{AGENCY}"
    assert paragraphs[1] == f"{AGENCY}："
    assert _rows(document, 0)[1] == [f"{AGENCY}2023年政府信息公开工作年度报告", "2023", "a.txt"]
    text = _text(document)
    assert f"请你单位{ask('R4', 'arithmetic')}" in text
    assert re.search(r"请于\xa0+年\xa0+月\xa0+日前", text)
    assert re.search(r"联系人：\xa0+\n联系电话：\xa0+", text)


def test_the_page_is_that_of_an_office_letter(tmp_path: Path) -> None:
    """A4 with the margins of GB/T 9704 and a text area of 156 by 225 mm, within half a millimetre."""
    section = _open(_write([_record([_finding()])], tmp_path / "notices")).sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(size.mm) for size in sizes if size is not None] == [210, 297, 37, 28]
    assert section.right_margin is not None
    assert section.bottom_margin is not None
    width, height, top, left = (size.mm for size in sizes if size is not None)
    assert width - left - section.right_margin.mm == pytest.approx(156, abs=0.5)
    assert height - top - section.bottom_margin.mm == pytest.approx(225, abs=0.5)


@pytest.mark.parametrize("attribution", ["transcription", "undecided", "extraction"])
def test_nothing_is_laid_to_an_agency_that_its_report_did_not_print(attribution: str, tmp_path: Path) -> None:
    """Damage in a copy, our own misreading and what is undecided make no letter."""
    notices = _write([_record([_finding(attribution=attribution)])], tmp_path / "notices")
    assert notices.notices == ()
    assert sorted(file.name for file in notices.folder.iterdir()) == ["index.csv"]


def test_only_the_levels_asked_for_are_written(tmp_path: Path) -> None:
    """Errors by default; a warning goes along when asked for, with its quote and the page it stands on."""
    record = _record([_finding(), _prose()])
    assert "信息公开费" not in _text(_open(_write([record], tmp_path / "errors")))
    warnings = _open(_write([record], tmp_path / "warnings", levels=["warning"]))
    assert "报告原文：“没有收取信息公开费”（第3页）" in _text(warnings)
    assert "总计" not in _text(warnings)


def test_a_waived_finding_is_never_sent(tmp_path: Path) -> None:
    """What a person has settled with the agency is not raised again; the day after the waiver ends, it is."""
    waiver = Waiver(fingerprint=_finding().fingerprint, reason="已说明", by="李", expires=date(2026, 1, 31))
    held = _write([_record([_finding()])], tmp_path / "a", waivers=Waivers((waiver,), date(2026, 1, 31)))
    assert (held.notices, held.waived) == ((), 1)
    ended = _write([_record([_finding()])], tmp_path / "b", waivers=Waivers((waiver,), date(2026, 2, 1)))
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
    notices = _write([_record([_finding()], cells=[_cell(TOTAL, 2).model_copy(update=change)])], tmp_path / "notices")
    assert (notices.notices, notices.unsettled) == ((), 1)


def test_an_agency_without_findings_gets_no_letter(tmp_path: Path) -> None:
    """And a report without any does not swell the letter about another one."""
    notices = _write([_record([]), _record([_finding()], path="in/b.txt")], tmp_path / "notices")
    assert [(notice.agency, notice.reports) for notice in notices.notices] == [(AGENCY, 1)]


def test_reports_of_one_agency_share_a_letter(tmp_path: Path) -> None:
    """Two years of one office: one letter, one index line, both reports named."""
    records = [_record([_finding()], path=f"in/{year}.txt", title=f"{year}年报告", year=year) for year in (2022, 2023)]
    notices = _write(records, tmp_path / "notices")
    text = _text(_open(notices))
    assert text.startswith(f"关于{AGENCY}2份报告\n核查情况的通知")
    assert "（一）《2022年报告》" in text
    assert "（二）《2023年报告》" in text
    assert [(row["报告份数"], row["报告文件"]) for row in _index(notices)] == [("2", "in/2022.txt；in/2023.txt")]


def test_offices_of_the_same_name_in_two_regions_get_letters_of_their_own(tmp_path: Path) -> None:
    """There is a town of nearly every name in more than one county."""
    records = [_record([_finding()], region=region, path=f"{region}.txt") for region in ("甲县", "乙县")]
    notices = _write(records, tmp_path / "notices")
    assert [notice.file for notice in notices.notices] == [f"{AGENCY}（甲县）.docx", f"{AGENCY}（乙县）.docx"]


def test_reports_of_unknown_agencies_are_never_put_together(tmp_path: Path) -> None:
    """Their letters leave the addressee open; what the list given to the run says fills it."""
    records = [_record([_finding()], agency=None, title="年度报告", path=f"{name}.txt") for name in "abc"]
    notices = _write(records, tmp_path / "notices", known={"c.txt": Facts(agency="某局")})
    assert [(notice.file, notice.agency) for notice in notices.notices] == [
        ("机关名称未确认.docx", None),
        ("机关名称未确认-2.docx", None),
        ("某局.docx", "某局"),
    ]
    assert re.fullmatch(r"\xa0+：", _open(notices).paragraphs[1].text)
    assert [row["收文机关"] for row in _index(notices)] == ["（机关名称未确认）"] * 2 + ["某局"]


def test_what_could_not_be_checked_is_added_when_asked_for(tmp_path: Path) -> None:
    """As a note apart, which asks for nothing."""
    unchecked = _finding(
        status="NOT_ASSESSABLE", attribution=None, severity="info", message_zh="勾稽关系：3 个等式无法核验"
    )
    record = _record([_finding(), unchecked])
    assert "无法核验" not in _text(_open(_write([record], tmp_path / "a")))
    text = _text(_open(_write([record], tmp_path / "b", unchecked=True)))
    assert "三、未能核验的内容" in text
    assert "1．勾稽关系：3 个等式无法核验。" in text
    assert "四、有关事项" in text


HOSTILE = '=cmd|"/c calc"!A1 <w:p/>&amp;]]> {{title}} {x} \x00\x0b\x1b[31m\u202e\ufffe{ INCLUDETEXT "/etc/passwd" }'
SEEN = '=cmd|"/c calc"!A1 <w:p/>&amp;]]> {{title}} {x} [31m{ INCLUDETEXT "/etc/passwd" }'


def test_markup_fields_and_formulas_from_a_document_stay_text(tmp_path: Path) -> None:
    """They stand in the letter as they were printed, without what cannot be seen, and open nothing anywhere."""
    finding = _prose(severity="error", quote=HOSTILE, message_zh=HOSTILE, clause=HOSTILE)
    notices = _write([_record([finding], agency=HOSTILE, title=HOSTILE, path="in/=1+1.txt")], tmp_path / "notices")
    document = _open(notices)
    assert f"报告原文：“{SEEN}”" in _text(document)
    assert document.paragraphs[1].text == f"{SEEN}："
    assert _rows(document, 0)[1][0] == SEEN
    with zipfile.ZipFile(notices.folder / notices.notices[0].file) as package:
        body = package.read("word/document.xml").decode()
    assert re.findall(r"<w:(?:instrText|fldSimple|fldChar|hyperlink|object)", body) == []
    assert [row["收文机关"][:2] for row in _index(notices)] == ["'="]


def test_export_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """No time, no name of a machine, no order of a set: one can see what changed by comparing files."""
    records = [_record([_finding(), _prose()]), _record([_finding()], agency="某局", path="in/b.txt")]
    folders = [_write(records, tmp_path / name, levels=["error", "warning"]).folder for name in "ab"]
    first, second = ({file.name: file.read_bytes() for file in folder.iterdir()} for folder in folders)
    assert first == second
    assert set(first) == {f"{AGENCY}.docx", "某局.docx", "index.csv"}


def test_the_index_names_every_letter_with_its_hash(tmp_path: Path) -> None:
    """What is to be sent can be counted and checked without opening a file."""
    notices = _write([_record([_finding(), _prose()])], tmp_path / "notices", levels=["error", "warning"])
    rows = _index(notices)
    assert [(row["通知文件"], row["错误"], row["警告"], row["提示"], row["涉及规则"]) for row in rows] == [
        (f"{AGENCY}.docx", "1", "1", "0", "R4、F3")
    ]
    digest = hashlib.sha256((notices.folder / rows[0]["通知文件"]).read_bytes()).hexdigest()
    assert rows[0]["SHA-256"] == digest == notices.notices[0].sha256


def test_a_letter_with_nothing_left_to_say_is_removed(tmp_path: Path) -> None:
    """An outdated letter that stayed in the folder would be sent."""
    folder = tmp_path / "notices"
    _write([_record([_finding()]), _record([_finding()], agency="某局")], folder)
    (folder / "签发单.txt").write_text("人放的文件", encoding="utf-8")
    again = _write([_record([_finding()])], folder)
    assert again.removed == ("某局.docx",)
    assert sorted(file.name for file in folder.iterdir()) == sorted([f"{AGENCY}.docx", "index.csv", "签发单.txt"])


@pytest.mark.parametrize("still_said", [True, False])
def test_a_letter_that_somebody_filled_in_is_never_lost(still_said: bool, tmp_path: Path) -> None:
    """Neither overwritten nor removed; nothing at all is written, and the error names it and the next step."""
    folder = tmp_path / "notices"
    file = folder / _write([_record([_finding()])], folder).notices[0].file
    file.write_bytes(b"filled in")
    index = (folder / "index.csv").read_bytes()
    later = [_record([_finding()], title="改过的标题"), _record([_finding()], agency="某局")][not still_said :]
    with pytest.raises(StoreError, match=f"^notices-changed: .*{AGENCY}.docx; move what is to be kept") as caught:
        _write(later, folder)
    assert caught.value.place == str(folder)
    assert {item.name: item.read_bytes() for item in folder.iterdir()} == {file.name: b"filled in", "index.csv": index}


def test_an_export_that_was_stopped_can_be_done_again(tmp_path: Path) -> None:
    """Letters without an index are taken over when they are what would be written."""
    folder = tmp_path / "notices"
    first = _write([_record([_finding()])], folder)
    first.index.unlink()
    assert _write([_record([_finding()])], folder).notices == first.notices


def test_an_index_from_elsewhere_leads_to_no_file_outside_the_folder(tmp_path: Path) -> None:
    """A path in its first column is no letter of ours, even with the right hash."""
    folder = tmp_path / "notices"
    outside = tmp_path / "outside.docx"
    outside.write_bytes(b"kept")
    notices = _write([_record([_finding()])], folder)
    line = f"../outside.docx{',' * 10}{hashlib.sha256(b'kept').hexdigest()}\r\n"
    notices.index.write_text(notices.index.read_text(encoding="utf-8") + line, encoding="utf-8", newline="")
    assert _write([], folder).removed == (f"{AGENCY}.docx",)
    assert outside.read_bytes() == b"kept"


def test_a_target_that_is_no_folder_is_refused_with_its_place(tmp_path: Path) -> None:
    """The file that is there stays as it is."""
    target = tmp_path / "notices"
    target.write_bytes(b"a file")
    with pytest.raises(StoreError, match=r"^output-unwritable: ") as caught:
        _write([_record([_finding()])], target)
    assert (caught.value.place, target.read_bytes()) == (str(target), b"a file")


def test_libreoffice_reads_a_letter_as_word_does(tmp_path: Path) -> None:
    """Its parts are our own XML: a second program must take them, with the words in their order."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    notices = _write([_record([_finding(), _prose(severity="error")])], tmp_path / "notices")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    source = str(notices.folder / notices.notices[0].file)
    command = [office, "--headless", profile, "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, source], check=True, capture_output=True, timeout=120)
    text = (tmp_path / f"{AGENCY}.txt").read_text(encoding="utf-8-sig")
    words = ["核查情况的通知", f"{AGENCY}：", "项合计为3", "以上合计", "没有收取信息公开费", "三、有关事项", "联系电话"]
    places = [text.index(word) for word in words]
    assert places == sorted(places)
