"""`extractor.tables.rows`: from lines to rows, each with its own labels and the values behind them."""

from collections.abc import Callable

import pytest

from extractor.tables.rows import Assembly, SourceRow

Assembled = Callable[[str], Assembly]


def shown(row: SourceRow) -> tuple[list[str], list[str]]:
    """The own labels and the values of a row."""
    return [field.text for field in row.own], [field.text for field in row.values]


class TestGrids:
    """Tab and pipe rows: the line is the row."""

    @pytest.mark.parametrize(
        ("line", "own", "values"),
        [
            pytest.param("规章\t1\t2\t3", ["规章"], ["1", "2", "3"], id="plain"),
            pytest.param("规章\t\t1\t2\t\t", ["规章"], ["", "1", "2", "", ""], id="empty-fields-are-kept"),
            pytest.param("三、结果\t（一）公开\t1\t2", ["三、结果", "（一）公开"], ["1", "2"], id="group-and-label"),
            pytest.param("\t\t1.其他\t1\t2", ["1.其他"], ["1", "2"], id="label-under-merged-cells"),
            pytest.param("\t1\t2", [], ["", "1", "2"], id="no-label"),
            pytest.param("规章\t1\t2\t（含修订）", ["规章"], ["1", "2", "（含修订）"], id="text-behind-the-numbers"),
            pytest.param("规章\t\t\t", ["规章"], ["", "", ""], id="all-values-blank"),
            pytest.param("| 规章 | 1 | - |", ["规章"], ["1", "-"], id="pipes"),
            pytest.param("| 规章 | 无 | / |", ["规章"], ["无", "/"], id="marks-are-values"),
        ],
    )
    def test_the_labels_before_the_first_number_are_its_own_and_all_behind_the_last_are_values(
        self, assembled: Assembled, line: str, own: list[str], values: list[str]
    ) -> None:
        """Empty fields count as values: they may be blank cells, and windows decide which."""
        (row,) = assembled(line).rows
        assert shown(row) == (own, values)

    def test_a_line_of_labels_is_a_header_and_no_row(self, assembled: Assembled) -> None:
        """Its labels are kept, with the line they share."""
        assembly = assembled("信息内容\t本年制发\t现行有效\n规章\t1\t2")
        assert [shown(row) for row in assembly.rows] == [(["规章"], ["1", "2"])]
        header = [label for label in assembly.labels if label.field.text != "规章"]
        assert [label.field.text for label in header] == ["信息内容", "本年制发", "现行有效"]
        assert len({label.line for label in header}) == len({label.run for label in header}) == 1

    def test_rows_of_one_shape_have_their_last_label_and_their_end_at_the_same_place(
        self, assembled: Assembled
    ) -> None:
        """The shape tells grouped rows from ungrouped ones, whose values may be shifted."""
        one, two, other = assembled("组\t甲类\t1\t2\n\t乙类\t3\t4\n丙类\t\t5\t6\n").rows
        assert one.shape == two.shape == (1, 4)
        assert other.shape == (0, 4)

    def test_a_row_knows_its_grid_and_row(self, assembled: Assembled) -> None:
        """They are cited beside the interval of the text."""
        rows = assembled("甲\t1\t2\n乙\t3\t4\n").rows
        assert [(row.grid, row.row) for row in rows] == [(1, 1), (1, 2)]


class TestCells:
    """One cell a line: a row ends before the next label or at a blank line."""

    @pytest.mark.parametrize(
        ("text", "rows"),
        [
            pytest.param("\t甲\n\t1\n\t2\n\n\t乙\n\t3\n\t4\n", ["甲: 1 2", "乙: 3 4"], id="separated"),
            pytest.param("\t甲\n\t1\n\t2\n\t乙\n\t3\n\t4\n", ["甲: 1 2", "乙: 3 4"], id="run-on"),
            pytest.param("\t组\n\t甲\n\t1\n\t2\n", ["组/甲: 1 2"], id="group-and-label"),
            pytest.param("\t\n\t\n\t甲\n\t1\n\t2\n", ["甲: 1 2"], id="empty-cells-under-merged-labels"),
            pytest.param("\t甲\n\n\t1\n\t2\n", ["甲: 1 2"], id="blank-line-behind-the-label"),
            pytest.param("\t组\n\n\t甲\n\t1\n\t2\n", ["甲: 1 2"], id="a-label-by-itself-belongs-to-no-row"),
            pytest.param("\t1\n\t2\n\n\t甲\n\t3\n\t4\n", [": 1 2", "甲: 3 4"], id="values-without-label"),
            pytest.param("\t甲\n\t1\n\t\n\n\t乙\n\t\n\t4\n", ["甲: 1 .", "乙: . 4"], id="blank-cells"),
        ],
    )
    def test_labels_and_the_values_behind_them_make_a_row(
        self, assembled: Assembled, text: str, rows: list[str]
    ) -> None:
        """Merged cells, blank cells and blank lines each have their meaning; a dot is an empty field."""
        drawn = [
            "/".join(field.text for field in row.own) + ": " + " ".join(field.text or "." for field in row.values)
            for row in assembled(text).rows
        ]
        assert drawn == rows

    def test_empty_cells_right_before_the_next_label_leave_the_rows_end_open(self, assembled: Assembled) -> None:
        """They may be blanks of this row or the merged cells of the next one's group: nobody can tell."""
        upper, lower = assembled("\t甲\n\t1\n\t\n\t乙\n\t3\n\t4\n").rows
        assert not upper.ended
        assert lower.ended

    def test_a_blank_line_ends_a_row_for_certain(self, assembled: Assembled) -> None:
        """An empty cell before it is a blank of this row."""
        upper, _ = assembled("\t甲\n\t1\n\t\n\n\t乙\n\t3\n\t4\n").rows
        assert upper.ended

    def test_blank_lines_say_nothing_where_every_cell_has_one_behind_it(self, assembled: Assembled) -> None:
        """A text saved with double line ends is read as if it had single ones."""
        single = "".join(f"\t行{name}\n\t1\n\t2\n\t3\n" for name in "甲乙丙丁戊己")
        double = single.replace("\n", "\n\n")
        assert [shown(row) for row in assembled(double).rows] == [shown(row) for row in assembled(single).rows]
        assert len(assembled(double).rows) == 6


class TestSpaces:
    """Words and numbers on one line."""

    def test_a_line_with_words_and_numbers_is_a_row(self, assembled: Assembled) -> None:
        """A wide gap makes two labels, the last of which stands next to the values."""
        (row,) = assembled("三、结果    1.其他  0  1").rows
        assert shown(row) == (["三、结果", "1.其他"], ["0", "1"])

    def test_numbers_before_their_words_are_a_row_that_says_so(self, assembled: Assembled) -> None:
        """The words behind are kept as the label that may be theirs."""
        (row,) = assembled("0 1 2 行政处罚").rows
        assert shown(row) == (["行政处罚"], ["0", "1", "2"])
        assert row.values_first

    def test_labels_on_lines_of_their_own_are_kept_beside_the_rows_around_them(self, assembled: Assembled) -> None:
        """A label broken around its numbers stands half above and half below them."""
        first, second = assembled("申请人逾期\n0 1 2\n不补正\n行政强制 3 4 5\n").rows
        assert [field.text for field in first.above] == ["申请人逾期"]
        assert [field.text for field in first.below] == ["不补正"]
        assert [field.text for field in second.above] == ["不补正"]
        assert shown(second) == (["行政强制"], ["3", "4", "5"])
        assert second.below == ()

    def test_the_labels_of_a_row_are_never_those_beside_another(self, assembled: Assembled) -> None:
        """What a row has on its own line is taken."""
        _, second = assembled("甲类 1 2\n乙类 3 4\n").rows
        assert second.above == ()


class TestPlaces:
    """Rows and labels in document order."""

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("头\t栏\n甲\t1\n乙\t2\n", id="tabs"),
            pytest.param("\t头\n\t栏\n\n\t甲\n\t1\n\n\t乙\n\t2\n", id="cells"),
            pytest.param("头  栏\n甲 1\n乙 2\n", id="spaces"),
        ],
    )
    def test_rows_and_labels_come_in_the_order_of_the_text(self, assembled: Assembled, text: str) -> None:
        """Alignment keeps to this order."""
        assembly = assembled(text)
        assert [label.field.text for label in assembly.labels] == ["头", "栏", "甲", "乙"]
        starts = [label.field.start for label in assembly.labels]
        assert starts == sorted(starts)
        assert [field.text for row in assembly.rows for field in row.values] == ["1", "2"]

    def test_no_value_belongs_to_two_rows(self, assembled: Assembled) -> None:
        """Every printed number is in exactly one row, whatever the mixture of layouts."""
        text = "\t甲\n\t1\n\n乙\t2\t3\n| 丙 | 4 |\n丁 5 6\n7 戊\n\t8\n"
        values = [field for row in assembled(text).rows for field in row.values if field.kind == "value"]
        assert sorted(field.text for field in values) == ["1", "2", "3", "4", "5", "6", "7", "8"]
        assert len({field.start for field in values}) == 8
