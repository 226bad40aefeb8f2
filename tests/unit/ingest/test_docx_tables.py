"""Tables of Word documents as grids."""

import io
from collections.abc import Callable

import pytest

from extractor.ingest.docx_file import DocxIngester
from extractor.model import Document, Grid

MakeDocx = Callable[..., bytes]

PICTURE = '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{0}" cy="{0}"/></wp:inline></w:drawing></w:r></w:p>'


def ingest(data: bytes) -> Document:
    """Ingests a file."""
    return DocxIngester().ingest(data, name="a.docx", path="a.docx")


def cell(text: str, properties: str = "") -> str:
    """A cell with one paragraph, or with the markup given."""
    inner = text if text.startswith("<") else f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def across(text: str, columns: int, more: str = "") -> str:
    """A cell over some columns."""
    return cell(text, f'<w:gridSpan w:val="{columns}"/>{more}')


def top(text: str, more: str = "") -> str:
    """The uppermost of cells that are merged downward."""
    return cell(text, f'{more}<w:vMerge w:val="restart"/>')


def below(text: str = "", more: str = "") -> str:
    """A cell that belongs to the one above it."""
    return cell(text, f"{more}<w:vMerge/>")


def row(*cells: str, properties: str = "") -> str:
    """A row; what is no markup is a cell of plain text."""
    inner = "".join(part if part.startswith("<") else cell(part) for part in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def areas(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    """Text, row, column, row span and column span of every cell."""
    return [(one.text, one.row, one.column, one.row_span, one.column_span) for one in grid.cells]


class TestPlaces:
    """Which positions a cell covers."""

    def test_cells_are_joined_by_tab_and_rows_by_line_feed(self, make_docx: MakeDocx) -> None:
        """The paragraphs of a cell by line feed; the place of every cell says where it ends, also that of a blank."""
        body = table(
            row("规章", cell("<w:p><w:r><w:t>商业</w:t></w:r></w:p><w:p><w:r><w:t>企业</w:t></w:r></w:p>")),
            row("", "8"),
        )
        document = ingest(make_docx(body))
        assert document.text == "规章\t商业\n企业\n\t8\n"
        assert [(one.start, one.end) for one in document.grids[0].cells] == [(0, 2), (3, 8), (9, 9), (10, 11)]

    def test_merged_cells_are_one_cell_over_their_positions(self, make_docx: MakeDocx) -> None:
        """Across, downward and both."""
        body = table(
            row(top("申请人", '<w:gridSpan w:val="2"/>'), "自然人"),
            row(below("", '<w:gridSpan w:val="2"/>'), "其他"),
            row(top("组"), across("合计", 2)),
            row(below(), "1", "2"),
            row(below(), "3", "4"),
        )
        assert areas(ingest(make_docx(body)).grids[0]) == [
            *(("申请人", 1, 1, 2, 2), ("自然人", 1, 3, 1, 1), ("其他", 2, 3, 1, 1)),
            *(("组", 3, 1, 3, 1), ("合计", 3, 2, 1, 2), ("1", 4, 2, 1, 1), ("2", 4, 3, 1, 1)),
            *(("3", 5, 2, 1, 1), ("4", 5, 3, 1, 1)),
        ]

    def test_a_row_may_begin_behind_columns_that_no_cell_covers(self, make_docx: MakeDocx) -> None:
        """The cells stand where Word draws them."""
        body = table(
            row("甲", "乙", "丙"),
            row("1", properties='<w:gridBefore w:val="2"/>'),
            row("2", "3", properties='<w:gridAfter w:val="1"/>'),
        )
        found = [(text, at) for text, _, at, _, _ in areas(ingest(make_docx(body)).grids[0])]
        assert found == [("甲", 1), ("乙", 2), ("丙", 3), ("1", 3), ("2", 1), ("3", 2)]

    def test_a_lower_part_without_an_upper_one_is_a_cell_of_its_own(self, make_docx: MakeDocx) -> None:
        """In the first row, below a cell that is not merged, and below one of another width."""
        body = table(
            row(below("甲"), "1", top("宽", '<w:gridSpan w:val="2"/>')),
            row("乙", "2", below("左"), "右"),
            row(below("丙"), "3", "窄", "末"),
        )
        assert areas(ingest(make_docx(body)).grids[0]) == [
            *(("甲", 1, 1, 1, 1), ("1", 1, 2, 1, 1), ("宽", 1, 3, 1, 2)),
            *(("乙", 2, 1, 1, 1), ("2", 2, 2, 1, 1), ("左", 2, 3, 1, 1), ("右", 2, 4, 1, 1)),
            *(("丙", 3, 1, 1, 1), ("3", 3, 2, 1, 1), ("窄", 3, 3, 1, 1), ("末", 3, 4, 1, 1)),
        ]

    def test_two_merged_cells_under_each_other_stay_two(self, make_docx: MakeDocx) -> None:
        """The second begins anew."""
        body = table(row(top("甲"), "1"), row(below(), "2"), row(top("乙"), "3"), row(below(), "4"))
        found = [
            (text, at, down) for text, at, column, down, _ in areas(ingest(make_docx(body)).grids[0]) if column == 1
        ]
        assert found == [("甲", 1, 2), ("乙", 3, 2)]

    def test_old_files_merge_across_cell_by_cell(self, make_docx: MakeDocx) -> None:
        """`hMerge` joins a cell to its left neighbour."""
        body = table(row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), "1"))
        assert areas(ingest(make_docx(body)).grids[0]) == [("甲", 1, 1, 1, 2), ("1", 1, 3, 1, 1)]

    def test_text_in_a_covered_cell_is_hidden_text(self, make_docx: MakeDocx) -> None:
        """Word keeps it in the file and does not print it."""
        document = ingest(make_docx(table(row(top("甲"), "1"), row(below("9"), "2"))))
        assert document.text == "甲\t1\n2\n"
        assert document.notes == ("hidden-text:zero-size:9",)

    def test_rows_and_cells_in_controls_and_insertions_are_read(self, make_docx: MakeDocx) -> None:
        """Where Word lets a control hold a row or a cell."""
        wrapped = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
        body = table(
            row("甲", wrapped.format(cell("1"))),
            wrapped.format(row("乙", "2")),
            "<w:ins>" + row("丙", "3") + "</w:ins>",
        )
        assert ingest(make_docx(wrapped.format(body))).text == "甲\t1\n乙\t2\n丙\t3\n"


class TestChanges:
    """Tracked changes of tables."""

    def test_deleted_rows_and_cells_are_taken_out_and_reported(self, make_docx: MakeDocx) -> None:
        """What is merged goes on over a deleted row."""
        body = table(
            row(top("甲"), "1"), row(below(), "9", properties="<w:del/>"), row(below(), cell("8", "<w:cellDel/>"), "2")
        )
        document = ingest(make_docx(body))
        assert areas(document.grids[0]) == [("甲", 1, 1, 2, 1), ("1", 1, 2, 1, 1), ("2", 2, 2, 1, 1)]
        assert document.notes == ("hidden-text:deleted:9 8",)

    def test_a_tracked_merge_counts(self, make_docx: MakeDocx) -> None:
        """It is what Word shows."""
        body = table(
            row(cell("甲", '<w:cellMerge w:vMerge="rest"/>'), "1"), row(cell("", '<w:cellMerge w:vMerge="cont"/>'), "2")
        )
        assert areas(ingest(make_docx(body)).grids[0])[0] == ("甲", 1, 1, 2, 1)


class TestNesting:
    """Tables in tables and in text boxes."""

    def test_a_table_around_tables_only_arranges_the_page(self, make_docx: MakeDocx) -> None:
        """As in HTML: each inner table is a grid of its own."""
        inner = table(row("规章", "0")) + "<w:p/>"
        document = ingest(make_docx(table(row("左", cell(inner)), row(cell(inner), "右"))))
        assert [areas(grid) for grid in document.grids] == [[("规章", 1, 1, 1, 1), ("0", 1, 2, 1, 1)]] * 2
        assert [document.text[part.start : part.end] for part in document.paragraphs] == ["左", "右"]

    def test_a_table_of_one_cell_inside_a_cell_is_its_content(self, make_docx: MakeDocx) -> None:
        """The outer table still holds the data."""
        document = ingest(make_docx(table(row("规章", cell(table(row("8")) + "<w:p/>")))))
        assert areas(document.grids[0]) == [("规章", 1, 1, 1, 1), ("8", 1, 2, 1, 1)]

    def test_a_table_in_a_text_box_is_read_once(self, make_docx: MakeDocx) -> None:
        """Behind the paragraph that holds the box."""
        content = f"<w:txbxContent>{table(row('规章', '8'))}<w:p/></w:txbxContent>"
        body = (
            "<w:p><w:r><w:t>甲</w:t></w:r><w:r><mc:AlternateContent>"
            f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></w:drawing>'
            f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r><w:r><w:t>乙</w:t></w:r></w:p>"
        )
        document = ingest(make_docx(body))
        assert document.text == "甲乙\n规章\t8\n"
        assert len(document.grids) == 1


class TestPictures:
    """Cells that show something which is no text."""

    @pytest.mark.parametrize(
        "shown",
        [
            pytest.param(cell(PICTURE.format(500_000)), id="picture"),
            pytest.param(cell("<w:p><w:r><w:object/></w:r></w:p>"), id="object"),
            pytest.param(cell("", '<w:tcBorders><w:tl2br w:val="single"/></w:tcBorders>'), id="diagonal-line"),
            pytest.param(cell("<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>26</w:t></w:r></w:p>"), id="crossed-out"),
        ],
    )
    def test_a_cell_that_shows_something_else_is_not_blank(self, shown: str, make_docx: MakeDocx) -> None:
        """An accepted blank would be wrong."""
        document = ingest(make_docx(table(row("规章", shown, "8"))))
        assert document.text == "规章\t\ufffc\t8\n"
        assert "picture-in-cell" in document.notes

    @pytest.mark.parametrize(
        "blank",
        [
            pytest.param(cell(PICTURE.format(9_525)), id="dot"),
            pytest.param(
                cell(PICTURE.format(500_000).replace("<wp:extent", '<wp:docPr hidden="1"/><wp:extent')), id="hidden"
            ),
            pytest.param(cell("", '<w:tcBorders><w:tl2br w:val="nil"/></w:tcBorders>'), id="no-line"),
            pytest.param(cell("　"), id="wide-space"),
            pytest.param(cell("\u200b"), id="no-width"),
        ],
    )
    def test_a_cell_without_anything_to_see_is_blank(self, blank: str, make_docx: MakeDocx) -> None:
        """Its interval is empty and stands at its field."""
        assert ingest(make_docx(table(row("规章", blank, "8")))).text == "规章\t\t8\n"


def test_a_file_of_another_library_reads_the_same() -> None:
    """`python-docx` writes styles, sections and merged cells its own way."""
    import docx

    file = docx.Document()
    file.add_heading("报告", 1)
    made = file.add_table(3, 3)
    for at, text in enumerate("甲乙丙丁戊己庚辛壬"):
        made.cell(at // 3, at % 3).text = text
    made.cell(0, 0).merge(made.cell(1, 1))
    buffer = io.BytesIO()
    file.save(buffer)
    document = ingest(buffer.getvalue())
    assert areas(document.grids[0]) == [
        *(("甲\n乙\n丁\n戊", 1, 1, 2, 2), ("丙", 1, 3, 1, 1), ("己", 2, 3, 1, 1)),
        *(("庚", 3, 1, 1, 1), ("辛", 3, 2, 1, 1), ("壬", 3, 3, 1, 1)),
    ]
    assert document.text.startswith("报告\n甲\n")
    assert document.notes == ()
