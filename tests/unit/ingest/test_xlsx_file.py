"""`extractor.ingest.xlsx_file`: which text a workbook prints, where its cells stand, and what is taken out of it."""

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from extractor.errors import DocumentError
from extractor.ingest.any_file import FileIngester
from extractor.ingest.hidden import OBJECT
from extractor.ingest.xlsx_file import XlsxIngester
from extractor.model import Document, Grid

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

HEADER = ("信息内容", "制发件数", "废止件数", "有效件数")
VALUES = ("规章", 0, 0, 5)


def written(fill: Callable[[Worksheet], None]) -> bytes:
    """A workbook with one sheet, written by openpyxl."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(buffer)
    return buffer.getvalue()


def packed(sheet: str, parts: Mapping[str, str] | None = None, *, ties: str = "", main: str = MAIN) -> bytes:
    """A workbook made by hand: the content of its only sheet, further parts, and ties of the workbook to them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{RELATIONS}/officeDocument" '
            f'Target="xl/workbook.xml"/></Relationships>',
        )
        target.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{RELATIONS}"><sheets>'
            f'<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        target.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/worksheet" '
            f'Target="worksheets/sheet1.xml"/>{ties}</Relationships>',
        )
        target.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}">{sheet}</worksheet>')
        for name, text in (parts or {}).items():
            target.writestr(name, text)
    return buffer.getvalue()


def rows_of(*rows: str) -> str:
    """`sheetData` with these rows, each the XML of its cells."""
    return f"<sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData>"


def cell(text: str) -> str:
    """A cell with a text of its own."""
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def ingest(data: bytes) -> Document:
    """Ingests a workbook."""
    return XlsxIngester().ingest(data, name="report.xlsx", path="reports/report.xlsx")


def refusal(data: bytes) -> str:
    """The code with which a workbook is refused; every refusal names the file and says what to do next."""
    with pytest.raises(DocumentError) as caught:
        ingest(data)
    assert caught.value.hint
    assert caught.value.place == "reports/report.xlsx"
    return caught.value.code


def table(grid: Grid) -> dict[int, list[str]]:
    """The texts of a grid's cells, row by row."""
    found: dict[int, list[str]] = {}
    for item in grid.cells:
        found.setdefault(item.row, []).append(item.text)
    return found


def prose(document: Document) -> list[str]:
    """The paragraphs as text."""
    return [document.text[paragraph.start : paragraph.end] for paragraph in document.paragraphs]


def fill_report(sheet: Worksheet) -> None:
    """A title merged over the table, a heading, and a table with its own merged cells."""
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "青禾镇人民政府2023年政府信息公开工作年度报告"
    sheet["A3"] = "二、主动公开政府信息情况"
    for column, text in enumerate(HEADER, start=1):
        sheet.cell(4, column, text)
    for column, value in enumerate(VALUES, start=1):
        sheet.cell(5, column, value)
    sheet["A6"] = "行政许可"
    sheet.merge_cells("B6:D6")
    sheet["B6"] = 94
    sheet.merge_cells("A7:A8")
    sheet["A7"] = "行政处罚"
    sheet["B7"], sheet["B8"] = 19, 20


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


class TestHidden:
    """What nobody sees is taken out and reported."""

    @pytest.mark.parametrize(
        ("style", "reason"),
        [
            ({"font": Font(color="FFFFFFFF")}, "same-colour"),
            ({"font": Font(color="FFFF0000"), "fill": PatternFill("solid", "FFFF0000")}, "same-colour"),
            ({"font": Font(size=1)}, "tiny-text"),
            ({"number_format": ";;;"}, "visibility-hidden"),
        ],
    )
    def test_a_cell_that_cannot_be_seen_is_blank(self, style: dict[str, object], reason: str) -> None:
        """Its value goes into a note."""

        def fill(sheet: Worksheet) -> None:
            sheet.append(["规章", 8, 0])
            for name, value in style.items():
                setattr(sheet["B1"], name, value)

        document = ingest(written(fill))
        assert table(document.grids[0]) == {1: ["规章", "", "0"]}
        assert document.notes == (f"hidden-text:{reason}:8",)

    def test_white_on_a_dark_cell_is_seen(self) -> None:
        """As headers often are."""

        def fill(sheet: Worksheet) -> None:
            sheet.append(["规章", 8])
            sheet["A1"].font, sheet["A1"].fill = Font(color="FFFFFFFF"), PatternFill("solid", "FF1F4E79")

        document = ingest(written(fill))
        assert (document.text, document.notes) == ("规章\t8\n", ())

    def test_hidden_rows_and_columns_are_taken_out(self) -> None:
        """The columns that are left keep their numbers, and no blank row parts the table."""

        def fill(sheet: Worksheet) -> None:
            for row in (("规章", 7, 1), ("旧", 8, 2), ("许可", 9, 3)):
                sheet.append(row)
            sheet.row_dimensions[2].hidden = True
            sheet.column_dimensions["B"].hidden = True

        document = ingest(written(fill))
        (grid,) = document.grids
        assert [(item.text, item.row, item.column) for item in grid.cells] == [
            *(("规章", 1, 1), ("1", 1, 3)),
            *(("许可", 2, 1), ("3", 2, 3)),
        ]
        assert {note.split(":")[1] for note in document.notes} == {"hidden-row", "hidden-column"}

    @pytest.mark.parametrize("state", ["hidden", "veryHidden"])
    def test_a_hidden_sheet_is_reported(self, state: str) -> None:
        """Its text is no text of the report."""
        book = Workbook()
        book.worksheets[0].append(["规章", 1])
        other = book.create_sheet("旧")
        other.append(["规章", 2])
        other.sheet_state = state
        document = ingest(saved(book))
        assert (document.text, document.notes) == ("规章\t1\n", ("hidden-text:hidden-sheet:规章 2",))

    def test_comments_are_reported(self) -> None:
        """They are not printed with the sheet."""

        def fill(sheet: Worksheet) -> None:
            sheet.append(["规章", 1])
            sheet["B1"].comment = Comment("应为 2", "审核")

        assert ingest(written(fill)).notes == ("hidden-text:comment:应为 2",)

    def test_a_merged_cell_shows_where_any_part_of_it_is_seen(self) -> None:
        """Its first column is hidden, its text moves on; what other cells of it hold is covered."""
        sheet = (
            '<cols><col min="1" max="1" hidden="1"/></cols>'
            + rows_of(cell("规章") + cell("盖住") + "<c><v>1</v></c>")
            + '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
        )
        document = ingest(packed(sheet))
        assert [(item.text, item.column) for item in document.grids[0].cells] == [("规章", 2), ("1", 3)]
        assert document.notes == ("hidden-text:zero-size:盖住",)

    def test_crossed_out_text_leaves_a_mark(self) -> None:
        """The author took it back, and a reader still sees it: it is neither a value nor a blank."""

        def fill(sheet: Worksheet) -> None:
            sheet.append(["规章", 8])
            sheet["B1"].font = Font(strike=True)

        document = ingest(written(fill))
        assert table(document.grids[0]) == {1: ["规章", OBJECT]}
        assert "hidden-text:struck-out:8" in document.notes

    def test_zeros_that_the_sheet_does_not_show_are_blank(self) -> None:
        """A zero counts only where it is printed."""
        view = '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>'
        document = ingest(packed(view + rows_of(cell("规章") + "<c><v>0</v></c><c><v>5</v></c>")))
        assert table(document.grids[0]) == {1: ["规章", "", "5"]}


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


class TestLimits:
    """Hostile and damaged workbooks are refused by type, and cost no more than honest ones."""

    def test_declared_dimensions_cost_nothing(self) -> None:
        """Neither the declared size nor a merged range over the whole sheet is believed."""
        sheet = (
            '<dimension ref="A1:XFD1048576"/>'
            + rows_of(cell("规章") + "<c><v>1</v></c>")
            + '<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>'
        )
        assert ingest(packed(sheet)).text == "规章\t1\n"

    @pytest.mark.parametrize(
        "rows",
        [
            pytest.param(
                f'<row r="1">{cell("甲")}<c r="XFD1"><v>1</v></c></row>'
                + "".join(
                    f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}"><v>1</v></c></row>' for row in range(2, 20)
                ),
                id="a-wide-table",
            ),
            pytest.param(
                "<row>"
                + "<c><v>1</v></c>" * 16_000
                + "</row>"
                + ("<row>" + "<c><v>1</v></c>" * 16_000 + "</row>") * 13,
                id="many-cells",
            ),
            pytest.param('<row r="1">' + "<c/>" * 16_385 + "</row>", id="too-many-columns"),
        ],
    )
    def test_too_many_cells_are_refused(self, rows: str) -> None:
        """Blank cells of a table count, because each would be one of the grid."""
        assert refusal(packed(f"<sheetData>{rows}</sheetData>")) == "too-many-cells"

    def test_a_million_merged_ranges_are_refused(self) -> None:
        """A report has a hundred."""
        ranges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 100_002))
        assert refusal(packed(rows_of(cell("甲")) + f"<mergeCells>{ranges}</mergeCells>")) == "too-many-cells"

    def test_merged_ranges_over_each_other_are_noted(self) -> None:
        """The earlier one holds."""
        ranges = '<mergeCell ref="A1:B1"/><mergeCell ref="B1:C1"/>'
        document = ingest(
            packed(rows_of(cell("甲") + "<c/><c/><c><v>4</v></c>") + f"<mergeCells>{ranges}</mergeCells>")
        )
        assert [(item.text, item.column_span) for item in document.grids[0].cells] == [("甲", 2), ("", 1), ("4", 1)]
        assert "overlapping-cells" in document.notes

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            pytest.param(written(fill_report)[:2000], "damaged-archive", id="cut-off"),
            pytest.param(packed(rows_of('<c r="甲1"><v>1</v></c>')), "damaged-archive", id="no-reference"),
            pytest.param(packed("<sheetData><row>"), "damaged-archive", id="no-xml"),
            pytest.param(packed(rows_of("<c/>")), "empty-file", id="nothing-printed"),
            pytest.param(packed('<!DOCTYPE x [<!ENTITY e "1">]>'), "xml-entities", id="entities"),
        ],
    )
    def test_files_that_are_not_whole_are_refused(self, data: bytes, code: str) -> None:
        """Each with a code of its own."""
        assert refusal(data) == code

    def test_macros_are_not_run(self) -> None:
        """A note says that the workbook has some."""
        document = ingest(packed(rows_of(cell("规章") + "<c><v>1</v></c>"), {"xl/vbaProject.bin": "x"}))
        assert document.notes == ("macros-not-run",)

    def test_binary_workbooks_are_refused_by_name(self) -> None:
        """The hint says how to save them."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as target:
            target.writestr("xl/workbook.bin", b"")
        with pytest.raises(DocumentError) as caught:
            FileIngester().ingest(buffer.getvalue(), name="a.xlsb", path="a.xlsb")
        assert caught.value.code == "unsupported-format"
        assert ".xlsx" in (caught.value.hint or "")
