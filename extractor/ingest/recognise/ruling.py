"""Tables from their ruling lines: where lines run, which of them bound a cell, and which are missing under a span."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.ingest.recognise.ink import Mask, Rectangle

__all__ = ["Lattice", "RuledCell", "find_lattices"]

LONG = 0.3
"""Inches: a run of ink this long is a line and no stroke; the widest stroke of 16 pt type is 0.22."""
LONGER = 0.75
"""Inches: so long a run is a line wherever it is."""
SHORT = 0.1
"""Inches: a vertical run this long is a line where it reaches from one line to another."""
PIECE = 0.05
"""Inches: a shorter piece of a broken line is not told from a speck."""
GAP = 0.12
"""Inches that a broken line may be interrupted for."""
FRAGMENTS = 4
"""So many runs that bound nothing show that lines are broken; strokes of large type may be one or two."""
THICK = 0.04
"""Inches: more is a bar or a picture, no line."""
NEAR = 0.035
"""Inches within which two lines are one, and a crossing is met."""
TOUCH = 0.012
"""Inches within which a short vertical line reaches the lines that it joins."""
PRESENT = 0.6
"""Share of a cell's side along which a line is seen from which it is there."""
ABSENT = 0.25
"""Share below which it is not; between the two it is broken, and nobody knows."""
IN_PIECES = 0.7
"""Share along which pieces are seen from which they are a line, if they also begin or end at another line, which the
strokes of a character between lines do not."""
FEWEST = 2
"""Lines in each direction that make a table."""


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell between lines."""

    row: int
    """1-based, spans counted."""
    column: int
    row_span: int
    column_span: int
    box: Rectangle


@dataclass(frozen=True, slots=True)
class Lattice:
    """The cells of a table, by row, then by column."""

    cells: tuple[RuledCell, ...]
    box: Rectangle
    doubtful: bool
    """Some line is neither surely there nor surely missing: cells may have been joined or parted wrongly."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A line, or a piece of one: where it is across its direction, and from where to where along it."""

    at: float
    start: int
    stop: int


def find_lattices(ink: Mask, dpi: float) -> list[Lattice]:
    """Every ruled table of an upright picture, from the top down."""
    lines = _lines(ink, dpi, LONGER)
    broken = lines.fragments > FRAGMENTS
    if broken:
        lines = _lines(ink, dpi, LONG)
    reach = max(1, round((GAP if broken else NEAR) * dpi))
    joined = cv2.dilate(cv2.max(lines.across, lines.down), np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found: list[Lattice] = []
    for number in range(1, count):
        x, y, width, height = (int(stats[number, side]) for side in range(4))
        if min(width, height) < LONG * dpi:
            continue
        part = (slice(y, y + height), slice(x, x + width))
        mine = np.where(labels[part] == number, np.uint8(255), np.uint8(0))
        lattice = _lattice(lines.within(part, mine), (x, y), dpi)
        if lattice is not None:
            found.append(lattice)
    return sorted(found, key=lambda item: (item.box[1], item.box[0]))


@dataclass(frozen=True, slots=True)
class _Lines:
    """What runs across and down a picture, or a part of it."""

    across: Mask
    down: Mask
    pieces_across: Mask
    """Also what is too short to be a line by itself."""
    pieces_down: Mask
    fragments: int
    """Long runs that neither are lines by themselves nor reach from one line to another."""

    def within(self, part: tuple[slice, slice], mine: Mask) -> "_Lines":
        """The lines of a part of the picture, those under a mask alone."""
        return _Lines(
            self.across[part] & mine,
            self.down[part] & mine,
            self.pieces_across[part],
            self.pieces_down[part],
            self.fragments,
        )


def _lines(ink: Mask, dpi: float, long: float) -> _Lines:
    """Horizontal and vertical lines.

    A run of less than `long` inches is a stroke of a character, unless it reaches from one line to another.
    """
    turned = np.ascontiguousarray(ink.T)
    across, down = _runs_of(ink, dpi, LONG), _runs_of(turned, dpi, SHORT)
    sure, _ = _components(down, long * dpi, dpi)
    level, loose = _components(across, long * dpi, dpi, sure.T)
    plumb, others = _components(down, long * dpi, dpi, level.T)
    return _Lines(
        level,
        np.ascontiguousarray(plumb.T),
        _runs_of(ink, dpi, PIECE),
        np.ascontiguousarray(_runs_of(turned, dpi, PIECE).T),
        loose + others,
    )


def _components(runs: Mask, long: float, dpi: float, others: Mask | None = None) -> tuple[Mask, int]:
    """The horizontal runs that are long, or have both ends at `others`, which run across them.

    The second part counts those that are left out although no character has such strokes.
    """
    _, found, measured, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    labels, stats = np.asarray(found, dtype=np.int32), np.asarray(measured, dtype=np.int32)
    x, y, width, height = (stats[:, side] for side in range(4))
    kept = width >= long
    if others is not None:
        step = max(1, round(TOUCH * dpi))
        near = cv2.dilate(np.ascontiguousarray(others), np.ones((2 * step + 1, 2 * step + 1), np.uint8)) > 0
        middle = y + height // 2
        kept |= near[middle, x] & near[middle, x + width - 1]
    kept[0] = False
    left_out = int(np.count_nonzero(~kept[1:] & (width[1:] >= LONG * dpi)))
    return np.where(kept[labels], np.uint8(255), np.uint8(0)), left_out


def _runs_of(ink: Mask, dpi: float, length: float) -> Mask:
    """Horizontal runs of ink of at least so many inches that are no thicker than a line."""
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(3, round(length * dpi))), np.uint8))
    thick = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((max(2, round(THICK * dpi)), 1), np.uint8))
    return np.asarray(cv2.subtract(runs, thick), dtype=np.uint8)


def _lattice(lines: _Lines, corner: tuple[int, int], dpi: float) -> Lattice | None:
    """The cells between the lines of one table; null when they make none."""
    rows = _positions(lines.across, dpi)
    columns = _positions(np.ascontiguousarray(lines.down.T), dpi)
    if len(rows) < FEWEST or len(columns) < FEWEST:
        return None
    rows, columns = _with_sides(rows, columns), _with_sides(columns, rows)
    while True:
        ys, xs = [round(run.at) for run in rows], [round(run.at) for run in columns]
        over, left = _seen(lines, ys, xs, dpi)
        kept_rows = [run for run, shares in zip(rows, over, strict=True) if max(shares) >= PRESENT]
        kept_columns = [run for run, shares in zip(columns, left.T, strict=True) if max(shares) >= PRESENT]
        if len(kept_rows) < FEWEST or len(kept_columns) < FEWEST:
            return None
        if len(kept_rows) == len(rows) and len(kept_columns) == len(columns):
            break
        # A run that bounds no cell is a stroke of a character.
        rows, columns = kept_rows, kept_columns
    parted = _Parted(over, left)
    x, y = corner
    boxes = tuple(
        RuledCell(
            top + 1, first + 1, bottom - top, last - first, (xs[first] + x, ys[top] + y, xs[last] + x, ys[bottom] + y)
        )
        for top, first, bottom, last in parted.cells()
    )
    if len(boxes) < FEWEST:
        return None
    return Lattice(boxes, (xs[0] + x, ys[0] + y, xs[-1] + x, ys[-1] + y), parted.doubtful)


def _seen(
    lines: _Lines, ys: Sequence[int], xs: Sequence[int], dpi: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The share of every box's upper and left side along which a line is seen; the outermost sides are closed."""
    over = _shares(lines.across, lines.pieces_across, ys, xs, dpi)
    left = _shares(np.ascontiguousarray(lines.down.T), np.ascontiguousarray(lines.pieces_down.T), xs, ys, dpi).T.copy()
    over[0], over[-1], left[:, 0], left[:, -1] = 1.0, 1.0, 1.0, 1.0
    return over, left


def _shares(lines: Mask, pieces: Mask, ys: Sequence[int], xs: Sequence[int], dpi: float) -> NDArray[np.float64]:
    """For each horizontal line, and each two neighbours of those that cross it, how much of it is seen between them."""
    inset, reach = max(2, round(NEAR * dpi)), max(2, round(NEAR * dpi))
    touch = max(1, round(TOUCH * dpi))
    shares: NDArray[np.float64] = np.zeros((len(ys), len(xs) - 1))
    for row, y in enumerate(ys):
        band = slice(max(0, y - reach), y + reach + 1)
        whole: NDArray[np.bool_] = np.asarray(lines[band].any(axis=0), dtype=np.bool_)
        parts: NDArray[np.bool_] = np.asarray(pieces[band].any(axis=0), dtype=np.bool_)
        for column, (x0, x1) in enumerate(_pairs(xs)):
            share = _share(whole[x0 + inset : x1 - inset])
            if share < PRESENT:
                ends = parts[x0 + touch + 1 : x0 + inset + touch], parts[x1 - inset - touch : x1 - touch]
                broken = _share(parts[x0 + inset : x1 - inset])
                if broken >= IN_PIECES and any(bool(end.all()) for end in ends):
                    share = 1.0
            shares[row, column] = share
    return shares


def _positions(lines: Mask, dpi: float) -> list[_Run]:
    """Where horizontal lines are, pieces of one line put together, from the top down."""
    count, _, stats, centres = cv2.connectedComponentsWithStats(lines, connectivity=8)
    pieces = sorted(
        (float(centres[at, 1]), int(stats[at, 0]), int(stats[at, 0] + stats[at, 2]), int(stats[at, 4]))
        for at in range(1, count)
    )
    near = NEAR * dpi
    groups: list[list[tuple[float, int, int, int]]] = []
    for piece in pieces:
        if groups and piece[0] - groups[-1][-1][0] <= near:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [
        _Run(
            sum(at * weight for at, _, _, weight in group) / sum(weight for *_, weight in group),
            min(start for _, start, _, _ in group),
            max(stop for _, _, stop, _ in group),
        )
        for group in groups
    ]


def _with_sides(lines: Sequence[_Run], others: Sequence[_Run]) -> list[_Run]:
    """The lines, and open sides of a table where the other lines run beyond the outermost one."""
    start, stop = min(run.start for run in others), max(run.stop for run in others)
    width = min((after.at - before.at for before, after in pairwise(lines)), default=0.0) / 2
    low, high = min(run.start for run in lines), max(run.stop for run in lines)
    first = [_Run(float(start), low, high)] if lines[0].at - start > width > 0 else []
    last = [_Run(float(stop - 1), low, high)] if stop - lines[-1].at > width > 0 else []
    return [*first, *lines, *last]


def _pairs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    return pairwise(places)


def _share(side: NDArray[np.bool_]) -> float:
    return float(np.count_nonzero(side)) / side.size if side.size else 1.0


class _Parted:
    """Boxes of the full lattice, joined where the line between them is missing."""

    def __init__(self, over: NDArray[np.float64], left: NDArray[np.float64]) -> None:
        """`over` and `left`: the share of each box's upper and left side along which a line is seen."""
        self._over, self._left = over, left
        self._rows, self._columns = left.shape[0], over.shape[1]
        inner = [*over[1:-1].ravel(), *left[:, 1:-1].ravel()]
        self.doubtful = any(ABSENT < share < PRESENT for share in inner)

    def cells(self) -> list[tuple[int, int, int, int]]:
        """Top, first, bottom and last (half-open) of every cell."""
        taken = np.zeros((self._rows, self._columns), dtype=bool)
        found: list[tuple[int, int, int, int]] = []
        for row in range(self._rows):
            for column in range(self._columns):
                if taken[row, column]:
                    continue
                last = column + 1
                while last < self._columns and not taken[row, last] and self._left[row, last] < PRESENT:
                    last += 1
                bottom = row + 1
                while bottom < self._rows and self._open_below(bottom, column, last, taken):
                    bottom += 1
                taken[row:bottom, column:last] = True
                found.append((row, column, bottom, last))
        return found

    def _open_below(self, row: int, first: int, last: int, taken: NDArray[np.bool_]) -> bool:
        """Whether a cell goes on in the next row over its whole width."""
        return (
            not taken[row, first:last].any()
            and all(self._over[row, column] < PRESENT for column in range(first, last))
            and all(self._left[row, column] < PRESENT for column in range(first + 1, last))
            and (first == 0 or self._left[row, first] >= PRESENT)
            and (last == self._columns or self._left[row, last] >= PRESENT)
        )
