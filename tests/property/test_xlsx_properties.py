"""Properties of the xlsx ingester: places are exact, texts come back once, and only typed refusals are raised."""

import io
import zipfile
from functools import cache

from exact_places import assert_places_are_exact
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from extractor.errors import DocumentError
from extractor.ingest.xlsx_file import XlsxIngester
from extractor.model import Document

CODES = {
    *("empty-file", "damaged-archive", "encrypted", "zip-bomb", "xml-entities"),
    *("too-large", "too-deep", "too-many-cells"),
}

places = st.tuples(st.integers(1, 12), st.integers(1, 8))
texts = st.text(alphabet="青禾镇申请数量。：、一（）0123456789 \n", min_size=1, max_size=8)
cells = st.dictionaries(places, texts | st.integers(0, 9999), min_size=1, max_size=40)
areas = st.lists(st.tuples(places, st.integers(0, 3), st.integers(0, 7)), max_size=5)

XML = (
    *("<row>", "</row>", '<row r="2">', '<row hidden="1">', "<c>", "</c>", '<c r="B1">', '<c t="s">', '<c t="b">'),
    *(
        "<v>1</v>",
        "<v>",
        "</v>",
        "<f>1</f>",
        '<c t="inlineStr"><is><t>甲</t></is></c>',
        "<c><v>5</v></c>",
        "</sheetData>",
    ),
    *('<c s="9"><v>x</v></c>', '<row r="1048576">', '<c r="XFD1"><v>1</v></c>', "<mergeCells>", "</mergeCells>"),
    *('<mergeCell ref="A1:C9"/>', '<mergeCell ref="B2:XFD99"/>', '<mergeCell ref="?"/>', "<sheetData>", "&#x1;", "乙"),
)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@cache
def plain_workbook() -> bytes:
    """A workbook that prints one word."""
    book = Workbook()
    book.worksheets[0]["A1"] = "青禾镇"
    return saved(book)


def with_sheet(book: bytes, end: str) -> bytes:
    """A workbook with something else in place of the end of its first sheet's data."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b"</sheetData>", end.encode())
            target.writestr(name, part)
    return buffer.getvalue()


def with_ranges(book: bytes, ranges: list[tuple[int, int, int, int]]) -> bytes:
    """A workbook with merged cells, whose covered cells keep what they hold: openpyxl would clear them."""
    items = "".join(
        f'<mergeCell ref="{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"/>'
        for top, left, bottom, right in ranges
    )
    return with_sheet(book, f"</sheetData><mergeCells>{items}</mergeCells>") if items else book


def ingest(data: bytes) -> Document | DocumentError:
    """The outcome as a value."""
    try:
        return XlsxIngester().ingest(data, name="report.xlsx", path="report.xlsx")
    except DocumentError as refusal:
        return refusal


@settings(max_examples=40)
@given(cells, areas)
def test_every_printed_cell_comes_back_once(
    filled: dict[tuple[int, int], str | int], merged: list[tuple[tuple[int, int], int, int]]
) -> None:
    """In a grid or as prose; what a merged cell covers comes back as a note and not in the text."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    taken: set[tuple[int, int]] = set()
    covered: set[tuple[int, int]] = set()
    ranges: list[tuple[int, int, int, int]] = []
    for (row, column), value in filled.items():
        sheet.cell(row, column, value)
    for (row, column), down, across in merged:
        area = {(row + one, column + other) for one in range(down + 1) for other in range(across + 1)}
        if len(area) > 1 and taken.isdisjoint(area):
            taken |= area
            covered |= area - {(row, column)}
            ranges.append((row, column, row + down, column + across))
    document = ingest(with_ranges(saved(book), ranges))
    printed = sorted("".join(str(value).split()) for place, value in filled.items() if place not in covered)
    printed = [text for text in printed if text]
    if isinstance(document, DocumentError):
        assert document.code == "empty-file"
        assert not printed
        return
    assert_places_are_exact(document)
    assert sorted("".join(document.text.split())) == sorted("".join(printed))


@given(st.lists(st.sampled_from(XML), max_size=25))
def test_any_sheet_is_read_or_refused_by_type(pieces: list[str]) -> None:
    """However broken its markup; refusals say what to do next."""
    outcome = ingest(with_sheet(plain_workbook(), "".join(pieces) + "</sheetData>"))
    if isinstance(outcome, DocumentError):
        assert outcome.code in CODES
        assert outcome.hint
    else:
        assert_places_are_exact(outcome)


@given(st.binary(max_size=200) | st.integers(0, 5000))
def test_any_bytes_are_read_or_refused_by_type(noise: bytes | int) -> None:
    """Bytes that are no archive, and an archive that is cut off."""
    outcome = ingest(noise if isinstance(noise, bytes) else plain_workbook()[:noise])
    if isinstance(outcome, DocumentError):
        assert outcome.code in CODES
    else:
        assert outcome.text == "青禾镇\n"
