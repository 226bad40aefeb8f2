"""What the second parser makes of a file: its parts in the order of the document, without places."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Element", "ElementCell", "ElementKind"]


class ElementKind(StrEnum):
    """What a part of a document is, as far as the file says."""

    TITLE = "title"
    NARRATIVE = "narrative"
    """Prose, told from a caption or a label by its verbs, and so in Western languages only."""
    TEXT = "text"
    """A paragraph of no stated kind: all Chinese prose, and headings that only look like headings."""
    LIST_ITEM = "list-item"
    """Without its bullet; a number that the file counts by itself stands before the text."""
    HEADER = "header"
    """Of the pages, not of a table."""
    FOOTER = "footer"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class ElementCell:
    """A cell of a table as the second parser has it."""

    text: str
    """White space collapsed to single spaces; the text of a table inside the cell follows its own."""
    row: int
    """1-based, spans counted."""
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a document."""

    kind: ElementKind
    text: str
    """Never empty, but for a table without any text; a table's cells stand in reading order, joined by spaces."""
    depth: int | None = None
    """1-based level of a title or a list item, where the file states one; null for all else."""
    markup: str | None = None
    """Of a table: `table`, `caption`, `tr`, `td` and `br`, no attributes but `rowspan` and `colspan`; null for all
    else, and for a table whose spans the parser could not follow."""
    cells: tuple[ElementCell, ...] = ()
    """Of a table that the second parser read by itself. Empty for pages, where it drops the spans and `markup` is the
    page's own."""
