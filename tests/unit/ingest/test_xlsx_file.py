"""`extractor.ingest.xlsx_file`: which text a workbook prints, and where its cells stand."""

import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import (
    HEADER,
    PACKAGE,
    RELATIONS,
    VALUES,
    cell,
    fill_report,
    ingest,
    packed,
    prose,
    refusal,
    rows_of,
    saved,
    table,
    written,
)

from extractor.ingest.any_file import FileIngester
from extractor.ingest.hidden import OBJECT


class TestDocument:
    """Text, places and order."""

    def test_a_workbook_becomes_prose_and_grids(self) -> None:
        """Cells of a row are joined by tabs, rows by line ends; merged cells span."""
        document = FileIngester().ingest(written(fill_report), name="report.xlsx", path="report.xlsx")
        assert prose(document) == ["青禾镇人民政府2023年政府信息公开工作年度报告", "二、主动公开政府信息情况"]
        (grid,) = document.grids
        assert document.text.split("\n")[2:] == [
            "信息内容\t制发件数\t废止件数\t有效件数",
            "规章\t0\t0\t5",
            "行政许可\t94",
            "行政处罚\t19\t\t",
            "20\t\t",
            "",
        ]
        spans = {item.text: (item.row_span, item.column_span) for item in grid.cells if item.text}
        assert (spans["94"], spans["行政处罚"], spans["19"]) == ((1, 3), (2, 1), (1, 1))
        assert all(document.text[item.start : item.end] == item.text for item in grid.cells)

    def test_columns_keep_their_numbers(self) -> None:
        """A table that begins in column C has its first cell there."""

        def fill(sheet: Worksheet) -> None:
            for column, value in enumerate(VALUES, start=3):
                sheet.cell(2, column, value)

        (grid,) = ingest(written(fill)).grids
        assert [item.column for item in grid.cells] == [3, 4, 5, 6]

    def test_sheets_are_read_in_the_order_of_their_tabs(self) -> None:
        """Whatever the order of the parts in the archive."""
        book = Workbook()
        for name, text in (("甲", "第一张"), ("乙", "第二张"), ("丙", "第三张")):
            book.create_sheet(name)["A1"] = text
        book.move_sheet("丙", offset=-2)
        assert prose(ingest(saved(book))) == ["第三张", "第一张", "第二张"]

    def test_lines_inside_a_cell_stay_lines(self) -> None:
        """In a table and in prose; a tab inside a cell becomes a space."""
        document = ingest(packed(rows_of(cell("全文。\n第二行"), "", cell("商业&#10;企业") + cell("1&#9;2"))))
        assert prose(document) == ["全文。", "第二行"]
        assert table(document.grids[0]) == {1: ["商业\n企业", "1 2"]}

    def test_the_strict_standard_reads_the_same(self) -> None:
        """Its names differ, its content does not."""
        sheet = rows_of(cell("规章") + "<c><v>5</v></c>")
        strict = ingest(packed(sheet, main="http://purl.oclc.org/ooxml/spreadsheetml/main"))
        assert strict.text == ingest(packed(sheet)).text == "规章\t5\n"

    def test_cells_without_references_follow_each_other(self) -> None:
        """The standard lets writers leave them out."""
        document = ingest(packed(rows_of(cell("规章") + "<c><v>1</v></c><c/><c><v>2</v></c>")))
        assert table(document.grids[0]) == {1: ["规章", "1", "", "2"]}

    def test_framed_cells_without_content_are_blanks_of_the_table(self) -> None:
        """A row of blanks under a header is printed as a row of empty boxes."""
        line = Side(style="thin")

        def fill(sheet: Worksheet) -> None:
            for column, text in enumerate(HEADER, start=1):
                sheet.cell(1, column, text)
                for row in (1, 2):
                    sheet.cell(row, column).border = Border(top=line, bottom=line, left=line, right=line)

        assert table(ingest(written(fill)).grids[0]) == {1: list(HEADER), 2: ["", "", "", ""]}


class TestValues:
    """Cells as they are printed."""

    @pytest.mark.parametrize(
        ("xml", "text"),
        [
            ("<c><v>0</v></c>", "0"),
            ("<c><f>1+1</f><v>2</v></c>", "2"),
            ('<c t="str"><f>A1</f><v>无</v></c>', "无"),
            ('<c t="str"><f>A1</f><v></v></c>', ""),
            ('<c t="b"><v>1</v></c>', "TRUE"),
            ('<c t="e"><v>#REF!</v></c>', "#REF!"),
            ('<c t="d"><v>2023-12-31</v></c>', "45291"),
            ('<c t="inlineStr"><is><t>007</t></is></c>', "007"),
            (
                '<c t="inlineStr"><is><r><t>1</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r></is></c>',
                "1²",
            ),
            ('<c t="inlineStr"><is><t>件</t><rPh sb="0" eb="1"><t>jian</t></rPh></is></c>', "件"),
            ('<c t="inlineStr"><is><t>甲_x000A_乙_x0001_</t></is></c>', "甲\n乙"),
            ("<c/>", ""),
        ],
    )
    def test_every_type_of_value_is_printed(self, xml: str, text: str) -> None:
        """Numbers stored as text keep their zeros; a raised figure is a mark, no digit."""
        document = ingest(packed(rows_of(cell("规章") + xml + cell("末"))))
        assert table(document.grids[0]) == {1: ["规章", text, "末"]}

    @pytest.mark.parametrize("xml", ["<c><f>SUM(A1:A2)</f></c>", "<c><f>SUM(A1:A2)</f><v></v></c>"])
    def test_a_formula_without_value_is_no_zero(self, xml: str) -> None:
        """Something is printed there, and nobody here knows what."""
        document = ingest(packed(rows_of(cell("规章") + xml)))
        assert table(document.grids[0]) == {1: ["规章", OBJECT]}
        assert document.notes == ("formula-without-value",)

    def test_number_formats_are_applied(self) -> None:
        """The accounting format prints a dash for zero; a format that is not understood prints a mark."""

        def fill(sheet: Worksheet) -> None:
            formats = ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "#,##0", "0.00", "[DBNum1]0")
            for column, (value, code) in enumerate(zip((0, 1234, 5, 6), formats, strict=True), start=1):
                sheet.cell(1, column, value).number_format = code

        document = ingest(written(fill))
        assert table(document.grids[0]) == {1: ["-", "1,234", "5.00", OBJECT]}
        assert document.notes == ("number-format-unread",)

    def test_a_shared_text_that_is_not_there_is_refused(self) -> None:
        """A table with lost labels must not look like one with blank labels."""
        assert refusal(packed(rows_of('<c t="s"><v>7</v></c>'))) == "damaged-archive"


class TestDrawings:
    """Text boxes are read, pictures are marked."""

    def test_a_text_box_is_read_where_it_stands(self) -> None:
        """A title is often one; the copy for older programs is not read again."""
        placed = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
        art = "http://schemas.openxmlformats.org/drawingml/2006/main"
        same = "http://schemas.openxmlformats.org/markup-compatibility/2006"
        words = "<a:p><a:r><a:t>年度报告</a:t></a:r></a:p>"
        shape = f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="t"/></p:nvSpPr><p:txBody>{words}</p:txBody></p:sp>'
        anchor = f"<p:twoCellAnchor><p:from><p:col>0</p:col><p:row>0</p:row></p:from>{shape}</p:twoCellAnchor>"
        drawing = (
            f'<p:wsDr xmlns:p="{placed}" xmlns:a="{art}" xmlns:m="{same}"><m:AlternateContent><m:Choice>{anchor}'
            f"</m:Choice><m:Fallback>{anchor}</m:Fallback></m:AlternateContent></p:wsDr>"
        )
        tie = f'<Relationship Id="d" Type="{RELATIONS}/drawing" Target="../drawings/d.xml"/>'
        ties = f'<Relationships xmlns="{PACKAGE}">{tie}</Relationships>'
        parts = {"xl/drawings/d.xml": drawing, "xl/worksheets/_rels/sheet1.xml.rels": ties}
        document = ingest(packed(rows_of("", cell("规章") + "<c><v>1</v></c>"), parts))
        assert document.text == "年度报告\n规章\t1\n"
