"""Word documents, their markup written directly: a library would take ten times as long and date every file."""

import re
from dataclasses import dataclass, replace
from random import Random
from xml.sax.saxutils import escape

from eval.generator.chance import happens
from eval.generator.formats.archive import package
from eval.generator.formats.book import (
    Book,
    Cell,
    Decoy,
    Grid,
    Hiding,
    Lines,
    Role,
    Text,
    columns_of,
    occupied,
    underlined,
)
from eval.generator.formats.word_parts import DRAWING, NAMESPACES, fixed_parts, text_box

__all__ = ["WordStyle", "draw_word_style", "write_docx"]

_ORDINALS = "一二三四五六七八九十"
_HEADING = re.compile(r"([一二三四五六七八九十])、")
_PROPERTIES = {
    Hiding.UNSHOWN: "<w:vanish/>",
    Hiding.TINY: '<w:sz w:val="2"/><w:szCs w:val="2"/>',
    Hiding.WHITE: '<w:color w:val="FFFFFF"/>',
}
_BORDER = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
_SIDES = {
    Lines.ALL: ("top", "left", "bottom", "right", "insideH", "insideV"),
    Lines.NONE: (),
    Lines.LEVEL: ("top", "bottom", "insideH"),
    Lines.THREE: ("top", "bottom"),
}
_BY = 'w:id="{}" w:author="办公室" w:date="2024-01-15T09:00:00Z"'


@dataclass(frozen=True, slots=True)
class WordStyle:
    """How one document is written."""

    headings: str
    """styled | plain | numbered."""
    boxed: bool
    """The title stands in a text box."""
    header: bool
    """Pages carry a header and their number."""
    parted: bool
    """The lines of a cell are paragraphs, else lines of one."""
    torn: bool
    """Word tore figures into several runs."""
    font: str
    blank: str
    """none | paragraph | space: what an empty cell holds."""
    note: str
    """Text of a footnote to the title; empty for none."""


def draw_word_style(random: Random) -> WordStyle:
    """Draw the habits of a document."""
    return WordStyle(
        headings=random.choice(("styled", "plain", "plain", "numbered")),
        boxed=happens(random, 0.1),
        header=happens(random, 0.6),
        parted=happens(random, 0.5),
        torn=happens(random, 0.4),
        font=random.choice(("仿宋_GB2312", "宋体", "仿宋", "方正仿宋_GBK")),
        blank=random.choice(("none", "none", "space")),
        note=random.choice(("", "", "", "本报告数据统计期限见总体情况。")),
    )


def write_docx(book: Book, style: WordStyle, random: Random) -> bytes:
    """Write the package."""
    # Automatic numbers count on their own; a heading that is not counted would shift them all.
    headings = [part.text for part in book.parts if isinstance(part, Text) and part.role is Role.HEADING]
    counted = all(text.startswith(f"{_ORDINALS[at]}、") for at, text in enumerate(headings[: len(_ORDINALS)]))
    if style.headings == "numbered" and not counted:
        style = replace(style, headings="plain")
    writer = _Writer(style, random)
    notes = [*book.notes, *([style.note] if style.note else [])]
    body: list[str] = []
    for part in book.parts:
        first = not body
        body.append(writer.grid(part) if isinstance(part, Grid) else writer.text(part, len(notes) if first else 0))
    section = (
        '<w:sectPr>{}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" '
        'w:left="1800" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    ).format(
        '<w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
        if style.header
        else ""
    )
    document = f"<w:document {NAMESPACES}><w:body>{''.join(body)}{section}</w:body></w:document>"
    header = headings[0] if headings else "年度报告"
    return package(
        fixed_parts(document, notes, writer.comments, header=header if style.header else None, pictured=writer.pictured)
    )


class _Writer:
    def __init__(self, style: WordStyle, random: Random) -> None:
        self.style = style
        self.random = random
        self.comments: list[str] = []
        self.pictured = False
        self._changes = 0

    def text(self, part: Text, note: int) -> str:
        mark = _note_mark(note) if note and self.style.note else ""
        match part.role:
            case Role.TITLE if self.style.boxed:
                return text_box(self.paragraph(part.text, bold=True))
            case Role.TITLE:
                return self.paragraph(part.text, properties='<w:jc w:val="center"/>', bold=True, after=mark)
            case Role.HEADING:
                return self.heading(part.text)
            case Role.CAPTION:
                return self.paragraph(part.text, properties='<w:jc w:val="center"/>')
            case _:
                return self.paragraph(part.text, properties='<w:ind w:firstLineChars="200" w:firstLine="640"/>')

    def heading(self, text: str) -> str:
        match self.style.headings:
            case "styled":
                return self.paragraph(text, properties='<w:pStyle w:val="1"/>')
            case "numbered":
                numbering = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
                return self.paragraph(_HEADING.sub("", text, count=1), properties=numbering, bold=True)
            case _:
                return self.paragraph(text, bold=True)

    def paragraph(self, text: str, *, properties: str = "", bold: bool = False, after: str = "", run: str = "") -> str:
        cut = self.random.randrange(len(text)) if self.style.torn and text else 0
        runs = "".join(self.run(piece, run + ("<w:b/>" if bold else "")) for piece in (text[:cut], text[cut:]) if piece)
        return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}{after}</w:p>"

    def run(self, text: str, properties: str = "", element: str = "w:t") -> str:
        font = f'<w:rFonts w:ascii="{self.style.font}" w:eastAsia="{self.style.font}" w:hint="eastAsia"/>'
        size = "" if "<w:sz " in properties else '<w:sz w:val="24"/>'
        written = f'</{element}><w:br/><{element} xml:space="preserve">'.join(map(escape, text.split("\n")))
        return (
            f'<w:r><w:rPr>{font}{properties}{size}</w:rPr><{element} xml:space="preserve">{written}</{element}></w:r>'
        )

    def grid(self, grid: Grid) -> str:
        width = columns_of(grid.rows)
        columns = "".join(f'<w:gridCol w:w="{8500 // max(width, 1)}"/>' for _ in range(width))
        rows = self.rows(grid)
        borders = "".join(map(_BORDER.format, _SIDES[grid.lines]))
        table = (
            f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )
        if grid.wrapped:
            table = (
                '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
                '<w:tblGrid><w:gridCol w:w="8500"/></w:tblGrid>'
                f'<w:tr><w:tc><w:tcPr><w:tcW w:w="8500" w:type="dxa"/></w:tcPr>{table}<w:p/></w:tc></w:tr></w:tbl>'
            )
        # Two tables that touch are one table to Word.
        return f"{table}<w:p/>"

    def rows(self, grid: Grid) -> str:
        begun = occupied(grid.rows)
        below: list[dict[int, Cell]] = [{} for _ in grid.rows]
        for number, cells in enumerate(begun):
            for column, cell in cells:
                for row in range(number + 1, min(number + cell.row_span, len(below))):
                    below[row][column] = cell
        written: list[str] = []
        for number, (row, cells, continued) in enumerate(zip(grid.rows, begun, below, strict=True)):
            hidden = row.hidden or grid.hidden
            three = grid.lines is Lines.THREE
            parts = {
                column: self.cell(cell, hidden=hidden, line=three and underlined(grid, number, cell))
                for column, cell in cells
            }
            parts |= {
                column: f"<w:tc><w:tcPr>{_span(cell)}<w:vMerge/></w:tcPr><w:p/></w:tc>"
                for column, cell in continued.items()
            }
            properties = ("<w:hidden/>" if hidden else "") + ("<w:tblHeader/>" if row.header else "")
            opening = f"<w:trPr>{properties}</w:trPr>" if properties else ""
            written.append(f"<w:tr>{opening}{''.join(parts[column] for column in sorted(parts))}</w:tr>")
        return "".join(written)

    def cell(self, cell: Cell, *, hidden: bool, line: bool) -> str:
        below = f"<w:tcBorders>{_BORDER.format('bottom')}</w:tcBorders>" if line else ""
        merge = '<w:vMerge w:val="restart"/>' if cell.row_span > 1 else ""
        content = "<w:p/>" if not cell.text and self.style.blank == "none" else self.content(cell, hidden=hidden)
        if cell.nested:
            content = (
                '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid>'
                f"<w:tr><w:tc><w:tcPr/>{content}</w:tc></w:tr></w:tbl><w:p/>"
            )
        return f"<w:tc><w:tcPr>{_span(cell)}{merge}{below}</w:tcPr>{content}</w:tc>"

    def content(self, cell: Cell, *, hidden: bool) -> str:
        if cell.picture:
            self.pictured = True
            return f"<w:p><w:r>{DRAWING}</w:r></w:p>"
        properties = "<w:vanish/>" if hidden else ""
        text = cell.text or " "
        if self.style.parted and not cell.value and "\n" in text:
            return "".join(self.paragraph(line, run=properties) for line in text.split("\n"))
        cut = len(text) // 2 if self.style.torn and cell.value else 0
        runs = "".join(self.run(piece, properties) for piece in (text[:cut], text[cut:]) if piece)
        if any(decoy.hiding is Hiding.DELETED for decoy in cell.decoys):
            runs = f"<w:ins {self._change()}>{runs}</w:ins>"
        before = "".join(self.decoy(decoy) for decoy in cell.decoys if decoy.first)
        after = "".join(self.decoy(decoy) for decoy in cell.decoys if not decoy.first)
        mark = _note_mark(cell.note) if cell.note else ""
        return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{before}{runs}{mark}{after}</w:p>'

    def decoy(self, decoy: Decoy) -> str:
        match decoy.hiding:
            case Hiding.COMMENT:
                self.comments.append(decoy.text)
                number = len(self.comments) - 1
                return (
                    f'<w:commentRangeStart w:id="{number}"/><w:commentRangeEnd w:id="{number}"/>'
                    f'<w:r><w:commentReference w:id="{number}"/></w:r>'
                )
            case Hiding.DELETED:
                return f"<w:del {self._change()}>{self.run(decoy.text, element='w:delText')}</w:del>"
            case _:
                return self.run(decoy.text, _PROPERTIES[decoy.hiding])

    def _change(self) -> str:
        self._changes += 1
        return _BY.format(self._changes + 1000)


def _span(cell: Cell) -> str:
    return f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""


def _note_mark(note: int) -> str:
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    return f'<w:r>{raised}<w:footnoteReference w:id="{note + 1}"/></w:r>'
