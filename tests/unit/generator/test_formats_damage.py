"""Damage to files: it is in the bytes, what nobody sees is in no text, and figures keep their places and paths."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import islice

import openpyxl
import pytest
from selectolax.lexbor import LexborHTMLParser

from eval.generator import FILE_DAMAGES, Format, Generated, Layout, generate
from eval.generator.damages.files import GRID_LAYOUT
from eval.generator.formats.book import Cell, GridRow, columns_of, occupied
from eval.generator.formats.flat import flattened
from eval.generator.formats.regrid import crossed, cut, even, transposed, with_column

CASES = [
    pytest.param(name, file_format, id=f"{name}-{file_format.value}")
    for name, damage in FILE_DAMAGES.items()
    for file_format in Format
    if file_format in damage.formats and file_format is not Format.TXT
]

SMALL = (
    GridRow((Cell("表", column_span=3, head=True),)),
    GridRow((Cell("组", row_span=2), Cell("甲"), Cell("1", "t.a.x", value=True))),
    GridRow((Cell("乙"), Cell("2", "t.b.x", value=True))),
    GridRow((Cell("计", column_span=2), Cell("3", "t.c.x", value=True))),
)
"""A caption, a group of two rows, and a row outside it."""


def made(name: str, file_format: Format, seed: int = 3) -> Generated:
    """A damaged file of a busy agency."""
    return generate(seed, GRID_LAYOUT, file_format=file_format, damages=[name], profile="county")


@cache
def whole_file(seed: int, file_format: Format) -> Generated:
    """The same file without damage."""
    return generate(seed, GRID_LAYOUT, file_format=file_format, profile="county")


def several(name: str, file_format: Format) -> Iterator[Generated]:
    """Some of them, as far as the drawn style gives the damage a place."""
    for seed in range(6):
        try:
            yield made(name, file_format, seed)
        except ValueError:
            continue


def content(report: Generated) -> str:
    """The file as text, markup and all."""
    if report.format in {Format.DOCX, Format.XLSX}:
        with zipfile.ZipFile(io.BytesIO(report.data)) as package:
            return "".join(package.read(name).decode() for name in package.namelist())
    declared = re.search(rb"charset=\"?([\w-]+)", report.data)
    encoding = declared[1].decode().lower() if declared else "utf-8-sig"
    return report.data.decode("gb18030" if encoding.startswith("gb") else "utf-8-sig")


def texts(rows: tuple[GridRow, ...]) -> list[list[tuple[int, str]]]:
    """The columns and texts of a grid's rows."""
    return [[(column, cell.text) for column, cell in row] for row in occupied(rows)]


@pytest.mark.parametrize(("name", "file_format"), CASES)
def test_a_damage_is_in_the_file_and_every_figure_keeps_its_place(name: str, file_format: Format) -> None:
    """Bytes or name differ from the whole file's, the truth is clean exactly where the damage is harmless."""
    done = 0
    for seed in range(12):
        try:
            damaged = made(name, file_format, seed)
        except ValueError:
            continue
        done += 1
        whole = whole_file(seed, file_format)
        assert (damaged.data, damaged.file_name.partition(".")[2]) != (whole.data, whole.file_name.partition(".")[2])
        assert damaged.truth.clean == FILE_DAMAGES[name].harmless
        assert damaged.truth.cells == whole.truth.cells
        assert {path: [place.text for place in places] for path, places in damaged.places.items()} == {
            path: [place.text for place in places] for path, places in whole.places.items()
        }
        if done == 2:
            return
    assert done, f"no style of {file_format.value} gives {name} a place"


@pytest.mark.parametrize("name", FILE_DAMAGES)
def test_a_damage_says_in_a_sentence_what_it_does(name: str) -> None:
    """The registry documents itself."""
    assert FILE_DAMAGES[name].name == name
    assert FILE_DAMAGES[name].about.endswith(".")
    assert FILE_DAMAGES[name].formats


@pytest.mark.parametrize(
    ("name", "file_format", "mark"),
    [
        ("hidden_digits", Format.HTML, r'style="(display: ?none|DISPLAY: none|visibility:hidden)[^"]*">\d+<'),
        ("tiny_digits", Format.HTML, r'style="font-size:[01](px|pt)?">\d+<'),
        ("white_digits", Format.HTML, r'style="color:(#fff|#FFF|#ffffff|white)">\d+<'),
        ("comments", Format.HTML, r"<!-- 应为\d+ -->"),
        ("tracked_changes", Format.HTML, r"<del>\d+</del><ins>\d+</ins>"),
        ("hidden_rows", Format.HTML, r'<tr style="display:none"'),
        ("hidden_table", Format.HTML, r"<table hidden"),
        ("nested_figures", Format.HTML, r'<t[dh][^>]*><table border="0"'),
        ("layout_table", Format.HTML, r'<table width="100%"><tr><td valign="top"><table'),
        ("raised_note", Format.HTML, r"\d<sup>\[1\]"),
        ("picture_in_cell", Format.HTML, r"<td[^>]*><img src"),
        ("furniture_tables", Format.HTML, "点击数"),
        ("hidden_digits", Format.DOCX, r"<w:vanish/>.{0,80}<w:t [^>]*>\d+<"),
        ("tiny_digits", Format.DOCX, r'<w:sz w:val="2"/>'),
        ("white_digits", Format.DOCX, r'<w:color w:val="FFFFFF"/>'),
        ("comments", Format.DOCX, r"<w:comment w:id.*应为\d+"),
        ("tracked_changes", Format.DOCX, r"<w:delText [^>]*>\d+</w:delText></w:r></w:del><w:ins "),
        ("hidden_rows", Format.DOCX, r"<w:hidden/>"),
        ("hidden_table", Format.DOCX, r"<w:hidden/>"),
        ("nested_figures", Format.DOCX, r"</w:tcPr><w:tbl>"),
        ("raised_note", Format.DOCX, r"<w:footnoteReference"),
        ("picture_in_cell", Format.DOCX, r"<w:drawing><wp:inline>"),
        ("comments", Format.XLSX, r"<comment ref=.*应为\d+"),
        ("hidden_rows", Format.XLSX, r'<row r="\d+" hidden="1">'),
        ("hidden_column", Format.XLSX, r'<col [^>]*hidden="1"'),
        ("hidden_table", Format.XLSX, r'state="hidden"'),
        ("raised_note", Format.XLSX, r'<vertAlign val="superscript"/>'),
        ("white_column", Format.XLSX, r'<color rgb="FFFFFFFF"/>'),
    ],
)
def test_what_a_damage_adds_is_written_as_its_format_writes_it(name: str, file_format: Format, mark: str) -> None:
    """The markup of the feature is in the file, whatever the case of its tags."""
    written = [content(report) for report in several(name, file_format)]
    assert written
    assert all(re.search(mark, text, re.DOTALL | re.IGNORECASE) for text in written)


@pytest.mark.parametrize("file_format", [Format.HTML, Format.DOCX])
@pytest.mark.parametrize("name", ["hidden_digits", "tiny_digits", "white_digits", "tracked_changes", "comments"])
def test_what_nobody_sees_is_in_no_text(name: str, file_format: Format) -> None:
    """The visible text is that of the whole file."""
    for report in several(name, file_format):
        seed = int(report.name[:6])
        assert report.text == whole_file(seed, file_format).text


def test_a_tracked_change_strikes_out_another_figure() -> None:
    """A reader who takes both, or the wrong one, has a wrong number."""
    for report in several("tracked_changes", Format.HTML):
        tree = LexborHTMLParser(content(report))
        pairs = [(old.text(), new.text()) for old, new in zip(tree.css("del"), tree.css("ins"), strict=True)]
        assert pairs
        assert all(old != new for old, new in pairs)


def test_a_concealed_column_leaves_the_figures_where_the_generator_says() -> None:
    """In the sheet of another library, hidden and white columns included, every figure is at its place."""
    for name in ("hidden_column", "white_column", "hidden_rows", "ordinal_column"):
        for report in islice(several(name, Format.XLSX), 2):
            book = openpyxl.load_workbook(io.BytesIO(report.data))
            for place in (place for places in report.places.values() for place in places):
                assert place.sheet is not None
                assert place.row is not None
                assert place.column is not None
                value = book[place.sheet].cell(place.row, place.column).value
                shown = "" if value is None else str(value)
                assert shown == place.text or float(shown) == float(place.text.replace(",", ""))


@pytest.mark.parametrize(("name", "more"), [("split_bare", 1), ("split_header", 1), ("tables_run_together", -1)])
def test_splitting_and_joining_change_the_number_of_tables(name: str, more: int) -> None:
    """One table more, or one less."""
    for report in several(name, Format.DOCX):
        whole = whole_file(int(report.name[:6]), Format.DOCX)
        assert content(report).count("<w:tbl>") == content(whole).count("<w:tbl>") + more


def test_cells_in_a_picture_and_of_a_turned_table_are_unknowable() -> None:
    """Refusing them is right."""
    for report in several("picture_in_cell", Format.HTML):
        assert len(report.unknowable - whole_file(int(report.name[:6]), Format.HTML).unknowable) == 1
    for report in several("transposed_table", Format.HTML):
        lost = report.unknowable - whole_file(int(report.name[:6]), Format.HTML).unknowable
        assert len({path.partition(".")[0] for path in lost}) == 1


def test_a_file_that_was_cut_off_is_the_beginning_of_the_whole_one() -> None:
    """The bytes that are left are those of the whole file."""
    report = made("cut_off", Format.DOCX)
    whole = whole_file(3, Format.DOCX)
    assert whole.data.startswith(report.data)
    assert 0.3 < len(report.data) / len(whole.data) < 0.95


def test_the_suffix_of_a_text_file_can_be_wrong_as_well() -> None:
    """Damage to names happens in every format."""
    report = generate(4, Layout.CELL_LINES, damages=["wrong_suffix"])
    assert report.file_name.rpartition(".")[2] in {"doc", "md"}


class TestGrids:
    """Operations on grids keep every cell in its column."""

    def test_a_cut_carries_a_group_over_the_edge(self) -> None:
        """Above, the group ends at the edge; below it begins again, with its text or without."""
        for repeated, text in ((True, "组"), (False, "")):
            upper, lower = cut(SMALL, 2, repeated=repeated)
            assert texts(upper) == [[(1, "表")], [(1, "组"), (2, "甲"), (3, "1")]]
            assert texts(lower) == [[(1, text), (2, "乙"), (3, "2")], [(1, "计"), (3, "3")]]
            assert [cell.row_span for row in (*upper, *lower) for cell in row.cells] == [1] * 9

    def test_only_an_edge_inside_a_group_is_crossed(self) -> None:
        """The group reaches from the second row to the third."""
        assert [crossed(SMALL, at) for at in range(5)] == [False, False, True, False, False]

    def test_a_column_at_either_end_is_taken_in_by_a_lone_cell(self) -> None:
        """The caption widens, every other row has a new cell."""
        new = [None, Cell("一"), Cell("二"), Cell("三")]
        assert texts(with_column(SMALL, 1, new)) == [
            [(1, "表")],
            [(1, "一"), (2, "组"), (3, "甲"), (4, "1")],
            [(1, "二"), (3, "乙"), (4, "2")],
            [(1, "三"), (2, "计"), (4, "3")],
        ]
        behind = with_column(SMALL, 4, new)
        assert [row[-1] for row in texts(behind)] == [(1, "表"), (4, "一"), (4, "二"), (4, "三")]
        assert {columns_of((row,)) for row in (behind[0], with_column(SMALL, 1, new)[0])} == {4}

    def test_a_column_inside_a_spanning_cell_widens_it(self) -> None:
        """Between the label columns, the row outside the group only gets wider."""
        widened = with_column(SMALL, 2, [Cell("零"), Cell("一"), Cell("二"), Cell("三")])
        assert texts(widened) == [
            [(1, "表")],
            [(1, "组"), (2, "一"), (3, "甲"), (4, "1")],
            [(2, "二"), (3, "乙"), (4, "2")],
            [(1, "计"), (4, "3")],
        ]

    def test_a_turned_grid_turned_again_is_the_same(self) -> None:
        """Rows and columns change places, spans with them."""
        assert texts(transposed(SMALL)) == [
            [(1, "表"), (2, "组"), (4, "计")],
            [(2, "甲"), (3, "乙")],
            [(2, "1"), (3, "2"), (4, "3")],
        ]
        assert transposed(transposed(SMALL)) == SMALL

    def test_a_row_that_ends_early_makes_a_grid_uneven(self) -> None:
        """A lost cell leaves the last column of its row empty."""
        assert even(SMALL)
        assert not even((*SMALL, GridRow((Cell("丁"), Cell("4")))))

    def test_spans_come_apart_with_the_text_once_or_in_every_row(self) -> None:
        """A group's text is repeated downwards only; a figure never is."""
        assert texts(flattened(SMALL, repeated=False))[2] == [(1, ""), (2, "乙"), (3, "2")]
        assert texts(flattened(SMALL, repeated=True))[2] == [(1, "组"), (2, "乙"), (3, "2")]
        assert texts(flattened(SMALL, repeated=True))[3] == [(1, "计"), (2, ""), (3, "3")]
