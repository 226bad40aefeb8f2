"""`extractor.tables.ordinals`: numbers before words that count the lines and are no figures."""

from collections.abc import Callable

import pytest

from extractor.forms import Form
from extractor.tables import TableReading
from extractor.tables.ordinals import numbered_lines
from extractor.tables.similarity import label_index

Read = Callable[[str, str], TableReading]


@pytest.mark.parametrize(
    ("lines", "numbered"),
    [
        pytest.param(["1 读者遗失", "2 污损", "3 其他"], {0, 1, 2}, id="counted-from-one"),
        pytest.param(["1 甲", "0 0 0", "2 乙", "（二）丙", "3 丁"], {0, 2, 4}, id="other-lines-between"),
        pytest.param(["1 甲", "（三）不  2 乙", "予公开    3 丙  0"], {0, 1, 2}, id="merged-cells-to-the-left"),
        pytest.param(
            ["(三) 不予    1 甲  0", "2 乙  0", "(四) 无法  办理  3 丙  0"], {0, 1, 2}, id="merged-cells-with-spaces"
        ),
        pytest.param(["甲 9    1 乙", "甲 9    2 乙", "甲 9    3 乙"], set[int](), id="figures-to-the-left"),
        pytest.param(["1 甲", "2 乙", "3 丙", "2 戊", "3 己"], {0, 1, 2, 3, 4}, id="a-lost-number-after-a-count"),
        pytest.param(["1 甲", "2 乙"], set[int](), id="two-may-be-figures"),
        pytest.param(["5 甲", "2 乙", "9 丙"], set[int](), id="figures-out-of-turn"),
        pytest.param(["1 甲", "2 乙", "3 丙", "8 丁"], {0, 1, 2}, id="a-figure-after-a-count"),
        pytest.param(["1 一、甲", "2 二、乙", "3 三、丙"], set[int](), id="the-words-have-their-own-ordinals"),
        pytest.param(["1 2 甲", "2 2 乙", "3 2 丙"], set[int](), id="more-figures"),
        pytest.param(["1    甲", "2    乙", "3    丙"], set[int](), id="a-gap-as-between-columns"),
    ],
)
def test_numbers_count_lines_only_in_turn(lines: list[str], numbered: set[int]) -> None:
    """Once some lines are counted from 1 without a gap, a number in turn is an ordinal; any other stays a figure."""
    assert numbered_lines(lines) == numbered


def test_a_table_with_bare_ordinals_is_read(read: Read) -> None:
    """Rows whose ordinals lost their points keep all their values, and no ordinal is taken for one."""
    text = (
        "借阅项目 成年读者 在校学生 学龄前儿童 总计\n"
        "三、尚未归还原因\n1 读者遗失\n9\n10\n11\n12\n2 严重污损无法使用\n13\n14\n15\n16\n3 其他\n1\n1\n1\n1\n"
    )
    rows = {
        row: [cell.value for cell in read("loans", text).cells if cell.spec.row == row] for row in ("lost", "damaged")
    }
    assert rows == {"lost": [9, 10, 11, 12], "damaged": [13, 14, 15, 16]}


def test_a_bare_number_is_compared_as_the_ordinal_it_is(form: Form) -> None:
    """`2去向不明` is the row of that number, and `9去向不明` is like it but no more than with its point."""
    index = label_index(form.table("loans").edition("1"))
    row = next(place for place, item in enumerate(index.rows) if item.key == "unknown")
    assert index.scores("2去向不明")[row] == 1.0
    assert index.scores("9去向不明")[row] == index.scores("9.去向不明")[row] < 1.0
