"""Tokens put into the cells of a lattice, and what else is printed in these cells."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from extractor.ingest.recognise.engine import RawToken
from extractor.ingest.recognise.ink import Mask, Quad, Rectangle, marks_in
from extractor.ingest.recognise.ruling import Lattice, RuledCell

__all__ = ["FilledCell", "alone", "box_of", "core_of", "corners_of", "fill", "lines_of", "overlooked"]

INSET = 0.02
"""Inches from the middle of a ruling line to what may be print."""
RIM = 0.03
"""Inches: what is left of a ruling line at the edge of a cell is no thicker; the flattest figure is twice as high."""
CORE = 0.15
"""Of a token's width and height on each side: recognisers draw boxes with a margin."""
WHOLE = 0.4
"""Of a token's height, from which a mark beside the tokens of a label is a character that was overlooked."""
SAME_LINE = 0.5
"""Of a token's height: tokens whose middles are nearer stand on one line."""


@dataclass(slots=True)
class FilledCell:
    """A cell and all that is seen in it."""

    cell: RuledCell
    inside: Rectangle
    """Between its lines, in pixels."""
    tokens: list[RawToken] = field(default_factory=list[RawToken])
    crossed: bool = False
    """A token of the recogniser runs over the cell's lines: what it says of this cell is open."""
    marks: list[Rectangle] = field(default_factory=list[Rectangle])
    """Boxes of the ink in it, in pixels of the page."""

    @property
    def text(self) -> str:
        """What its tokens say, lines joined."""
        return "".join(token.text for line in lines_of(self.tokens) for token in line)


def box_of(token: RawToken) -> Rectangle:
    """The upright box around a token."""
    low, high = token.quad.min(axis=0), token.quad.max(axis=0)
    return int(low[0]), int(low[1]), int(np.ceil(high[0])), int(np.ceil(high[1]))


def core_of(box: Rectangle) -> Rectangle:
    """A token's box without the margin that recognisers draw."""
    x0, y0, x1, y1 = box
    across, down = round(CORE * min(x1 - x0, y1 - y0)), round(CORE * (y1 - y0))
    return x0 + across, y0 + down, x1 - across, y1 - down


def corners_of(box: Rectangle) -> Quad:
    """The corners of an upright box."""
    x0, y0, x1, y1 = box
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], dtype=np.float64)


def fill(lattice: Lattice, tokens: Sequence[RawToken], ink: Mask, dpi: float) -> list[FilledCell]:
    """Give every cell the tokens that stand in it; `tokens` are those within the lattice."""
    inset = max(1, round(INSET * dpi))
    cells: list[FilledCell] = []
    for cell in lattice.cells:
        x0, y0, x1, y1 = cell.box
        inside = (x0 + inset, y0 + inset, max(x0 + inset, x1 - inset), max(y0 + inset, y1 - inset))
        marks = _marks(ink, inside, dpi)
        cells.append(FilledCell(cell, inside, marks=[mark for mark in marks if not _is_line(mark, inside, dpi)]))
    for token in tokens:
        met = [cell for cell in cells if _meets(cell.cell.box, core_of(box_of(token)))]
        if len(met) == 1:
            met[0].tokens.append(token)
        for cell in met if len(met) > 1 else ():
            cell.crossed = True
    for cell in cells:
        _leave_out_the_back(cell)
    return cells


def _leave_out_the_back(cell: FilledCell) -> None:
    """Drop what shines through from the back of the sheet: beside tokens made of ink, one that has none."""
    made = [token for token in cell.tokens if any(_holds(box_of(token), mark) for mark in cell.marks)]
    if made:
        cell.tokens = made


def alone(token: RawToken, ink: Mask, dpi: float) -> FilledCell:
    """A token that no lines bound, as a cell of its own."""
    x0, y0, x1, y1 = box_of(token)
    height, width = ink.shape
    inside = (max(0, x0), max(0, y0), min(width, x1), min(height, y1))
    return FilledCell(RuledCell(1, 1, 1, 1, inside), inside, [token], marks=_marks(ink, inside, dpi))


def overlooked(cell: FilledCell) -> list[FilledCell]:
    """The lines of a label that the recogniser has not seen, each as a cell of its own.

    In a column as wide as a character, every character is a line, and recognisers lose one now and then.
    """
    boxes = [box_of(token) for token in cell.tokens]
    if not boxes or cell.crossed:
        return []
    least = WHOLE * median(y1 - y0 for _, y0, _, y1 in boxes)
    free = [mark for mark in cell.marks if mark[3] - mark[1] >= least and not any(_holds(box, mark) for box in boxes)]
    lines: list[list[Rectangle]] = []
    for mark in sorted(free, key=lambda mark: mark[1]):
        if lines and mark[1] < max(bottom for *_, bottom in lines[-1]):
            lines[-1].append(mark)
        else:
            lines.append([mark])
    return [FilledCell(cell.cell, cell.inside, marks=line) for line in lines]


def _holds(box: Rectangle, mark: Rectangle) -> bool:
    x, y = (mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def lines_of(tokens: Sequence[RawToken]) -> list[list[RawToken]]:
    """Tokens in lines, from the top down, each from left to right."""
    lines: list[list[RawToken]] = []
    for token in sorted(tokens, key=_middle):
        height = box_of(token)[3] - box_of(token)[1]
        if lines and _middle(token) - _middle(lines[-1][0]) <= SAME_LINE * height:
            lines[-1].append(token)
        else:
            lines.append([token])
    return [sorted(line, key=lambda token: box_of(token)[0]) for line in lines]


def _marks(ink: Mask, inside: Rectangle, dpi: float) -> list[Rectangle]:
    x, y = inside[:2]
    found = marks_in(ink[y : inside[3], x : inside[2]], dpi)
    return [(x0 + x, y0 + y, x1 + x, y1 + y) for x0, y0, x1, y1 in found]


def _middle(token: RawToken) -> float:
    _, y0, _, y1 = box_of(token)
    return (y0 + y1) / 2


def _meets(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_line(mark: Rectangle, inside: Rectangle, dpi: float) -> bool:
    """What is left of a ruling line at the edge of a cell: it runs along the edge and is thin."""
    x0, y0, x1, y1 = mark
    thin = max(2, round(RIM * dpi))
    level = y1 - y0 <= thin and (y0 <= inside[1] + 1 or y1 >= inside[3] - 1)
    plumb = x1 - x0 <= thin and (x0 <= inside[0] + 1 or x1 >= inside[2] - 1)
    return level or plumb
