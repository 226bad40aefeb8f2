"""What surrounds a place of a Word document while it is read."""

from dataclasses import dataclass, field

from extractor.ingest.docx_drawing import Box
from extractor.ingest.docx_format import PAPER
from extractor.ingest.flow import Cell, Flow
from extractor.ingest.hidden import Hidden

__all__ = ["Inside", "Line", "Waiting"]


@dataclass(slots=True)
class Inside:
    """A text of paragraphs and tables: the document, a cell, a text box, a note."""

    flow: Flow
    cell: Cell | None = None
    """The innermost cell."""
    behind: tuple[str, ...] = (PAPER,)
    """Every colour that may be behind the text."""
    table_style: str = ""
    sealed: Hidden | None = None
    """Why nothing in it is seen."""
    joined: bool = False
    """The mark that ended the last paragraph is gone, so the next one continues its line."""
    line_start: int | None = None
    """Where in the flow the line begins that waits for its number, if one does."""


@dataclass(slots=True)
class Waiting:
    """A text box of a paragraph, which is read behind it: in between, it would tear a sentence apart."""

    box: Box
    sealed: Hidden | None


@dataclass(slots=True)
class Line:
    """A paragraph that is being read."""

    inside: Inside
    style: str
    """The paragraph style."""
    behind: tuple[str, ...]
    sealed: Hidden | None
    boxes: list[Waiting] = field(default_factory=list[Waiting])
