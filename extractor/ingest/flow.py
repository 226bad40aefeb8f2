"""A page as it is laid out: runs of text, ends of lines, and tables, which hold data or only arrange the page."""

from dataclasses import dataclass, field
from enum import Enum

__all__ = ["RAISED", "Cell", "Flow", "Item", "Kept", "Mark", "Row", "Run", "Table"]

PROSE = 1_000
"""Characters of a cell that holds prose, if they are most of its table."""
RAISED = {
    "super": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "sub": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}
"""A raised figure is a mark beside a number; as an ordinary figure it would become part of it."""


class Mark(Enum):
    """An end of a line."""

    BREAK = "break"
    """Ends a line, even an empty one."""
    BLOCK = "block"
    """Ends a line that holds something."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Text whose spaces are printed as they stand."""

    text: str


@dataclass(slots=True)
class Cell:
    """A cell of a table."""

    row_span: int
    """As declared, capped; 0 reaches to the end of the row group."""
    column_span: int
    flow: "Flow" = field(default_factory=list["Item"])
    shows: bool = False
    """Something is seen in it that is no text, or may be seen."""
    start: int = 0
    """The column, 0-based, that it does not begin before: Word counts columns that no cell covers."""


@dataclass(slots=True)
class Row:
    """A row of a table."""

    group: int
    """Which `thead`, `tbody` or `tfoot` of the table it is in."""
    cells: list[Cell] = field(default_factory=list[Cell])


@dataclass(slots=True)
class Table:
    """A table with its rows in the order in which they are seen."""

    before: "Flow" = field(default_factory=list["Item"])
    """The caption."""
    rows: list[Row] = field(default_factory=list[Row])
    groups: int = 0
    is_grid: bool = False
    """It holds data, as far as its shape tells: two cells beside each other, no grid inside, and no prose."""
    holds_grid: bool = False
    """It is a grid or arranges one."""
    length: int = 0
    """Characters in all cells, inner tables included."""

    def complete(self, outer: Cell | None) -> None:
        """Judge what the table is for, once it is read; `outer` is the cell that it stands in."""
        cells = [cell for row in self.rows for cell in row.cells]
        lengths = [_length(cell.flow) for cell in cells]
        shows = any(cell.shows for cell in cells)
        longest, self.length = max(lengths, default=0), sum(lengths)
        flows = (self.before, *(cell.flow for cell in cells))
        inner = any(isinstance(item, Table) and item.holds_grid for flow in flows for item in flow)
        self.is_grid = (
            any(len(row.cells) > 1 for row in self.rows)
            and (self.length > 0 or shows)
            and not (longest > PROSE and 2 * longest > self.length)
            and not inner
        )
        self.holds_grid = self.is_grid or inner
        if outer:
            outer.shows |= shows


Run = str | Kept | Mark
"""A piece of a line, or its end."""
Item = Run | Table
Flow = list[Item]
"""What a page or a cell holds, in document order. Strings still have the white space of the markup."""


def _length(flow: Flow) -> int:
    return sum(
        len(item.strip()) if isinstance(item, str) else item.length if isinstance(item, Table) else _kept(item)
        for item in flow
    )


def _kept(item: Kept | Mark) -> int:
    return len(item.text.strip()) if isinstance(item, Kept) else 0
