"""The budget form that ships: cell paths are a published interface, so they are written out here once more, by hand."""

import pytest

from extractor.errors import FormError
from extractor.forms import Form, builtin_forms, parse_form

CODES = {
    "301": "01 02 03 06 07 08 09 10 11 12 13 14 99",
    "302": "01 02 03 04 05 06 07 08 09 11 12 13 14 15 16 17 18 24 25 26 27 28 29 31 39 40 99",
    "303": "01 02 03 04 05 06 07 08 09 10 99",
    "310": "02 03 07 13 99",
}
"""Items of the departmental economic classification in each class, keyed from 财预〔2017〕98号."""

INCOME = """
total current general_budget fund_budget capital_budget fiscal_account operations business superior subordinate other
carried carried_general carried_fund carried_capital carried_account carried_own
"""


@pytest.fixture(name="form")
def form_fixture() -> Form:
    """The form."""
    (found,) = (item for item in builtin_forms() if item.id == "public-budget")
    return found


def test_income_has_one_line_of_seventeen_columns(form: Form) -> None:
    """Two groups of columns, each with a subtotal of its own, beside the total."""
    shape = form.table("income").edition("2018").shape
    assert shape == tuple(f"income.total.{column}" for column in INCOME.split())


def test_economic_items_are_those_of_the_official_classification(form: Form) -> None:
    """Every class is followed by its items in the order of their codes, and by no others."""
    (block,) = form.table("basic").edition("2018").blocks
    expected = [code for group, items in CODES.items() for code in (group, *(group + item for item in items.split()))]
    assert [row.code for row in block.rows] == [None, *expected]


def test_functional_classes_are_in_the_order_of_their_codes(form: Form) -> None:
    """201 to 229, each once; 合计 has no code."""
    (block,) = form.table("expenditure").edition("2018").blocks
    codes = [row.code for row in block.rows if row.code]
    assert codes == sorted(set(codes))
    assert (codes[0], codes[-1], len(codes), len(block.rows)) == ("201", "229", 22, 23)


def test_a_row_answers_to_its_code_and_label(form: Form) -> None:
    """Reports print 30101 基本工资 in one cell as often as the label alone."""
    (block,) = form.table("basic").edition("2018").blocks
    (row,) = (row for row in block.rows if row.key == "base_pay")
    assert "30101 基本工资" in row.label.wordings
    assert row.label.text == "基本工资"


def test_official_costs_stand_side_by_side_for_two_years(form: Form) -> None:
    """Six figures a year under two heads of the year."""
    (block,) = form.table("official_costs").edition("2018").blocks
    assert (block.across, block.width) == (True, 12)
    assert [head.label.text for head in block.header] == ["上年预算数", "本年预算数"]
    assert [head.label.text for head in block.column_heads] == [
        "合计",
        "因公出国（境）费",
        "公务用车购置及运行费",
        "公务接待费",
    ]


def test_every_figure_is_in_yuan_of_ten_thousand(form: Form) -> None:
    """Money throughout, printed in 万元 unless the document says otherwise."""
    cells = [cell for table in form.tables for cell in table.edition("2018").cells]
    assert {(cell.type, cell.unit) for cell in cells} == {("money", "万元")}


def test_every_figure_stands_in_an_identity(form: Form) -> None:
    """The audit has something to say about each cell, provided that all cells are numbers."""
    tables = [table.edition("2018") for table in form.tables]
    watched = {path for table in tables for equation in table.equations for path in equation.cells}
    assert watched == {cell.path for table in tables for cell in table.cells}


class TestIdentitiesBetweenTables:
    """Equations that name cells of several tables."""

    def test_income_equals_expenditure(self, form: Form) -> None:
        """Of a document that has both tables."""
        tables = list(form.table_editions({table.key: "2018" for table in form.tables}))
        (equation,) = form.equations_between(tables)
        assert (equation.left, equation.right) == (("income.total.total",), ("expenditure.total.total",))
        assert equation.tables == {"income", "expenditure"}

    def test_a_document_without_one_of_the_tables_has_no_such_equation(self, form: Form) -> None:
        """An absent table is no sum of nothing."""
        assert form.equations_between(list(form.table_editions({"income": "2018", "basic": "2018"}))) == ()

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            pytest.param("left: [income.total.nothing]", "'income.total.nothing' is no cell of the form", id="cell"),
            pytest.param("left: [total]", "'total' is no cell of the form", id="key"),
        ],
    )
    def test_a_term_that_is_no_cell_is_refused_with_its_line(self, budget: str, line: str, message: str) -> None:
        """A path with a slip would silently check nothing."""
        faulty = budget.replace("left: [income.total.total]", line)
        with pytest.raises(FormError) as caught:
            parse_form(faulty, "budget.yaml")
        number = faulty[: faulty.index(line)].count("\n") + 1
        assert caught.value.faults == (f"budget.yaml:{number}: identities.0.left: {message}",)

    def test_only_whole_paths_can_cross_tables(self, budget: str) -> None:
        """Rows and columns belong to one table."""
        with pytest.raises(FormError, match="`each: once`"):
            parse_form(budget.replace("each: once", "each: row"), "budget.yaml")

    def test_two_of_one_name_are_refused(self, budget: str) -> None:
        """A finding names its identity, so the name has to be one identity's own."""
        start, end = budget.index("  - id: B7"), budget.index("tables:\n")
        with pytest.raises(FormError, match="identity 'B7' stands there 2 times"):
            parse_form(budget[:end] + budget[start:end] + budget[end:], "budget.yaml")


@pytest.fixture(name="budget")
def budget_fixture() -> str:
    """A small form with an identity between its tables."""
    return """\
schema: gouji/form/1
id: small-budget
title: {zh: 小预算, en: Small budget}
editions:
  - {id: only, clause: 无}
metadata:
  title_phrases: [小预算]
sections:
  - {key: income, title: 一、收入}
  - {key: spending, title: 二、支出}
identities:
  - id: B7
    title: {zh: 收支平衡, en: Balanced}
    clause: 无
    each: once
    left: [income.total.total]
    right: [spending.total.total]
tables:
  - key: income
    title: {zh: 收入, en: Income}
    section: income
    blocks:
      - columns:
          - {key: total, label: 合计, type: money}
        rows:
          - {key: total, label: 收入合计}
  - key: spending
    title: {zh: 支出, en: Spending}
    section: spending
    blocks:
      - columns:
          - {key: total, label: 合计, type: money}
        rows:
          - {key: total, label: 支出合计}
"""
