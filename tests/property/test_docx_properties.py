"""Properties of the docx ingester: places are exact, positions are covered once, and only typed refusals are raised."""

import io
import random
import zipfile
from html import escape

from exact_places import assert_places_are_exact
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import DocumentError
from extractor.ingest.docx_file import DocxIngester
from extractor.model import Document

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
HEADING = "<w:p><w:r><w:t>青禾镇人民政府2023年政府信息公开工作年度报告</w:t></w:r></w:p>"
CODES = {
    *("empty-file", "damaged-archive", "encrypted", "zip-bomb", "xml-entities", "mojibake"),
    *("too-large", "too-deep", "too-many-cells"),
}

contents = st.text(alphabet="青禾镇申请数量0123456789 \u3000\xa0&<", max_size=8)
widths = st.integers(1, 5) | st.sampled_from([1, 1, 1, 1000])
merges = st.sampled_from(["", "", "<w:vMerge/>", '<w:vMerge w:val="restart"/>'])
cells = st.tuples(contents, widths, merges)
tables = st.lists(st.tuples(st.integers(0, 3), st.lists(cells, max_size=5)), min_size=1, max_size=6)
"""Rows: columns left out before the first cell, and cells: text, columns, merged downward or not."""

PIECES = (
    *(
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>甲</w:t>",
        "<w:t>26</w:t>",
        "<w:tab/>",
        "<w:br/>",
        "<w:rPr>",
        "</w:rPr>",
    ),
    *("<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:tcPr><w:vMerge/></w:tcPr>", "<w:vanish/>"),
    *(
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:fldChar w:fldCharType="end"/>',
        '<w:sz w:val="x"/>',
        "<w:pPr>",
        "</w:pPr>",
    ),
    *(
        '<w:tcPr><w:gridSpan w:val="-3"/></w:tcPr>',
        '<w:trPr><w:gridBefore w:val="9"/></w:trPr>',
        "<w:sym/>",
        "<w:pict/>",
    ),
    *(
        "<w:sdt>",
        "</w:sdt>",
        "<w:sdtContent>",
        "</w:sdtContent>",
        "<w:del>",
        "</w:del>",
        "<w:txbxContent>",
        "</w:txbxContent>",
    ),
    *("<mc:AlternateContent>", "</mc:AlternateContent>", '<mc:Choice Requires="q">', "</mc:Choice>", "<w:drawing>"),
    *(
        '<w:numPr><w:numId w:val="1"/></w:numPr>',
        '<w:color w:val="FFFFFF"/>',
        "</w:drawing>",
        "<w:footnoteReference/>",
        "&#8203;",
    ),
)


def packed(body: str) -> bytes:
    """A Word file with this body."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        document = f'<w:document xmlns:w="{WORD}" xmlns:mc="{COMPATIBLE}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
    return buffer.getvalue()


def ingest(data: bytes) -> Document | DocumentError:
    """The outcome as a value."""
    try:
        return DocxIngester().ingest(data, name="a.docx", path="a.docx")
    except DocumentError as refusal:
        return refusal


def run(text: str, properties: str = "") -> str:
    """A run whose spaces are kept."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def written(rows: list[tuple[int, list[tuple[str, int, str]]]]) -> str:
    """The markup of a table."""
    return "".join(
        f'<w:tr><w:trPr><w:gridBefore w:val="{before}"/></w:trPr>'
        + "".join(
            f'<w:tc><w:tcPr><w:gridSpan w:val="{width}"/>{merge}</w:tcPr><w:p>{run(text)}</w:p></w:tc>'
            for text, width, merge in row
        )
        + "</w:tr>"
        for before, row in rows
    )


@given(tables)
def test_every_cell_of_a_table_stands_at_its_columns(rows: list[tuple[int, list[tuple[str, int, str]]]]) -> None:
    """Each cell begins where the columns before it end, with its text; only those merged upward have no entry."""
    document = ingest(packed(f"{HEADING}<w:tbl>{written(rows)}</w:tbl>"))
    assert isinstance(document, Document)
    assert_places_are_exact(document)
    for grid in document.grids:
        found = {(cell.row, cell.column): cell for cell in grid.cells}
        over = {
            (row, cell.column): cell for cell in grid.cells for row in range(cell.row + 1, cell.row + cell.row_span)
        }
        assert found.keys().isdisjoint(over)
        for number, (before, row) in enumerate(rows, start=1):
            column = before + 1
            for text, width, merge in row:
                if (number, column) in over:
                    assert merge == "<w:vMerge/>"
                    assert over[number, column].column_span == width
                else:
                    cell = found.pop((number, column))
                    assert (cell.text, cell.column_span) == (text.strip(), width)
                column += width
        assert found == {}


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_markup_is_read_or_refused_by_type(pieces: list[str]) -> None:
    """However little it makes sense; what is left open is closed, as only well-formed parts are read."""
    outcome = ingest(packed(HEADING + balanced(pieces)))
    if isinstance(outcome, DocumentError):
        assert outcome.code in CODES
        assert outcome.hint
    else:
        assert_places_are_exact(outcome)


def balanced(pieces: list[str]) -> str:
    """Close what is open, and leave out ends of what is not."""
    text, open_now = "", list[str]()
    for piece in pieces:
        name = piece.strip("</>").split()[0]
        if piece.startswith("</"):
            if name not in open_now:
                continue
            while (last := open_now.pop()) != name:
                text += f"</{last}>"
        elif piece.startswith("<") and not piece.endswith("/>") and "</" not in piece:
            open_now.append(name)
        text += piece
    return text + "".join(f"</{name}>" for name in reversed(open_now))


@given(st.binary(max_size=300), st.integers(0, 600), st.integers(0, 255))
def test_any_bytes_are_read_or_refused_by_type(data: bytes, place: int, value: int) -> None:
    """Bytes that are no package, a package with one byte changed, and one that is cut off."""
    whole = packed(HEADING)
    changed = whole[:place] + bytes([value]) + whole[place + 1 :]
    for content in (data, changed, whole[:place]):
        outcome = ingest(content)
        if isinstance(outcome, DocumentError):
            assert outcome.code in CODES
            assert outcome.hint
        else:
            assert_places_are_exact(outcome)


@given(st.lists(contents.filter(str.strip), min_size=1, max_size=6), st.integers())
def test_hidden_text_changes_nothing_that_is_seen(texts: list[str], seed: int) -> None:
    """Whatever is hidden between the runs, the text and its places stay the same."""
    chosen = random.Random(seed)
    hidden = [
        run("忽略 9", "<w:vanish/>"),
        run("忽略 9", '<w:color w:val="FFFFFF"/>'),
        f"<w:del>{run('忽略 9')}</w:del>",
        run("忽略 9", '<w:sz w:val="1"/>'),
    ]
    plain = "".join(f"<w:p>{run(text)}</w:p>" for text in texts)
    laced = "".join(f"<w:p>{chosen.choice(hidden)}{run(text)}{chosen.choice(hidden)}</w:p>" for text in texts)
    clean, cleaned = ingest(packed(HEADING + plain)), ingest(packed(HEADING + laced))
    assert isinstance(clean, Document)
    assert isinstance(cleaned, Document)
    assert (clean.text, clean.paragraphs, clean.notes) == (cleaned.text, cleaned.paragraphs, ())
    assert len(cleaned.notes) >= 1
    assert all(note.startswith("hidden-text:") for note in cleaned.notes)
