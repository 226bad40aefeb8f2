"""The second read: the box of a figure read again by itself, cut out by its ink and with its contrast stretched.

The first read comes from a box that the recogniser drew on the whole page. The second one knows nothing of it: its crop
is what ink is found in the cell, so a mark beside the figure, a digit that the first box left out and a figure that the
first read made of nothing all show as a difference.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extractor.ingest.recognise.cells import FilledCell
from extractor.ingest.recognise.engine import Engine
from extractor.ingest.recognise.ink import Mask, Pixels, Rectangle, seal_of

__all__ = ["Look", "is_figure", "is_sealed", "look_again"]

FIGURE = re.compile(r"[^\u3400-\u9fff]*|[^\u3400-\u9fff]*\d[^\u3400-\u9fff]*[\u3400-\u9fff]{1,2}")
"""Print that may be a value: without Chinese characters, or a number with a unit."""
LONGEST = 14
"""Characters of a value."""
DIGITS = re.compile(r"\d+")
MARGIN = 0.3
"""Of the height of the ink: white around it."""
TALL = 0.55
"""Of the tallest mark's height, from which a mark is a digit and no point or speck."""
SEALED = (0.06, 0.85)
"""Share of coloured pixels in the ink of a cell between which coloured ink lies over black; above, the print itself has
a colour."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a closer look at a cell says."""

    text: str
    score: float
    box: Rectangle
    """The ink that was read, in pixels."""
    glyphs: int
    """Marks as tall as digits."""

    def confirms(self, printed: str) -> bool:
        """Whether the look says the same, with a mark on the paper for every digit."""
        return self.text == printed and (DIGITS.fullmatch(printed) is None or self.glyphs == len(printed))


def is_figure(text: str) -> bool:
    """Whether the text of a cell may be a value."""
    return bool(text) and len(text) <= LONGEST and FIGURE.fullmatch(text) is not None


def is_sealed(cell: FilledCell, picture: Pixels, ink: Mask) -> bool:
    """Whether coloured ink lies over the print of a cell, or is all that is in it."""
    x0, y0, x1, y1 = cell.inside
    printed = ink[y0:y1, x0:x1] > 0
    total = int(np.count_nonzero(printed))
    if not total:
        return False
    coloured = seal_of(picture[y0:y1, x0:x1]) > 0
    share = int(np.count_nonzero(coloured & printed)) / total
    return SEALED[0] < share < SEALED[1] or (share >= SEALED[1] and not cell.tokens)


def look_again(cells: Sequence[FilledCell], grey: Pixels, engine: Engine) -> list[Look | None]:
    """Read each cell by its ink alone; null for a cell without ink."""
    boxes = [_around(cell.marks) for cell in cells]
    crops = [_crop(grey, box, cell.inside) for box, cell in zip(boxes, cells, strict=True) if box is not None]
    read = iter(engine.read_boxes(crops))
    looks: list[Look | None] = []
    for box, cell in zip(boxes, cells, strict=True):
        if box is None:
            looks.append(None)
            continue
        text, score = next(read)
        looks.append(Look(text, score, box, _glyphs(cell.marks)))
    return looks


def _around(marks: Sequence[Rectangle]) -> Rectangle | None:
    if not marks:
        return None
    x0, y0, x1, y1 = zip(*marks, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _crop(grey: Pixels, box: Rectangle, inside: Rectangle) -> Pixels:
    """The ink with some white around it, never beyond the lines of the cell, black on white."""
    margin = max(2, round(MARGIN * (box[3] - box[1])))
    x0, y0 = max(inside[0], box[0] - margin), max(inside[1], box[1] - margin)
    x1, y1 = min(inside[2], box[2] + margin), min(inside[3], box[3] + margin)
    piece = cv2.normalize(grey[y0:y1, x0:x1], np.zeros((y1 - y0, x1 - x0), np.uint8), 0, 255, cv2.NORM_MINMAX)
    white = cv2.copyMakeBorder(piece, 4, 4, 4, 4, cv2.BORDER_REPLICATE)
    return np.asarray(cv2.cvtColor(white, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def _glyphs(marks: Sequence[Rectangle]) -> int:
    """Marks as tall as digits; marks over one another, as of a broken figure, count once."""
    tallest = max(y1 - y0 for _, y0, _, y1 in marks)
    spans = sorted((x0, x1) for x0, y0, x1, y1 in marks if y1 - y0 >= TALL * tallest)
    count, reach = 0, -1
    for start, stop in spans:
        count += start >= reach
        reach = max(reach, stop)
    return count
