"""A page without its hidden text, for the second parser.

What is seen is judged as for the first parser, on the same repaired tree; from there on the two go their own ways. All
attributes are left out: nobody sees them, and some are texts.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import DocumentError
from extractor.ingest.flow_text import SPACES
from extractor.ingest.hidden import OBJECT, HiddenText
from extractor.ingest.html_decode import decode_html, refuse_oversize
from extractor.ingest.html_elements import BLOCKS, TABLE_PARTS
from extractor.ingest.html_reader import ROW_GROUPS, TABLE_ORDER, PageReader
from extractor.ingest.html_trace import Trace
from extractor.ingest.spans import Area, GridRow, span_of, take_places

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["CleanPage", "CleanTable", "clean_html"]

KEPT = BLOCKS - TABLE_PARTS - {"html", "body"} | {"a", "b", "em", "i", "pre", "span", "strong", "u"}
"""Elements that keep their names. `main` does not: the second parser reads nothing outside of it."""
LINE_END = "<br>"
LINE = "\0"
"""Ends a line while a cell is put together; no parsed page has it."""


@dataclass(frozen=True, slots=True)
class CleanTable:
    """A table that holds data."""

    markup: str
    """As `Element.markup` has it."""
    text: str
    """The texts of caption and cells, joined by spaces."""


@dataclass(slots=True)
class CleanPage:
    """The cleaned markup."""

    sign: str
    """Stands around the number of a table. Made from the whole page, as `filler` is, so that no page holds its own."""
    filler: str
    """Stands behind a single character: the second parser leaves paragraphs of one character out, and a 0 is one."""
    markup: str = ""
    """Each table that holds data is a paragraph of its own with its sign."""
    tables: list[CleanTable] = field(default_factory=list[CleanTable])

    def split(self, printed: str) -> "Iterator[str | CleanTable]":
        """Text with tables in the place of their signs, and without fillers; empty pieces are left out."""
        for number, piece in enumerate(re.split(f"{self.sign}(\\d+){self.sign}", printed)):
            if number % 2:
                yield self.tables[int(piece)]
            elif text := piece.replace(self.filler, "").strip():
                yield text


def clean_html(data: bytes) -> CleanPage:
    """Write a page again without what is hidden.

    Raises:
        DocumentError: as for the first parser, when the page cannot be decoded, shows nothing or is beyond limits.
    """
    from selectolax.lexbor import LexborHTMLParser

    page = decode_html(data)
    refuse_oversize(page.markup)
    tree = LexborHTMLParser(page.markup)
    trace = Trace()
    PageReader(HiddenText(), trace).read(tree)
    digest = hashlib.sha256(data).hexdigest()
    return _Writer(trace, CleanPage(digest[:16], digest[16:32])).page(tree.body)


class _Row(NamedTuple):
    group: int
    cells: "list[LexborNode]"


class _Writer:
    def __init__(self, trace: Trace, page: CleanPage) -> None:
        self._trace = trace
        self._page = page

    def page(self, body: "LexborNode | None") -> CleanPage:
        inner = "".join(map(self._written, body.iter(include_text=True))) if body else ""
        if not inner:
            raise DocumentError("empty-file", "the page shows no text", hint="fetch the page again")
        self._page.markup = f"<!DOCTYPE html><html><body>{inner}</body></html>"
        return self._page

    def _written(self, node: "LexborNode") -> str:
        """A node with all below, cleaned; empty when nothing of it is seen."""
        if node.mem_id in self._trace.boxless:
            return ""
        tag = node.tag or "-"
        if node.mem_id in self._trace.texts:
            return self._text(self._trace.texts[node.mem_id])
        if tag == "br":
            return LINE_END
        if tag == "table" and self._is_data(node):
            return self._sign(node)
        inner = "".join(map(self._written, sorted(node.iter(include_text=True), key=_place)))
        if not inner:
            return ""
        name = tag if tag in KEPT and tag != "main" else "div" if tag in BLOCKS else "span"
        return f"<{name}>{inner}</{name}>"

    def _text(self, text: str) -> str:
        character = text.strip()
        filled = text.replace(character, character + self._page.filler) if len(character) == 1 else text
        return escape(filled, quote=False)

    def _is_data(self, table: "LexborNode") -> bool:
        """Whether a table holds data: cells beside each other, and no other table with text.

        The rest only arranges the page.
        """
        inner = any(node.mem_id != table.mem_id and self._shows(node) for node in table.css("table"))
        return self._shows(table) and not inner and any(len(row.cells) > 1 for row in self._rows(table))

    def _shows(self, node: "LexborNode") -> bool:
        return any(
            self._trace.texts.get(part.mem_id, "").strip() or self._shows_picture(part)
            for part in node.traverse(include_text=True)
        )

    def _shows_picture(self, node: "LexborNode") -> bool:
        cell = self._trace.cells.get(node.mem_id)
        return cell is not None and cell.shows

    def _rows(self, table: "LexborNode") -> list[_Row]:
        """The rows of a table itself, in the order in which they are seen."""
        rows: list[_Row] = []
        for number, part in enumerate(sorted(table.iter(), key=_place)):
            if part.mem_id not in self._trace.boxless:
                inner = (part,) if part.tag == "tr" else part.iter() if part.tag in ROW_GROUPS else ()
                for row in inner:
                    if row.tag == "tr" and row.mem_id not in self._trace.boxless:
                        cells = [cell for cell in row.iter() if cell.mem_id in self._trace.cells]
                        # Rows that stand in the table itself are put into a group by the parser.
                        rows.append(_Row(number, cells))
        return rows

    def _sign(self, table: "LexborNode") -> str:
        rows = self._rows(table)
        areas = take_places([GridRow(row.group, tuple(map(_spans, row.cells))) for row in rows])
        markup: list[str] = []
        texts: list[str] = []
        for caption in table.iter():
            if caption.tag == "caption" and (lines := self._lines(caption)):
                markup.append(f"<caption>{_joined(lines)}</caption>")
                texts += lines
        for row, places in zip(rows, areas, strict=True):
            markup.append("<tr>")
            for cell, area in zip(row.cells, places, strict=True):
                lines = self._lines(cell) or ([OBJECT] if self._shows_picture(cell) else [])
                markup.append(f"<td{_attributes(area)}>{_joined(lines)}</td>")
                texts += lines
            markup.append("</tr>")
        self._page.tables.append(CleanTable(f"<table>{''.join(markup)}</table>", " ".join(texts)))
        return f"<p>{self._page.sign}{len(self._page.tables) - 1}{self._page.sign}</p>"

    def _lines(self, node: "LexborNode") -> list[str]:
        """The lines of a cell, white space collapsed as browsers do; empty ones are left out."""
        text = "".join(self._pieces(node))
        return [line for printed in text.split(LINE) if (line := SPACES.sub(" ", printed).strip())]

    def _pieces(self, node: "LexborNode") -> Iterator[str]:
        if node.mem_id in self._trace.boxless:
            return
        block = node.tag == "br" or node.tag in BLOCKS
        yield LINE if block else ""
        yield self._trace.texts.get(node.mem_id, "")
        for part in node.iter(include_text=True):
            yield from self._pieces(part)
        yield LINE if block else ""


def _place(node: "LexborNode") -> int:
    return TABLE_ORDER.get(node.tag or "", 0)


def _spans(cell: "LexborNode") -> tuple[int, int]:
    return span_of(cell.attributes.get("rowspan"), least=0), span_of(cell.attributes.get("colspan"))


def _attributes(area: Area) -> str:
    rows = f' rowspan="{area.row_span}"' if area.row_span > 1 else ""
    return rows + (f' colspan="{area.column_span}"' if area.column_span > 1 else "")


def _joined(lines: list[str]) -> str:
    return LINE_END.join(escape(line, quote=False) for line in lines)
