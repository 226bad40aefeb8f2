"""`extractor.ingest.html_file`: the tables of a page, and where their cells stand."""

import json
from pathlib import Path

import pytest
from web_pages import ingest, prose

from extractor.ingest.html_file import HtmlIngester
from extractor.model import Grid


def rows(grid: Grid) -> list[list[str]]:
    """The texts of a grid's cells, row by row."""
    found: dict[int, list[str]] = {}
    for cell in grid.cells:
        found.setdefault(cell.row, []).append(cell.text)
    return list(found.values())


class TestTables:
    """Tables as grids, and tables that only arrange the page."""

    def test_cells_are_joined_by_tab_and_rows_by_line_feed(self) -> None:
        """Lines inside a cell are joined by a line feed too; the place of every cell says where it ends."""
        document = ingest("<table><tr><th>商业<br>企业<th><p>科研</p><p>机构</p></tr><tr><td>1<td>2</table>")
        assert document.text == "商业\n企业\t科研\n机构\n1\t2\n"
        assert rows(document.grids[0]) == [["商业\n企业", "科研\n机构"], ["1", "2"]]
        assert all(document.text[cell.start : cell.end] == cell.text for cell in document.grids[0].cells)

    @pytest.mark.parametrize(
        "blank", ["", " ", "&nbsp;", "<o:p>&nbsp;</o:p>", "<p><br></p>", "　", "\u200b", "<img src=dot.gif width=1>"]
    )
    def test_a_cell_without_text_is_blank(self, blank: str) -> None:
        """Its interval is empty and stands at its field."""
        document = ingest(f"<table><tr><td>规章<td>{blank}<td>8</table>")
        assert document.text == "规章\t\t8\n"
        cell = document.grids[0].cells[1]
        assert (cell.text, cell.start, cell.end, cell.column) == ("", 3, 3, 2)

    @pytest.mark.parametrize("seen", ["<img src=six.png>", "<svg></svg>", "<s>26</s>", "<input type=checkbox>"])
    def test_a_cell_that_shows_something_else_is_not_blank(self, seen: str) -> None:
        """An accepted blank would be wrong, so the object replacement character stands there."""
        document = ingest(f"<table><tr><td>规章<td>{seen}<td>8</table>")
        assert document.text == "规章\t\ufffc\t8\n"
        assert "picture-in-cell" in document.notes

    def test_a_picture_beside_text_is_left_out(self) -> None:
        """Icons stand in many labels."""
        assert ingest("<table><tr><td><img src=dot.png>规章<td>8</table>").text == "规章\t8\n"

    def test_spans_are_counted(self) -> None:
        """Rows and columns are those of the grid, not of the markup."""
        document = ingest(
            "<table><tr><td colspan=2 rowspan=2>申请人<td>自然人</tr><tr><td>其他</tr><tr><td>一<td>二<td>三</table>"
        )
        assert [
            (cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in document.grids[0].cells
        ] == [
            ("申请人", 1, 1, 2, 2),
            ("自然人", 1, 3, 1, 1),
            ("其他", 2, 3, 1, 1),
            ("一", 3, 1, 1, 1),
            ("二", 3, 2, 1, 1),
            ("三", 3, 3, 1, 1),
        ]

    def test_unclosed_cells_and_misplaced_text_are_repaired_as_browsers_do(self) -> None:
        """Text between rows is shown before the table."""
        document = ingest("<table><tr><td>规章<td>0散<tr>落<td>文件<td>8</table>")
        assert prose(document) == ["落"]
        assert rows(document.grids[0]) == [["规章", "0散"], ["文件", "8"]]

    def test_grids_are_numbered_in_document_order(self) -> None:
        """Tables that are no grid do not count."""
        document = ingest("<table><tr><td>甲<td>1</table><table><tr><td>只有一格</table><table><tr><td>乙<td>2</table>")
        assert [(grid.ordinal, grid.cells[0].text) for grid in document.grids] == [(1, "甲"), (2, "乙")]
        assert prose(document) == ["只有一格"]

    def test_a_table_around_tables_only_arranges_the_page(self) -> None:
        """Each inner table is a grid of its own; the outer one's text becomes paragraphs."""
        document = ingest(
            "<table><tr><td>导航<td><p>报告</p><table><tr><td>规章<td>0</table><p>完</p>"
            "<table><tr><td>文件<td>8</table></table>"
        )
        assert [rows(grid) for grid in document.grids] == [[["规章", "0"]], [["文件", "8"]]]
        assert prose(document) == ["导航", "报告", "完"]

    def test_a_table_of_one_cell_inside_a_cell_is_its_content(self) -> None:
        """Word wraps the text of a cell so; the outer table still holds the data."""
        document = ingest("<table><tr><td>规章<td><table><tr><td>0</table><td><table><tr><td>8</table></table>")
        assert [rows(grid) for grid in document.grids] == [[["规章", "0", "8"]]]

    def test_a_table_of_prose_only_arranges_the_page(self) -> None:
        """A cell of a thousand characters that is most of its table is the article itself."""
        document = ingest(f"<table><tr><td>标题<td><p>报告</p><p>{'字' * 1000}</p></table>")
        assert document.grids == ()
        assert prose(document) == ["标题", "报告", "字" * 1000]

    def test_caption_and_foot_stand_where_they_are_seen(self) -> None:
        """The caption is a paragraph before the grid, the foot its last row."""
        document = ingest(
            "<table><tfoot><tr><td>总计<td>8</tfoot><tbody><tr><td>规章<td>8</tbody><caption>表二</caption></table>"
        )
        assert document.text == "表二\n规章\t8\n总计\t8\n"
        assert prose(document) == ["表二"]

    def test_a_row_without_cells_counts_as_a_row_and_prints_nothing(self) -> None:
        """Spans reach over it."""
        document = ingest("<table><tr><td rowspan=3>甲<td>1</tr><tr></tr><tr><td>2</tr></table>")
        assert document.text == "甲\t1\n2\n"
        assert [cell.row for cell in document.grids[0].cells] == [1, 1, 3]

    def test_overlapping_cells_are_noted(self) -> None:
        """The later cell ends where the earlier one stands."""
        document = ingest("<table><tr><td>一<td rowspan=2>二</tr><tr><td colspan=2>三</tr></table>")
        assert document.grids[0].cells[2].column_span == 1
        assert "overlapping-cells" in document.notes

    def test_a_tab_in_a_cell_is_a_space(self) -> None:
        """It would look like the end of the cell."""
        assert ingest("<table><tr><td><pre>一\t二</pre><td>三</table>").text == "一 二\t三\n"


class TestRealPage:
    """The page in the shared folder."""

    def test_the_tables_come_with_exact_spans(self, shared_folder: Path) -> None:
        """Every position of the three tables of the form is covered exactly once, and its 125 blanks are blank."""
        path = shared_folder / "real" / "shuyang_drc_2023.html"
        truth = json.loads((path.parent / "truth" / f"{path.stem}.json").read_text(encoding="utf-8"))["cells"]
        document = HtmlIngester().ingest(path.read_bytes(), name=path.name, path=path.name)
        assert document.notes == ()
        sizes = [(14, 4), (28, 10), (4, 15)]
        for grid, (height, width) in zip(document.grids[1:], sizes, strict=True):
            covered = [
                (row, column)
                for cell in grid.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for column in range(cell.column, cell.column + cell.column_span)
            ]
            assert sorted(covered) == [(row, column) for row in range(1, height + 1) for column in range(1, width + 1)]
        values = [cell for cell in document.grids[2].cells if cell.column > 3 and cell.row > 3]
        assert len(values) == 175
        assert sum(cell.start == cell.end for cell in values) == sum(isinstance(cell, dict) for cell in truth.values())
        assert [cell.text for cell in values[:7]] == ["26", "", "", "", "", "", "26"]
        assert [cell.text for cell in document.grids[3].cells[-15:]] == [*"00011", *"0000000000"]
