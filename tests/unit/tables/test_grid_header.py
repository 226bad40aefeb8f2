"""`extractor.tables.grid_header`: in a grid that the markup states, a header cell names the columns under it."""

from collections.abc import Callable

import pytest

from extractor.tables import CellReading, TableReading

Drawn = str | tuple[str, int, int]
Rows = list[list[Drawn]]
Tables = Callable[..., dict[str, TableReading]]

HEADER: Rows = [["借阅项目", "成年读者", "在校学生", "学龄前儿童", "总计"]]
ROWS: Rows = [
    ["一、本年借出图书册数", "1", "2", "3", "4"],
    ["二、读者归还图书册数", "5", "6", "7", "8"],
    ["1.读者遗失", "9", "10", "11", "12"],
    ["2.严重污损无法使用", "13", "14", "15", "16"],
    ["1.读者迁居外地", "17", "18", "19", "20"],
    ["2.去向不明", "21", "22", "23", "24"],
    ["四、转入下年继续催还", "25", "26", "27", "28"],
]
PRINTED = [str(number) for number in range(1, 29)]
EVENTS: Rows = [
    [("讲座", 1, 3), ("展览", 1, 6)],
    [("", 1, 3), ("室内展览", 1, 3), ("户外展览", 1, 3)],
    ["已经举办", "正在筹备", "总计"] * 3,
    [str(number) for number in range(31, 40)],
]


def accepted(reading: TableReading) -> list[str | None]:
    """What the proven cells print, in the form's order; None for every other cell."""
    return [cell.as_printed if cell.proven else None for cell in reading.cells]


def why(reading: TableReading, row: str) -> set[str]:
    """Why the cells of a row are not proven."""
    return {reason for cell in reading.cells if cell.spec.row == row for reason in cell.reasons}


def rows_of(cells: tuple[CellReading, ...], *, proven: bool) -> set[str]:
    """The rows whose cells are all proven, or all unproven."""
    rows = {cell.spec.row for cell in cells}
    return {row for row in rows if all(cell.proven == proven for cell in cells if cell.spec.row == row)}


class TestColumns:
    """Which columns a row's values are."""

    def test_a_numbering_column_and_a_remark_column_are_not_read_as_values(self, drawn_tables: Tables) -> None:
        """The form has neither; what they print goes to `unmapped`."""
        rows = [["序号", *HEADER[0], "备注"]]
        rows += [[str(number), *row, "如实" if number == 2 else ""] for number, row in enumerate(ROWS, 1)]
        reading = drawn_tables(rows)["loans"]
        assert accepted(reading) == PRINTED
        unmapped = {row.label: [field.text for field in row.fields] for row in reading.unmapped}
        assert unmapped == {"序号": ["1", "2", "3", "4", "5", "6", "7"], "备注": ["如实"]}

    def test_a_column_between_the_forms_columns_is_left_out(self, drawn_tables: Tables) -> None:
        """The columns right of it keep their names."""
        extra = ["其中：女生", *["99"] * len(ROWS)]
        rows = [[*row[:3], cell, *row[3:]] for row, cell in zip([*HEADER, *ROWS], extra, strict=True)]
        reading = drawn_tables(rows)["loans"]
        assert accepted(reading) == PRINTED
        assert [row.label for row in reading.unmapped] == ["其中：女生"]

    def test_a_number_under_no_header_at_all_unproves_its_row(self, drawn_tables: Tables) -> None:
        """It may be a piece of any number beside it."""
        rows = [*HEADER, *(list(row) for row in ROWS)]
        rows[2].append("9")
        reading = drawn_tables(rows)["loans"]
        assert why(reading, "returned") == {"too-many-values", "odd-row"}
        assert rows_of(reading.cells, proven=False) == {"returned"}

    def test_a_row_that_lost_a_cell_before_a_remark_is_refused(self, drawn_tables: Tables) -> None:
        """Else the remark's cell, being empty, would be taken for a blank last value."""
        rows = [[*HEADER[0], "备注"], *([*row, ""] for row in ROWS)]
        del rows[3][2]
        reading = drawn_tables(rows)["loans"]
        assert why(reading, "lost") == {"too-few-fields"}
        assert rows_of(reading.cells, proven=False) == {"lost"}

    def test_a_row_that_gained_a_cell_out_of_a_blank_is_refused(self, drawn_tables: Tables) -> None:
        """12 came apart into 1 and 2, which moved the blank behind the table: only the row's length shows it."""
        rows = [*HEADER, *(list(row) for row in ROWS)]
        rows[3] = ["1.读者遗失", "9", "1", "2", "11", ""]
        reading = drawn_tables(rows)["loans"]
        assert why(reading, "lost") == {"odd-row"}
        assert rows_of(reading.cells, proven=False) == {"lost"}

    def test_a_blank_row_beside_a_further_row_is_refused(self, drawn_tables: Tables) -> None:
        """The beginning of its label, torn off, may have taken its figures along."""
        rows = [*HEADER, *(list(row) for row in ROWS)]
        rows[3:4] = [["1.读者", "9", "10", "11", "12"], ["读者遗失", "", "", "", ""]]
        reading = drawn_tables(rows)["loans"]
        assert accepted(reading)[8:12] == [None] * 4

    def test_exchanged_columns_are_read_by_their_heads(self, drawn_tables: Tables) -> None:
        """The figures follow their header cells."""
        rows = [[row[0], row[2], row[1], row[3], row[4]] for row in [*HEADER, *ROWS]]
        assert accepted(drawn_tables(rows)["loans"]) == PRINTED

    def test_a_blank_at_the_edge_stays_where_it_is_drawn(self, drawn_tables: Tables) -> None:
        """No other row is needed to tell which column is blank."""
        rows = [*HEADER, *(list(row) for row in ROWS)]
        rows[1][1], rows[1][4], rows[4][1:] = "", "", ["", "", "", ""]
        expected = ["", "2", "3", "", *PRINTED[4:12], "", "", "", "", *PRINTED[16:]]
        assert accepted(drawn_tables(rows)["loans"]) == expected

    def test_a_value_drawn_over_two_columns_or_rows_is_refused(self, drawn_tables: Tables) -> None:
        """It belongs to neither for certain."""
        rows: Rows = [*HEADER, *(list(row) for row in ROWS)]
        rows[1][2:4] = [("5", 1, 2)]
        rows[3][4] = ("12", 2, 1)
        rows[4].pop()
        reading = drawn_tables(rows)["loans"]
        assert rows_of(reading.cells, proven=False) == {"borrowed", "lost", "damaged"}
        assert why(reading, "borrowed") == why(reading, "lost") == {"merged-values"}

    @pytest.mark.parametrize("lost", [1, 2, 3, 4])
    def test_a_lost_head_leaves_the_whole_block_unproven(self, drawn_tables: Tables, lost: int) -> None:
        """A column without a name could be any column."""
        rows = [[*HEADER[0][:lost], "", *HEADER[0][lost + 1 :]], *ROWS]
        assert accepted(drawn_tables(rows)["loans"]) == [None] * 28

    def test_group_heads_with_empty_cells_beside_them_are_read_as_if_merged(self, drawn_tables: Tables) -> None:
        """Spreadsheets without merges print them so; the three 总计 are told apart by the groups above."""
        rows: Rows = [
            ["讲座", "", "", "展览", "", "", "", "", ""],
            ["", "", "", "室内展览", "", "", "户外展览", "", ""],
            *EVENTS[2:],
        ]
        reading = drawn_tables(rows, regions={"events": [(0, 999)], "loans": [(0, 1)], "money": [(0, 1)]})["events"]
        assert accepted(reading) == EVENTS[3]

    @pytest.mark.parametrize(
        "above",
        [
            pytest.param([("二〇二四年", 1, 3), ("二〇二三年", 1, 3), ("二〇二二年", 1, 3)], id="other-groups"),
            pytest.param([("", 1, 3), ("二〇二三年", 1, 3), ("", 1, 3)], id="one-other-group"),
        ],
    )
    def test_columns_of_one_name_under_groups_that_the_form_does_not_know_are_refused(
        self, drawn_tables: Tables, above: list[Drawn]
    ) -> None:
        """This year may stand before last year there: the order of the form says nothing."""
        spans: dict[str, list[tuple[int, int]]] = {"events": [(0, 999)], "loans": [(0, 1)], "money": [(0, 1)]}
        reading = drawn_tables([above, *EVENTS[2:]], regions=spans)["events"]
        assert accepted(reading) == [None] * 9

    def test_a_line_over_the_whole_table_hides_no_column(self, drawn_tables: Tables) -> None:
        """It stands over all of them alike."""
        spans: dict[str, list[tuple[int, int]]] = {"events": [(0, 999)], "loans": [(0, 1)], "money": [(0, 1)]}
        title: list[Drawn] = [("全年活动一览", 1, 9)]
        assert accepted(drawn_tables([title, *EVENTS[2:]], regions=spans)["events"]) == EVENTS[3]


class TestSplitAndJoined:
    """Tables over several grids, and grids with several tables."""

    def test_a_table_goes_on_in_a_grid_as_wide_without_a_header(self, drawn_tables: Tables) -> None:
        """A page break cuts it in two."""
        reading = drawn_tables([*HEADER, *ROWS[:3]], "— 2 —\n", ROWS[3:])["loans"]
        assert accepted(reading) == PRINTED

    def test_a_grid_of_another_width_has_no_names_for_its_columns(self, drawn_tables: Tables) -> None:
        """Which column is missing there, nothing says."""
        reading = drawn_tables([*HEADER, *ROWS[:3]], [row[:4] for row in ROWS[3:]])["loans"]
        assert rows_of(reading.cells, proven=True) == {"borrowed", "returned", "lost"}

    def test_a_repeated_header_names_the_rows_below_it(self, drawn_tables: Tables) -> None:
        """In the middle of a grid as on a new page, in another order too."""
        turned = [[row[0], row[4], *row[1:4]] for row in [*HEADER, *ROWS[3:]]]
        assert accepted(drawn_tables([*HEADER, *ROWS[:3], *turned])["loans"]) == PRINTED
        assert accepted(drawn_tables([*HEADER, *ROWS[:3]], "续表\n", turned)["loans"]) == PRINTED

    def test_rows_under_a_foreign_header_are_refused(self, drawn_tables: Tables) -> None:
        """A page break made up names for the columns."""
        foreign: list[Drawn] = ["项目", "一季度", "二季度", "三季度", "四季度"]
        reading = drawn_tables([*HEADER, *ROWS[:3], foreign, *ROWS[3:]])["loans"]
        assert rows_of(reading.cells, proven=True) == {"borrowed", "returned", "lost"}
        assert why(reading, "moved") == {"foreign-header"}

    def test_a_row_whose_figures_cannot_be_read_is_no_header(self, drawn_tables: Tables) -> None:
        """A recogniser saw something in each of its cells and could tell no figure: the rows below keep their names."""
        rows: Rows = [ROWS[0], [ROWS[1][0], *["\ufffc"] * 4], *ROWS[2:]]
        reading = drawn_tables([*HEADER, *rows])["loans"]
        assert {cell.kind for cell in reading.cells if cell.as_printed == "\ufffc"} == {"illegible"}
        assert accepted(reading) == [*PRINTED[:4], *[None] * 4, *PRINTED[8:]]

    def test_heads_that_only_count_the_columns_rename_nothing(self, drawn_tables: Tables) -> None:
        """A recogniser made them up at a page break, over the very columns that were there before."""
        counted: list[Drawn] = ["项目", "数据1", "数据2", "数据3", "数据4"]
        assert accepted(drawn_tables([*HEADER, *ROWS[:3], counted, *ROWS[3:]])["loans"]) == PRINTED

    def test_two_tables_drawn_as_one_grid_are_both_read(self, drawn_tables: Tables) -> None:
        """The second heading stands inside the grid, or behind it."""
        spans: dict[str, list[tuple[int, int]]] = {"loans": [(0, 999)], "events": [(0, 1)], "money": [(0, 1)]}
        tables = drawn_tables([*HEADER, *ROWS, [("二、活动情况", 1, 9)], *EVENTS], regions=spans)
        assert accepted(tables["loans"]) == PRINTED
        assert accepted(tables["events"]) == EVENTS[3]
        assert tables["loans"].unmapped == ()

    def test_a_row_that_the_form_does_not_have_is_unmapped_and_harms_nothing(self, drawn_tables: Tables) -> None:
        """It has a label of its own, so its numbers are no pieces of others."""
        extra: Rows = [["三、另行统计的电子图书", "70", "71", "72", "73"]]
        for rows in ([*ROWS[:3], *extra, *ROWS[3:]], [*ROWS, *extra]):
            reading = drawn_tables([*HEADER, *rows])["loans"]
            assert accepted(reading) == PRINTED
            assert [(row.label, [field.text for field in row.fields]) for row in reading.unmapped] == [
                ("三、另行统计的电子图书", ["70", "71", "72", "73"])
            ]


class TestTransposed:
    """Rows and columns exchanged."""

    def test_a_transposed_table_is_refused_by_name(self, drawn_tables: Tables) -> None:
        """No cell of it is read, and each says why."""
        rows = [[row[place] for row in [*HEADER, *ROWS]] for place in range(5)]
        reading = drawn_tables(rows)["loans"]
        assert {(cell.kind, cell.reasons) for cell in reading.cells} == {("unread", ("transposed",))}
        assert not reading.found

    def test_rows_side_by_side_that_are_printed_below_each_other_are_transposed(self, drawn_tables: Tables) -> None:
        """The events have one line of values in the form."""
        heads = ["已经举办", "正在筹备", "总计"] * 3
        rows: Rows = [[group, head, value] for group, head, value in zip(["讲座"] * 9, heads, EVENTS[3], strict=True)]
        reading = drawn_tables(rows, regions={"events": [(0, 999)], "loans": [(0, 1)], "money": [(0, 1)]})["events"]
        assert {cell.reasons for cell in reading.cells} == {("transposed",)}

    def test_a_table_the_right_way_round_is_not_called_transposed(self, drawn_tables: Tables) -> None:
        """Even when most of its rows are lost."""
        reading = drawn_tables([*HEADER, *ROWS[:2]])["loans"]
        assert not any("transposed" in cell.reasons for cell in reading.cells)


def test_a_label_whose_lines_are_those_of_two_rows_proves_neither(drawn_tables: Tables) -> None:
    """One of the two rows is blank, and nothing says which one the values are of."""
    both: Rows = [*HEADER, *ROWS[:5], ["2.去向不明\n四、转入下年继续催还", "21", "22", "23", "24"]]
    reading = drawn_tables(both)["loans"]
    assert "label-shared" in why(reading, "remaining")
    assert accepted(reading)[:20] == PRINTED[:20]
    assert accepted(reading)[20:] == [None] * 8
