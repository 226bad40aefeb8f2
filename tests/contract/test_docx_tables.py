"""What both parsers of docx give for the same tables: positions, spans and texts, white space put aside.

The two share the judgement what is hidden and the limits of the package, and nothing else. Where they are known to
differ, the difference has a name and both answers stand here.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import docx
import pytest

from eval.generator import Format, generate
from eval.generator.damages.files import GRID_LAYOUT
from extractor.ingest.docx_file import DocxIngester
from extractor.ingest.elements import UnstructuredParser
from extractor.model import ElementKind

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


SAME = [
    Case("plain cells", table(2, row("甲", "1"), row("乙", "2")), [grid("甲 1", "乙 2")]),
    Case(
        "two tables and text between them",
        table(2, row("甲", "1")) + paragraph("正文") + table(2, row("乙", "2")),
        [grid("甲 1"), grid("乙 2")],
    ),
    Case("blank cells", table(3, row("甲", "", "1"), row("", "", "")), [grid("甲 . 1", ". . .")]),
    Case(
        "cells over columns",
        table(3, row(wide(3, "题")), row("甲", wide(2, "1"))),
        [[(1, 1, 1, 3, "题"), (2, 1, 1, 1, "甲"), (2, 2, 1, 2, "1")]],
    ),
    Case(
        "cells over rows",
        table(2, row(tall("甲"), "1"), row(BELOW, "2"), row(tall("乙"), "3"), row(BELOW, "4")),
        [
            [
                (1, 1, 2, 1, "甲"),
                (1, 2, 1, 1, "1"),
                (2, 2, 1, 1, "2"),
                (3, 1, 2, 1, "乙"),
                (3, 2, 1, 1, "3"),
                (4, 2, 1, 1, "4"),
            ]
        ],
    ),
    Case(
        "a cell over rows and columns",
        table(
            3,
            row(cell("甲", properties='<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'), "1"),
            row(cell(properties='<w:gridSpan w:val="2"/><w:vMerge/>'), "2"),
            row("3", "4", "5"),
        ),
        [
            [
                (1, 1, 2, 2, "甲"),
                (1, 3, 1, 1, "1"),
                (2, 3, 1, 1, "2"),
                (3, 1, 1, 1, "3"),
                (3, 2, 1, 1, "4"),
                (3, 3, 1, 1, "5"),
            ]
        ],
    ),
    Case(
        "paragraphs, line ends and tabs in a cell",
        table(
            2,
            row(
                cell("第二十条", "第（一）项"),
                cell("<w:p><w:r><w:t>1</w:t><w:br/><w:t>2</w:t><w:tab/><w:t>3</w:t></w:r></w:p>"),
            ),
        ),
        [[(1, 1, 1, 1, "第二十条 第（一）项"), (1, 2, 1, 1, "1 2 3")]],
    ),
    Case("a figure torn into runs", table(2, row("甲", cell(paragraph("1", "2", "3")))), [grid("甲 123")]),
    Case(
        "tracked insertions and deletions",
        table(
            2,
            row(
                "甲",
                cell(
                    paragraph(
                        f"<w:ins {CHANGE}>{text('12')}</w:ins>",
                        f"<w:del {CHANGE}><w:r><w:delText>34</w:delText></w:r></w:del>",
                    )
                ),
            ),
        ),
        [grid("甲 12")],
    ),
    Case(
        "text moved away",
        table(
            2,
            row(
                "甲",
                cell(
                    paragraph(
                        f"<w:moveFrom {CHANGE}>{text('9')}</w:moveFrom>", f"<w:moveTo {CHANGE}>{text('8')}</w:moveTo>"
                    )
                ),
            ),
        ),
        [grid("甲 8")],
    ),
    Case(
        "a deleted row",
        table(2, row("甲", "1"), row("乙", "2", properties=f"<w:del {CHANGE}/>"), row("丙", "3")),
        [grid("甲 1", "丙 3")],
    ),
    Case(
        "a deleted end of a paragraph",
        table(2, row("甲", cell(paragraph("4", properties=f"<w:rPr><w:del {CHANGE}/></w:rPr>"), paragraph("5")))),
        [grid("甲 45")],
    ),
    Case("hidden letters", table(2, row("甲", cell(paragraph("1", text("9", "<w:vanish/>"))))), [grid("甲 1")]),
    Case(
        "white letters",
        table(2, row("甲", cell(paragraph("1", text("9", '<w:color w:val="FFFFFF"/>'))))),
        [grid("甲 1")],
    ),
    Case(
        "letters of one point",
        table(2, row("甲", cell(paragraph("1", text("9", '<w:sz w:val="2"/>'))))),
        [grid("甲 1")],
    ),
    Case("characters without width", table(2, row("甲", "1\u200b2")), [grid("甲 12")]),
    Case(
        "a raised figure",
        table(2, row("甲", cell(paragraph("1", text("2", '<w:vertAlign w:val="superscript"/>'))))),
        [grid("甲 1²")],
    ),
    Case("a whole table that is hidden", table(2, row("甲", "1")) + table(2, HIDDEN_ROW), [grid("甲 1")]),
    Case("a hidden row", table(2, row("甲", "1"), HIDDEN_ROW, row("乙", "2")), [grid("甲 1", "乙 2")]),
    Case(
        "a figure crossed out",
        table(2, row("甲", cell(paragraph(text("9", "<w:strike/>"))))),
        [[(1, 1, 1, 1, "甲"), (1, 2, 1, 1, "\ufffc")]],
    ),
    Case("a picture of a figure", table(2, row("甲", cell(PICTURE))), [[(1, 1, 1, 1, "甲"), (1, 2, 1, 1, "\ufffc")]]),
    Case(
        "a field",
        table(2, row("甲", cell(f'<w:p><w:fldSimple w:instr=" =SUM(ABOVE) ">{text("7")}</w:fldSimple></w:p>'))),
        [grid("甲 7")],
    ),
    Case(
        "content controls",
        table(
            2,
            row("甲", cell(f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('1')}</w:sdtContent></w:sdt>")),
            f"<w:sdt><w:sdtContent>{row('乙', '2')}</w:sdtContent></w:sdt>",
        ),
        [grid("甲 1", "乙 2")],
    ),
    Case(
        "a table in a content control",
        f"<w:sdt><w:sdtContent>{table(2, row('甲', '1'))}</w:sdtContent></w:sdt>",
        [grid("甲 1")],
    ),
    Case(
        "a comment",
        table(
            2,
            row(
                "甲",
                cell('<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>1</w:t></w:r><w:commentRangeEnd w:id="0"/></w:p>'),
            ),
        ),
        [grid("甲 1")],
    ),
    Case(
        "a table in a text box, which Word writes twice",
        paragraph(
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent>"
            f"{table(2, row('甲', '1'))}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
            f"{table(2, row('甲', '1'))}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        [grid("甲 1")],
    ),
]
"""Where both must say the same."""

DIFFERENT = [
    Case(
        "a table in a cell",
        table(2, row("甲", cell(table(2, row("1", "2"))))),
        [grid("1 2")],
        "the second parser flattens a nested table into the cell; the first takes the outer one for an arrangement",
        [[(1, 1, 1, 1, "甲"), (1, 2, 1, 1, "1 2")]],
    ),
    Case(
        "a row that begins late",
        table(2, row("甲", "1"), row("2", properties='<w:gridBefore w:val="1"/>')),
        [[(1, 1, 1, 1, "甲"), (1, 2, 1, 1, "1"), (2, 2, 1, 1, "2")]],
        "the second parser puts blank cells where a row has none",
        [grid("甲 1", ". 2")],
    ),
    Case(
        "a table of one column",
        table(1, row("甲"), row("乙")),
        [],
        "the second parser takes every table for data",
        [grid("甲", "乙")],
    ),
    Case(
        "a sign of a symbol font",
        table(2, row("甲", cell('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>'))),
        [grid("甲 ✓")],
        "the second parser knows no symbol fonts",
        [grid("甲 .")],
    ),
    Case(
        "a paragraph in a cell that is numbered by itself",
        table(2, row(cell(paragraph("甲", properties='<w:pStyle w:val="ListNumber"/>')), "1")),
        [[(1, 1, 1, 1, "1. 甲"), (1, 2, 1, 1, "1")]],
        "the second parser leaves out the numbers that lists give to paragraphs in cells",
        [grid("甲 1")],
    ),
]
"""Where they are known to differ."""


@pytest.mark.parametrize("parser", [first_parser, second_parser], ids=["first", "second"])
@pytest.mark.parametrize("case", SAME, ids=[case.name for case in SAME])
def test_both_parsers_give_the_same_tables(case: Case, parser: Callable[[bytes], Tables]) -> None:
    """A cell that one of them lost would look like a disagreement about the report."""
    assert parser(written(case.body)) == case.tables


@pytest.mark.parametrize("case", DIFFERENT, ids=[case.difference for case in DIFFERENT])
def test_the_parsers_differ_only_where_it_is_known(case: Case) -> None:
    """A difference that goes away is welcome, and whoever compares the two must hear of it."""
    data = written(case.body)
    assert first_parser(data) == case.tables
    assert second_parser(data) == case.second


@pytest.mark.parametrize("seed", range(6))
def test_both_parsers_give_the_same_tables_of_whole_reports(seed: int) -> None:
    """Reports with merged headers and torn figures, in the habits of many offices."""
    data = generate(seed, GRID_LAYOUT, file_format=Format.DOCX).data
    tables = first_parser(data)
    assert len(tables) >= 3
    assert second_parser(data) == tables


@pytest.mark.parametrize(
    "damage",
    [
        *("comments", "hidden_digits", "hidden_rows", "hidden_table", "layout_table", "nested_figures"),
        *("picture_in_cell", "spans_once", "split_header", "tiny_digits", "tracked_changes", "white_digits"),
    ],
)
def test_both_parsers_give_the_same_tables_of_damaged_reports(damage: str) -> None:
    """What offices leave in their files, and what is put there to mislead."""
    data = generate(1, GRID_LAYOUT, damages=[damage], file_format=Format.DOCX).data
    tables = first_parser(data)
    assert len(tables) >= 3
    assert second_parser(data) == tables


def test_the_second_parser_leaves_out_the_marks_of_notes() -> None:
    """A known difference; what matters is that no mark becomes a digit."""
    data = generate(1, GRID_LAYOUT, damages=["raised_note"], file_format=Format.DOCX).data
    first, second = first_parser(data), second_parser(data)
    assert first != second
    assert [[(*place, words.rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹")) for *place, words in table] for table in first] == second
