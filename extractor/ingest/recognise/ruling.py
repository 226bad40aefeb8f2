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
UNBROKEN = 0.95
"""Share from which nothing but a line is that long; the strokes of a label that fills a narrow cell, run together by
blur, are up to 0.65 of its width and leave its margins blank."""
DOTTED = 0.4
"""Share along which ink is seen from which it is a line in pieces, if it also begins or ends at another line, reaches
over `WHOLE` of the side and has blank paper on both of its sides; no character has such strokes."""
WHOLE = 0.8
CLEAR = 0.03
"""Inches of blank paper beside a line; figures at the top of a cell come as near to the line above them as 0.045."""
SPECKS = 0.03
"""Share of that paper that may be specks and frayed edges."""
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
    tables = [lattice for lattice in found if not _is_frame(lattice, found)]
    return sorted(tables, key=lambda item: (item.box[1], item.box[0]))


def _is_frame(lattice: Lattice, found: Sequence[Lattice]) -> bool:
    """Whether lines run around tables, as the edges of the paper do on a photograph: more cells are in it than its."""
    within = [
        len(other.cells)
        for other in found
        if any(_encloses(cell.box, other.box) for cell in lattice.cells) and other is not lattice
    ]
    return sum(within) > len(lattice.cells)


def _encloses(outer: Rectangle, inner: Rectangle) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


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
    over, left = _shares(lines, ys, xs, dpi), _shares(lines.turned(), xs, ys, dpi).T.copy()
    over[0], over[-1], left[:, 0], left[:, -1] = 1.0, 1.0, 1.0, 1.0
    return over, left


def _shares(lines: Lines, ys: Sequence[int], xs: Sequence[int], dpi: float) -> NDArray[np.float64]:
    """For each horizontal line, and each two neighbours of those that cross it, how much of it is seen between them."""
    inset, reach = max(2, round(NEAR * dpi)), max(2, round(NEAR * dpi))
    touch = max(1, round(TOUCH * dpi))
    shares: NDArray[np.float64] = np.zeros((len(ys), len(xs) - 1))
    for row, y in enumerate(ys):
        band = slice(max(0, y - reach), y + reach + 1)
        whole: NDArray[np.bool_] = np.asarray(lines.across[band].any(axis=0), dtype=np.bool_)
        parts: NDArray[np.bool_] = np.asarray(lines.pieces_across[band].any(axis=0), dtype=np.bool_)
        for column, (x0, x1) in enumerate(_pairs(xs)):
            side = slice(x0 + inset, x1 - inset)
            ends = parts[x0 + touch + 1 : x0 + inset + touch], parts[x1 - inset - touch : x1 - touch]
            share = _share(whole[side])
            if share < UNBROKEN:
                meets = any(bool(end.all()) for end in ends)
                share = _share_in_pieces(share, _share(parts[side]), lines.ink[band, side], dpi, meets=meets)
            shares[row, column] = share
    return shares


def _share_in_pieces(share: float, broken: float, band: Mask, dpi: float, *, meets: bool) -> float:
    """The share of a side that is not one run: 1 where its pieces are a line, 0 where they are strokes.

    Args:
        share: What lines cover of it.
        broken: What these and shorter pieces cover.
        band: The ink along the side.
        dpi: Dots an inch.
        meets: Whether a piece begins or ends at another line.
    """
    if meets and (share >= PRESENT or broken >= IN_PIECES):
        return 1.0
    if (meets or share >= PRESENT) and _is_dotted(band, dpi):
        return 1.0
    return share if share < PRESENT else 0.0


def _is_dotted(band: Mask, dpi: float) -> bool:
    """Whether the ink of a horizontal band is a line in pieces: thin, along most of it, and with nothing beside it."""
    inked = band > 0
    if not inked.size:
        return False
    along = np.count_nonzero(inked, axis=1)
    thin = max(1, round(TOUCH * dpi / 2))
    middle = int(along.argmax())
    trace: NDArray[np.bool_] = np.asarray(inked[max(0, middle - thin) : middle + thin + 1].any(axis=0), dtype=np.bool_)
    places = np.flatnonzero(trace)
    if _share(trace) < DOTTED or int(places[-1] - places[0]) < WHOLE * trace.size:
        return False
    clear = thin + 1 + max(1, round(CLEAR * dpi))
    beside = inked[max(0, middle - clear) : middle - thin], inked[middle + thin + 1 : middle + clear]
    return all(_share(side) <= SPECKS for side in beside)


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
