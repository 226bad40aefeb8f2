"""A form that no line of code knows: a village library's yearbook, given as a file, goes through the whole pipeline."""

import ast
from pathlib import Path

import pytest

from extractor.forms import Form, builtin_forms, load_form
from extractor.ingest import TextIngester
from extractor.model import Cell, Record
from extractor.pipeline import Pipeline

FORM = """\
schema: gouji/form/1
id: village-library
title: {zh: 乡村图书室年报, en: Village library yearbook}
editions:
  - {id: first, clause: 图书室年报通知}
metadata:
  title_phrases: [图书室年报]
  period_labels: [统计期限]
sections:
  - {key: holdings, title: 一、馆藏情况}
  - {key: visits, title: 二、到馆情况, aliases: [读者到馆情况]}
  - {key: remarks, title: 三、其他说明}
tables:
  - key: holdings
    title: {zh: 馆藏情况, en: Holdings}
    section: holdings
    blocks:
      - stub: 图书类别
        columns:
          - {key: opening, label: 年初册数, type: count, unit: 册}
          - {key: added, label: 新购入藏, type: count, unit: 册}
          - {key: removed, label: 剔旧报废, type: count, unit: 册}
          - {key: closing, label: 年末册数, type: count, unit: 册}
        rows:
          - label: 一、普通图书
            rows:
              - {key: fiction, label: 1.文学小说}
              - {key: farming, label: 2.农业技术}
          - {key: picture_books, label: 二、儿童绘本}
          - {key: everything, label: 三、全部藏书合计}
    identities:
      - id: H1
        title: {zh: 年初加新购等于报废加年末, en: Opening plus added equals removed plus closing}
        clause: 年报通知第五条
        each: row
        left: [opening, added]
        right: [removed, closing]
      - id: H2
        title: {zh: 各类之和等于合计, en: The kinds add up}
        clause: 年报通知第六条
        each: column
        left: [fiction, farming, picture_books]
        right: [everything]
  - key: visits
    title: {zh: 到馆情况, en: Visits}
    section: visits
    blocks:
      - arrangement: rows_across
        columns:
          - {key: adults, label: 成年人次, type: count, unit: 人次}
          - {key: children, label: 少儿人次, type: count, unit: 人次}
          - {key: total, label: 总人次, type: count, unit: 人次}
        rows:
          - {key: weekdays, label: 工作日到馆}
          - {key: weekends, label: 周末到馆}
    identities:
      - id: V1
        title: {zh: 成年加少儿等于总人次, en: Adults and children add up}
        clause: 年报通知第七条
        each: row
        left: [adults, children]
        right: [total]
"""

REPORT = """\
青石村2024年度图书室年报

本年报由青石村图书室编制，统计期限为2024年1月1日至2024年12月31日。

一、馆藏情况

\t图书类别
\t年初册数
\t新购入藏
\t剔旧报废
\t年末册数

\t一、普通图书
\t1.文学小说
\t120
\t30
\t5
\t145

\t
\t2.农业技术
\t80
\t12
\t0
\t92

\t二、儿童绘本
\t60
\t8
\t2
\t66

\t三、全部藏书合计
\t260
\t50
\t7
\t303

二、到馆情况

工作日到馆\t\t\t周末到馆\t\t
成年人次\t少儿人次\t总人次\t成年人次\t少儿人次\t总人次
410\t95\t505\t220\t310\t530

三、其他说明

全年无闭馆。
"""

EXPECTED = {
    "holdings.fiction": {"opening": 120, "added": 30, "removed": 5, "closing": 145},
    "holdings.farming": {"opening": 80, "added": 12, "removed": 0, "closing": 92},
    "holdings.picture_books": {"opening": 60, "added": 8, "removed": 2, "closing": 66},
    "holdings.everything": {"opening": 260, "added": 50, "removed": 7, "closing": 303},
    "visits.weekdays": {"adults": 410, "children": 95, "total": 505},
    "visits.weekends": {"adults": 220, "children": 310, "total": 530},
}


@pytest.fixture
def form(tmp_path: Path) -> Form:
    """The yearbook's form, read from a file as a user would write it."""
    path = tmp_path / "village-library.yaml"
    path.write_text(FORM, encoding="utf-8")
    return load_form(path)


def process(form: Form, text: str, *, others: tuple[Form, ...] = ()) -> Record:
    """The record of a report."""
    pipeline = Pipeline(TextIngester(), [*others, form])
    processed = pipeline.process(text.encode(), name="report.txt", path="in/report.txt")
    assert processed.text == text
    return processed.record


def by_path(record: Record) -> dict[str, Cell]:
    """The record's cells by their paths."""
    return {cell.path: cell for cell in record.cells}


class TestReport:
    """A clean report of the invented form."""

    def test_every_cell_is_read_and_accepted(self, form: Form) -> None:
        """Values keyed from the text by eye; each is proven and stands in an identity that holds."""
        record = process(form, REPORT)
        assert (record.status, record.error) == ("ok", None)
        values = {f"{row}.{column}": value for row, cells in EXPECTED.items() for column, value in cells.items()}
        assert {cell.path: cell.value for cell in record.cells} == values
        assert {(cell.tier, cell.status) for cell in record.cells} == {("S0", "accepted")}

    def test_every_value_is_cited_where_it_stands(self, form: Form) -> None:
        """Also the zero, which is accepted from its own token only."""
        record = process(form, REPORT)
        places = [cell.source for cell in record.cells]
        assert all(place is not None for place in places)
        for cell in record.cells:
            assert cell.source is not None
            assert REPORT[cell.source.start : cell.source.end] == cell.as_printed == str(cell.value)
        assert len({place.start for place in places if place}) == len(record.cells)

    def test_the_forms_own_identities_are_evaluated(self, form: Form) -> None:
        """Rows and columns of holdings, rows of visits, two tables not all zeros, values, no placeholder: all hold."""
        record = process(form, REPORT)
        assert record.findings == ()
        assert record.coverage is not None
        assert (record.coverage.applicable, record.coverage.passed, record.coverage.vacuous) == (14, 14, 0)
        assert record.coverage.check_power == 1.0

    def test_the_record_names_form_edition_and_year(self, form: Form) -> None:
        """Editions are per table; the year comes from title and period."""
        record = process(form, REPORT)
        assert record.form is not None
        assert (record.form.id, record.form.editions) == (
            "village-library",
            {"holdings": "first", "visits": "first"},
        )
        assert record.meta["year"].value == 2024

    def test_the_form_is_recognised_among_the_shipped_ones(self, form: Form) -> None:
        """By the headings that the report prints, not by anything in the program."""
        alone, among = process(form, REPORT), process(form, REPORT, others=builtin_forms())
        assert among == alone

    def test_a_record_of_the_form_round_trips_and_can_be_rechecked(self, form: Form) -> None:
        """Stored records are checked again without their source."""
        record = process(form, REPORT.replace("\t303", "\t304"))
        stored = Record.model_validate_json(record.model_dump_json(by_alias=True))
        assert stored == record
        assert Pipeline(TextIngester(), [form]).recheck(stored, REPORT.replace("\t303", "\t304")) == record


class TestFindings:
    """Reports that do not reconcile."""

    def test_a_wrong_total_is_kept_and_found(self, form: Form) -> None:
        """304 instead of 303 breaks its row and its column; it stays as printed, and the report is to blame."""
        record = process(form, REPORT.replace("\t303", "\t304"))
        found = {(item.code, item.left, item.right, item.attribution) for item in record.findings}
        assert found == {("H1", "310", "311", "source"), ("H2", "303", "304", "source")}
        wrong = by_path(record)["holdings.everything.closing"]
        assert (wrong.value, wrong.as_printed, wrong.tier, wrong.status) == (304, "304", "T3", "accepted")
        assert all(wrong.path in item.cells for item in record.findings)

    def test_a_blank_is_no_zero(self, form: Form) -> None:
        """Without the zero of 剔旧报废 its row and its column cannot be assessed, although a zero would fit."""
        record = process(form, REPORT.replace("\t12\n\t0\n", "\t12\n\t\n"))
        blank = by_path(record)["holdings.farming.removed"]
        assert (blank.kind, blank.value, blank.as_printed) == ("blank", None, "")
        assert {(item.code, item.status, item.cells) for item in record.findings} == {
            ("H1", "NOT_ASSESSABLE", (blank.path,)),
            ("H2", "NOT_ASSESSABLE", (blank.path,)),
        }
        assert record.coverage is not None
        assert (record.coverage.evaluated, record.coverage.not_assessable) == (
            11,
            2,
        )  # the table of visits is not all zeros, no value is impossible, no placeholder is left

    def test_a_table_that_is_not_there_makes_the_record_partial(self, form: Form) -> None:
        """Its cells are unread and wait for a person; the other table is as good as ever."""
        start, end = REPORT.index("工作日到馆"), REPORT.index("三、其他说明")
        record = process(form, REPORT[:start] + "因故没有统计。\n\n" + REPORT[end:])
        assert record.status == "partial"
        assert {(cell.kind, cell.status) for path, cell in by_path(record).items() if path.startswith("visits.")} == {
            ("unread", "review")
        }
        assert {cell.tier for path, cell in by_path(record).items() if path.startswith("holdings.")} == {"S0"}


LITERALS = ("gov-disclosure", "proactive", "requests", "disputes")
ON_THE_WIRE = frozenset(("llm", "testing", "tracing"))
"""Packages that read no document and speak of requests to an endpoint."""


def literals_of(file: Path) -> set[str]:
    """The string literals of a Python file, without docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    }


class TestNoFormInCode:
    """Forms are data files, never code (design.md §2)."""

    def test_no_module_names_a_form_or_a_table_of_one(self, project_root: Path) -> None:
        """What holds for an invented form holds for every form, because no code knows the shipped one."""
        named = {
            (str(file.relative_to(project_root)), literal)
            for file in (project_root / "extractor").rglob("*.py")
            if file.relative_to(project_root).parts[1] not in ON_THE_WIRE
            for literal in literals_of(file)
            if literal.partition(".")[0] in LITERALS or LITERALS[0] in literal
        }
        assert named == set()

    def test_the_words_looked_for_are_those_of_the_shipped_form(self) -> None:
        """The test above would be empty if the form were renamed."""
        (form,) = (item for item in builtin_forms() if item.id == LITERALS[0])
        assert tuple(table.key for table in form.tables) == LITERALS[1:]
