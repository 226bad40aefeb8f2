"""A second real form, departmental budgets, read and audited with no line of code that knows it."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from eval.generator import Layout, generate
from extractor.cli import main
from extractor.forms import Form, builtin_forms
from extractor.ingest import TextIngester
from extractor.model import Cell, Record
from extractor.pipeline import Pipeline

IsRight = Callable[[object, Cell], bool]


@pytest.fixture(name="budget", scope="module")
def budget_fixture(project_root: Path) -> str:
    """A budget written by hand; its 三公经费 of this year do not add up."""
    return (project_root / "golden" / "reports" / "yunyan_budget_2024.txt").read_text(encoding="utf-8")


@pytest.fixture(name="truth", scope="module")
def truth_fixture(project_root: Path) -> dict[str, Any]:
    """What it prints."""
    return json.loads((project_root / "golden/reports/truth/yunyan_budget_2024.json").read_text(encoding="utf-8"))


@pytest.fixture(name="report", scope="module")
def report_fixture(project_root: Path) -> str:
    """A document of the other form."""
    return (project_root / "golden" / "reports" / "qinghe_2023.txt").read_text(encoding="utf-8")


@pytest.fixture(name="form", scope="module")
def form_fixture() -> Form:
    """The form of the budget."""
    return next(form for form in builtin_forms() if form.id == "public-budget")


def read(text: str) -> Record:
    """The record of a text, with every shipped form to choose from."""
    return Pipeline(TextIngester(), builtin_forms()).process(text.encode(), name="a.txt", path="a.txt").record


def cells_of(record: Record) -> dict[str, Cell]:
    """The cells by path."""
    return {cell.path: cell for cell in record.cells}


def errors_of(record: Record) -> list[tuple[str, str | None, str | None]]:
    """Code and both sides of each finding that a figure is wrong."""
    return [(item.code, item.left, item.right) for item in record.findings if item.severity == "error"]


def changed(text: str, old: str, new: str) -> str:
    """The text with its only `old` replaced."""
    assert text.count(old) == 1
    return text.replace(old, new)


class TestGoldenBudget:
    """The budget of an invented bureau."""

    def test_every_cell_and_every_item_of_metadata_is_read(
        self, budget: str, truth: dict[str, Any], is_right: IsRight
    ) -> None:
        """350 cells, most of them blank, all accepted."""
        record = read(budget)
        assert (record.status, record.error) == ("ok", None)
        assert record.form is not None
        assert (record.form.id, record.form.editions) == ("public-budget", truth["editions"])
        assert list(truth["cells"]) == [cell.path for cell in record.cells]
        assert [cell.path for cell in record.cells if not is_right(truth["cells"][cell.path], cell)] == []
        assert {cell.status for cell in record.cells} == {"accepted"}
        assert {key: record.meta[key].value for key in truth["meta"]} == truth["meta"]

    def test_the_truth_lists_the_figures_in_the_order_of_the_text(self, budget: str, truth: dict[str, Any]) -> None:
        """Fields between tabs with two decimals are the figures of the tables: so the truth is that of the text."""
        fields = [field for line in budget.split("\n") for field in line.split("\t") if "\t" in line]
        printed = [float(field) for field in fields if field.replace(".", "").isdigit()]
        assert printed == [value for value in truth["cells"].values() if not isinstance(value, dict)]

    def test_only_the_planted_error_is_found(self, budget: str, truth: dict[str, Any]) -> None:
        """0.00 + 12.40 + 6.00 is not 18.60; the year before is off by a rounding of 0.01 and no error."""
        record = read(budget)
        assert errors_of(record) == [("B14", "18.4", "18.6")]
        (finding,) = (item for item in record.findings if item.severity == "error")
        assert finding.attribution == truth["must_find"][0]["attribution"]
        assert set(truth["must_find"][0]["cells"]) < set(finding.cells)
        assert "公务接待费" in finding.clause

    @pytest.mark.parametrize("printed", ["19.61", "19.62", "19.63", "19.64", "19.65"])
    def test_rounding_excuses_half_a_hundredth_for_each_figure(self, budget: str, printed: str) -> None:
        """0.00 + 13.35 + 6.28 is 19.63: four figures, each off by 0.005 at most, may differ by 0.02 in all."""
        record = read(changed(budget, "19.64\t", f"{printed}\t"))
        assert errors_of(record) == [("B14", "18.4", "18.6")]

    @pytest.mark.parametrize("printed", ["19.60", "19.66", "20.63", "1.96"])
    def test_rounding_excuses_no_more(self, budget: str, printed: str) -> None:
        """One hundredth more cannot come from rounding."""
        record = read(changed(budget, "19.64\t", f"{printed}\t"))
        shown = printed.rstrip("0")
        assert errors_of(record) == [("B14", "19.63", shown), ("B14", "18.4", "18.6")]

    def test_tables_that_contradict_each_other_are_found(self, budget: str) -> None:
        """A project more in one table only: that table adds up, yet it is not what the department receives."""
        line = "812.36\t512.36\t300.00\t"
        record = read(changed(budget, line, "912.36\t512.36\t400.00\t"))
        assert ("B7", "812.36", "912.36") in errors_of(record)
        (finding,) = (item for item in record.findings if item.code == "B7")
        assert finding.cells == ("income.total.total", "expenditure.total.total")
        assert cells_of(record)["expenditure.total.total"].tier == "T3"

    def test_a_record_can_be_checked_again_without_its_source(self, budget: str) -> None:
        """Also the equation between tables."""
        text = changed(budget, "812.36\t512.36\t300.00\t", "912.36\t512.36\t400.00\t")
        record = read(text)
        stored = Record.model_validate_json(record.model_dump_json(by_alias=True))
        again = Pipeline(TextIngester(), builtin_forms()).recheck(stored, text)
        assert "B7" in {item.code for item in again.findings}
        assert again == record

    def test_the_run_and_the_screen_show_it(
        self, project_root: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """From file to finding on the command line."""
        monkeypatch.setenv("GOUJI_LANG", "en")
        source = project_root / "golden" / "reports" / "yunyan_budget_2024.txt"
        assert main(("run", str(source), "-o", "out")) == 0
        assert "accepted  350 of 350 cells" in capfd.readouterr().out
        assert main(("show", "out")) == 0
        shown = capfd.readouterr().out
        assert "error B14" in shown
        assert "18.4 ≠ 18.6" in shown
        assert "812.36" in shown


class TestHeadsAndStrayDigits:
    """What could be read in two ways is not accepted in either."""

    @pytest.mark.parametrize(("first", "second"), [("2023年", "2024年"), ("2024年", "2023年")])
    def test_heads_with_other_names_do_not_tell_equal_columns_apart(self, budget: str, first: str, second: str) -> None:
        """Some departments print this year before the last, and under both stand the same heads."""
        named = changed(budget, "上年预算数", f"{first}预算数")
        cells = cells_of(read(changed(named, "本年预算数", f"{second}预算数")))
        costs = [cell for path, cell in cells.items() if path.startswith("official_costs.")]
        assert {(cell.status, cell.reasons) for cell in costs} == {("review", ("columns-unnamed",))}

    def test_a_torn_digit_does_not_hide_in_the_rounding(self, budget: str) -> None:
        """440.36 = 440.3 + 0.00 holds by intervals; with a loose 6 between the rows it is no evidence."""
        torn = changed(budget, "工资福利支出\t440.36\t440.36\t", "工资福利支出\t440.36\t440.3\t")
        cells = cells_of(read(changed(torn, "奖金\t51.60\t51.60\t\n", "奖金\t51.60\t51.60\t\n6\n")))
        cell = cells["basic.wages.personnel"]
        assert (cell.tier, cell.status, cell.reasons) == ("T3", "review", ("identity-fails",))


class TestMoney:
    """Units, decimals, and what is no number."""

    def test_an_amount_keeps_its_print_and_is_given_in_yuan(self, budget: str) -> None:
        """812.36 in 万元 is 8 123 600 yuan."""
        cell = cells_of(read(budget))["income.total.total"]
        assert (cell.as_printed, cell.value, cell.unit, cell.value_yuan) == ("812.36", "812.36", "万元", "8123600")

    def test_the_unit_printed_over_a_table_counts(self, budget: str) -> None:
        """The form expects 万元; a department that prints 单位：元 means yuan, in that table only."""
        first = budget.index("单位：万元")
        cells = cells_of(read(f"{budget[:first]}单位：元{budget[first + 5 :]}"))
        yuan = cells["income.total.total"]
        assert (yuan.value, yuan.unit, yuan.value_yuan) == ("812.36", "元", "812.36")
        assert cells["expenditure.total.total"].value_yuan == "8123600"

    def test_institutions_in_column_names_are_no_units(self, budget: str) -> None:
        """事业单位经营收入, 附属单位上缴收入, 单位资金."""
        cells = cells_of(read(budget))
        assert {cell.unit for cell in cells.values()} == {"万元"}

    @pytest.mark.parametrize(("printed", "kind"), [("", "blank"), ("-", "dash"), ("—", "dash"), ("/", "slash")])
    def test_what_is_no_number_is_never_zero(self, budget: str, printed: str, kind: str) -> None:
        """The identity of its row then says nothing, although a zero would satisfy it."""
        line = "18.60\t0.00\t12.40"
        cells = cells_of(record := read(changed(budget, line, f"18.60\t{printed}\t12.40")))
        cell = cells["official_costs.this_year.abroad"]
        assert (cell.kind, cell.value, cell.value_yuan, cell.status) == (kind, None, None, "accepted")
        silent = {item.code: item.cells for item in record.findings if item.status == "NOT_ASSESSABLE"}
        assert silent["B14"] == (cell.path,)
        assert errors_of(record) == []


class TestRecognition:
    """A document of one form is never read as one of the other."""

    def test_each_golden_document_finds_its_form(self, budget: str, report: str) -> None:
        """With both forms to choose from."""
        forms = [record.form.id for record in (read(budget), read(report)) if record.form]
        assert forms == ["public-budget", "gov-disclosure"]

    def test_a_second_form_changes_no_record_of_the_first(self, report: str) -> None:
        """Only the choice looks at both."""
        alone = Pipeline(TextIngester(), builtin_forms(), form_id="gov-disclosure")
        assert alone.process(report.encode(), name="a.txt", path="a.txt").record == read(report)

    def test_tables_without_title_and_headings_still_find_their_form(self, budget: str) -> None:
        """Row labels alone tell it."""
        start = budget.index("科目名称\t本年一般公共预算基本支出")
        end = budget.index("一般公共预算“三公”经费支出表")
        record = read(budget[start:end])
        assert record.form is not None
        assert record.form.id == "public-budget"
        assert cells_of(record)["basic.wages.total"].value == "440.36"

    def test_a_mention_of_the_other_form_decides_nothing(self, report: str, budget: str) -> None:
        """Reports name budgets among what was published, and budgets name the reports."""
        told = changed(report, "一、总体情况\n", "一、总体情况\n本年公开了部门预算和部门收入总表。\n")
        named = changed(budget, "名词解释\n", "名词解释\n政府信息公开工作年度报告另行公布。\n")
        assert [record.form.id for record in (read(told), read(named)) if record.form] == [
            "gov-disclosure",
            "public-budget",
        ]

    def test_a_file_with_documents_of_both_is_refused(self, report: str, budget: str) -> None:
        """Neither of them would be the whole truth about the file."""
        record = read(f"{report}\n{budget}")
        assert record.status == "failed"
        assert record.error is not None
        assert record.error.code == "form-undecided"
        assert "gov-disclosure" in record.error.message
        assert "public-budget" in record.error.message

    def test_a_text_of_no_form_is_of_neither(self) -> None:
        """No evidence at all is no tie."""
        error = read("今天天气很好。\n培训费 12\n").error
        assert error is not None
        assert error.code == "other-kind"


@pytest.mark.parametrize("profile", ["zero", "town", "department", "province"])
def test_drawn_figures_satisfy_every_identity(form: Form, profile: str) -> None:
    """Sums of decimals in two directions, and one between tables, solved from the form file alone."""
    tables = [table.edition("2018") for table in form.tables]
    equations = [*(item for table in tables for item in table.equations), *form.equations_between(tables)]
    for seed in range(5):
        truth = generate(seed, Layout.COLUMNS, form=form, profile=profile, damages=()).document
        figures = {
            field.path: Decimal(field.text)
            for _, _, _, row in truth.rows()
            for field in row.fields
            if field.text.replace(".", "").isdigit()
        }
        complete = [item for item in equations if all(path in figures for path in item.cells)]
        assert complete
        for item in complete:
            assert sum(figures[path] for path in item.left) == sum(figures[path] for path in item.right)
