"""Workbooks written by openpyxl and by hand, and what is read of them."""

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extractor.errors import DocumentError
from extractor.ingest.xlsx_file import XlsxIngester
from extractor.model import Document, Grid

__all__ = [
    "HEADER",
    "MAIN",
    "PACKAGE",
    "RELATIONS",
    "VALUES",
    "cell",
    "fill_report",
    "ingest",
    "packed",
    "prose",
    "refusal",
    "rows_of",
    "saved",
    "table",
    "written",
]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADER = ("信息内容", "制发件数", "废止件数", "有效件数")
VALUES = ("规章", 0, 0, 5)


def written(fill: Callable[[Worksheet], None]) -> bytes:
    """A workbook with one sheet, written by openpyxl."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(buffer)
    return buffer.getvalue()


def packed(sheet: str, parts: Mapping[str, str] | None = None, *, ties: str = "", main: str = MAIN) -> bytes:
    """A workbook made by hand: the content of its only sheet, further parts, and ties of the workbook to them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{RELATIONS}/officeDocument" '
            f'Target="xl/workbook.xml"/></Relationships>',
        )
        target.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{RELATIONS}"><sheets>'
            f'<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        target.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/worksheet" '
            f'Target="worksheets/sheet1.xml"/>{ties}</Relationships>',
        )
        target.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}">{sheet}</worksheet>')
        for name, text in (parts or {}).items():
            target.writestr(name, text)
    return buffer.getvalue()


def rows_of(*rows: str) -> str:
    """`sheetData` with these rows, each the XML of its cells."""
    return f"<sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData>"


def cell(text: str) -> str:
    """A cell with a text of its own."""
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def ingest(data: bytes) -> Document:
    """Ingests a workbook."""
    return XlsxIngester().ingest(data, name="report.xlsx", path="reports/report.xlsx")


def refusal(data: bytes) -> str:
    """The code with which a workbook is refused; every refusal names the file and says what to do next."""
    with pytest.raises(DocumentError) as caught:
        ingest(data)
    assert caught.value.hint
    assert caught.value.place == "reports/report.xlsx"
    return caught.value.code


def table(grid: Grid) -> dict[int, list[str]]:
    """The texts of a grid's cells, row by row."""
    found: dict[int, list[str]] = {}
    for item in grid.cells:
        found.setdefault(item.row, []).append(item.text)
    return found


def prose(document: Document) -> list[str]:
    """The paragraphs as text."""
    return [document.text[paragraph.start : paragraph.end] for paragraph in document.paragraphs]


def fill_report(sheet: Worksheet) -> None:
    """A title merged over the table, a heading, and a table with its own merged cells."""
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "青禾镇人民政府2023年政府信息公开工作年度报告"
    sheet["A3"] = "二、主动公开政府信息情况"
    for column, text in enumerate(HEADER, start=1):
        sheet.cell(4, column, text)
    for column, value in enumerate(VALUES, start=1):
        sheet.cell(5, column, value)
    sheet["A6"] = "行政许可"
    sheet.merge_cells("B6:D6")
    sheet["B6"] = 94
    sheet.merge_cells("A7:A8")
    sheet["A7"] = "行政处罚"
    sheet["B7"], sheet["B8"] = 19, 20
