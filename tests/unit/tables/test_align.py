"""`extractor.tables.align`: source rows and form rows, bound by labels, in order, with a margin over all others."""

from collections.abc import Callable

import pytest

from extractor.forms import Form, TableEdition, parse_form
from extractor.tables import default_thresholds
from extractor.tables.align import Binding, align
from extractor.tables.rows import Assembly

Bind = Callable[[str], list[Binding]]
Assembled = Callable[[str], Assembly]

TOWN_AND_COUNTRY = """\
schema: gouji/form/1
id: town-and-country
title: {zh: 城乡表, en: Town and country}
editions: [{id: "1", clause: 通知}]
metadata: {title_phrases: [城乡表]}
sections: [{key: only, title: 一、支出}]
tables:
  - key: spending
    title: {zh: 支出, en: Spending}
    section: only
    blocks:
      - columns: [{key: a, label: 数量, type: count}, {key: b, label: 金额, type: count}]
        rows:
          - label: 城区
            rows: [{key: town_books, label: 购置图书}, {key: town_other, label: 其他支出}]
          - label: 乡村
            rows: [{key: country_books, label: 购置图书}, {key: country_other, label: 其他支出}]
      - columns: [{key: a, label: 数量, type: count}, {key: b, label: 金额, type: count}]
        rows: [{key: salaries, label: 人员工资}, {key: repairs, label: 房屋修缮}]
"""


@pytest.fixture(scope="module")
def spending() -> TableEdition:
    """A table whose row labels repeat under two groups, and a second block."""
    return parse_form(TOWN_AND_COUNTRY, "town.yaml").table("spending").edition("1")


@pytest.fixture
def bind(form: Form, assembled: Assembled) -> Bind:
    """Binds the rows of a text to those of loans: 0 借出, 1 归还, 2 遗失, 3 污损, 4 迁居, 5 不明, 6 转入下年."""
    edition = form.table("loans").edition("1")
    return lambda text: align(assembled(text).rows, edition, default_thresholds())


@pytest.fixture
def bind_spending(spending: TableEdition, assembled: Assembled) -> Bind:
    """Binds the rows of a text to those of spending: 0, 1 城区; 2, 3 乡村; 4, 5 the second block."""
    return lambda text: align(assembled(text).rows, spending, default_thresholds())


def pairs(bindings: list[Binding]) -> list[tuple[int, int]]:
    """Source row and form row of each binding."""
    return [(binding.source, binding.row) for binding in bindings]


def proven(bindings: list[Binding]) -> list[tuple[int, int]]:
    """The pairs that nothing speaks against."""
    return pairs([binding for binding in bindings if not binding.reasons])


class TestLabels:
    """What counts as the label of a row."""

    @pytest.mark.parametrize(
        "line",
        [
            pytest.param("2.严重污损无法使用\t1\t2\t3\t4\n", id="official"),
            pytest.param("严重污损无法使用\t1\t2\t3\t4\n", id="ordinal-lost"),
            pytest.param("２、严重污损 无法使用\t1\t2\t3\t4\n", id="other-ordinal-sign-and-a-space"),
            pytest.param("污损\t1\t2\t3\t4\n", id="alias"),
            pytest.param("\t2.严重污损无法使用\t1\t2\t3\t4\n", id="indented"),
            pytest.param("三、尚未归还原因\t2.严重污损无法使用\t1\t2\t3\t4\n", id="with-its-group"),
            pytest.param("2.严重污损无法\t使用\t1\t2\t3\t4\n", id="cut-in-two-cells"),
            pytest.param("三、尚未归还原因-2.严重污损无法使用\t1\t2\t3\t4\n", id="group-and-label-in-one-cell"),
            pytest.param("| 2.严重污损无法使用 | 1 | 2 | 3 | 4 |\n", id="pipes"),
            pytest.param("2.严重污损无法使用 1 2 3 4\n", id="spaces"),
            pytest.param("2.严重污损\n无法使用 1 2 3 4\n", id="begun-on-the-line-above"),
            pytest.param("2.严重污损 1 2 3 4\n无法使用\n", id="ended-on-the-line-below"),
            pytest.param("2.严重污损\n1 2 3 4\n无法使用\n", id="broken-around-its-numbers"),
            pytest.param("\t2.严重污损\n无法使用\n\t1\n\t2\n\t3\n\t4\n", id="one-cell-a-line"),
        ],
    )
    def test_a_label_binds_its_row_in_every_shape(self, bind: Bind, line: str) -> None:
        """Without ordinals, over cells and lines, or by an alias: the row is bound, and nothing speaks against it."""
        assert proven(bind(line)) == [(0, 3)]

    def test_an_undamaged_label_scores_one_and_says_where_it_stands(self, bind: Bind) -> None:
        """The citation is the label as printed."""
        (binding,) = bind("二、读者归还图书册数\t1\t2\t3\t4\n")
        assert binding.score == 1.0
        assert binding.label is not None
        assert (binding.label.first.start, binding.label.last.end) == (0, len("二、读者归还图书册数"))

    def test_a_damaged_label_still_proves_its_row_if_it_resembles_no_other(self, bind: Bind) -> None:
        """One character of eight is wrong: above the threshold, far from every other row."""
        (binding,) = bind("2.严重污捐无法使用\t1\t2\t3\t4\n")
        assert binding.row == 3
        assert 0.8 <= binding.score < 1.0
        assert binding.reasons == ()

    @pytest.mark.parametrize(
        "line",
        [
            pytest.param("5\t1\t2\t3\t4\n", id="numbers-only"),
            pytest.param("另有说明事项\t1\t2\t3\t4\n", id="another-label"),
            pytest.param("成年读者\t1\t2\t3\t4\n", id="column-label"),
            pytest.param("三、尚未归还原因\t1\t2\t3\t4\n", id="group-label"),
        ],
    )
    def test_what_is_no_row_label_binds_nothing(self, bind: Bind, line: str) -> None:
        """A row is left over rather than bound to the row that is least unlike it."""
        assert bind(line) == []

    def test_a_label_without_any_field_that_could_hold_its_values_is_no_row(self, bind: Bind) -> None:
        """Four values do not fit where two empty cells stand."""
        assert bind("2.严重污损无法使用\t\t\n") == []
        assert proven(bind("2.严重污损无法使用\t\t\t\t\n")) == [(0, 3)]


class TestOrder:
    """One alignment over the whole table."""

    def test_rows_are_bound_in_the_order_of_the_form(self, bind: Bind) -> None:
        """Rows the document leaves out are passed over, and so are rows the form does not have."""
        text = "一、本年借出图书册数\t1\t2\t3\t4\n另有说明事项\t1\t1\t1\t1\n2.去向不明\t5\t6\t7\t8\n"
        assert pairs(bind(text)) == [(0, 0), (2, 5)]

    def test_of_two_rows_in_the_wrong_order_only_one_is_bound(self, bind: Bind) -> None:
        """Each source row and each form row takes part at most once, and no two pairs cross."""
        bindings = bind("二、读者归还图书册数\t1\t2\t3\t4\n一、本年借出图书册数\t5\t6\t7\t8\n")
        assert pairs(bindings) in ([(0, 1)], [(1, 0)])

    def test_the_greatest_total_is_kept_where_one_row_stands_out_of_order(self, bind: Bind) -> None:
        """One row that moved does not cost the others."""
        text = "四、转入下年继续催还\t1\t1\t1\t1\n一、本年借出图书册数\t1\t2\t3\t4\n二、读者归还图书册数\t5\t6\t7\t8\n"
        assert pairs(bind(text)) == [(1, 0), (2, 1)]

    def test_a_block_that_stands_elsewhere_is_bound_by_itself(self, bind_spending: Bind) -> None:
        """Blocks are tables of their own, and some reports print them in another order."""
        text = "人员工资\t1\t2\n房屋修缮\t3\t4\n城区\t购置图书\t5\t6\n城区\t其他支出\t7\t8\n"
        assert pairs(bind_spending(text)) == [(0, 4), (1, 5), (2, 0), (3, 1)]


class TestMargin:
    """Labels that could be those of two rows."""

    def test_a_label_between_two_rows_proves_neither(self, bind: Bind) -> None:
        """读者借出图书册数 has as much of 本年借出… as of 读者归还…: it may be bound, but never proven."""
        (binding,) = bind("读者借出图书册数\t1\t2\t3\t4\n")
        assert "label-margin" in binding.reasons
        assert binding.margin < default_thresholds().margin

    def test_a_clear_label_has_a_margin_over_every_other_row(self, bind: Bind) -> None:
        """借出 and 归还 differ in two of eight characters, and more before them."""
        (binding,) = bind("一、本年借出图书册数\t1\t2\t3\t4\n")
        assert binding.margin >= default_thresholds().margin
        assert binding.reasons == ()

    def test_a_label_below_the_threshold_is_bound_and_says_so(self, bind: Bind) -> None:
        """Five of eight characters are right: a guess worth showing, and no proof."""
        (binding,) = bind("转入次年继续办理\t1\t2\t3\t4\n")
        assert binding.row == 6
        assert "label-below-threshold" in binding.reasons


class TestGroups:
    """Labels that repeat under two groups."""

    def test_a_group_printed_on_the_row_tells_its_labels_apart(self, bind_spending: Bind) -> None:
        """城区 and 乡村 both have 其他支出."""
        text = "城区\t购置图书\t1\t2\n城区\t其他支出\t3\t4\n乡村\t购置图书\t5\t6\n乡村\t其他支出\t7\t8\n"
        assert proven(bind_spending(text)) == [(0, 0), (1, 1), (2, 2), (3, 3)]

    def test_a_group_printed_once_stands_for_the_rows_under_it(self, bind_spending: Bind) -> None:
        """Group labels are merged cells: the rows below inherit them until the next one."""
        text = "城区\t购置图书\t1\t2\n\t其他支出\t3\t4\n乡村\t购置图书\t5\t6\n\t其他支出\t7\t8\n"
        assert proven(bind_spending(text)) == [(0, 0), (1, 1), (2, 2), (3, 3)]

    def test_rows_of_one_group_are_not_taken_for_those_of_the_other(self, bind_spending: Bind) -> None:
        """The first group is left out of the report; the rows of the second one stay where they belong."""
        assert proven(bind_spending("乡村\t购置图书\t5\t6\n乡村\t其他支出\t7\t8\n")) == [(0, 2), (1, 3)]

    def test_without_any_group_a_repeated_label_proves_nothing(self, bind_spending: Bind) -> None:
        """One row 其他支出 may be either."""
        assert proven(bind_spending("其他支出\t3\t4\n")) == []


class TestDuplicates:
    """One label printed twice."""

    def test_two_rows_with_values_and_one_label_prove_neither(self, bind: Bind) -> None:
        """One of them is another row with a wrong label, or a correction, or a slip of the copy."""
        bindings = bind("2.去向不明\t1\t2\t3\t4\n2.去向不明\t5\t6\t7\t8\n")
        assert len(bindings) == 1
        assert bindings[0].reasons == ("label-twice",)

    def test_a_label_without_values_does_not_count_as_a_second_row(self, bind: Bind) -> None:
        """It stands alone where a page breaks, and again with its values."""
        assert proven(bind("2.去向不明\n2.去向不明\t5\t6\t7\t8\n")) == [(0, 5)]
