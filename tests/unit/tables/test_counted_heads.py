"""`extractor.tables.counted_heads`: heads that say no more than which column they stand over."""

from collections.abc import Callable

import pytest

from extractor.tables import TableReading
from extractor.tables.counted_heads import counted_heads
from extractor.tables.fields import make_field

Read = Callable[[str, str], TableReading]

ABOVE = """\
| 借阅项目 | 成年读者 | 在校学生 | 学龄前儿童 | 总计 |
|---|---|---|---|---|
| 一、本年借出图书册数 | 1 | 2 | 3 | 4 |
"""
BELOW = "| 二、读者归还图书册数 | 5 | 6 | 7 | 8 |\n"


@pytest.mark.parametrize(
    ("line", "counted"),
    [
        ("数据1 数据2 数据3 数据4", True),
        ("项目 列1 列2 列3 列4", True),
        ("第1列 第2列 第3列 第4列", True),
        ("Column1 Column2 Column3 Column4", True),
        ("数据1 数据2 数据3", False),
        ("数据1 数据2 数据4 数据3", False),
        ("数据0 数据1 数据2 数据3", False),
        ("1月 2月 3月 4月", False),
        ("1季度 2季度 3季度 4季度", False),
        ("数据1 列2 列3 列4", False),
        ("本年新收 上年结转 本年办结 总计", False),
    ],
)
def test_only_words_for_a_column_with_all_numbers_in_turn_say_nothing(line: str, counted: bool) -> None:
    """Months and quarters name columns, and a number out of turn may tell that columns changed places."""
    fields = [make_field(word, 0, len(word)) for word in line.split()]
    assert (counted_heads(fields, 4) is not None) is counted


@pytest.mark.parametrize(
    ("heads", "proven"),
    [
        pytest.param("| 项目 | 数据1 | 数据2 | 数据3 | 数据4 |", True, id="over-the-values"),
        pytest.param("| 数据1 | 数据2 | 数据3 | 数据4 | |", False, id="one-field-further-left"),
        pytest.param("| 项目 | 本年新收 | 上年结转 | 本年办结 | 结转下年 |", False, id="other-names"),
    ],
)
def test_the_header_goes_on_below_heads_that_count_its_columns(read: Read, heads: str, proven: bool) -> None:
    """The rows below are proven if each value stands under its number, and those above in any case."""
    cells = read("loans", f"{ABOVE}\n{heads}\n|---|---|---|---|---|\n{BELOW}").cells
    rows = {cell.spec.row for cell in cells if cell.proven}
    assert rows == ({"borrowed", "returned"} if proven else {"borrowed"})
