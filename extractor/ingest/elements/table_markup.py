"""The cells that the minimal markup of a table holds."""

from typing import TYPE_CHECKING

from extractor.ingest.spans import GridRow, span_of, take_places
from extractor.model import ElementCell

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["read_cells"]


def read_cells(markup: str) -> tuple[ElementCell, ...]:
    """The cells of one table, each at its place in the grid.

    Raises:
        DocumentError: `too-many-cells` when its spans are too wide.
    """
    from selectolax.lexbor import LexborHTMLParser

    printed = [[node for node in row.iter() if node.tag == "td"] for row in LexborHTMLParser(markup).css("tr")]
    rows = [GridRow(0, tuple(map(_spans, row))) for row in printed]
    return tuple(
        ElementCell(_text(cell), area.row, area.column, area.row_span, area.column_span)
        for row, areas in zip(printed, take_places(rows), strict=True)
        for cell, area in zip(row, areas, strict=True)
    )


def _spans(cell: "LexborNode") -> tuple[int, int]:
    return span_of(cell.attributes.get("rowspan")), span_of(cell.attributes.get("colspan"))


def _text(cell: "LexborNode") -> str:
    parts = (" " if node.tag == "br" else node.text_content or "" for node in cell.traverse(include_text=True))
    return " ".join("".join(parts).split())
