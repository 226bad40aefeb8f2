"""Rows of a reply are found in the text by their own label and letter by letter, or not at all."""

import pytest

from extractor.prompting.locate import Line, Located, locate, locate_side_by_side, same_text


def words(row: Located | None) -> list[str | None]:
    """The tokens that a row was read from."""
    return [token.text if token else None for token in row.tokens] if row else []


def line(number: int, label: str, *cells: str | None) -> Line:
    """A row of a reply."""
    return Line(f"r{number:02d}", label, cells, number)


def test_a_label_broken_over_lines_is_found_with_its_numbers_behind_it() -> None:
    """Wrapped labels are words without the line ends, and the n-th token is the n-th cell."""
    text = "一、本年新收政府信息公开申\n请数量\n479 3 529\n二、上年结转政府信\n息公开申请数量 0 0 0\n"
    found = locate(text, [line(1, "本年新收政府信息", "479", "3", "529"), line(2, "上年结转政府信息", "0", "0", "0")])
    assert words(found["r01"]) == ["479", "3", "529"]
    assert words(found["r02"]) == ["0", "0", "0"]


def test_a_cell_that_is_not_the_token_at_its_place_has_no_place() -> None:
    """The token decides, letter by letter; its neighbours keep their places."""
    found = locate("规章\t35\t370\t371\n", [line(1, "规章", "35", "37", "371")])
    assert words(found["r01"]) == ["35", None, "371"]


def test_a_shifted_row_loses_every_place_whose_token_differs() -> None:
    """A row that the model moved by one column agrees with the text only where the text repeats itself."""
    found = locate("规章 35 370 371\n", [line(1, "规章", "0", "35", "370")])
    assert words(found["r01"]) == [None, None, None]


def test_fewer_tokens_than_cells_give_none() -> None:
    """Where a crawler dropped a repeated line nobody can tell which field the others are."""
    found = locate("规章\n35\n370\n行政许可\n7\n", [line(1, "规章", "35", "370", "370"), line(3, "行政许可", "7")])
    assert words(found["r01"]) == [None, None, None]
    assert words(found["r03"]) == ["7"]


def test_equal_labels_are_told_by_their_order_among_the_rows() -> None:
    """The three 其他 of a table stand between different neighbours; heads of that name stand above the first row."""
    text = "其他\n收到\n5\n其他\n1\n驳回申请\n6\n其他\n2\n总数合计\n9\n"
    rows = [
        line(1, "收到", "5"),
        line(2, "其他", "1"),
        line(3, "驳回申请", "6"),
        line(4, "其他", "2"),
        line(5, "总数合计", "9"),
    ]
    found = locate(text, rows)
    assert [words(found[row.id]) for row in rows] == [["5"], ["1"], ["6"], ["2"], ["9"]]


def test_equal_labels_that_the_order_leaves_open_have_no_place() -> None:
    """Two places for one row are a guess."""
    found = locate(
        "收到 5\n其他 1\n其他 1\n总数合计 9\n", [line(1, "收到", "5"), line(2, "其他", "1"), line(3, "总数合计", "9")]
    )
    assert found.keys() == {"r01", "r03"}


def test_a_label_that_is_only_the_beginning_of_another_is_not_found_in_it() -> None:
    """其他 is no part of 其他处理."""
    assert locate("其他处理 7\n", [line(1, "其他", "7")]) == {}


def test_no_two_cells_are_read_from_one_token() -> None:
    """Rows that the reply gives the same label share a place, and so have none."""
    found = locate("规章 0 0\n", [line(1, "规章", "0", "0"), line(2, "规章", "0", "0")])
    assert all(token is None for row in found.values() for token in row.tokens)


def test_sentences_hold_neither_labels_nor_tokens() -> None:
    """What prose says about a row is not the row."""
    text = "全年行政处罚 88 件，行政强制 3 件。\n行政处罚\n7\n"
    assert words(locate(text, [line(1, "行政处罚", "7")])["r01"]) == ["7"]


def test_an_empty_field_between_separators_is_a_blank_at_its_place() -> None:
    """Null agrees with a field that prints nothing, not with a 0."""
    found = locate("规章\t35\t\t7\n", [line(1, "规章", "35", None, "7")])
    assert words(found["r01"]) == ["35", "", "7"]
    assert words(locate("规章\t35\t0\t7\n", [line(1, "规章", "35", None, "7")])["r01"]) == ["35", None, "7"]


def test_a_row_is_bounded_only_by_the_next_row_of_the_form() -> None:
    """A row between them that the text lost may have left its numbers behind."""
    text = "规章 1\n行政许可 2\n行政处罚 3\n"
    next_one = locate(text, [line(1, "规章", "1"), line(2, "行政许可", "2")])
    another = locate(text, [line(1, "规章", "1"), line(3, "行政处罚", "3")])
    assert next_one["r01"].bounded
    assert not another["r01"].bounded


def test_label_and_numbers_on_one_line_are_told_from_lines_of_their_own() -> None:
    """Only the former cannot have a neighbour's numbers."""
    assert locate("规章 1 2\n", [line(1, "规章", "1", "2")])["r01"].whole_line
    assert not locate("规章\n1 2\n", [line(1, "规章", "1", "2")])["r01"].whole_line


def test_rows_side_by_side_share_the_tokens_behind_the_last_label() -> None:
    """Their labels stand in the header, in the order of the rows."""
    text = "行政复议行政诉讼\n未经复议复议后\n0 0 1 2 0 2\n"
    found = locate_side_by_side(text, [line(1, "未经复议", "0", "0", "1"), line(2, "复议后", "2", "0", "2")])
    assert [words(row) for row in found.values()] == [["0", "0", "1"], ["2", "0", "2"]]


@pytest.mark.parametrize(
    "cells", [("0", "0", None), ("0", "0", "1", "7")], ids=["a blank among them", "more cells than tokens"]
)
def test_rows_side_by_side_that_do_not_fill_their_line_have_no_place(cells: tuple[str | None, ...]) -> None:
    """Which of the fields is blank cannot be told without labels."""
    assert locate_side_by_side("行政复议\n0 0 1\n", [line(1, "行政复议", *cells)]) == {}


def test_rules_and_dressed_page_numbers_are_no_tokens() -> None:
    """A Markdown rule is no row of dashes, and a page number belongs to no row."""
    text = "| 规章 |\n|---|---|\n— 4 —\n| 35 | 36 |\n"
    assert words(locate(text, [line(1, "规章", "35", "36")])["r01"]) == ["35", "36"]


def test_full_width_digits_are_the_same_letters() -> None:
    """Models write 4 for a printed ４; the reading keeps what is printed."""
    assert same_text("４", "4")
    assert not same_text("4", "40")
    assert not same_text("0", None)
