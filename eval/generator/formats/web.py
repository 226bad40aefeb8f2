"""HTML as offices publish it: pages of a content system written by hand, and pages saved by word processors."""

import re
from dataclasses import dataclass
from html import escape
from random import Random

from eval.generator.chance import happens
from eval.generator.formats.book import Book, Cell, Decoy, Grid, Hiding, Lines, Role, Text, underlined
from eval.generator.formats.web_pages import around, head_of

__all__ = ["WebStyle", "draw_web_style", "write_html"]

_HIDINGS = {
    Hiding.UNSHOWN: ("display:none", "DISPLAY: none", "display:none;mso-hide:all", "visibility:hidden"),
    Hiding.TINY: ("font-size:0", "font-size:1px", "font-size:1pt"),
    Hiding.WHITE: ("color:#ffffff", "color:white", "color:#FFF"),
}
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_PICTURE = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@dataclass(frozen=True, slots=True)
class WebStyle:
    """How one page is written."""

    maker: str
    """cms | word | wps | bare."""
    encoding: str
    declared: str
    """The name in the page's `meta`."""
    upper: bool
    """Tags in capitals."""
    unclosed: bool
    """No `</td>`, `</tr>`, `</p>`."""
    blank: str
    """What stands in an empty cell."""
    parted: bool
    """Cells hold paragraphs."""
    sections: bool
    """Rows stand in `thead` and `tbody`."""
    outer: bool
    """One table arranges the whole report."""


def draw_web_style(random: Random) -> WebStyle:
    """Draw the habits of a page."""
    maker = random.choice(("cms", "cms", "word", "wps", "bare"))
    saved = maker in {"word", "wps"}
    encoding, declared = random.choice(
        (("utf-8", "utf-8"), ("utf-8", "UTF-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb2312"), ("gbk", "GBK"))
    )
    return WebStyle(
        maker=maker,
        encoding=encoding,
        declared=declared,
        upper=not saved and happens(random, 0.15),
        unclosed=not saved and happens(random, 0.2),
        blank=random.choice(("", "&nbsp;", "&nbsp;", "<br>", "&#12288;")),
        parted=saved or happens(random, 0.4),
        sections=happens(random, 0.3),
        outer=happens(random, 0.15),
    )


def write_html(book: Book, style: WebStyle, random: Random) -> bytes:
    """Write the page."""
    writer = _Writer(style, random)
    title = next((part.text for part in book.parts if isinstance(part, Text) and part.role is Role.TITLE), "")
    body = "\n".join(writer.part(part) for part in book.parts)
    body += "".join(f"\n{writer.paragraph(f'[{number}] {note}')}" for number, note in enumerate(book.notes, start=1))
    if style.outer:
        body = f'<table width="100%" border="0"><tr><td>\n{body}\n</td></tr></table>'
    page = f"{head_of(style.maker, style.declared, escape(title))}\n{around(style.maker, body, random)}\n</html>\n"
    if style.upper:
        page = _TAG.sub(lambda found: f"<{found[1]}{found[2].upper()}", page)
    # What an old encoding lacks is written as a character reference.
    return page.encode(style.encoding, "xmlcharrefreplace")


@dataclass(frozen=True, slots=True)
class _Writer:
    style: WebStyle
    random: Random

    def part(self, part: Text | Grid) -> str:
        return self.grid(part) if isinstance(part, Grid) else self.text(part)

    def text(self, part: Text) -> str:
        match part.role:
            case Role.TITLE:
                tag = "p" if self.style.maker in {"word", "wps"} else "h1"
                return f'<{tag} align="center"><b>{escape(part.text)}</b></{tag}>'
            case Role.HEADING if self.style.maker == "cms":
                return f"<h3>{escape(part.text)}</h3>"
            case Role.HEADING:
                return self.paragraph(part.text, bold=True)
            case _:
                return self.paragraph(part.text)

    def paragraph(self, text: str, *, bold: bool = False) -> str:
        inner = f"<b>{escape(text)}</b>" if bold else escape(text)
        if self.style.maker in {"word", "wps"}:
            font = "仿宋_GB2312" if self.style.maker == "word" else "仿宋"
            mark = "<o:p></o:p>" if self.style.maker == "word" else ""
            return (
                "<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'>"
                f"<span style='font-size:16.0pt;font-family:{font}'>{inner}{mark}</span></p>"
            )
        close = "" if self.style.unclosed else "</p>"
        return f"<p>\u3000\u3000{inner}{close}"

    def grid(self, grid: Grid) -> str:
        word = self.style.maker == "word"
        opening = (
            "<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse'>"
            if word
            else '<table border="1" cellspacing="0" cellpadding="0" width="98%">'
        )
        if grid.lines is not Lines.ALL:
            line = "none" if grid.lines is Lines.NONE else "1px solid black"
            style = f"border:none;border-collapse:collapse;border-top:{line};border-bottom:{line}"
            # What no line parts is told apart by the white space between.
            opening = f'<table cellspacing="0" cellpadding="5" width="98%" style="{style}">'
        if grid.hidden:
            opening = opening.replace("<table", '<table hidden style="display:none"', 1)
        rows = "\n".join(self.rows(grid))
        table = f"{opening}\n{rows}\n</table>"
        if grid.wrapped:
            return f'<table width="100%"><tr><td valign="top">{table}</td></tr></table>'
        return table

    def rows(self, grid: Grid) -> list[str]:
        written = [self.row(grid, number) for number in range(len(grid.rows))]
        first = next((at for at, row in enumerate(grid.rows) if not row.header), len(grid.rows))
        if self.style.sections and 0 < first < len(written):
            return ["<thead>", *written[:first], "</thead>", "<tbody>", *written[first:], "</tbody>"]
        return written

    def row(self, grid: Grid, number: int) -> str:
        row = grid.rows[number]
        hidden = ' style="display:none"' if row.hidden else ""
        close = "" if self.style.unclosed else "</tr>"
        return f"<tr{hidden}>{''.join(self.cell(cell, _border(grid, number, cell)) for cell in row.cells)}{close}"

    def cell(self, cell: Cell, border: str) -> str:
        tag = "th" if cell.head and self.style.maker == "bare" else "td"
        spans = (f' colspan="{cell.column_span}"' if cell.column_span > 1 else "") + (
            f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
        )
        # A cell that holds a table is closed even where others are not: what follows would fall into that table.
        close = "" if self.style.unclosed and not cell.nested else f"</{tag}>"
        return f"<{tag}{spans}{border}>{self.content(cell)}{close}"

    def content(self, cell: Cell) -> str:
        if cell.picture:
            return f'<img src="{_PICTURE}" width="40" height="16">'
        text = "<br>".join(escape(line) for line in cell.text.split("\n")) if cell.text else self.style.blank
        decoys = [(decoy.first, self.decoy(decoy)) for decoy in cell.decoys]
        if any(decoy.hiding is Hiding.DELETED for decoy in cell.decoys):
            text = f"<ins>{text}</ins>"
        before = "".join(written for first, written in decoys if first)
        after = "".join(written for first, written in decoys if not first)
        mark = f"<sup>[{cell.note}]</sup>" if cell.note else ""
        inner = f"{before}{text}{mark}{after}"
        if cell.nested:
            return f'<table border="0"><tr><td>{inner}</td></tr></table>'
        if self.style.parted and cell.text:
            return f"<p class=MsoNormal align=center><span lang=EN-US>{inner}</span></p>"
        return inner

    def decoy(self, decoy: Decoy) -> str:
        text = escape(decoy.text)
        if decoy.hiding is Hiding.COMMENT:
            return f"<!-- {text} -->"
        if decoy.hiding is Hiding.DELETED:
            return f"<del>{text}</del>"
        return f'<span style="{self.random.choice(_HIDINGS[decoy.hiding])}">{text}</span>'


def _border(grid: Grid, number: int, cell: Cell) -> str:
    """The attribute of a cell whose lines are other than those of the page's own style."""
    if grid.lines is Lines.ALL:
        return ""
    below = ";border-bottom:1px solid black" if underlined(grid, number, cell) else ""
    return f' style="border:none{below}"'
