"""Letters to agencies: how the findings of a report are laid out in them."""

import re
from pathlib import Path

import pytest
from letters import AGENCY, FORM, UPHELD, cell_of, failed_sum, open_letter, record_of, rows_of, text_of, write_letters

from extractor.export.notice.words import ask
from extractor.model import FormInfo


def test_a_failed_sum_is_laid_out_with_printed_values_sums_and_difference(tmp_path: Path) -> None:
    """The agency sees the figures it printed under its own labels, what they add up to, and what it printed there."""
    document = open_letter(
        write_letters([record_of([failed_sum()], cells=[cell_of(UPHELD, 2, "２")])], tmp_path / "notices")
    )
    assert rows_of(document, 1) == [
        ["项目", "报告所列数（件）"],
        ["结果维持", "２"],
        ["结果纠正", "1"],
        ["其余2项", "均为0"],
        ["以上合计", "3"],
        ["总计", "2"],
        ["相差", "1"],
    ]
    text = text_of(document)
    assert "政府信息公开行政复议、行政诉讼情况：行政复议" in text
    assert "“结果维持”等4项合计为3，“总计”为2，相差1。" in text
    assert "核查依据：表四表头：结果维持、结果纠正、其他结果、尚未审结之和为总计。" in text


def test_sums_on_both_sides_are_each_given(tmp_path: Path) -> None:
    """The identity that the form itself prints has two terms on each side."""
    paths = [f"requests.{row}.total" for row in ("new_received", "carried_in", "total_processed", "carried_out")]
    finding = failed_sum(
        code="R3",
        cells=tuple(paths),
        expression=f"{paths[0]} + {paths[1]} = {paths[2]} + {paths[3]}",
        left="57",
        right="56",
        delta="1",
    )
    record = record_of([finding], cells=[cell_of(*item) for item in zip(paths, (52, 5, 52, 4), strict=True)])
    record = record.model_copy(update={"form": FormInfo(id=FORM, editions={"requests": "2021"})})
    document = open_letter(write_letters([record], tmp_path / "notices"))
    assert rows_of(document, 1)[1:] == [
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
    finding = failed_sum(code="R1", cells=tuple(paths), expression=f"{paths[0]} + {paths[1]} = {paths[2]}")
    record = record_of([finding], cells=[cell_of(*item) for item in zip(paths, (2, 1, 2), strict=True)])
    record = record.model_copy(update={"form": FormInfo(id=FORM, editions={"requests": "2021"})})
    document = open_letter(write_letters([record], tmp_path / "notices"))
    assert [row[0] for row in rows_of(document, 1)[1:3]] == ["自然人", "法人或其他组织—其他"]
    assert "收到和处理政府信息公开申请情况：（六）其他处理—3.其他" in text_of(document)


def test_a_subtotal_is_named_by_what_it_is_the_subtotal_of(tmp_path: Path) -> None:
    """小计 alone tells nobody which; the labels come from the form that the report follows."""
    paths = [f"official_costs.this_year.{column}" for column in ("abroad", "vehicles", "reception", "total")]
    cells = [cell_of(path, text) for path, text in zip(paths, ("0.00", "12.40", "6.00", "18.60"), strict=True)]
    finding = failed_sum(
        code="B14",
        cells=tuple(paths),
        expression=f"{' + '.join(paths[:3])} = {paths[3]}",
        left="18.4",
        right="18.6",
    )
    record = record_of([finding], cells=cells)
    form = FormInfo(id="public-budget", editions={"official_costs": "2018"})
    document = open_letter(write_letters([record.model_copy(update={"form": form})], tmp_path / "notices"))
    assert rows_of(document, 1)[2] == ["公务用车购置及运行费—小计", "12.40"]
    assert rows_of(document, 1)[-1] == ["相差", "0.2"]
    assert "根据有关规定，" in text_of(document)


def test_a_count_in_the_prose_stands_beside_the_cell_that_it_contradicts(tmp_path: Path) -> None:
    """The number that no cell holds is called what it is: stated in the text."""
    path = "proactive.normative_documents.in_force"
    finding = failed_sum(
        code="N1",
        family="prose",
        message_zh="正文“现行有效规范性文件26条”与表格不一致：行政规范性文件（现行有效件数）为 27",
        cells=(path,),
        expression=f"{path} = 26",
        left="27",
        right="26",
        quote="现行有效规\n范性文件26条",
    )
    record = record_of([finding], cells=[cell_of(path, 27)])
    record = record.model_copy(update={"form": FormInfo(id=FORM, editions={"proactive": "2021"})})
    document = open_letter(write_letters([record], tmp_path / "notices"))
    assert rows_of(document, 1)[1:] == [["现行有效件数", "27"], ["正文所述数", "26"], ["相差", "1"]]
    assert "报告原文：“现行有效规范性文件26条”" in text_of(document)


def test_a_report_of_a_form_that_is_no_more_still_gets_its_letter(tmp_path: Path) -> None:
    """Without labels there is no table, and the finding's own sentence says it."""
    record = record_of([failed_sum()]).model_copy(update={"form": FormInfo(id=FORM, editions={"disputes": "1999"})})
    document = open_letter(write_letters([record], tmp_path / "notices"))
    assert "核查情况：各种结果之和等于总计：3 ≠ 2。" in text_of(document)
    assert len(document.tables) == 1


def test_cells_of_a_finding_without_figures_are_named_by_row(tmp_path: Path) -> None:
    """Four rows at most; of more the letter gives the number."""
    rows = ("new_received", "carried_in", "granted", "partly_granted", "total_processed")
    paths = [f"requests.{row}.{column}" for row in rows for column in ("natural_person", "total")]
    blank = {"code": "D2", "family": "integrity", "expression": None, "left": None, "right": None}
    few, many = failed_sum(cells=tuple(paths[:3]), **blank), failed_sum(cells=tuple(paths), **blank)
    record = record_of([few, many], cells=[cell_of(path, 0) for path in paths])
    record = record.model_copy(update={"form": FormInfo(id=FORM, editions={"requests": "2021"})})
    text = text_of(open_letter(write_letters([record], tmp_path / "notices")))
    new, carried = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
    assert f"涉及项目：{new}（自然人、总计）；{carried}（自然人）。" in text
    assert re.search(f"涉及项目：{new}（自然人、总计）；.*（自然人、总计）等，共10格。", text)


def test_a_letter_says_whose_report_it_is_what_is_asked_and_where_to_answer(tmp_path: Path) -> None:
    """Title, addressee, report, deadline and contact: what an office letter must have."""
    document = open_letter(write_letters([record_of([failed_sum()])], tmp_path / "notices"))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert paragraphs[0].replace("\n", "") == f"关于《{AGENCY}2023年政府信息公开工作年度报告》核查情况的通知"
    assert paragraphs[0].splitlines()[0] == f"关于《{AGENCY}"
    assert paragraphs[1] == f"{AGENCY}："
    assert rows_of(document, 0)[1] == [f"{AGENCY}2023年政府信息公开工作年度报告", "2023", "a.txt"]
    text = text_of(document)
    assert f"请你单位{ask('R4', 'arithmetic')}" in text
    assert re.search(r"请于\xa0+年\xa0+月\xa0+日前", text)
    assert re.search(r"联系人：\xa0+\n联系电话：\xa0+", text)


def test_the_page_is_that_of_an_office_letter(tmp_path: Path) -> None:
    """A4 with the margins of GB/T 9704 and a text area of 156 by 225 mm, within half a millimetre."""
    section = open_letter(write_letters([record_of([failed_sum()])], tmp_path / "notices")).sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(size.mm) for size in sizes if size is not None] == [210, 297, 37, 28]
    assert section.right_margin is not None
    assert section.bottom_margin is not None
    width, height, top, left = (size.mm for size in sizes if size is not None)
    assert width - left - section.right_margin.mm == pytest.approx(156, abs=0.5)
    assert height - top - section.bottom_margin.mm == pytest.approx(225, abs=0.5)
