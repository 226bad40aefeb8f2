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

from extractor.ingest.recognise.cells import FilledCell, box_of, core_of, lines_of
from extractor.ingest.recognise.engine import Engine
from extractor.ingest.recognise.ink import Mask, Pixels, Rectangle

__all__ = ["Look", "is_figure", "is_sealed", "look_again", "read_through"]

FIGURE = re.compile(r"[^\u3400-\u9fff]*|[^\u3400-\u9fff]*\d[^\u3400-\u9fff]*[\u3400-\u9fff]{1,2}")
"""Print that may be a value: without Chinese characters, or a number with a unit."""
LONGEST = 14
"""Characters of a value."""
INKED = 0.7
"""Of a token's width, at most, over which there is ink if a part of what it says is of the back of the sheet."""
DIGITS = re.compile(r"\d+")
MARGIN = 0.3
"""Of the height of the ink: white around it."""
TALL = 0.55
"""Of the tallest mark's height, from which a mark is a digit and no point or speck."""
SEALED = (0.03, 0.85)
"""Share of coloured dots in the ink of a figure between which coloured ink lies over black; above, the figure itself
has a colour."""


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


def is_sealed(cell: FilledCell, seal: Mask, ink: Mask) -> bool:
    """Whether coloured ink lies over the print of a cell, or stands where nothing else is."""
    regions = [box_of(token) for token in cell.tokens] or [cell.inside]
    for x0, y0, x1, y1 in regions:
        part = (slice(max(0, y0), y1), slice(max(0, x0), x1))
        printed, coloured = ink[part] > 0, seal[part] > 0
        total = int(np.count_nonzero(printed))
        share = int(np.count_nonzero(coloured & printed)) / total if total else 0.0
        if SEALED[0] < share < SEALED[1] or (share >= SEALED[1] and not cell.tokens):
            return True
    return False


def read_through(cell: FilledCell, looks: Sequence[Look]) -> Look | None:
    """The number that the ink of a cell says, where its only token also says what shines through beside that ink."""
    if len(cell.tokens) != 1 or len(looks) != 1 or cell.crossed or DIGITS.fullmatch(cell.text):
        return None
    (look,) = looks
    x0, _, x1, _ = core_of(box_of(cell.tokens[0]))
    beside = look.box[2] - look.box[0] <= INKED * (x1 - x0)
    return look if beside and DIGITS.fullmatch(look.text) and look.confirms(look.text) else None


def look_again(cells: Sequence[FilledCell], grey: Pixels, engine: Engine) -> list[tuple[Look, ...]]:
    """Read the ink of each cell by itself, line by line; a mark that is on none of its lines is read with all others.

    A cell without ink has no look.
    """
    groups = [(place, marks) for place, cell in enumerate(cells) for marks in _lines(cell)]
    boxes = [_around(marks) for _, marks in groups]
    crops = [_crop(grey, box, cells[place].inside) for box, (place, _) in zip(boxes, groups, strict=True)]
    looks: list[list[Look]] = [[] for _ in cells]
    for (place, marks), box, (text, score) in zip(groups, boxes, engine.read_boxes(crops), strict=True):
        looks[place].append(Look(text, score, box, _glyphs(marks)))
    return [tuple(found) for found in looks]


def _lines(cell: FilledCell) -> list[list[Rectangle]]:
    """The marks of a cell, those of each of its lines of tokens together."""
    if not cell.marks:
        return []
    boxes = [_around([box_of(token) for token in line]) for line in lines_of(cell.tokens)]
    if len(boxes) <= 1 or cell.crossed:
        return [cell.marks]
    lines: list[list[Rectangle]] = [[] for _ in boxes]
    for mark in cell.marks:
        middle = (mark[1] + mark[3]) / 2
        home = next((at for at, box in enumerate(boxes) if box[1] <= middle < box[3]), None)
        if home is None:
            return [cell.marks]
        lines[home].append(mark)
    return lines if all(lines) else [cell.marks]


def _around(marks: Sequence[Rectangle]) -> Rectangle:
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
