"""The page as extracted text: lines of prose, and grids with the place of every cell.

Cells are joined by TAB, rows by LF; the lines of a cell are joined by LF as well. White space is collapsed as browsers
do, so a no-break space stays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.ingest.flow import Cell, Flow, Item, Kept, Mark, Run, Table
from extractor.ingest.hidden import OBJECT
from extractor.ingest.spans import Area, GridRow, take_places
from extractor.model import Grid, GridCell, Paragraph

__all__ = ["OBJECT_NOTE", "OVERLAP_NOTE", "FlowText", "write_flow"]

SPACES = re.compile("[ \t\n\f\r]+")
"""What browsers collapse; not the no-break and the ideographic space."""

OBJECT_NOTE = "picture-in-cell"
"""A cell shows something that is no text; U+FFFC stands in its place."""
OVERLAP_NOTE = "overlapping-cells"
"""A cell was declared to reach over positions that another one covers."""


@dataclass(slots=True)
class FlowText:
    """The extracted text and what is known of its parts."""

    text: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list[Paragraph])
    grids: list[Grid] = field(default_factory=list[Grid])
    notes: list[str] = field(default_factory=list[str])


def write_flow(flow: Flow) -> FlowText:
    """Write a page down.

    Raises:
        DocumentError: `too-many-cells` when the spans of a table are too wide.
    """
    writer = _Writer()
    prose: list[Run] = []
    for item in _flattened(flow):
        if isinstance(item, Table):
            writer.prose(prose)
            writer.grid(item)
            prose = []
        else:
            prose.append(item)
    writer.prose(prose)
    return writer.finished()


class _Writer:
    """Appends to the text and keeps count of where it is."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._page = FlowText()

    def finished(self) -> FlowText:
        self._page.text = "".join(self._parts)
        return self._page

    def prose(self, items: list[Run]) -> None:
        """Write what stands between two grids; each line that holds anything is a paragraph."""
        text = _lines(items)
        if not text:
            return
        start = self._length
        for line in text.split("\n"):
            if line.strip():
                self._page.paragraphs.append(Paragraph(start, start + len(line)))
            start += len(line) + 1
        self._append(text + "\n")

    def grid(self, table: Table) -> None:
        """Write a table that holds data."""
        self.prose(_runs(table.before))
        rows = [
            GridRow(
                row.group,
                tuple((cell.row_span, cell.column_span) for cell in row.cells),
                tuple(cell.start for cell in row.cells),
            )
            for row in table.rows
        ]
        cells: list[GridCell] = []
        for row, areas in zip(table.rows, take_places(rows), strict=True):
            for number, (cell, area) in enumerate(zip(row.cells, areas, strict=True)):
                if number:
                    self._append("\t")
                if area.column_span < cell.column_span:
                    self._note(OVERLAP_NOTE)
                cells.append(self._cell(cell, area))
            if row.cells:
                self._append("\n")
        self._page.grids.append(Grid(len(self._page.grids) + 1, tuple(cells)))

    def _cell(self, cell: Cell, area: Area) -> GridCell:
        flow = cell.flow
        if len(flow) == 1 and isinstance(flow[0], str):
            text = SPACES.sub(" ", flow[0]).strip()
        else:
            # A TAB would look like the end of the cell.
            text = _lines(_runs(flow)).replace("\t", " ").strip()
        if not text and cell.shows:
            text = OBJECT
            self._note(OBJECT_NOTE)
        start = self._length
        self._append(text)
        return GridCell(text, start, self._length, area.row, area.column, area.row_span, area.column_span)

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _note(self, note: str) -> None:
        if note not in self._page.notes:
            self._page.notes.append(note)


def _flattened(flow: Flow) -> Iterator[Item]:
    """A flow whose tables are grids; the cells of other tables are blocks of their own."""
    for item in flow:
        if not isinstance(item, Table) or item.is_grid:
            yield item
            continue
        for part in (item.before, *(cell.flow for row in item.rows for cell in row.cells)):
            yield Mark.BLOCK
            yield from _flattened(part)
        yield Mark.BLOCK


def _runs(flow: Flow) -> list[Run]:
    """A flow without grids: what stands in a grid's cell or caption, where no other grid can be."""
    return [item for item in _flattened(flow) if not isinstance(item, Table)]


def _lines(items: list[Run]) -> str:
    """Join a run of text, ends of lines collapsed as browsers do; no line end stands first or last."""
    parts: list[str] = []
    ends, space, empty = 0, False, True
    for item in items:
        if isinstance(item, Mark):
            ends = ends + 1 if item is Mark.BREAK else ends or int(not empty)
            space, empty = False, True
            continue
        kept = isinstance(item, Kept)
        text = item.text if kept else SPACES.sub(" ", item)
        word = text if kept else text.strip(" ")
        if word:
            if ends and parts:
                parts.append("\n" * ends)
            elif not empty and (space or (not kept and text[0] == " ")):
                parts.append(" ")
            parts.append(word)
            ends, empty = 0, False
            space = not kept and text[-1] == " "
        elif text:
            space = True
    return "".join(parts)
