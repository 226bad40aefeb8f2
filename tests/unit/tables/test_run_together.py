"""`extractor.tables.run_together`: rows that lost the line ends between them."""

from collections.abc import Callable

import pytest

from extractor.tables import TableReading
from extractor.tables.run_together import rows_run_together

Read = Callable[[str, str], TableReading]

HEADER = "借阅项目 成年读者 在校学生 学龄前儿童 总计"
FIRST = "一、本年借出图书册数 1 2 3 4"
SECOND = "二、读者归还图书册数 5 6 7 8"
THIRD = "三、尚未归还原因 1.读者遗失 9 10 11 12"


def cut(line: str) -> list[list[str]]:
    """The words and figures of each row found on a line."""
    return [[field.text for field in row.fields] for row in rows_run_together(line, 0, line)]


class TestCut:
    """Where a line is cut."""

    def test_a_row_ends_where_words_follow_on_figures(self) -> None:
        """Each row has its words and its figures, each at its place in the text."""
        line = f"{FIRST} {SECOND}"
        assert cut(line) == [FIRST.split(), SECOND.split()]
        assert all(
            line[field.start : field.end] == field.text
            for row in rows_run_together(line, 0, line)
            for field in row.fields
        )

    @pytest.mark.parametrize(
        "line",
        [
            pytest.param(FIRST, id="one-row"),
            pytest.param("甲 1 2 乙 3", id="different-numbers-of-figures"),
            pytest.param("1 2 甲 3 4 乙 5 6", id="figures-first"),
            pytest.param("甲 1 2 乙 3 4 丙", id="words-last"),
            pytest.param("", id="nothing"),
        ],
    )
    def test_a_line_that_may_be_cut_otherwise_is_left_alone(self, line: str) -> None:
        """Without equally many figures behind all words it is open whose figures they are."""
        assert cut(line) == []


class TestRead:
    """What of it is proven."""

    def test_rows_that_all_find_their_place_are_proven(self, read: Read) -> None:
        """Header and three rows on one line are read like rows on lines of their own."""
        cells = read("loans", f"{HEADER} {FIRST} {SECOND} {THIRD}\n").cells
        proven = {cell.spec.row: cell.value for cell in cells if cell.proven and cell.spec.column == "total"}
        assert proven == {"borrowed": 4, "returned": 8, "lost": 12}

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(f"{HEADER} {FIRST} 其中网上续借图书册数 0 0 0 0 {SECOND}", id="a-row-the-form-does-not-have"),
            pytest.param(f"{HEADER} {FIRST} {FIRST} {SECOND}", id="a-row-twice"),
            pytest.param(
                f"{HEADER} 1 2 3 4 一、本年借出图书册数 5 6 7 8 二、读者归还图书册数 9 10 11 12",
                id="figures-before-their-labels-and-the-last-label-cut-off",
            ),
            pytest.param(f"{HEADER} 一、本年借 1 2 3 4 出图书册数 二、读者归还图书册数 5 6 7 8", id="a-torn-label"),
        ],
    )
    def test_one_row_without_a_place_unproves_them_all(self, read: Read, text: str) -> None:
        """Whose figures they are is open for the whole line."""
        assert not [cell.spec.path for cell in read("loans", f"{text}\n").cells if cell.proven]
