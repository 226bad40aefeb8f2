"""CSV: the decoded file is the extracted text, and every cell is a place in it.

Blank rows, and lines that print one field, part the grids of a file: a report exported from a spreadsheet has all its
prose in such lines, padded with delimiters to the width of its widest table.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.ingest.csv_records import Record, cut_records
from extractor.ingest.csv_shape import csv_delimiter
from extractor.ingest.decoding import decode
from extractor.ingest.sheet_parts import Block, Line, Spot, split_sheet
from extractor.model import Document, Grid, GridCell, Paragraph

__all__ = ["QUOTES_NOTE", "CsvIngester"]

QUOTES_NOTE = "unbalanced-quotes"
"""A line has a quote that is not closed; it is read as one field."""


class CsvIngester:
    """Reads csv files with comma or semicolon, in any of the encodings that Chinese offices use."""

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Decode, and cut the text into lines of prose and grids.

        Raises:
            DocumentError: `empty-file`, `binary-file`, `mojibake` or `undecodable-text` as `decode` says;
                `too-many-cells` with more fields than a report can have.
        """
        decoded = decode(data)
        text = decoded.text
        cut = cut_records(text, csv_delimiter(text) or ",")
        layout = _layout(text, cut.records)
        broken = any(record.broken for record in cut.records)
        return Document(
            sha256=hashlib.sha256(data).hexdigest(),
            name=name,
            path=path,
            media_type="text/csv",
            text=text,
            encoding=decoded.encoding,
            paragraphs=tuple(layout.paragraphs),
            grids=tuple(layout.grids),
            spaced=_spaced(text, layout),
            notes=(*decoded.notes, *((QUOTES_NOTE,) if broken else ())),
        )


@dataclass(slots=True)
class _Layout:
    """What the fields of a file are."""

    paragraphs: list[Paragraph] = field(default_factory=list[Paragraph])
    grids: list[Grid] = field(default_factory=list[Grid])


def _layout(text: str, records: Sequence[Record]) -> _Layout:
    spots = [
        Spot(row, column, printed)
        for row, record in enumerate(records, start=1)
        for column, (start, end) in enumerate(record.fields, start=1)
        if (printed := text[start:end].strip())
    ]
    found = _Layout()
    for part in split_sheet(spots):
        if isinstance(part, Line):
            found.paragraphs += _lines(text, *records[part.spot.row - 1].fields[part.spot.column - 1])
        else:
            found.grids.append(Grid(len(found.grids) + 1, tuple(_cells(text, records, part))))
    found.paragraphs.sort(key=lambda paragraph: paragraph.start)
    return found


def _lines(text: str, start: int, end: int) -> Iterator[Paragraph]:
    """The lines of a field that print anything."""
    for line in text[start:end].splitlines(keepends=True):
        if body := line.strip():
            begin = start + line.index(body)
            yield Paragraph(begin, begin + len(body))
        start += len(line)


def _cells(text: str, records: Sequence[Record], block: Block) -> Iterator[GridCell]:
    rows = range(block.top, block.bottom + 1)
    usual, _ = Counter(len(records[row - 1].fields) for row in rows).most_common(1)[0]
    for row in rows:
        fields = records[row - 1].fields
        behind = fields[block.right :]
        # A row that is longer than its neighbours may have gained a field on the way, which its empty end betrays;
        # what is printed there is a remark beside the table, and a line of its own.
        longer = len(fields) > usual and not any(text[start:end].strip() for start, end in behind)
        fields = fields if longer else fields[: block.right]
        for column, (start, end) in enumerate(fields[block.left - 1 :], start=block.left):
            yield GridCell(text[start:end], start, end, row - block.top + 1, column)


def _spaced(text: str, layout: _Layout) -> str:
    """The text with white space for everything between the fields: TAB between those of a row, else spaces."""
    fields = [(item.start, item.end, False) for item in layout.paragraphs]
    fields += [(cell.start, cell.end, at > 0) for grid in layout.grids for at, cell in enumerate(grid.cells)]
    parts: list[str] = []
    behind = 0
    for start, end, inside in sorted(fields):
        parts += [_blank(text[behind:start], tabs=inside), text[start:end]]
        behind = end
    return "".join((*parts, _blank(text[behind:], tabs=False)))


def _blank(between: str, *, tabs: bool) -> str:
    """White space of the same length that keeps the line ends."""
    space = "\t" if tabs else " "
    return "".join(mark if mark in "\r\n" else " " if mark == '"' else space for mark in between)
