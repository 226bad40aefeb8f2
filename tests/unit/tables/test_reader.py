"""`extractor.tables.reader`: readings of whole tables, with typed values, their places, and what was left over."""

from collections.abc import Callable

import pytest

from extractor.forms import Form, parse_form
from extractor.model import Document
from extractor.tables import CellReading, TableReading, Thresholds, read_tables

Read = Callable[[str, str], TableReading]
MakeDocument = Callable[[str], Document]

LOANS = """\
借阅项目\t成年读者\t在校学生\t学龄前儿童\t总计
一、本年借出图书册数\t1\t2\t3\t4
二、读者归还图书册数\t5\t6\t7\t8
"""

MONEY = "经费来源\t金额（单位：万元）\t比上年增减笔数\t占全部经费比重\n"

RESULTS = "已经举办\t正在筹备\t总计"


@pytest.fixture
def grants(read: Read) -> Callable[..., dict[str, CellReading]]:
    """Reads a row of the table of money: an amount in 万元, a change that may be negative, and a decimal share."""

    def make(amount: str, change: str = "0", share: str = "0", header: str = MONEY) -> dict[str, CellReading]:
        text = f"{header}财政拨款\t{amount}\t{change}\t{share}\n社会捐赠\t1\t1\t1\n"
        return {cell.spec.column: cell for cell in read("money", text).cells if cell.spec.row == "grants"}

    return make


class TestValues:
    """Values as the form types them."""

    @pytest.mark.parametrize(
        ("printed", "value"),
        [("0", 0), ("12", 12), ("1,234", 1234), ("３４", 34), ("两", 2), ("7件", 7)],
    )
    def test_a_count_is_an_integer(self, read: Read, printed: str, value: int) -> None:
        """As printed it keeps its commas, width and unit."""
        cell = read("loans", LOANS.replace("\t5\t", f"\t{printed}\t")).cells[4]
        assert (cell.spec.path, cell.as_printed, cell.value) == ("loans.returned.adults", printed, value)
        assert type(cell.value) is int

    @pytest.mark.parametrize(
        ("printed", "kind"),
        [
            ("-", "dash"),
            ("—", "dash"),
            ("/", "slash"),
            ("无", "none_word"),
            ("不适用", "not_applicable"),
            ("", "blank"),
        ],
    )
    def test_a_mark_for_no_number_has_a_kind_and_no_value(self, read: Read, printed: str, kind: str) -> None:
        """None of them is a zero; the structure around them is proven all the same."""
        cell = read("loans", LOANS.replace("\t6\t", f"\t{printed}\t")).cells[5]
        assert (cell.kind, cell.as_printed, cell.value, cell.proven) == (kind, printed, None, True)

    @pytest.mark.parametrize(
        ("printed", "reason"),
        [
            pytest.param("O", "illegible", id="letter-for-a-zero"),
            pytest.param("1O", "illegible", id="letter-in-a-number"),
            pytest.param("007", "illegible", id="leading-zeros"),
            pytest.param("-5", "negative", id="negative-count"),
            pytest.param("2.5", "not-a-count", id="fraction-of-a-count"),
        ],
    )
    def test_a_number_that_cannot_be_a_count_goes_to_a_person(self, read: Read, printed: str, reason: str) -> None:
        """It stays as printed; its neighbours in the row stay proven."""
        cells = read("loans", LOANS.replace("\t6\t", f"\t{printed}\t")).cells
        assert (cells[5].as_printed, cells[5].reasons, cells[5].proven) == (printed, (reason,), False)
        assert cells[4].proven
        assert cells[6].proven

    def test_words_where_a_value_belongs_are_illegible(self, read: Read) -> None:
        """They hold their column, and are neither a blank nor a value that anybody could accept."""
        cells = read("loans", LOANS.replace("\t6\t", "\t详见附件\t")).cells
        assert (cells[5].kind, cells[5].as_printed, cells[5].value) == ("illegible", "详见附件", None)
        assert [cell.proven for cell in cells[4:8]] == [True, False, True, True]

    @pytest.mark.parametrize(
        ("printed", "value"), [("7730.28", "7730.28"), ("0", "0"), ("12.50", "12.50"), ("1,000", "1000")]
    )
    def test_an_amount_of_money_is_an_exact_string(
        self, grants: Callable[..., dict[str, CellReading]], printed: str, value: str
    ) -> None:
        """Printed places stay: they state the precision."""
        cell = grants(printed)["amount"]
        assert (cell.value, cell.as_printed, cell.proven) == (value, printed, True)

    @pytest.mark.parametrize(
        ("printed", "header", "unit", "yuan"),
        [
            pytest.param("7730.28", MONEY, "万元", "77302800", id="unit-of-the-form"),
            pytest.param("5元", MONEY, "元", "5", id="unit-in-the-cell"),
            pytest.param("12.50", MONEY.replace("万元", "亿元"), "亿元", "1250000000", id="unit-in-the-header"),
            pytest.param("3元", MONEY.replace("万元", "亿元"), "元", "3", id="the-cell-before-the-header"),
            pytest.param("0.0001", MONEY.replace("（单位：万元）", ""), "万元", "1", id="header-without-a-unit"),
        ],
    )
    def test_money_is_also_given_in_yuan_by_its_printed_unit(
        self, grants: Callable[..., dict[str, CellReading]], printed: str, header: str, unit: str, yuan: str
    ) -> None:
        """The unit beside the number counts first, then that of the header, then that of the form."""
        cell = grants(printed, header=header)["amount"]
        assert (cell.unit, cell.value_yuan) == (unit, yuan)

    @pytest.mark.parametrize(("printed", "value"), [("-3", -3), ("+3", 3), ("增2", 2), ("减2", -2), ("0", 0)])
    def test_a_change_may_be_negative(
        self, grants: Callable[..., dict[str, CellReading]], printed: str, value: int
    ) -> None:
        """In words or with a sign."""
        cell = grants("1", change=printed)["change"]
        assert (cell.value, cell.proven) == (value, True)

    def test_a_decimal_keeps_its_places_and_has_no_yuan(self, grants: Callable[..., dict[str, CellReading]]) -> None:
        """A share is no money, even where it stands beside some."""
        cell = grants("1", share="0.750")["share"]
        assert (cell.value, cell.unit, cell.value_yuan, cell.proven) == ("0.750", None, None, True)

    def test_a_scale_without_a_unit_goes_to_a_person(self, grants: Callable[..., dict[str, CellReading]]) -> None:
        """3.2万 under a header that says 万元 may be 3.2万元 or 3.2万万元."""
        assert grants("3.2万")["amount"].reasons == ("scale-ambiguous",)
        assert grants("3.2万元")["amount"].proven

    def test_an_amount_below_zero_goes_to_a_person(self, grants: Callable[..., dict[str, CellReading]]) -> None:
        """What was spent is not negative; a person may see a refund in it."""
        assert grants("-1.5")["amount"].reasons == ("negative",)


class TestPlaces:
    """Where a value stands."""

    def test_a_value_stands_verbatim_at_its_place_and_in_its_grid_cell(self, read: Read) -> None:
        """Rows and columns are 1-based, and the label's column counts."""
        cell = read("loans", LOANS).cells[6]
        assert cell.source is not None
        assert LOANS[cell.source.start : cell.source.end] == cell.as_printed == "7"
        assert (cell.source.table, cell.source.row, cell.source.column) == (1, 3, 4)

    def test_a_blank_stands_at_its_field_without_a_width(self, read: Read) -> None:
        """Its place lies between the two tabs that hold it."""
        text = LOANS.replace("\t6\t", "\t\t")
        cell = read("loans", text).cells[5]
        assert cell.source is not None
        assert cell.source.start == cell.source.end == text.index("\t5\t\t") + 3

    def test_layouts_without_a_grid_cite_no_row_and_column(self, read: Read) -> None:
        """The interval in the text is all there is."""
        text = LOANS.replace("\t", "  ")
        cell = read("loans", text).cells[6]
        assert cell.source is not None
        assert text[cell.source.start : cell.source.end] == "7"
        assert (cell.source.table, cell.source.row, cell.source.column) == (None, None, None)

    def test_cells_without_a_field_have_no_place(self, read: Read) -> None:
        """Nothing is cited for what is missing or unread."""
        assert [cell.source for cell in read("loans", LOANS).cells[8:]] == [None] * 20


class TestTables:
    """Whole tables."""

    def test_every_cell_of_the_form_has_exactly_one_reading_in_the_forms_order(self, read: Read, form: Form) -> None:
        """Also when the document shows two rows of seven."""
        paths = [cell.spec.path for cell in read("loans", LOANS).cells]
        assert paths == list(form.table("loans").edition("1").shape)

    def test_rows_side_by_side_are_read_from_their_one_line(self, read: Read) -> None:
        """Nine values under three labels, no row label needed."""
        text = (
            f"讲座\t\t\t展览\t\t\t\t\t\n{RESULTS}\t室内展览\t\t\t户外展览\t\t\n\t\t\t{RESULTS}\t{RESULTS}\n"
            "1\t2\t3\t4\t5\t9\t7\t8\t15\n"
        )
        cells = read("events", text).cells
        assert [cell.value for cell in cells] == [1, 2, 3, 4, 5, 9, 7, 8, 15]
        assert all(cell.proven for cell in cells)

    def test_rows_side_by_side_on_two_lines_of_values_are_not_read(self, read: Read) -> None:
        """One of the lines is another table, and nothing tells which."""
        text = (
            f"讲座\t\t\t室内展览\t\t\t户外展览\t\t\n{RESULTS}\t{RESULTS}\t{RESULTS}\n"
            + "1\t2\t3\t4\t5\t9\t7\t8\t15\n" * 2
        )
        reading = read("events", text)
        assert {cell.kind for cell in reading.cells} == {"unread"}
        assert not any(cell.proven for cell in reading.cells)

    def test_a_row_that_the_form_does_not_have_is_kept_as_unmapped(self, read: Read) -> None:
        """With its label, its numbers and its place: nothing printed is lost."""
        text = LOANS.replace("二、", "另有说明事项\t31\t32\t33\t34\n二、")
        (row,) = read("loans", text).unmapped
        assert (row.label, [field.text for field in row.fields]) == ("另有说明事项", ["31", "32", "33", "34"])
        assert text[row.source.start : row.source.end] == "31\t32\t33\t34"

    def test_a_damaged_label_is_noted_with_its_quote(self, read: Read) -> None:
        """The copy suffered on its way: who is at fault for a wrong sum is then undecided."""
        text = LOANS.replace("二、读者归还图书册数", "二、读者归坯图书册数").replace("在校学生", "在佼学生")
        notes = read("loans", text).damage
        assert {note.quote for note in notes} == {"二、读者归坯图书册数", "在佼学生"}
        assert all(text[note.source.start : note.source.end] == note.quote for note in notes)

    def test_a_clean_table_has_neither_damage_nor_unmapped_rows(self, read: Read) -> None:
        """Lost ordinals, spaces and aliases are no damage."""
        reading = read("loans", LOANS.replace("二、读者归还", "读者 归还").replace("总计", "合计"))
        assert (reading.damage, reading.unmapped, reading.found) == ((), (), True)

    def test_a_table_that_does_not_occur_is_not_found(self, read: Read) -> None:
        """Its cells are unread, and not one is missing or zero."""
        reading = read("loans", "本馆全年闭馆维修。\n")
        assert not reading.found
        assert {cell.kind for cell in reading.cells} == {"unread"}


class TestNeighbours:
    """Labels of two rows that overlap."""

    FORM = """\
schema: gouji/form/1
id: overlap
title: {zh: 表, en: Table}
editions: [{id: "1", clause: 通知}]
metadata: {title_phrases: [表]}
sections: [{key: only, title: 一、支出}]
tables:
  - key: t
    title: {zh: 支出, en: Spending}
    section: only
    blocks:
      - columns: [{key: a, label: 数量, type: count}, {key: b, label: 金额, type: count}]
        rows: [{key: one, label: 少儿读物}, {key: two, label: 读物修补}, {key: rest, label: 全部支出}]
"""

    @pytest.mark.parametrize(
        ("text", "shared"),
        [
            pytest.param("数量  金额\n少儿 1 2\n读物\n修补 3 4\n全部支出 5 6\n", {"one", "two"}, id="one-line-for-two"),
            pytest.param("数量  金额\n少儿读物 1 2\n读物\n修补 3 4\n全部支出 5 6\n", set[str](), id="needed-by-one"),
            pytest.param("数量  金额\n少儿 1 2\n读物\n读物\n修补 3 4\n全部支出 5 6\n", set[str](), id="one-line-each"),
        ],
    )
    def test_a_line_that_two_rows_claim_for_their_labels_proves_neither(
        self, document: MakeDocument, text: str, shared: set[str]
    ) -> None:
        """读物 between 少儿 and 修补 completes both 少儿读物 and 读物修补."""
        (reading,) = read_tables(document(text), parse_form(self.FORM, "f.yaml"), {})
        assert {cell.spec.row for cell in reading.cells if "label-shared" in cell.reasons} == shared
        assert {cell.spec.row for cell in reading.cells if not cell.proven} == shared


class TestThresholds:
    """The two figures that decide."""

    def test_a_stricter_threshold_proves_less(self, document: MakeDocument, form: Form) -> None:
        """A label with one wrong character of eight scores 0.875."""
        text = LOANS.replace("二、读者归还图书册数", "二、读者归坯图书册数")
        strict = Thresholds(score=0.95, margin=0.1)
        default, stricter = (
            read_tables(document(text), form, {"loans": [(0, len(text))]}, thresholds=limits)[0].cells[4]
            for limits in (None, strict)
        )
        assert default.proven
        assert stricter.reasons == ("label-below-threshold",)


def test_a_bookmark_under_a_table_does_not_take_its_last_blank_cell(read: Read) -> None:
    """What a converter leaves of a bookmark is no text: the empty cell above it stays an empty cell."""
    header = "".join(f"\t{label}\n" for label in ("成年读者", "在校学生", "学龄前儿童", "总计"))
    text = f"\t借阅项目\n{header}\n\t一、本年借出图书册数\n\t1\n\t2\n\t\n\t\n\n[bookmark: _GoBack]\n"
    cells = [cell for cell in read("loans", text).cells if cell.spec.row == "borrowed"]
    assert [(cell.kind, cell.value) for cell in cells] == [
        ("number", 1),
        ("number", 2),
        ("blank", None),
        ("blank", None),
    ]
