"""What was judged of each part of a page, for those who need the page itself without its hidden text."""

from dataclasses import dataclass, field

from extractor.ingest.flow import Cell

__all__ = ["Trace"]


@dataclass(slots=True)
class Trace:
    """Judgements by the memory address of the node, which holds while the tree lives."""

    texts: dict[int, str] = field(default_factory=dict[int, str])
    """What is seen of a text node or a form field; those of which nothing is seen are left out."""
    boxless: set[int] = field(default_factory=set[int])
    """Elements that have no place in the layout."""
    cells: dict[int, Cell] = field(default_factory=dict[int, Cell])
    """The cells that tables show."""
