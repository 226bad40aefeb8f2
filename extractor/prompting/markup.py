"""The markup of one table as a reader of its words sees it, and the cell of the grid behind each word.

The markup is the minimal one of `Element.markup`: no tags but `table`, `caption`, `tr`, `td`, `th` and `br`, no
attributes but spans, so that a regular expression reads it.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["MarkupCell", "legible", "markup_cells"]

TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z]+)(?P<rest>[^<>]*)>")
ROWS = re.compile(r'rowspan\s*=\s*"?(\d{1,3})', re.IGNORECASE)
COLUMNS = re.compile(r'colspan\s*=\s*"?(\d{1,3})', re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
MARKS = {"/td": "\t", "/th": "\t", "/tr": "\n", "/table": "\n", "table": "\n", "/caption": "\n"}
"""What a tag leaves for a reader of the words: the end of a field or of a line; all others leave spaces."""
WIDEST = 200
"""Rows or columns that a cell may be drawn over; a larger number is a mistake of the page."""


@dataclass(frozen=True, slots=True)
class MarkupCell:
    """A cell of the table."""

    start: int
    """Half-open code-point interval of its content in the markup."""
    end: int
    row: int
    """1-based in the grid, spans counted."""
    column: int


def legible(markup: str) -> str:
    """The words alone, at the same positions: tags and entities become white space and the sign they stand for."""
    without = TAG.sub(lambda tag: MARKS.get(f"{tag['end']}{tag['name'].lower()}", " ").ljust(len(tag.group())), markup)
    return ENTITY.sub(lambda entity: html.unescape(entity.group())[:1].ljust(len(entity.group())), without)


def markup_cells(markup: str) -> Iterator[MarkupCell]:
    """The cells at their places in the grid."""
    taken: set[tuple[int, int]] = set()
    row: int = 0
    column: int = 1
    opened: list[tuple[int, int, int]] = []
    for tag in TAG.finditer(markup):
        name = f"{tag['end']}{tag['name'].lower()}"
        if name == "tr":
            row, column = row + 1, 1
        elif name in {"td", "th"}:
            while (row, column) in taken:
                column += 1
            height, width = _span(ROWS, tag["rest"]), _span(COLUMNS, tag["rest"])
            taken.update((row + down, column + right) for down in range(height) for right in range(width))
            opened = [(tag.end(), row, column)]
            column += width
        elif name in {"/td", "/th"} and opened:
            start, cell_row, cell_column = opened.pop()
            yield MarkupCell(start, tag.start(), cell_row, cell_column)


def _span(pattern: re.Pattern[str], attributes: str) -> int:
    found = pattern.search(attributes)
    return min(max(1, int(found.group(1))), WIDEST) if found else 1
