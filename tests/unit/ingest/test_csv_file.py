"""`extractor.ingest.csv_file`: where the fields of a csv file stand, and which of its lines are prose."""

import pytest

from extractor.errors import DocumentError
from extractor.ingest.any_file import FileIngester
from extractor.ingest.csv_file import QUOTES_NOTE, CsvIngester
from extractor.model import Document, Grid

REPORT = """青禾镇人民政府2023年政府信息公开工作年度报告,,,,
"本报告依据《条例》编制,共六个部分。
统计期限为2023年1月1日至12月31日。",,,,
一、总体情况,,,,
全年公开信息,,,,
二、主动公开政府信息情况,,,,
第二十条第（一）项,,,,
信息内容,本年制发件数,本年废止件数,现行有效件数,
规章,0,0,0,
行政规范性文件,"1,234",0,5,
第二十条第（五）项,,,,
信息内容,本年处理决定数量,,,
行政许可,94,,,
,,,,
三、其他,,,,
"""
"""An invented report as a spreadsheet exports it."""


def ingest(text: str | bytes) -> Document:
    """Ingests a file; text as UTF-8."""
    data = text if isinstance(text, bytes) else text.encode()
    return CsvIngester().ingest(data, name="report.csv", path="reports/report.csv")


def prose(document: Document) -> list[str]:
    """The paragraphs as text."""
    return [document.text[paragraph.start : paragraph.end] for paragraph in document.paragraphs]


def rows(grid: Grid) -> dict[int, list[str]]:
    """The texts of a grid's cells, row by row."""
    found: dict[int, list[str]] = {}
    for cell in grid.cells:
        found.setdefault(cell.row, []).append(cell.text)
    return found


class TestPlaces:
    """The text is the decoded file, and every cell is a piece of it."""

    def test_the_text_is_the_decoded_file(self) -> None:
        """Delimiters and quotes stay, so that each place can be looked up in the file itself."""
        assert ingest(REPORT).text == REPORT

    def test_a_row_that_gained_a_field_out_of_its_empty_end_shows_it(self) -> None:
        """867 came apart into 86 and 7: without its empty last field the row would look like the others."""
        lines = ("项目,甲,乙,丙,丁", "规章,1,2,3,", "行政许可,86,7,2,91,", "行政处罚,4,5,6,7")
        (grid,) = ingest("\n".join(lines) + "\n").grids
        assert [len(row) for row in rows(grid).values()] == [5, 5, 6, 5]

    def test_a_quoted_field_is_the_text_between_its_quotes(self) -> None:
        """Thousands do not become two fields, and a doubled quote stays as it is in the file."""
        document = ingest('规章,"1,234",0\n行政许可,"注""一""",5\n')
        texts = [cell.text for grid in document.grids for cell in grid.cells]
        assert texts == ["规章", "1,234", "0", "行政许可", '注""一""', "5"]
        assert all(document.text[cell.start : cell.end] == cell.text for grid in document.grids for cell in grid.cells)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_every_encoding_gives_the_same_cells(self, encoding: str) -> None:
        """Spreadsheets in China save csv in any of these."""
        document = FileIngester().ingest(REPORT.encode(encoding), name="a", path="a")
        assert document.media_type == "text/csv"
        assert (document.text, document.grids) == (REPORT, ingest(REPORT).grids)

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_every_line_end_ends_a_row(self, end: str) -> None:
        """Old Macs write a bare carriage return."""
        (grid,) = ingest(end.join(["甲,1,2", "乙,3,4"])).grids
        assert rows(grid) == {1: ["甲", "1", "2"], 2: ["乙", "3", "4"]}

    @pytest.mark.parametrize("delimiter", [",", ";"])
    def test_a_first_line_names_the_delimiter(self, delimiter: str) -> None:
        """It is neither a cell nor a paragraph."""
        document = ingest(f"sep={delimiter}\n规章{delimiter}1{delimiter}2\n许可{delimiter}3{delimiter}4\n")
        assert rows(document.grids[0]) == {1: ["规章", "1", "2"], 2: ["许可", "3", "4"]}
        assert prose(document) == []


class TestParts:
    """Prose becomes paragraphs, tables become grids."""

    def test_titles_headings_and_captions_are_paragraphs(self) -> None:
        """Without their padding, and each line of a quoted field by itself."""
        assert prose(ingest(REPORT)) == [
            "青禾镇人民政府2023年政府信息公开工作年度报告",
            "本报告依据《条例》编制,共六个部分。",
            "统计期限为2023年1月1日至12月31日。",
            "一、总体情况",
            "全年公开信息",
            "二、主动公开政府信息情况",
            "第二十条第（一）项",
            "第二十条第（五）项",
            "三、其他",
        ]

    def test_a_grid_is_as_wide_as_what_it_prints(self) -> None:
        """The columns that only a wider table fills are dropped."""
        first, second = ingest(REPORT).grids
        assert rows(first)[2] == ["规章", "0", "0", "0"]
        assert rows(second) == {1: ["信息内容", "本年处理决定数量"], 2: ["行政许可", "94"]}

    def test_a_label_with_blanks_only_stays_in_its_grid(self) -> None:
        """Blank cells are read as blank, so they must not be lost with their row."""
        (grid,) = ingest("信息内容,制发,废止\n规章,1,2\n行政许可,,\n行政处罚,3,4\n").grids
        assert rows(grid)[3] == ["行政许可", "", ""]

    def test_the_spaced_text_has_the_same_places(self) -> None:
        """Headings are found in it: no delimiter is left, and every cell stands where it stands in the text."""
        document = ingest(REPORT)
        assert len(document.prose) == len(document.text)
        assert all(document.prose[cell.start : cell.end] == cell.text for grid in document.grids for cell in grid.cells)
        lines = [line.strip() for line in document.prose.splitlines()]
        assert {"一、总体情况", "规章\t0\t0\t0"} <= set(lines)


class TestQuotes:
    """A quote that is missing must not move values to other columns."""

    @pytest.mark.parametrize("line", ['规章,"1,5,7', '"规章,1,5,7', '规章,"1"5,5,7'])
    def test_a_line_with_a_quote_too_few_is_one_field(self, line: str) -> None:
        """The rows around it keep their cells, and a note says so."""
        document = ingest(f"信息内容,制发,废止,现行\n许可,1,2,3\n{line}\n处罚,4,5,6\n")
        (grid,) = document.grids
        assert rows(grid) == {
            1: ["信息内容", "制发", "废止", "现行"],
            2: ["许可", "1", "2", "3"],
            3: [line],
            4: ["处罚", "4", "5", "6"],
        }
        assert QUOTES_NOTE in document.notes

    def test_an_opened_quote_does_not_swallow_the_rest(self) -> None:
        """However many lines follow."""
        document = ingest('甲,"1,2\n' + "乙,3,4\n" * 1000)
        assert sum(cell.text == "3" for grid in document.grids for cell in grid.cells) == 1000


def test_more_fields_than_a_report_has_are_refused() -> None:
    """With a code, the file's name where the driver knows it, and the next step."""
    with pytest.raises(DocumentError) as caught:
        ingest("规章,0,0\n" + "," * 200_001)
    assert caught.value.code == "too-many-cells"
    assert caught.value.hint
