"""Formats: the same bytes again, files that other programs open, and figures where the generator says they are."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

import docx
import openpyxl
import pytest
from selectolax.lexbor import LexborHTMLParser

from eval.generator import DAMAGES, FILE_DAMAGES, Format, Generated, Layout, draw, draw_file, generate
from eval.generator.__main__ import main
from eval.generator.damages.files import GRID_LAYOUT, fits_format

FILES = (Format.HTML, Format.DOCX, Format.XLSX, Format.CSV)
SEEDS = range(5)
PROJECT_ROOT = Path(__file__).resolve().parents[3]


def reports(file_format: Format, *damages: str) -> Iterator[Generated]:
    """Some documents of a format."""
    return (generate(seed, GRID_LAYOUT, file_format=file_format, profile="county", damages=damages) for seed in SEEDS)


def markup_texts(report: Generated) -> list[str]:
    """The parts of an office package, decoded."""
    with zipfile.ZipFile(io.BytesIO(report.data)) as package:
        return [package.read(name).decode() for name in package.namelist()]


def test_the_same_seed_gives_the_same_files_in_every_process() -> None:
    """Neither the hash salt, nor the clock, nor what was written before has a say."""
    program = (
        "import hashlib; from eval.generator import draw_file\n"
        "print(hashlib.sha256(repr([(r.data, r.file_name, sorted(r.places.items(), key=repr))"
        " for r in map(draw_file, range(30))]).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": salt, "TZ": zone, "PYTHONPATH": str(PROJECT_ROOT)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for salt, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }
    assert len(digests) == 1


def test_drawing_reaches_every_format_and_nearly_every_damage() -> None:
    """A run of some thousand files leaves nothing out; some hundred already meet most damages."""
    drawn = [draw_file(seed) for seed in range(350)]
    assert {report.format for report in drawn} == set(Format)
    assert {name for report in drawn for name in report.damages} >= set(FILE_DAMAGES) - {"wrong_suffix"}


def test_a_text_file_is_the_document_that_text_benchmarks_draw() -> None:
    """The encoded text is the text, and its name has the layout's suffix."""
    for seed in range(40):
        report = draw(seed)
        assert any(report.data == report.text.encode(name) for name in ("utf-8", "utf-8-sig", "gb18030"))
        markdown = report.layout in {Layout.MODEL_MARKDOWN, Layout.PLAIN_MARKDOWN}
        assert report.file_name == report.name + (".md" if markdown else ".txt")


def test_places_in_text_are_the_figures_as_printed() -> None:
    """Each offset pair cuts out the field's text, and simple layouts know the place of every figure."""
    for layout in (Layout.CELL_LINES, Layout.TAB_ROWS, Layout.PLAIN_MARKDOWN):
        for seed in SEEDS:
            report = generate(seed, layout, profile="city")
            fields = [field for _, _, _, row in report.document.rows() for field in row.fields if field.text]
            assert set(report.places) == {field.path for field in fields}
            for places in report.places.values():
                assert [report.text[place.start : place.end] for place in places] == [place.text for place in places]


@pytest.mark.parametrize("file_format", FILES)
class TestEveryFormat:
    """What holds in all of them."""

    def test_every_field_has_a_place_with_its_text(self, file_format: Format) -> None:
        """Each cell of the document stands at exactly one place, also where it is empty."""
        for report in reports(file_format):
            fields = {field.path: field.text for _, _, _, row in report.document.rows() for field in row.fields}
            assert {path: [place.text for place in places] for path, places in report.places.items()} == {
                path: [text] for path, text in fields.items()
            }

    def test_a_row_that_is_printed_twice_has_two_places(self, file_format: Format) -> None:
        """Nothing says which of two equal rows is meant, so both are right."""
        for report in reports(file_format, "duplicated_row"):
            twice = [places for places in report.places.values() if len(places) > 1]
            assert twice
            assert all(len(set(places)) == 2 for places in twice)

    def test_damage_to_documents_is_in_the_file_as_well(self, file_format: Format) -> None:
        """Every damage that the format can bear changes the bytes."""
        for name in (name for name, damage in DAMAGES.items() if fits_format(damage, file_format)):
            damaged = generate(3, GRID_LAYOUT, file_format=file_format, damages=[name])
            assert damaged.damages == (name,)
            assert damaged.truth.clean == DAMAGES[name].harmless
            assert damaged.data != generate(3, GRID_LAYOUT, file_format=file_format, profile="office").data

    def test_damage_of_another_format_is_refused(self, file_format: Format) -> None:
        """What cannot happen in a format is an error of the caller, as is a layout of text."""
        with pytest.raises(ValueError, match="do not happen in format"):
            generate(1, GRID_LAYOUT, file_format=file_format, damages=["truncated"])
        with pytest.raises(ValueError, match="has no layouts"):
            generate(1, Layout.CELL_LINES, file_format=file_format)


class TestHtml:
    """Pages."""

    def test_every_page_parses_to_the_figures_at_their_places(self) -> None:
        """In the tree of a browser's parser, the cell at each place holds its text."""
        for report in reports(Format.HTML):
            encoding = "gb18030" if b"GBK" in report.data or b"gb2312" in report.data else "utf-8-sig"
            tree = LexborHTMLParser(report.data.decode(encoding))
            tables = [
                rows
                for table in tree.css("table")
                if not table.css("td table")
                for rows in [[row.css("td, th") for row in table.css("tr")]]
                if any(len(cells) > 1 for cells in rows)
            ]
            for places in report.places.values():
                for place in places:
                    assert place.table is not None
                    assert place.row is not None
                    texts = [cell.text().strip() for cell in tables[place.table - 1][place.row - 1]]
                    assert place.text in texts

    def test_the_styles_of_real_pages_all_occur(self) -> None:
        """Word's and WPS's pages, capitals, open cells, spans, old encodings and outer tables are all drawn."""
        pages = [generate(seed, GRID_LAYOUT, file_format=Format.HTML).data for seed in range(80)]
        for mark in (
            *(b"MsoNormal", b"WPS Office", b"[if gte mso 9]", b"<TABLE", b"&nbsp;", b"rowspan=", b"colspan="),
            *(b"charset=gb2312", b"charset=GBK", b"\xef\xbb\xbf", b"<thead>", b'class="nav"', b"<script", b"<th"),
        ):
            assert sum(mark in page for page in pages) in range(1, 81), mark
        assert any(b"<td" in page and b"</td>" not in page for page in pages)


class TestDocx:
    """Word documents."""

    def test_every_document_opens_in_another_program_with_the_figures_at_their_places(self) -> None:
        """python-docx finds each figure in the table, row and column that the generator names."""
        for report in reports(Format.DOCX):
            document = docx.Document(io.BytesIO(report.data))
            counted = [table for table in document.tables if any(len(set(row.cells)) > 1 for row in table.rows)]
            grids = [[[cell.text for cell in row.cells] for row in table.rows] for table in counted]
            for places in report.places.values():
                for place in places:
                    assert place.table is not None
                    assert place.row is not None
                    assert place.column is not None
                    assert grids[place.table - 1][place.row - 1][place.column - 1].strip() == place.text

    def test_every_part_is_well_formed_and_dated_alike(self) -> None:
        """No part breaks a parser, whatever stands in it."""
        for report in (*reports(Format.DOCX, "comments", "tracked_changes"), *reports(Format.XLSX, "comments")):
            with zipfile.ZipFile(io.BytesIO(report.data)) as package:
                assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
                for name in package.namelist():
                    assert expat.ParserCreate().Parse(package.read(name), True) == 1

    def test_the_styles_of_real_documents_all_occur(self) -> None:
        """Headings of three kinds, merged cells, page numbers, footnotes, text boxes and torn figures are all drawn."""
        documents = ["".join(markup_texts(report)) for seed in range(60) for report in [_word(seed)]]
        for mark in (
            *('<w:pStyle w:val="1"/>', "<w:numPr>", "<w:gridSpan", "<w:vMerge/>", " PAGE ", "<w:footnoteReference"),
            *("<w:txbxContent>", "<w:tblHeader/>", "仿宋_GB2312", "宋体"),
        ):
            assert any(mark in document for document in documents), mark
            assert not all(mark in document for document in documents) or mark in {
                *("<w:gridSpan", "<w:vMerge/>", "<w:tblHeader/>"),
            }


def _word(seed: int) -> Generated:
    return generate(seed, GRID_LAYOUT, file_format=Format.DOCX)


class TestXlsx:
    """Workbooks."""

    def test_every_workbook_opens_in_another_program_with_the_figures_at_their_places(self) -> None:
        """Another library finds each figure in the sheet, row and column that are named, as a number or as text."""
        kinds: set[type] = set()
        for report in reports(Format.XLSX):
            book = openpyxl.load_workbook(io.BytesIO(report.data))
            for places in report.places.values():
                for place in places:
                    assert place.sheet is not None
                    assert place.row is not None
                    assert place.column is not None
                    value = book[place.sheet].cell(place.row, place.column).value
                    kinds.add(type(value))
                    shown = "" if value is None else str(value)
                    assert shown == place.text or float(shown) == float(place.text.replace(",", ""))
        assert kinds >= {int, str}

    def test_whole_reports_and_sheets_by_section_both_occur(self) -> None:
        """Some workbooks have one sheet, others one for each section."""
        counts = {len(openpyxl.load_workbook(io.BytesIO(report.data)).sheetnames) for report in reports(Format.XLSX)}
        assert 1 in counts
        assert max(counts) > 3


class TestCsv:
    """CSV files."""

    def test_every_record_reads_in_another_program_with_the_figures_at_their_places(self) -> None:
        """Python's reader finds each figure in the record and field that the generator names, and so do offsets."""
        for report in reports(Format.CSV):
            text = next(
                text for encoding in ("utf-8-sig", "gb18030") if (text := _decoded(report.data, encoding)) is not None
            )
            assert text == report.text
            delimiter = max(",;", key=text.count)
            records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
            for places in report.places.values():
                for place in places:
                    assert place.row is not None
                    assert place.column is not None
                    assert records[place.row - 1][place.column - 1] == place.text
                    assert text[place.start : place.end] == place.text

    def test_the_styles_of_real_files_all_occur(self) -> None:
        """A byte-order mark, an old encoding, another delimiter, padding and quotes are all drawn."""
        files = [generate(seed, GRID_LAYOUT, file_format=Format.CSV) for seed in range(40)]
        assert any(report.data.startswith(b"\xef\xbb\xbf") for report in files)
        assert any(_decoded(report.data, "utf-8") is None for report in files)
        assert any(report.text.count(";") > report.text.count(",") for report in files)
        assert any(",,,,\r\n" in report.text for report in files)
        assert any('"' in report.text for report in files)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


class TestCommandLine:
    """`python -m eval.generator`."""

    def test_files_and_truths_are_written_side_by_side(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """As many files of the wanted format as asked for, each with a truth that names its places."""
        assert main([str(tmp_path / "out"), "--count", "3", "--format", "docx", "--seed", "5"]) == 0
        names = sorted(path.name for path in (tmp_path / "out").iterdir())
        truths = [name for name in names if name.endswith(".truth.json")]
        assert len(names) == 6
        assert {f"{name}.truth.json" for name in names if name not in truths} == set(truths)
        content = json.loads((tmp_path / "out" / truths[0]).read_text(encoding="utf-8"))
        assert content["format"] == "docx"
        assert set(content["places"]) <= set(content["cells"])
        assert capsys.readouterr().out.startswith("3 files")

    def test_any_and_text_formats_can_be_asked_for(self, tmp_path: Path) -> None:
        """Without a format all kinds are written; text is drawn seed by seed."""
        main([str(tmp_path / "any"), "--count", "12"])
        assert len({path.name.split("-")[1].split(".")[0] for path in (tmp_path / "any").iterdir()}) > 3
        main([str(tmp_path / "txt"), "--count", "2", "--format", "txt", "--seed", "9"])
        assert {path.name[:6] for path in (tmp_path / "txt").iterdir()} == {"000009", "000010"}
