"""Tables from their ruling lines: where lines run, which of them bound a cell, and which are missing under a span."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.ingest.recognise.ink import Mask, Rectangle
from extractor.ingest.recognise.lines import LONG, LONGER, TOUCH, Lines, find_lines
from extractor.ingest.recognise.parted import PRESENT, Parted

__all__ = ["Lattice", "RuledCell", "find_lattices"]

GAP = 0.12
"""Inches that a broken line may be interrupted for."""
FRAGMENTS = 4
"""So many runs that bound nothing show that lines are broken; strokes of large type may be one or two."""
NEAR = 0.035
"""Inches within which two lines are one, and a crossing is met."""
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
    lines = find_lines(ink, dpi, LONGER)
    broken = lines.fragments > FRAGMENTS
    if broken:
        lines = find_lines(ink, dpi, LONG)
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


def _lattice(lines: Lines, corner: tuple[int, int], dpi: float) -> Lattice | None:
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
    parted = Parted(over, left)
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
    lines: Lines, ys: Sequence[int], xs: Sequence[int], dpi: float
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
