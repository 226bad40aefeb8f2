"""The tidy table as CSV for Excel: UTF-8 with BOM, and no text that Excel would take for a formula."""

import csv
import io
import re
from typing import BinaryIO, Self

from extractor.export.tidy import CELL_COLUMNS, RecordRows

__all__ = ["CsvCells", "harmless"]

OPENS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What may make a spreadsheet evaluate a field; the wide forms are taken for the narrow ones by Excel in East Asia."""

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would evaluate it.

    Plain numbers, and the single dash that reports print for an empty cell, evaluate to nothing but themselves.
    """
    if text.startswith(OPENS_FORMULA) and text != "-" and not NUMBER.fullmatch(text):
        return f"'{text}"
    # A field may also be opened by blanks, which spreadsheets skip.
    if text[:1].isspace() and text.lstrip().startswith(OPENS_FORMULA):
        return f"'{text}"
    return text


class CsvCells:
    """Writes a head, then a line for each cell; null is an empty field."""

    def __init__(self, target: BinaryIO) -> None:
        """Write to `target`, an open binary file, which stays open."""
        self._text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=False)
        self._lines = csv.writer(self._text)
        self._lines.writerow(CELL_COLUMNS)

    def add(self, rows: RecordRows) -> None:
        """Write the cells of a record."""
        self._lines.writerows(
            [harmless(field) if isinstance(field, str) else field for field in cell] for cell in rows.cells
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        # The target belongs to the caller, who has yet to sync it.
        self._text.flush()
        self._text.detach()
