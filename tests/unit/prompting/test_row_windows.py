"""Where the lines of a row begin and end."""

import pytest

from extractor.forms import builtin_forms
from extractor.prompting.row_windows import row_windows

FORM = next(form for form in builtin_forms() if form.id == "gov-disclosure")
REQUESTS = FORM.table("requests").edition("2021")
PROACTIVE = FORM.table("proactive").edition("2021")
DISPUTES = FORM.table("disputes").edition("2021")


def windows_of(text: str) -> dict[str, str]:
    """The lines of each row of the table of requests."""
    return {key: text[start:end] for key, (start, end) in row_windows(text, REQUESTS).items()}


def test_a_row_on_one_line_is_that_line() -> None:
    """With the group's label before its own, as the first row of a group prints it."""
    text = (
        "申请人\t总计\n"
        "一、本年新收政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1\n"
        "三、本年度办理结果\t（一）予以公开\t2\t0\t0\t0\t0\t0\t2\n"
    )
    assert windows_of(text) == {
        "new_received": "一、本年新收政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1",
        "granted": "三、本年度办理结果\t（一）予以公开\t2\t0\t0\t0\t0\t0\t2",
    }


def test_a_row_of_cells_below_each_other_ends_with_its_last_cell() -> None:
    """What follows is the next group's label, which would lead a small model astray."""
    cells = "".join(f"\t{number}\n" for number in range(10, 17))
    text = f"二、上年结转政府信息公开申请数量\n{cells}\n三、本年度办理结果\n（一）予以公开\n{cells}"
    assert windows_of(text)["carried_in"] == f"二、上年结转政府信息公开申请数量\n{cells}".rstrip("\n")


def test_a_row_with_fewer_cells_ends_before_the_next_label() -> None:
    """Blank cells print nothing that could be counted."""
    text = "1.属于国家秘密\n3\n\n\n2.其他法律行政法规禁止公开\n4\n"
    assert windows_of(text) == {
        "refused_state_secret": "1.属于国家秘密\n3\n\n\n",
        "refused_forbidden_by_law": "2.其他法律行政法规禁止公开\n4\n",
    }


def test_the_last_row_ends_before_a_sentence() -> None:
    """The prose behind a table belongs to no row."""
    text = "四、结转下年度继续办理\t3\t1\n2023年新收申请52件。\n"
    assert windows_of(text) == {"carried_out": "四、结转下年度继续办理\t3\t1\n"}


def test_equal_labels_are_told_apart_by_the_rows_around_them() -> None:
    """The header has a total as well, above every row."""
    text = "自然人\t总计\n3.其他\t1\t0\t0\t0\t0\t0\t1\n（七）总计\t2\t0\t0\t0\t0\t0\t2\n"
    assert windows_of(text) == {
        "other_remaining": "3.其他\t1\t0\t0\t0\t0\t0\t1",
        "total_processed": "（七）总计\t2\t0\t0\t0\t0\t0\t2",
    }


def test_a_label_that_stands_twice_without_order_has_no_window() -> None:
    """Either could be the row; nothing is guessed."""
    assert windows_of("2.重复申请\t1\n2.重复申请\t4\n") == {}


def test_a_wording_inside_another_is_not_a_second_place() -> None:
    """The form knows the row by a part of its label too."""
    text = "规章\t0\t0\t1\n行政规范性文件\t12\t5\t86\n"
    assert {key: text[start:end] for key, (start, end) in row_windows(text, PROACTIVE).items()} == {
        "regulations": "规章\t0\t0\t1",
        "normative_documents": "行政规范性文件\t12\t5\t86",
    }


@pytest.mark.parametrize("text", ["", "没有任何表格。", "行政复议\t未经复议直接起诉\n1\t0\t0\t0\t1\n"])
def test_text_without_rows_of_their_own_has_no_window(text: str) -> None:
    """Nothing, prose, and rows that stand side by side over one line of figures."""
    assert row_windows(text, REQUESTS) == {}
    assert row_windows(text, DISPUTES) == {}
