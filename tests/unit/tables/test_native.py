"""`extractor.tables.native`: tables that the file's own markup states, cell by cell, with their spans."""

from collections.abc import Callable

import pytest

from extractor.forms import Form
from extractor.model import Document, Grid, GridCell
from extractor.tables import CellReading, read_tables
from extractor.tables.native import document_lines

Print = Callable[..., str]
Reasons = Callable[[str], dict[str, set[str]]]

Place = tuple[int, int]


def with_grid(
    before: str, rows: list[list[str]], after: str = "", *, spans: dict[Place, Place] | None = None
) -> Document:
    """A document whose text holds a grid between two pieces of prose.

    `spans` gives the row and column span of cells by their 1-based row and place in it; what they cover has no cell.
    """
    text, cells, covered = before, list[GridCell](), set[Place]()
    for number, row in enumerate(rows, 1):
        column = 1
        for place, printed in enumerate(row, 1):
            while (number, column) in covered:
                column += 1
            height, width = (spans or {}).get((number, place), (1, 1))
            covered |= {(number + down, column + right) for down in range(height) for right in range(width)}
            text += "\t" if place > 1 else ""
            cells.append(GridCell(printed, len(text), len(text) + len(printed), number, column, height, width))
            text += printed
        text += "\n"
    return Document(
        sha256="0" * 64,
        name="a.docx",
        path="a.docx",
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        text=text + after,
        grids=(Grid(1, tuple(cells)),),
    )


def shown(document: Document, start: int = 0, end: int | None = None) -> list[list[str]]:
    """The fields of every line in a span of the document."""
    lines = document_lines(document, [(start, len(document.text) if end is None else end)])
    return [[field.text for field in line.fields] for line in lines if line.fields]


MERGED = [
    ["借阅项目", "成年读者", "未成年人", "总计"],
    ["在校学生", "学龄前儿童"],
    ["一、本年借出图书册数", "1", "2", "3", "4"],
    ["二、读者归还图书册数", "5", "6", "", "8"],
    ["三、尚未归还原因", "1.读者遗失", "9", "10", "11", "12"],
    ["2.严重污损无法使用", "13", "14", "15", "16"],
    ["（一）其他原因", "1.读者迁居外地", "17", "18", "19", "20"],
    ["2.去向不明", "21", "22", "23", "24"],
    ["四、转入下年继续催还", "25", "26", "27", "28"],
]
SPANS: dict[Place, Place] = {
    (1, 1): (2, 3),
    (1, 2): (2, 1),
    (1, 3): (1, 2),
    (1, 4): (2, 1),
    (3, 1): (1, 3),
    (4, 1): (1, 3),
    (5, 1): (4, 1),
    (5, 2): (1, 2),
    (6, 1): (1, 2),
    (7, 1): (2, 1),
    (9, 1): (1, 3),
}
"""The header of two levels and the group labels are merged, as a word processor draws them."""


class TestLines:
    """Lines of fields."""

    def test_each_row_of_a_grid_is_a_line_and_the_text_around_it_is_read_as_text(self) -> None:
        """In the order of the document."""
        document = with_grid("说明 1 2\n", [["甲", "3"], ["乙", ""]], "附注\t4\t5\n")
        assert shown(document) == [["说明", "1", "2"], ["甲", "3"], ["乙", ""], ["附注", "4", "5"]]

    def test_a_cell_of_several_lines_is_one_field(self) -> None:
        """Its line ends are its own, whatever the text around a grid means by them."""
        assert shown(with_grid("", [["商业\n企业", "12\n"]])) == [["商业\n企业", "12"]]

    def test_what_a_cell_holds_is_not_cut_at_tabs_pipes_or_spaces(self) -> None:
        """The markup says where a cell ends."""
        assert shown(with_grid("", [["行政\t处罚 | 5 6", "7"]])) == [["行政\t处罚 | 5 6", "7"]]

    def test_fields_know_their_grid_row_and_column(self) -> None:
        """Spans counted: the cell behind two merged columns stands in the third."""
        document = with_grid("", [["甲", "1"], ["乙", "丙", "2"]], spans={(1, 1): (1, 2)})
        upper, lower = (line for line in document_lines(document, [(0, len(document.text))]) if line.fields)
        assert [(line.grid, line.row, line.layout) for line in (upper, lower)] == [(1, 1, "grid"), (1, 2, "grid")]
        assert [field.column for field in upper.fields] == [1, 3]
        assert [field.column for field in lower.fields] == [1, 2, 3]

    def test_a_grid_outside_the_span_is_not_seen(self) -> None:
        """Another section's table."""
        document = with_grid("甲 1\n", [["乙", "2"]], "丙 3\n")
        assert shown(document, 0, 4) == [["甲", "1"]]
        assert shown(document, len(document.text) - 4) == [["丙", "3"]]

    @pytest.mark.parametrize("rows", [[["规章", "1", "2"], ["许可", "", "3"]], MERGED], ids=["small", "merged"])
    def test_every_field_stands_verbatim_where_it_says(self, rows: list[list[str]]) -> None:
        """Blanks have no width and stand at their cell."""
        document = with_grid("前言。\n", rows, "结语。\n")
        for line in document_lines(document, [(0, len(document.text))]):
            for field in line.fields:
                assert document.text[field.start : field.end] == field.text


class TestReading:
    """The table of loans from a grid with merged cells."""

    def cells(self, form: Form, document: Document) -> list[CellReading]:
        """The cells of the table of loans."""
        readings = read_tables(
            document, form, {"loans": [(0, len(document.text))], "events": [(0, 0)], "money": [(0, 0)]}
        )
        return list(readings[0].cells)

    def test_merged_cells_are_read_as_drawn_and_proven(self, form: Form) -> None:
        """The blank stays where the grid holds it."""
        cells = self.cells(form, with_grid("一、借阅情况\n", MERGED, "二、其他\n", spans=SPANS))
        expected = [str(number) if number != 7 else "" for number in range(1, 29)]
        assert [cell.as_printed for cell in cells] == expected
        assert all(cell.proven for cell in cells)

    def test_a_value_is_cited_by_its_row_and_column_in_the_grid(self, form: Form) -> None:
        """24 stands in the eighth row and, merged label columns counted, in the seventh column."""
        document = with_grid("", MERGED, spans=SPANS)
        (cell,) = (cell for cell in self.cells(form, document) if cell.as_printed == "24")
        assert cell.source is not None
        assert (cell.source.table, cell.source.row, cell.source.column) == (1, 8, 7)
        assert document.text[cell.source.start : cell.source.end] == "24"

    def test_two_merged_value_cells_are_not_two_values(self, form: Form) -> None:
        """One number drawn over two columns belongs to neither of them for certain."""
        rows = [row if row[0] != "二、读者归还图书册数" else [row[0], "5", "6", "8"] for row in MERGED]
        cells = self.cells(form, with_grid("", rows, spans=SPANS | {(4, 3): (1, 2)}))
        returned = [cell for cell in cells if cell.spec.row == "returned"]
        assert {cell.kind for cell in returned} == {"unread"}
        assert all(cell.proven for cell in cells if cell.spec.row != "returned")
