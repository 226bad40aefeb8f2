"""One row as a small model is shown it, and its keyed reply taken back."""

import pytest

from extractor.forms import Form, Row
from extractor.prompting.row_fields import fields_of, has_fields, key_of, shown_row, without_keys

WIDTH = 3


@pytest.fixture(name="row", scope="module")
def row_fixture(form: Form) -> Row:
    """A row whose label has an ordinal."""
    edition = form.table("requests").edition("2021")
    return next(row for block in edition.blocks for row in block.rows if row.key == "declined_repeat")


def test_keys_go_on_behind_the_alphabet() -> None:
    """A form may have more columns than there are letters."""
    assert [key_of(place) for place in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("\t7\t0\t12", ["7", "0", "12"]),
        (" | 7 |  | 12 |\n|---|---|---|\n", ["7", "", "12"]),
        ("\n\t7\n\t0\n\t 12\u2003\n\n\t（四）无法提供\n", ["7", "0", "12"]),
        ("\n7\n0\n12\n", ["7", "0", "12"]),
        ("      7      -     12.50\n", ["7", "-", "12.50"]),
        ("\t\t7\t\t12\t\t", ["7", "", "12"]),
        ("\t1.逾期不补正\t7\t0\t12", ["7", "0", "12"]),
        ("\t7\t0\t12\t5", ["7", "0", "12", "5"]),
        ("\t\t\t", ["", "", ""]),
        ("\n（四）无法提供\n", []),
    ],
)
def test_fields_are_what_separators_and_order_make_them(text: str, fields: list[str]) -> None:
    """Tab rows, pipes, one cell a line, words; empty fields stay where a separator shows them."""
    assert fields_of(text, WIDTH) == fields


def test_a_row_is_shown_by_the_beginning_of_its_label_and_its_keyed_fields(row: Row) -> None:
    """As printed: the ordinal before the label is no part of it, the group of the next row none of the fields."""
    assert (
        shown_row("\t\t2.重复申请\n\t10\n\t\n\t3\n\n\t（六）其他处理\n", row, WIDTH) == '重复申请\n["A=10","B=","C=3"]'
    )


@pytest.mark.parametrize("text", ["3.其他\t1\t2\t3", "2.重复申请", "重复申请\t1\n重复申请\t2"])
def test_lines_without_the_label_or_without_fields_are_shown_as_they_are(row: Row, text: str) -> None:
    """No label, no field, or a label that stands there twice: nothing is guessed."""
    assert shown_row(text, row, WIDTH) == text
    assert not has_fields(text, row, WIDTH)


def test_a_cell_with_the_key_of_another_field_is_left_out() -> None:
    """The model slipped, and says so; the cells around it are not moved."""
    assert without_keys({0: "A=1", 1: "C=2", 2: "C=3"}) == {0: "1", 2: "3"}


def test_an_empty_field_is_blank_and_a_reply_without_keys_stays_as_it_is() -> None:
    """Models of other prompts give no keys."""
    assert without_keys({0: "A=", 1: None, 2: "7", 3: "D=无"}) == {0: None, 1: None, 2: "7", 3: "无"}
