"""`extractor.tables.proof`: what concerns more than one row: headers, numbers left over, rows that are not there."""

from collections.abc import Callable

import pytest

from extractor.tables import CellReading

Loans = Callable[[str], dict[str, CellReading]]
Print = Callable[..., str]
Reasons = Callable[[str], dict[str, set[str]]]

ROWS = ["borrowed", "returned", "lost", "damaged", "moved", "unknown", "remaining"]

STRAY = "另有说明事项\t1\t1\t1\t1\n"
"""A row that the form does not have."""


def every(rows: list[str], code: str) -> dict[str, set[str]]:
    """The same single reason for each of some rows."""
    return {row: {code} for row in rows}


def kinds(cells: dict[str, CellReading], row: str) -> set[str]:
    """What stands in the cells of a row."""
    return {cell.kind for cell in cells.values() if cell.spec.row == row}


class TestColumns:
    """Reasons that lie in the header."""

    @pytest.mark.parametrize(
        "header",
        [
            pytest.param("", id="no-header"),
            pytest.param("借阅项目\t成年读者\t在校学生\t\t总计\n", id="one-column-without-a-label"),
            pytest.param("借阅项目\t数据1\t数据2\t数据3\t数据4\n", id="other-labels"),
        ],
    )
    def test_columns_without_labels_of_their_own_unprove_every_row(
        self, tabbed: Print, loans: Loans, reasons: Reasons, header: str
    ) -> None:
        """The values are read in the form's order and shown, but any column may be any other."""
        text = tabbed(header=header)
        assert reasons(text) == every(ROWS, "columns-unnamed")
        assert [cell.as_printed for cell in loans(text).values()] == [str(number) for number in range(1, 29)]

    def test_a_foreign_header_further_down_unproves_the_rows_below_it(self, tabbed: Print, reasons: Reasons) -> None:
        """A converter invented new column names after a page break; above it all is well."""
        text = tabbed(moved="借阅项目\t一季度\t二季度\t三季度\t四季度\n1.读者迁居外地\t17\t18\t19\t20\n")
        assert reasons(text) == every(["moved", "unknown", "remaining"], "foreign-header")

    def test_exchanged_columns_are_read_by_their_labels(self, tabbed: Print, loans: Loans, reasons: Reasons) -> None:
        """They are named, so they are proven: 9 stands under 总计, 10 under 成年读者."""
        text = tabbed(header="借阅项目\t总计\t成年读者\t学龄前儿童\t在校学生\n")
        assert reasons(text) == {}
        assert [cell.value for cell in loans(text).values() if cell.spec.row == "lost"] == [10, 12, 11, 9]


class TestFewRows:
    """Tables with too few rows to tell which of them has lost a field."""

    HEADER = "借阅项目\t\t成年读者\t在校学生\t学龄前儿童\t总计\n"
    SHORT = "二、读者归还图书册数\t\t5\t6\t7\n"
    WHOLE = "四、转入下年继续催还\t\t25\t26\t27\t28\n"

    @pytest.mark.parametrize(
        "rows",
        [SHORT, SHORT + WHOLE, WHOLE.replace("四、转入下年继续催还", "一、本年借出图书册数") + SHORT],
        ids=["one", "first-of-two", "last-of-two"],
    )
    def test_a_row_with_a_field_less_than_its_header_is_not_proven_with_a_blank(self, loans: Loans, rows: str) -> None:
        """The empty field of the label columns must not become the blank of a value that was lost."""
        cells = [cell for cell in loans(self.HEADER + rows).values() if cell.spec.row == "returned"]
        assert not any(cell.proven for cell in cells)

    @pytest.mark.parametrize(
        ("header", "line"),
        [
            pytest.param("借阅项目", "1.读者遗失\t5\t6\t7\t\n", id="one-label-column"),
            pytest.param("借阅项目\t", "三、尚未归还原因\t1.读者遗失\t5\t6\t7\t\n", id="beside-its-group"),
        ],
    )
    def test_a_spare_field_at_the_end_is_no_blank_of_a_row_that_lost_a_value(
        self, loans: Loans, header: str, line: str
    ) -> None:
        """Header and rows end in an empty field each; the row has a field less than the header, spare ones counted."""
        cells = loans(f"{header}\t成年读者\t在校学生\t学龄前儿童\t总计\t\n{line}")
        assert not any(cell.proven for cell in cells.values())

    def test_a_repeated_value_behind_a_blank_is_not_taken_for_the_whole_row(self, loans: Loans) -> None:
        """One cell a line, two rows: the blank in front must not become a label's empty cell."""
        header = "\t借阅项目\n\t成年读者\n\t在校学生\n\t学龄前儿童\n\t总计\n\n"
        rows = "\t1.读者遗失\n\t\n\t5\n\t5\n\t6\n\t7\n\n\t2.去向不明\n\t1\n\t2\n\t3\n\t4\n\n"
        cells = [cell for cell in loans(header + rows).values() if cell.spec.row == "lost"]
        assert not any(cell.proven for cell in cells)

    def test_a_single_row_as_long_as_its_header_is_proven(self, loans: Loans) -> None:
        """With and without a blank of its own."""
        for line in (self.WHOLE, self.WHOLE.replace("26", "")):
            cells = [cell for cell in loans(self.HEADER + line).values() if cell.spec.row == "remaining"]
            assert all(cell.proven for cell in cells)


class TestLeftOver:
    """Reasons that lie in rows which no form row answers to."""

    def test_a_number_left_over_unproves_the_rows_beside_it(self, tabbed: Print, reasons: Reasons) -> None:
        """It may be a piece of a number there."""
        text = tabbed(lost=STRAY + "1.读者遗失\t9\t10\t11\t12\n")
        assert reasons(text) == every(["returned", "lost"], "stray-number-beside")

    def test_a_number_left_over_makes_every_blank_of_the_table_unread(self, tabbed: Print, loans: Loans) -> None:
        """It may belong into one of them, so none of them is known to be blank."""
        cells = loans(tabbed(lost=STRAY + "1.读者遗失\t9\t10\t11\t12\n", unknown="2.去向不明\t21\t\t23\t24\n"))
        assert cells["unknown.pupils"].kind == "unread"
        assert cells["unknown.pupils"].reasons == ("stray-number",)
        assert cells["unknown.adults"].proven

    def test_without_a_number_left_over_a_blank_is_a_blank(self, tabbed: Print, loans: Loans) -> None:
        """The same blank as above, in a table where every number has its row."""
        cell = loans(tabbed(unknown="2.去向不明\t21\t\t23\t24\n"))["unknown.pupils"]
        assert (cell.kind, cell.as_printed, cell.proven) == ("blank", "", True)

    def test_numbers_outside_the_table_are_not_left_over(self, tabbed: Print, reasons: Reasons) -> None:
        """What stands above the first or below the last row is prose or another table."""
        assert reasons("上年数\t1\t2\t3\t4\n" + tabbed() + "下年数\t1\t2\t3\t4\n") == {}

    def test_a_label_without_values_and_values_without_a_label_frame_a_possible_shift(
        self, stacked: Print, reasons: Reasons
    ) -> None:
        """With one cell a line, labels that slipped by one row would look just like this."""
        found = reasons(
            stacked(
                lost=["1.读者遗失"],
                damaged=["2.严重污损无法使用", "9", "10", "11", "12"],
                moved=["1.读者迁居外地", "13", "14", "15", "16"],
                unknown=["17", "18", "19", "20"],
            )
        )
        assert all("labels-may-be-shifted" in found[row] for row in ("damaged", "moved"))
        assert "borrowed" not in found
        assert "remaining" not in found

    @pytest.mark.parametrize("layout", ["stacked", "tabbed"])
    def test_a_row_that_lost_its_values_unproves_the_rows_beside_it(
        self, request: pytest.FixtureRequest, reasons: Reasons, layout: str
    ) -> None:
        """Its label stands alone; its numbers may have run into the row above or below, as far as anyone can tell."""
        make: Print = request.getfixturevalue(layout)
        found = reasons(make(lost=["1.读者遗失"] if layout == "stacked" else "1.读者遗失\n"))
        assert found == every(["returned", "damaged"], "values-lost-beside") | every(["lost"], "row-not-found")

    @pytest.mark.parametrize(
        ("row", "torn"),
        [
            ("2.严重污损无法使用\t\t\t\t\n", False),
            ("重污损无法使用\t\t\t\t\n", True),
            ("重污损无法使用\t13\t14\t15\t16\n", False),
        ],
    )
    def test_blanks_beside_the_end_of_a_label_are_no_proven_blanks(
        self, tabbed: Print, reasons: Reasons, row: str, *, torn: bool
    ) -> None:
        """The figures may stand beside the beginning of the label, on a page that is lost."""
        assert ("values-lost-beside" in reasons(tabbed(damaged=row)).get("damaged", set())) == torn

    def test_a_row_that_is_not_there_at_all_unproves_nothing(self, tabbed: Print, reasons: Reasons) -> None:
        """Neither its label nor its numbers stand in the text."""
        assert set(reasons(tabbed(lost=""))) == {"lost"}


class TestNotFound:
    """Rows that the document does not show."""

    def test_a_row_between_two_contiguous_ones_is_left_out_by_the_document(
        self, tabbed: Print, loans: Loans, reasons: Reasons
    ) -> None:
        """Its neighbours are bound by their labels and nothing stands between them."""
        text = tabbed(lost="")
        assert kinds(loans(text), "lost") == {"missing"}
        assert reasons(text) == {"lost": {"row-not-found"}}

    @pytest.mark.parametrize("row", ["borrowed", "remaining"])
    def test_a_row_at_the_edge_of_the_table_is_only_unread(self, tabbed: Print, loans: Loans, row: str) -> None:
        """The text may begin too late or end too early: nobody says that the document leaves it out."""
        assert kinds(loans(tabbed(**{row: ""})), row) == {"unread"}

    def test_a_row_whose_label_stands_without_values_is_unread(self, tabbed: Print, loans: Loans) -> None:
        """The document has the row, and its numbers were lost on the way."""
        assert kinds(loans(tabbed(lost="1.读者遗失\n")), "lost") == {"unread"}

    def test_a_row_that_stands_out_of_order_is_unread_and_not_missing(self, tabbed: Print, loans: Loans) -> None:
        """The document prints it, only not where the form has it."""
        cells = loans(tabbed(returned="", lost="1.读者遗失\t9\t10\t11\t12\n二、读者归还图书册数\t5\t6\t7\t8\n"))
        assert "missing" not in {cell.kind for cell in cells.values()}

    def test_a_text_without_the_table_leaves_every_cell_unread(self, loans: Loans) -> None:
        """Nothing is missing from a table that was not found."""
        cells = loans("本年度没有开展借阅服务。\n")
        assert {cell.kind for cell in cells.values()} == {"unread"}
        assert {cell.reasons for cell in cells.values()} == {("row-not-found",)}
