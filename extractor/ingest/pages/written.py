"""Pages as extracted text: their blocks in reading order, with the place of every word (design.md §6.3).

Pages are joined by FF, lines and rows by LF, the cells of a row by TAB. A line that the width of the page broke off is
joined to the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import repeat

from extractor.ingest.flow_text import OBJECT_NOTE
from extractor.ingest.hidden import OBJECT
from extractor.ingest.pages.furniture import without_furniture
from extractor.ingest.pages.joined import parts_of
from extractor.ingest.pages.joined_table import JoinedCell, JoinedTable
from extractor.ingest.pages.laid_out import LaidOutPage
from extractor.model import Grid, GridCell, PageLine, PageToken, Paragraph, Spot

__all__ = ["PagesText", "write_pages"]


@dataclass(slots=True)
class PagesText:
    """The extracted text and what is known of its parts."""

    text: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list[Paragraph])
    grids: list[Grid] = field(default_factory=list[Grid])
    spots: list[Spot] = field(default_factory=list[Spot])
    notes: list[str] = field(default_factory=list[str])


def write_pages(pages: Sequence[LaidOutPage]) -> PagesText:
    """Write the pages down, without page numbers and running heads, their tables joined over the pages."""
    kept = without_furniture(pages)
    writer = _Writer(kept)
    for place, block in parts_of(kept):
        if isinstance(block, PageLine):
            writer.line(place, block)
        else:
            writer.table(block)
    return writer.finished()


class _Writer:
    """Appends to the text and keeps count of where it is."""

    def __init__(self, pages: Sequence[LaidOutPage]) -> None:
        self._pages = pages
        self._parts: list[str] = []
        self._length = 0
        self._place = 0
        """Of the page that is being written, 0-based."""
        self._paragraph: int | None = None
        """Where the paragraph begins that the next line goes on with."""
        self._spaced = False
        """A space stands behind the last line."""
        self._made = PagesText()

    def finished(self) -> PagesText:
        self._end_paragraph()
        self._append("\f" * (len(self._pages) - 1 - self._place))
        self._made.text = "".join(self._parts)
        # What a cell prints on the next page stands with its beginning.
        self._made.spots.sort(key=lambda spot: (spot.start, spot.end))
        return self._made

    def line(self, place: int, line: PageLine) -> None:
        """Write a line of prose, or go on with it."""
        if self._paragraph is None or place != self._place:
            self._begin(place)
            self._paragraph = self._length
        elif self._spaced:
            self._append(" ")
        self._words(place, line.tokens, line.spaces)
        self._spaced = line.spaced
        if not line.continues:
            self._end_paragraph()

    def table(self, table: JoinedTable) -> None:
        """Write a grid, and begin a page where its rows do."""
        rows: list[list[JoinedCell]] = [[] for _ in table.pages]
        for cell in table.cells:
            rows[cell.row - 1].append(cell)
        cells: list[GridCell] = []
        for number, (place, row) in enumerate(zip(table.pages, rows, strict=True), start=1):
            if row:
                self._begin(place)
            for at, cell in enumerate(row):
                if at:
                    self._append("\t")
                cells.append(self._cell(place, cell))
            for page, note in table.notes.get(number, ()):
                self.line(page, note)
        if cells:
            page = self._pages[table.pages[0]].number
            self._made.grids.append(Grid(len(self._made.grids) + 1, tuple(cells), page))

    def _cell(self, place: int, cell: JoinedCell) -> GridCell:
        start, part = self._length, len(self._parts)
        for number, (page, tokens) in enumerate(cell.lines):
            if number:
                self._append("\n")
            self._words(page, tokens)
        if not cell.lines:
            if cell.shows:
                self._append(OBJECT)
                if OBJECT_NOTE not in self._made.notes:
                    self._made.notes.append(OBJECT_NOTE)
            page = self._pages[place]
            self._made.spots.append(Spot(start, self._length, page.number, page.frame.placed(cell.box)))
        text = "".join(self._parts[part:])
        return GridCell(text, start, self._length, cell.row, cell.column, cell.row_span, cell.column_span)

    def _begin(self, place: int) -> None:
        """Begin a line, on a page of its own where it is the first there."""
        self._end_paragraph()
        if place > self._place:
            self._append("\f" * (place - self._place))
            self._place = place
        elif self._length:
            self._append("\n")

    def _end_paragraph(self) -> None:
        if self._paragraph is not None:
            page = self._pages[self._place].number
            self._made.paragraphs.append(Paragraph(self._paragraph, self._length, page))
        self._paragraph = None

    def _words(self, place: int, tokens: Sequence[PageToken], spaces: Sequence[int] = ()) -> None:
        page = self._pages[place]
        for token, width in zip(tokens, spaces or (0, *repeat(1, len(tokens))), strict=False):
            self._append(" " * width)
            start = self._length
            self._append(token.text)
            self._made.spots.append(
                Spot(start, self._length, page.number, page.frame.placed(token.box), token.score, token.again)
            )

    def _append(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)
