"""Where on its page something stands, for the pictures that `show` writes."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from extractor.model import Box, Cell, Place, Record

__all__ = ["doubtful_rows", "placed", "row_of"]


def row_of(path: str) -> str:
    """The row of a cell's path."""
    return path.rpartition(".")[0]


def placed(cells: Iterable[Cell]) -> tuple[int, Box] | None:
    """The page of the first cell that has one, and the box around all cells on it; null without geometry."""
    places = [place for cell in cells if (place := cell.source) is not None and place.page is not None and place.bbox]
    if not places:
        return None
    page = places[0].page or 1
    return page, _around(place for place in places if place.page == page)


def doubtful_rows(record: Record) -> Iterator[tuple[str, list[Cell]]]:
    """The rows of cells that somebody has to look at, each once."""
    doubtful = (cell for cell in record.cells if cell.status == "review")
    for row, members in groupby(doubtful, key=lambda cell: row_of(cell.path)):
        yield row, list(members)


def _around(places: Iterable[Place]) -> Box:
    boxes = [place.bbox for place in places if place.bbox is not None]
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)
