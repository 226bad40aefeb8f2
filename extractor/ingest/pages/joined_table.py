"""Tables of a whole document: rows on one page or several."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from extractor.model import Box, PageLine, PageToken

__all__ = ["JoinedCell", "JoinedTable"]


@dataclass(frozen=True, slots=True)
class JoinedCell:
    """A cell of a table that may go on over pages."""

    row: int
    """1-based in the whole table."""
    column: int
    row_span: int
    column_span: int
    box: Box
    sides: tuple[float, float]
    """Where its left and right would be on the first page of the table."""
    lines: tuple[tuple[int, tuple[PageToken, ...]], ...]
    """Each with the 0-based place of its page: a cell may go on over the page."""
    shows: bool = False

    @property
    def text(self) -> str:
        """Its lines in one."""
        return "".join(token.text for _, line in self.lines for token in line)


@dataclass(frozen=True, slots=True)
class JoinedTable:
    """A table with its rows on one page or several."""

    cells: tuple[JoinedCell, ...]
    """By row, then by column."""
    pages: tuple[int, ...]
    """For each row the 0-based place of the page it begins on."""
    notes: Mapping[int, tuple[tuple[int, PageLine], ...]] = field(
        default_factory=dict[int, tuple[tuple[int, PageLine], ...]]
    )
    """Footnotes below a row that is the last one on its page, each with the place of that page."""
    open_end: bool = False
    """As `PageTable.open_end`."""
    implied: bool = False
    """As `PageTable.implied`."""
