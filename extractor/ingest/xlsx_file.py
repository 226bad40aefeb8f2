"""XLSX: workbooks, read as Excel or WPS prints them.

The XML is read here and not by `openpyxl`: that gives values and not what their formats print, knows neither merged
nor hidden cells where it reads quickly, and allocates what a file declares where it reads in full.

Not read: charts, the names of sheets, headers and footers of the printed page, and colours that depend on a rule.
"""

import hashlib

from extractor.errors import DocumentError
from extractor.ingest.flow import Flow
from extractor.ingest.flow_text import write_flow
from extractor.ingest.hidden import Hidden, HiddenText
from extractor.ingest.ooxml_package import Element, Package, open_package
from extractor.ingest.ooxml_xml import damaged
from extractor.ingest.refusing import refusals_at
from extractor.ingest.xlsx_cell import Words
from extractor.ingest.xlsx_sheet import SheetReader
from extractor.ingest.xlsx_style import MAIN, read_styles
from extractor.ingest.xlsx_text import read_shared_strings
from extractor.model import Document

__all__ = ["XLSX", "XlsxIngester"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BOOK = "xl/workbook.xml"


class XlsxIngester:
    """Reads workbooks; runs no macro, calculates no formula, follows no link."""

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Open the workbook, take hidden text out and write its sheets down with their places.

        Raises:
            DocumentError: what `open_package` raises; `empty-file` when no sheet shows any text; `too-many-cells`,
                `too-large` or `too-deep` for workbooks beyond what a report can be.
        """
        with refusals_at(path):
            return _document(data, name, path)


def _document(data: bytes, name: str, path: str) -> Document:
    package = open_package(data)
    book = package.main or BOOK
    tree = package.tree(book)
    styles = read_styles(package, book)
    words = Words(styles, read_shared_strings(package, book, styles.colours), from_1904=_counts_from_1904(tree))
    hidden = HiddenText()
    reader = SheetReader(package, words, hidden)
    flow: Flow = []
    for part, state in _sheets(package, book, tree):
        flow += reader.read(part, Hidden.HIDDEN_SHEET if state in {"hidden", "veryHidden"} else None)
    written = write_flow(flow)
    if not written.text.strip():
        raise DocumentError(
            "empty-file",
            f"the {len(data)} bytes of the workbook show no text",
            hint="open the workbook and look whether its sheets are hidden or empty",
        )
    return Document(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        path=path,
        media_type=XLSX,
        text=written.text,
        paragraphs=tuple(written.paragraphs),
        grids=tuple(written.grids),
        notes=(*package.notes, *hidden.notes(), *reader.notes, *written.notes),
    )


def _counts_from_1904(tree: Element) -> bool:
    settings = tree.find(f"{MAIN}workbookPr")
    return settings is not None and (settings.get("date1904") or "0") not in {"0", "false"}


def _sheets(package: Package, book: str, tree: Element) -> list[tuple[str, str]]:
    """The parts of the worksheets in the order of their tabs, with their state; charts have none.

    Raises:
        DocumentError: `damaged-archive` when a sheet is named that the package does not hold.
    """
    ties = {tie.id: tie for tie in package.relations(book)}
    found: list[tuple[str, str]] = []
    for sheet in tree.findall(f"{MAIN}sheets/{MAIN}sheet"):
        tie = ties.get(sheet.get(RELATION) or "")
        if tie is None:
            raise damaged("a sheet of the workbook is missing")
        if tie.kind == "worksheet" and not tie.external:
            found.append((tie.target, sheet.get("state") or "visible"))
    return found
