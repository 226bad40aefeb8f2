"""Properties of the csv ingester: what was written comes back at its place, and any text is read or refused by type."""

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from extractor.errors import DocumentError
from extractor.ingest.csv_file import CsvIngester
from extractor.model import Document

CODES = {"empty-file", "binary-file", "undecodable-text", "mojibake", "too-many-cells"}

fields = st.text(alphabet='青禾镇申请数量0123456789 ,;"\n\r', max_size=8)
tables = st.lists(st.lists(fields, min_size=1, max_size=6), min_size=1, max_size=12)


def ingest(text: str) -> Document | DocumentError:
    """The outcome as a value."""
    try:
        return CsvIngester().ingest(text.encode(), name="report.csv", path="report.csv")
    except DocumentError as refusal:
        return refusal


def assert_places_are_exact(document: Document) -> None:
    """Cells and paragraphs are cut out of the text, in order and apart."""
    for number, grid in enumerate(document.grids, start=1):
        assert grid.ordinal == number
        end = -1
        for cell in grid.cells:
            assert document.text[cell.start : cell.end] == cell.text
            assert end < cell.start
            end = cell.end
        assert len({(cell.row, cell.column) for cell in grid.cells}) == len(grid.cells)
    for paragraph in document.paragraphs:
        assert document.text[paragraph.start : paragraph.end].strip()
    assert len(document.prose) == len(document.text)


@given(tables)
@example([["", "0", "", ";"], ["", "0", ""], ["", "0", ""]])
def test_every_printed_field_of_a_table_comes_back_once(table: list[list[str]]) -> None:
    """In a grid as written, or as a paragraph; quotes doubled by the writer stay doubled."""
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(table)
    document = ingest(buffer.getvalue())
    if isinstance(document, DocumentError):
        assert not any(field.strip() for row in table for field in row)
        return
    assert_places_are_exact(document)
    found = [cell.text for grid in document.grids for cell in grid.cells if cell.text.strip()]
    found += [document.text[paragraph.start : paragraph.end] for paragraph in document.paragraphs]
    written = [field.replace('"', '""') for row in table for field in row if field.strip()]
    assert sorted("".join("".join(found).split())) == sorted("".join("".join(written).split()))


@given(st.text(alphabet='青,;"\n\r 0\t', max_size=80))
def test_any_text_is_read_or_refused_by_type(text: str) -> None:
    """However its quotes stand."""
    outcome = ingest(f"青禾镇{text}")
    if isinstance(outcome, DocumentError):
        assert outcome.code in CODES
        assert outcome.hint
    else:
        assert_places_are_exact(outcome)
        assert outcome.text == f"青禾镇{text}"
