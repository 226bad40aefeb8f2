"""Tables in the markup of Word, and what both parsers of docx give for them."""

import io
import zipfile
from dataclasses import dataclass

import docx

from extractor.ingest.docx_file import DocxIngester
from extractor.ingest.elements import UnstructuredParser
from extractor.model import ElementKind

__all__ = [
    "BELOW",
    "CHANGE",
    "DOCX",
    "HIDDEN_ROW",
    "NAMESPACES",
    "PICTURE",
    "Case",
    "Cell",
    "Tables",
    "cell",
    "first_parser",
    "grid",
    "paragraph",
    "plain",
    "row",
    "second_parser",
    "table",
    "tall",
    "text",
    "wide",
    "written",
]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
CHANGE = 'w:id="1" w:author="办公室" w:date="2024-01-15T09:00:00Z"'
Cell = tuple[int, int, int, int, str]
"""Row, column, row span, column span, text."""
Tables = list[list[Cell]]


def first_parser(data: bytes) -> Tables:
    """The tables as the native reader has them."""
    document = DocxIngester().ingest(data, name="a.docx", path="a.docx")
    return [
        [(cell.row, cell.column, cell.row_span, cell.column_span, plain(cell.text)) for cell in grid.cells]
        for grid in document.grids
    ]


def second_parser(data: bytes) -> Tables:
    """The tables as the second parser has them."""
    elements = UnstructuredParser().parse(data, media_type=DOCX, path="a.docx")
    return [
        [(cell.row, cell.column, cell.row_span, cell.column_span, plain(cell.text)) for cell in element.cells]
        for element in elements
        if element.kind is ElementKind.TABLE
    ]


def plain(text: str) -> str:
    """A text with its white space collapsed: the second parser has no lines."""
    return " ".join(text.split())


def written(*blocks: str) -> bytes:
    """A Word file with these blocks in its body."""
    stream = io.BytesIO()
    docx.Document().save(stream)
    written = io.BytesIO()
    body = f"<w:document {NAMESPACES}><w:body>{''.join(blocks)}</w:body></w:document>"
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, body if name == "word/document.xml" else old.read(name))
    return written.getvalue()


def text(words: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; plain words are a run."""
    inner = "".join(run if run.startswith("<") else text(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(*content: str, properties: str = "") -> str:
    """A cell of paragraphs; plain words are a paragraph."""
    inner = "".join(part if part.startswith("<") else paragraph(part) for part in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or '<w:p/>'}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells; plain words are a cell."""
    inner = "".join(part if part.startswith("<") else cell(*[part] if part else []) for part in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(columns: int, *rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"


def wide(columns: int, *content: str) -> str:
    """A cell over some columns."""
    return cell(*content, properties=f'<w:gridSpan w:val="{columns}"/>')


def tall(*content: str) -> str:
    """The first cell of some over each other."""
    return cell(*content, properties='<w:vMerge w:val="restart"/>')


BELOW = cell(properties="<w:vMerge/>")
"""A cell that goes on with the one over it."""
HIDDEN_ROW = row(
    cell(paragraph(text("丙", "<w:vanish/>"))), cell(paragraph(text("3", "<w:vanish/>"))), properties="<w:hidden/>"
)
PICTURE = "<w:p><w:r><w:pict/></w:r></w:p>"


def grid(*rows: str) -> list[Cell]:
    """Cells without spans, one word each; a dot stands for a blank."""
    return [
        (number, column, 1, 1, "" if word == "." else word)
        for number, words in enumerate(rows, start=1)
        for column, word in enumerate(words.split(), start=1)
    ]


@dataclass(frozen=True)
class Case:
    """A document and what both parsers make of it."""

    name: str
    body: str
    tables: Tables
    difference: str = ""
    """The name of a known difference; empty when there is none."""
    second: Tables | None = None
    """What the second parser makes of it, where it differs."""
