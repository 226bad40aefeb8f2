"""What ingest makes of a file. Lives inside one call, so plain dataclasses."""

from bisect import bisect_left
from dataclasses import dataclass, field

from extractor.model.page import Spot

__all__ = ["Document", "Grid", "GridCell", "Paragraph"]


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a grid as found."""

    text: str
    """Exactly as printed."""
    start: int
    """Half-open code-point interval in the document's text."""
    end: int
    row: int
    """1-based, spans counted."""
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A ragged table as found in the file, in document order."""

    ordinal: int
    """1-based in the document."""
    cells: tuple[GridCell, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of prose between two line ends."""

    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file after ingest: its text, and every structure the format itself states."""

    sha256: str
    name: str
    """File name with suffix."""
    path: str
    """As given on the command line, or relative to the folder given there."""
    media_type: str
    text: str
    """The extracted text; every place counts code points of it."""
    encoding: str | None = None
    pages: int | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    grids: tuple[Grid, ...] = ()
    """Empty for plain text: there the table reader finds the layout itself."""
    born_digital: bool = True
    """False when some of the text was recognised from a picture."""
    notes: tuple[str, ...] = field(default=())
    """Codes of what ingest noticed, for example `replaced-characters`."""
    spaced: str | None = None
    """The text, of equal length, with white space for what only parts its fields, as the delimiters of csv do; null
    where the text has no such marks."""

    spots: tuple[Spot, ...] = ()
    """Where every word and every blank cell stands, in the order of the text; empty for formats without geometry."""
    unread_pages: tuple[int, ...] = ()
    """1-based: pages that show something, but have no text that could be read."""
    unread_hint: str | None = None
    """What to do about them."""

    def spots_of(self, start: int, end: int) -> tuple[Spot, ...]:
        """The words of an interval of the text; for an empty interval the blank cell that stands there."""
        found: list[Spot] = []
        for place in range(bisect_left(self.spots, start, key=lambda spot: spot.end), len(self.spots)):
            spot = self.spots[place]
            if spot.start > end:
                break
            if (spot.start < end and start < spot.end) or (spot.start, spot.end) == (start, end):
                found.append(spot)
        return tuple(found)

    def is_born_digital(self, start: int, end: int) -> bool:
        """Whether no word of an interval of the text was recognised from a picture."""
        return self.born_digital or (
            bool(spots := self.spots_of(start, end)) and all(spot.score is None for spot in spots)
        )

    @property
    def prose(self) -> str:
        """The text as its lines read; all places are those of `text`."""
        return self.text if self.spaced is None else self.spaced
