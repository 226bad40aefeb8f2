"""`extractor.tables.proof`: what keeps a row from being proven, provoked by a small text each time, and what does not.

Every text prints the whole table of loans, with the numbers 1 to 28 row by row, and one thing that is wrong with it.
"""

from collections.abc import Callable

import pytest

from extractor.tables import CellReading

Loans = Callable[[str], dict[str, CellReading]]
Print = Callable[..., str]
Reasons = Callable[[str], dict[str, set[str]]]

COLUMNS = ("adults", "pupils", "infants", "total")


def printed(cells: dict[str, CellReading], row: str) -> list[str | None]:
    """What is read in a row, in the form's order."""
    return [cells[f"{row}.{column}"].as_printed for column in COLUMNS]


class TestProven:
    """Tables that nothing is wrong with."""

    @pytest.mark.parametrize("layout", ["tabbed", "spaced", "stacked"])
    def test_a_clean_table_is_proven_in_every_cell(
        self, request: pytest.FixtureRequest, loans: Loans, layout: str
    ) -> None:
        """No reason appears in it, so each one below comes from the one thing that is changed there."""
        make: Print = request.getfixturevalue(layout)
        cells = list(loans(make()).values())
        assert [cell.as_printed for cell in cells] == [str(number) for number in range(1, 29)]
        assert all(cell.proven and not cell.reasons for cell in cells)

    @pytest.mark.parametrize(
        ("row", "line"),
        [
            pytest.param("lost", "读者遗失\t9\t10\t11\t12\n", id="ordinal-lost"),
            pytest.param("lost", "1.读者 遗失\t9\t10\t11\t12\n", id="space-in-the-label"),
            pytest.param("damaged", "2.严重污捐无法使用\t13\t14\t15\t16\n", id="one-character-misread"),
            pytest.param("lost", "1.读者遗失\t9\t\t-\t12\n", id="blank-and-dash-among-the-values"),
            pytest.param("lost", "三、尚未归还原因\n1.读者遗失\t9\t10\t11\t12\n", id="group-on-its-own-line"),
            pytest.param("lost", "- 3 -\n1.读者遗失\t9\t10\t11\t12\n", id="page-number-between-rows"),
            pytest.param(
                "lost",
                "借阅项目\t成年读者\t在校学生\t学龄前儿童\t总计\n1.读者遗失\t9\t10\t11\t12\n",
                id="header-again-after-a-page-break",
            ),
            pytest.param(
                "remaining", "四、转入下年继续催还\t1\t2\t3\t4\n说明见附件\t见附件\n", id="words-behind-the-table"
            ),
        ],
    )
    def test_what_real_reports_do_to_a_table_does_not_unprove_it(
        self, tabbed: Print, reasons: Reasons, row: str, line: str
    ) -> None:
        """Damage that leaves no doubt about rows and columns costs nothing."""
        assert reasons(tabbed(**{row: line})) == {}

    def test_a_perfect_label_that_is_broken_around_its_numbers_proves_its_row(
        self, spaced: Print, reasons: Reasons
    ) -> None:
        """Half of it stands above, half below, as when a page is turned into text."""
        assert reasons(spaced(damaged="2.严重污损\n13 14 15 16\n无法使用\n")) == {}


class TestRowLabels:
    """Reasons that lie in the label of a row."""

    def test_a_label_below_the_threshold_unproves_its_row_only(
        self, tabbed: Print, loans: Loans, reasons: Reasons
    ) -> None:
        """Five of eight characters are right."""
        text = tabbed(remaining="四、转入次年继续办理\t25\t26\t27\t28\n")
        assert reasons(text) == {"remaining": {"label-below-threshold"}}
        assert printed(loans(text), "remaining") == ["25", "26", "27", "28"]

    def test_a_label_without_a_margin_over_another_row_unproves_its_row(self, tabbed: Print, reasons: Reasons) -> None:
        """读者借出图书册数 is as much like 本年借出图书册数 as like 读者归还图书册数."""
        found = reasons(tabbed(borrowed="一、读者借出图书册数\t1\t2\t3\t4\n"))
        assert "label-margin" in found["borrowed"]

    def test_a_damaged_label_that_is_broken_around_its_numbers_unproves_its_row(
        self, spaced: Print, reasons: Reasons
    ) -> None:
        """Nothing of it stands on the numbers' line, so it must be all but perfect."""
        assert reasons(spaced(damaged="2.严重污损\n13 14 15 16\n无法用\n")) == {"damaged": {"label-apart"}}

    def test_a_label_that_stands_twice_with_values_proves_neither_of_them(
        self, tabbed: Print, reasons: Reasons
    ) -> None:
        """Whichever is bound, the other one may be the row."""
        found = reasons(tabbed(lost="1.读者遗失\t9\t10\t11\t12\n1.读者遗失\t90\t10\t11\t12\n"))
        assert "label-twice" in found["lost"]

    def test_numbers_before_their_label_are_read_and_not_proven(
        self, spaced: Print, loans: Loans, reasons: Reasons
    ) -> None:
        """The words behind numbers may be those of the next row."""
        text = spaced(lost="9 10 11 12 1.读者遗失\n")
        assert reasons(text) == {"lost": {"values-first"}}
        assert printed(loans(text), "lost") == ["9", "10", "11", "12"]

    @pytest.mark.parametrize("label", ["", "五、", "（某某）"], ids=["no-label", "ordinal-only", "unknown-label"])
    def test_a_row_bound_by_its_place_between_two_others_is_not_proven(
        self, tabbed: Print, loans: Loans, reasons: Reasons, label: str
    ) -> None:
        """One row is missing and one row is nameless: the guess is shown, and its neighbours stay proven."""
        text = tabbed(returned=f"{label}\t5\t6\t7\t8\n")
        assert reasons(text) == {"returned": {"bound-by-position"}}
        assert printed(loans(text), "returned") == ["5", "6", "7", "8"]

    def test_two_nameless_rows_for_one_place_are_not_bound_at_all(self, tabbed: Print, reasons: Reasons) -> None:
        """Position tells nothing when there are more rows than places."""
        found = reasons(tabbed(returned="\t5\t6\t7\t8\n\t50\t60\t70\t80\n"))
        assert "row-not-found" in found["returned"]


class TestFields:
    """Reasons that lie in the number of fields."""

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            pytest.param("9\t10\t11\n", "too-few-fields", id="one-value-lost"),
            pytest.param("9\t10\t11\t12\t13\n", "too-many-values", id="one-value-too-many"),
            pytest.param("9\t\t\t\t12\n", "too-many-values", id="values-too-far-apart"),
            pytest.param("\t9\t10\t11\t\n", "blanks-ambiguous", id="a-blank-at-either-end"),
        ],
    )
    def test_a_row_without_one_window_for_its_values_is_unread(
        self, tabbed: Print, loans: Loans, reasons: Reasons, line: str, reason: str
    ) -> None:
        """No number is pushed into a column, and the other rows stay proven."""
        text = tabbed(lost=f"1.读者遗失\t{line}")
        assert set(reasons(text)) == {"lost"}
        assert reason in reasons(text)["lost"]
        assert {loans(text)[f"lost.{column}"].kind for column in COLUMNS} == {"unread"}

    def test_a_blank_beside_the_next_group_label_is_ambiguous(self, stacked: Print, reasons: Reasons) -> None:
        """Without a blank line, an empty cell may be this row's last or the next one's first."""
        text = stacked(lost=["1.读者遗失", "9", "10", "11", ""])
        assert reasons(text) == {}
        assert reasons(text.replace("\t\n\n\t2.严重", "\t\n\t2.严重")) == {"lost": {"blanks-ambiguous"}}

    def test_two_numbers_in_one_field_unprove_their_row(self, tabbed: Print, reasons: Reasons) -> None:
        """Fields ran together there, so the blank that is left over says nothing."""
        found = reasons(tabbed(lost="1.读者遗失\t9 10\t11\t12\t\n"))
        assert "numbers-glued" in found["lost"]
        assert set(found) == {"lost"}

    def test_a_number_with_another_one_under_it_unproves_its_row(
        self, stacked: Print, loans: Loans, reasons: Reasons
    ) -> None:
        """It may be broken in two, or a number of another cell."""
        text = stacked(lost=["1.读者遗失", "9\n90", "10", "11", "12"])
        assert reasons(text) == {"lost": {"numbers-glued", "illegible"}}
        assert loans(text)["lost.adults"].value is None

    def test_a_row_of_a_shape_of_its_own_with_a_blank_is_not_proven(self, tabbed: Print, reasons: Reasons) -> None:
        """It has a field more than all other rows, so it has gained one somewhere, and a blank may be that."""
        assert reasons(tabbed(lost="1.读者遗失\t9\t\t11\t12\t\n")) == {"lost": {"odd-row"}}

    def test_two_rows_too_short_mean_that_the_text_lost_lines(self, tabbed: Print, reasons: Reasons) -> None:
        """Crawlers that drop repeated lines hide which ones are gone: nothing in the table is proven."""
        found = reasons(tabbed(lost="1.读者遗失\t9\n", unknown="2.去向不明\t21\t22\n"))
        assert len(found) == 7
        assert all("lines-dropped" in codes for codes in found.values())

    def test_one_row_too_short_concerns_no_other(self, tabbed: Print, reasons: Reasons) -> None:
        """A single slip is no pattern."""
        found = reasons(tabbed(lost="1.读者遗失\t9\n"))
        assert set(found) == {"lost"}
        assert "lines-dropped" not in found["lost"]

    def test_the_row_in_which_the_text_breaks_off_is_not_proven(self, tabbed: Print, reasons: Reasons) -> None:
        """Its last number may lack digits; the rows above are complete."""
        assert reasons(tabbed().rstrip("\n")) == {"remaining": {"text-breaks-off"}}
