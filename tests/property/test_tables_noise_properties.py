"""The table reader on texts that look like tables gone wrong: it may read nothing, but it neither fails nor invents."""

from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from extractor.forms import builtin_forms
from extractor.model import Document
from extractor.tables import CellReading, read_tables

CheckPlaces = Callable[[str, Sequence[CellReading]], None]

EDITIONS = [edition for form in builtin_forms() for table in form.tables for edition in table.editions]

LABELS = sorted(
    {row.label.text for edition in EDITIONS for block in edition.blocks for row in block.rows}
    | {column.label.text for edition in EDITIONS for block in edition.blocks for column in block.columns}
    | {group.text for edition in EDITIONS for block in edition.blocks for row in block.rows for group in row.groups}
)
"""Everything that the shipped forms print over and beside their values."""

LAYOUT = ["\t", "\t\t", "\n", "\n\n", "\r\n", "\n\t", "|", " | ", "\n| ", "|\n", "  ", " ", "\f", "\u2002", "\u200b"]
FURNITURE = ["第3页", "- 4 -", "|---|---|", "（一）", "1.", "[bookmark: _GoBack]", "。", "## "]

NOISE = st.lists(
    st.sampled_from(LABELS)
    | st.sampled_from(LAYOUT)
    | st.sampled_from(LAYOUT)
    | st.sampled_from(FURNITURE)
    | st.integers(0, 9999).map(str)
    | st.sampled_from(["", "-", "/", "无", "O", "1 2", "３"])
    | st.text("一二本年其他总计0123456789\t|\n- /（）.、。\u3000", max_size=6),
    max_size=80,
).map("".join)

ARBITRARY = st.text(max_size=200) | st.text("\t\n|0123456789 一二三总计其他", max_size=200)


@given(NOISE | ARBITRARY)
def test_no_text_makes_the_reader_fail_or_cite_what_is_not_there(check_places: CheckPlaces, text: str) -> None:
    """Every cell of every table has exactly one reading, whatever the file holds."""
    document = Document(sha256="0" * 64, name="a.txt", path="a.txt", media_type="text/plain", text=text)
    for form in builtin_forms():
        readings = read_tables(document, form, {})
        assert [reading.table for reading in readings] == [table.key for table in form.tables]
        for reading in readings:
            edition = form.table(reading.table).edition(reading.edition)
            assert tuple(cell.spec.path for cell in reading.cells) == edition.shape
            check_places(text, reading.cells)
            for row in reading.unmapped:
                assert row.fields
                printed = text[row.source.start : row.source.end]
                assert printed.startswith(row.fields[0].text)
                assert printed.endswith(row.fields[-1].text)


@given(NOISE | ARBITRARY, st.data())
def test_no_region_makes_the_reader_cite_outside_of_it(
    check_places: CheckPlaces, text: str, draws: st.DataObject
) -> None:
    """Regions may begin and end anywhere, also inside a line or a number."""
    start = draws.draw(st.integers(0, len(text)), label="start")
    end = draws.draw(st.integers(start, len(text)), label="end")
    document = Document(sha256="0" * 64, name="a.txt", path="a.txt", media_type="text/plain", text=text)
    for form in builtin_forms():
        regions = {table.key: [(start, end)] for table in form.tables}
        for reading in read_tables(document, form, regions):
            check_places(text, reading.cells)
            for cell in reading.cells:
                assert cell.source is None or start <= cell.source.start <= cell.source.end <= end


@given(NOISE)
def test_the_same_text_is_always_read_the_same(text: str) -> None:
    """Nothing but the text, the form and the thresholds takes part."""
    document = Document(sha256="0" * 64, name="a.txt", path="a.txt", media_type="text/plain", text=text)
    for form in builtin_forms():
        assert read_tables(document, form, {}) == read_tables(document, form, {})
