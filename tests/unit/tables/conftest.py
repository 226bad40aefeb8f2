"""An invented form, and the way from a text written in a test to what the table reader makes of it."""

from collections.abc import Callable

import pytest

from extractor.forms import Form, parse_form
from extractor.model import Document, Grid, GridCell
from extractor.tables import CellReading, TableReading, read_tables
from extractor.tables.lexer import lex
from extractor.tables.rows import Assembly, assemble

READING_ROOMS = """\
schema: gouji/form/1
id: reading-rooms
title: {zh: 阅览室年报, en: Yearbook of reading rooms}
editions:
  - {id: "1", clause: 阅览室年报通知}
metadata: {title_phrases: [阅览室年报]}
sections:
  - {key: loans, title: 一、借阅情况}
  - {key: events, title: 二、活动情况}
  - {key: money, title: 三、经费情况}
tables:
  - key: loans
    title: {zh: 借阅情况, en: Loans}
    section: loans
    blocks:
      - stub: 借阅项目
        columns:
          - {key: adults, label: 成年读者, type: count, unit: 册}
          - label: 未成年人
            columns:
              - {key: pupils, label: 在校学生, type: count, unit: 册}
              - {key: infants, label: 学龄前儿童, type: count, unit: 册}
          - {key: total, label: 总计, aliases: [合计], type: count, unit: 册}
        rows:
          - {key: borrowed, label: 一、本年借出图书册数}
          - {key: returned, label: 二、读者归还图书册数}
          - label: 三、尚未归还原因
            rows:
              - {key: lost, label: 1.读者遗失}
              - {key: damaged, label: 2.严重污损无法使用, aliases: [污损]}
              - label: （一）其他原因
                rows:
                  - {key: moved, label: 1.读者迁居外地}
                  - {key: unknown, label: 2.去向不明}
          - {key: remaining, label: 四、转入下年继续催还}
  - key: events
    title: {zh: 活动情况, en: Events}
    section: events
    blocks:
      - arrangement: rows_across
        columns:
          - {key: held, label: 已经举办, type: count, unit: 场}
          - {key: planned, label: 正在筹备, type: count, unit: 场}
          - {key: total, label: 总计, type: count, unit: 场}
        rows:
          - {key: talks, label: 讲座}
          - label: 展览
            rows:
              - {key: indoors, label: 室内展览}
              - {key: outdoors, label: 户外展览}
  - key: money
    title: {zh: 经费情况, en: Money}
    section: money
    blocks:
      - caption: 表甲
        stub: 经费来源
        columns:
          - {key: amount, label: 金额（单位：万元）, aliases: [金额], type: money, unit: 万元}
          - {key: change, label: 比上年增减笔数, type: change, unit: 笔}
          - {key: share, label: 占全部经费比重, type: decimal}
        rows:
          - {key: grants, label: 财政拨款}
          - {key: gifts, label: 社会捐赠}
"""

HEADER = ["借阅项目", "成年读者", "在校学生", "学龄前儿童", "总计"]

ROWS = {
    "borrowed": ["一、本年借出图书册数", "1", "2", "3", "4"],
    "returned": ["二、读者归还图书册数", "5", "6", "7", "8"],
    "lost": ["1.读者遗失", "9", "10", "11", "12"],
    "damaged": ["2.严重污损无法使用", "13", "14", "15", "16"],
    "moved": ["1.读者迁居外地", "17", "18", "19", "20"],
    "unknown": ["2.去向不明", "21", "22", "23", "24"],
    "remaining": ["四、转入下年继续催还", "25", "26", "27", "28"],
}
"""The table of loans with a number of its own in every cell."""


@pytest.fixture(scope="session")
def form() -> Form:
    """The yearbook of reading rooms: rows below each other in groups, rows side by side, and typed cells."""
    return parse_form(READING_ROOMS, "reading-rooms.yaml")


@pytest.fixture(scope="session")
def document() -> Callable[[str], Document]:
    """Makes a document of plain text."""

    def make(text: str) -> Document:
        return Document(sha256="0" * 64, name="a.txt", path="a.txt", media_type="text/plain", text=text)

    return make


@pytest.fixture(scope="session")
def assembled() -> Callable[[str], Assembly]:
    """Cuts a text into lines and puts them together to source rows."""
    return lambda text: assemble(lex(text, [(0, len(text))]))


@pytest.fixture(scope="session")
def read(form: Form, document: Callable[[str], Document]) -> Callable[[str, str], TableReading]:
    """Reads one table, by its key, in a text that holds nothing but that table."""

    def make(table: str, text: str) -> TableReading:
        readings = read_tables(
            document(text), form, {key.key: ((0, 0),) for key in form.tables} | {table: ((0, len(text)),)}
        )
        return next(reading for reading in readings if reading.table == table)

    return make


Drawn = str | tuple[str, int, int]
"""A cell: its text, or its text with its row and column span."""


@pytest.fixture(scope="session")
def drawn() -> Callable[..., Document]:
    """Makes a document of pieces of text and grids; a grid is a list of rows of cells."""

    def make(*parts: str | list[list[Drawn]]) -> Document:
        text, grids = "", list[Grid]()
        for part in parts:
            if isinstance(part, str):
                text += part
                continue
            cells, covered = list[GridCell](), set[tuple[int, int]]()
            for number, row in enumerate(part, 1):
                column = 1
                for place, cell in enumerate(row):
                    printed, height, width = (cell, 1, 1) if isinstance(cell, str) else cell
                    while (number, column) in covered:
                        column += 1
                    covered |= {(number + down, column + right) for down in range(height) for right in range(width)}
                    text += "\t" if place else ""
                    cells.append(GridCell(printed, len(text), len(text) + len(printed), number, column, height, width))
                    text += printed
                text += "\n"
            grids.append(Grid(len(grids) + 1, tuple(cells)))
        return Document("0" * 64, "a.html", "a.html", "text/html", text, grids=tuple(grids))

    return make


@pytest.fixture(scope="session")
def drawn_tables(form: Form, drawn: Callable[..., Document]) -> Callable[..., dict[str, TableReading]]:
    """Reads every table in a document made of pieces of text and grids; by table key.

    The whole document is the region of `loans` unless `regions` says otherwise; the other tables have none.
    """

    def make(
        *parts: str | list[list[Drawn]], regions: dict[str, list[tuple[int, int]]] | None = None
    ) -> dict[str, TableReading]:
        document = drawn(*parts)
        spans = regions or {"loans": [(0, len(document.text))], "events": [(0, 1)], "money": [(0, 1)]}
        return {reading.table: reading for reading in read_tables(document, form, spans)}

    return make


@pytest.fixture(scope="session")
def loans(read: Callable[[str, str], TableReading]) -> Callable[[str], dict[str, CellReading]]:
    """Reads the table of loans in a text; gives its cells by `row.column`."""

    def make(text: str) -> dict[str, CellReading]:
        return {f"{cell.spec.row}.{cell.spec.column}": cell for cell in read("loans", text).cells}

    return make


@pytest.fixture(scope="session")
def tabbed() -> Callable[..., str]:
    """Prints the table of loans as tab rows; a row that is named prints the text given for it instead."""

    def make(**changed: str) -> str:
        lines = {"header": "\t".join(HEADER) + "\n"}
        lines |= {row: "\t".join(cells) + "\n" for row, cells in ROWS.items()} | changed
        return "".join(lines.values())

    return make


@pytest.fixture(scope="session")
def spaced() -> Callable[..., str]:
    """Prints the table of loans as words and numbers on lines; a row that is named prints what is given for it."""

    def make(**changed: str) -> str:
        lines = {"header": "  ".join(HEADER) + "\n"}
        lines |= {row: " ".join(cells) + "\n" for row, cells in ROWS.items()} | changed
        return "".join(lines.values())

    return make


@pytest.fixture(scope="session")
def stacked() -> Callable[..., str]:
    """Prints the table of loans with one cell a line and an empty line behind each row, named rows as given."""

    def make(**changed: list[str]) -> str:
        rows = {"header": HEADER} | ROWS | changed
        return "\n".join("".join(f"\t{cell}\n" for cell in cells) for cells in rows.values())

    return make


@pytest.fixture(scope="session")
def reasons(loans: Callable[[str], dict[str, CellReading]]) -> Callable[[str], dict[str, set[str]]]:
    """Reads the table of loans and gives the rows that are not proven, each with all reasons of its cells."""

    def make(text: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for cell in loans(text).values():
            if cell.reasons:
                found.setdefault(cell.spec.row, set()).update(cell.reasons)
        return found

    return make
