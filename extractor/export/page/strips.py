"""Which parts of its pages a document shows as pictures: the rows of what is in doubt or does not add up."""

import base64
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from extractor.export.page.shapes import Json
from extractor.model import Box, PageStrip, Place, Record

__all__ = ["encoded", "wanted_strips"]

AROUND = 42.0
"""Points shown above and below a cell: two rows of a table."""
HIGHEST = 300.0
"""Points of a strip: cells further apart have strips of their own."""
WIDEST = 10_000.0
"""Points: beyond any page, so that a strip is as wide as its page and shows the labels of its rows."""
MOST_STRIPS = 24
"""Of one document: one in which more is in doubt has to be opened itself."""


def wanted_strips(record: Record) -> list[tuple[int, Box]]:
    """Page and box of each strip, in the order of the pages; failed checks come first where there are too many."""
    places: dict[tuple[int, Box], None] = {}
    for place in _places(record):
        if place is not None and place.page is not None and place.bbox is not None:
            places[place.page, place.bbox] = None
    strips: list[tuple[int, float, float]] = []
    for page, (_, top, _, bottom) in places:
        upper, lower = max(0.0, top - AROUND), bottom + AROUND
        near = [strip for strip in strips if strip[0] == page and strip[1] <= lower and upper <= strip[2]]
        for strip in near:
            low, high = min(strip[1], upper), max(strip[2], lower)
            if high - low <= HIGHEST:
                strips[strips.index(strip)] = (page, low, high)
                break
        else:
            if len(strips) < MOST_STRIPS:
                strips.append((page, upper, lower))
    return [(page, (0.0, upper, WIDEST, lower)) for page, upper, lower in sorted(strips)]


def encoded(
    record: Record, strips: Sequence[PageStrip], index: Mapping[str, int]
) -> tuple[list[Json], dict[str, Json]]:
    """The strips, and for each cell that one of them shows, by its number, which one and where its frame stands.

    Frames are in points from the top left of their strip.
    """
    pictures: list[Json] = [
        [strip.page, *(round(side, 1) for side in strip.box), base64.b64encode(strip.data).decode()] for strip in strips
    ]
    frames: dict[str, Json] = {}
    boxes = _boxes(strips)
    for cell in record.cells:
        place = cell.source
        if cell.path not in index or place is None or place.page is None or place.bbox is None:
            continue
        x0, y0, x1, y1 = place.bbox
        for number, (left, top, right, bottom) in boxes[place.page]:
            if left <= x0 and x1 <= right and top <= y0 and y1 <= bottom:
                sides = (x0 - left, y0 - top, x1 - x0, y1 - y0)
                frames[str(index[cell.path])] = [number, *(round(side, 1) for side in sides)]
                break
    return pictures, frames


def _boxes(strips: Sequence[PageStrip]) -> defaultdict[int, list[tuple[int, Box]]]:
    boxes: defaultdict[int, list[tuple[int, Box]]] = defaultdict(list)
    for number, strip in enumerate(strips):
        boxes[strip.page].append((number, strip.box))
    return boxes


def _places(record: Record) -> Iterator[Place | None]:
    cells = {cell.path: cell for cell in record.cells}
    for finding in record.findings:
        if finding.status == "FAIL" and finding.expression is not None:
            yield from (cells[path].source for path in finding.cells if path in cells)
    yield from (cell.source for cell in record.cells if cell.status == "review")
