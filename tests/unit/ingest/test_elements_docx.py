"""Word files through the second parser: outline, prose, page furniture and tables."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml

from extractor.errors import DocumentError
from extractor.ingest.elements import UnstructuredParser
from extractor.ingest.elements.clean_docx import clean_docx
from extractor.ingest.elements.table_markup import read_cells
from extractor.model import Element, ElementCell, ElementKind

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
EMPTY = "<w:p></w:p>"


def written(document: WordDocument) -> bytes:
    """The bytes of a document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_block(block: str) -> bytes:
    """A document with a block of markup between two paragraphs."""
    document = docx.Document()
    document.add_paragraph("前文")
    document.paragraphs[0]._p.addnext(parse_xml(block.replace(">", f" {NAMESPACES}>", 1)))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage, reportUnknownMemberType] - the library shows its markup under no other name
    document.add_paragraph("后文")
    return written(document)


def parse(data: bytes) -> tuple[Element, ...]:
    """Parses a file."""
    return UnstructuredParser().parse(data, media_type=DOCX, path="folder/report.docx")


def texts(data: bytes) -> list[str]:
    """The texts of a file."""
    return [element.text for element in parse(data)]


def changed(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The package with every part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def test_styles_make_the_outline_and_the_rest_comes_in_order() -> None:
    """Titles and list items with their level, prose, tables, and what stands on every page."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "某局"
    section.footer.paragraphs[0].text = "第1页"
    document.add_paragraph("年度报告", style="Title")
    document.add_heading("一、总体情况", 1)
    document.add_paragraph("本年度全部按期办结。")
    document.add_heading("（一）主动公开", 2)
    document.add_paragraph("甲项", style="List Bullet")
    document.add_paragraph("乙项", style="List Bullet 2")
    document.add_table(1, 2).cell(0, 1).text = "3"
    assert [(element.kind, element.depth, element.text) for element in parse(written(document))] == [
        (ElementKind.HEADER, None, "某局"),
        (ElementKind.TITLE, 1, "年度报告"),
        (ElementKind.TITLE, 1, "一、总体情况"),
        (ElementKind.TEXT, None, "本年度全部按期办结。"),
        (ElementKind.TITLE, 2, "（一）主动公开"),
        (ElementKind.LIST_ITEM, 1, "甲项"),
        (ElementKind.LIST_ITEM, 2, "乙项"),
        (ElementKind.TABLE, None, "3"),
        (ElementKind.FOOTER, None, "第1页"),
    ]


def test_a_table_has_its_markup_and_its_cells() -> None:
    """The markup is what a model is shown, the cells are what is compared."""
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "甲"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "5 < 6"
    (element,) = parse(written(document))
    assert element.markup == (
        '<table><tr><td rowspan="2">甲</td><td colspan="2">5 &lt; 6</td></tr><tr><td/><td/></tr></table>'
    )
    assert element.cells == (
        ElementCell("甲", 1, 1, row_span=2),
        ElementCell("5 < 6", 1, 2, column_span=2),
        ElementCell("", 2, 2),
        ElementCell("", 2, 3),
    )


def test_cells_of_markup_have_the_places_that_spans_leave_them() -> None:
    """Line ends part words, and nothing else does."""
    cells = read_cells(
        '<table><tr><td rowspan="2">甲<br/>乙</td><td/><td colspan="2">1</td></tr><tr><td>2</td></tr></table>'
    )
    assert cells == (
        ElementCell("甲 乙", 1, 1, row_span=2),
        ElementCell("", 1, 2),
        ElementCell("1", 1, 3, column_span=2),
        ElementCell("2", 2, 2),
    )


WRAPPED = [
    ("<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:sdtContent></w:sdt>", "content control"),
    ("<w:p><w:ins w:id='1' w:author='a'><w:r><w:t>正文</w:t></w:r></w:ins></w:p>", "insertion"),
    ("<w:p><w:smartTag><w:smartTagPr/><w:r><w:t>正文</w:t></w:r></w:smartTag></w:p>", "smart tag"),
    ("<w:p><w:fldSimple w:instr=' TITLE '><w:r><w:t>正文</w:t></w:r></w:fldSimple></w:p>", "field"),
    (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>BOX</w:drawing></mc:Choice><mc:Fallback>"
        "<w:pict>BOX</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>".replace(
            "BOX", "<w:txbxContent><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:txbxContent>"
        ),
        "text box, written twice",
    ),
    (
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>",
        "text box of old",
    ),
]


@pytest.mark.parametrize("block", [block for block, _ in WRAPPED], ids=[name for _, name in WRAPPED])
def test_what_stands_in_a_wrapper_is_read_once(block: str) -> None:
    """The second parser by itself loses all of these, or the text in them."""
    assert texts(with_block(block)) == ["前文", "正文", "后文"]


UNSEEN = [
    ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>", "hidden letters"),
    ("<w:p><w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>隐藏</w:t></w:r></w:p>", "white letters"),
    ("<w:p><w:r><w:rPr><w:sz w:val='2'/></w:rPr><w:t>隐藏</w:t></w:r></w:p>", "letters of one point"),
    ("<w:p><w:del w:id='1' w:author='a'><w:r><w:delText>隐藏</w:delText></w:r></w:del></w:p>", "deletion"),
    ("<w:p><w:moveFrom w:id='1' w:author='a'><w:r><w:t>隐藏</w:t></w:r></w:moveFrom></w:p>", "moved away"),
    ("<w:p><w:r><w:instrText>隐藏</w:instrText></w:r></w:p>", "instruction of a field"),
]


@pytest.mark.parametrize("block", [block for block, _ in UNSEEN], ids=[name for _, name in UNSEEN])
def test_what_nobody_sees_is_gone_before_the_second_parser_reads(block: str) -> None:
    """By itself it gives hidden letters out as text."""
    assert texts(with_block(block)) == ["前文", "后文"]


def test_hidden_text_in_the_page_header_is_gone_too() -> None:
    """Headers are parts of their own."""
    document = docx.Document()
    header = document.sections[0].header.paragraphs[0]
    header.add_run("某局")
    header.add_run("隐藏").font.hidden = True
    document.add_paragraph("正文")
    assert texts(written(document)) == ["某局", "正文"]


def test_a_picture_alone_in_a_cell_is_no_blank() -> None:
    """A model could take a figure that is a picture for a figure that is not there."""
    document = docx.Document()
    table = document.add_table(1, 2)
    run = table.cell(0, 0).paragraphs[0].add_run()
    run._r.append(parse_xml(f"<w:pict {NAMESPACES}/>"))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage, reportUnknownMemberType] - as above
    table.cell(0, 1).text = "1"
    (element,) = parse(written(document))
    assert [cell.text for cell in element.cells] == ["\ufffc", "1"]


@pytest.mark.parametrize(
    "kind",
    [
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ],
    ids=["with macros", "template"],
)
def test_documents_by_another_name_are_read(kind: bytes) -> None:
    """Offices publish what their template was saved as."""
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = changed(with_block(EMPTY), lambda _, part: part.replace(plain, kind))
    assert data != with_block(EMPTY)
    assert texts(data) == ["前文", "后文"]


def test_the_strict_standard_is_read() -> None:
    """It has other names for the same; the second parser knows only the older ones."""
    names = {
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    }

    def strict(_: str, part: bytes) -> bytes:
        for old, new in names.items():
            part = part.replace(old, new)
        return part

    document = docx.Document()
    document.add_heading("一、总体情况", 2)
    assert [(element.kind, element.depth) for element in parse(changed(written(document), strict))] == [
        (ElementKind.TITLE, 2)
    ]


def test_what_is_seen_is_handed_over_as_it_stands() -> None:
    """Nothing but the text itself may differ: styles decide the outline, numbering the lists."""
    data = with_block(EMPTY)
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(clean_docx(data))) as after:
        assert after.namelist() == before.namelist()
        for name in ("word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels"):
            assert after.read(name) == before.read(name)


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty-file"), (b"PK\x03\x04" + b"\0" * 60, "damaged-archive")],
)
def test_a_package_that_the_first_parser_refuses_is_refused(data: bytes, code: str) -> None:
    """Both stand on the same checks, and the refusal names the file."""
    with pytest.raises(DocumentError) as refusal:
        parse(data)
    assert (refusal.value.code, refusal.value.place) == (code, "folder/report.docx")


def test_a_package_that_the_library_cannot_open_is_one_line() -> None:
    """The first parser does not care what the package calls its parts."""
    data = changed(with_block(EMPTY), lambda name, part: b"<Types/>" if name == "[Content_Types].xml" else part)
    with pytest.raises(DocumentError) as refusal:
        parse(data)
    assert refusal.value.code == "second-parser-failed"
    assert "\n" not in str(refusal.value)
