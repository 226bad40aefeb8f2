"""Tables from their ruling lines: where lines run, which of them bound a cell, and which are missing under a span."""

from collections.abc import Sequence
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
LOWEST = 0.15
"""Inches: a row of a table is higher."""
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
"""Share along which thin ink is seen from which it is a line in pieces, if it reaches over `WHOLE` of the side, has
blank paper beside it, and begins or ends at another line or is on a side as long as `FREE`; no stroke does all that."""
FREE = 0.4
"""Inches: longer than a dash of two characters."""
WHOLE = 0.8
CLEAR = 0.03
"""Inches of blank paper beside a line; figures at the top of a cell come as near to the line above them as 0.045."""
SPECKS = 0.03
"""Share of that paper that may be specks and frayed edges."""
MOST = 0.75
"""Of the lines across a table, which reach its first and its last line where its corners are open."""
PAGE = 0.6
"""Of the page: no cell of a table is so large."""
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
    count, seen, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    labels = np.asarray(seen, dtype=np.int32)
    boxes: dict[int, Rectangle] = {}
    for number in range(1, count):
        x, y, width, height = (int(stats[number, side]) for side in range(4))
        boxes[number] = (x, y, x + width, y + height)
    first = {number: _part(lines, labels, [number], box, dpi) for number, box in boxes.items()}
    loose = [number for number, lattice in first.items() if lattice is None]
    found: list[Lattice] = []
    for number, lattice in first.items():
        if lattice is not None:
            # Lines of a table that are too broken to meet its other ones.
            more = [other for other in loose if _encloses(boxes[number], boxes[other])]
            whole = _part(lines, labels, [number, *more], boxes[number], dpi) if more else None
            found.append(whole or lattice)
    tables = [lattice for lattice in found if not _is_frame(lattice, found, ink.size)]
    return sorted(tables, key=lambda item: (item.box[1], item.box[0]))


def _part(
    lines: Lines, labels: NDArray[np.int32], numbers: Sequence[int], box: Rectangle, dpi: float
) -> Lattice | None:
    """The cells between the lines of some labels."""
    x0, y0, x1, y1 = box
    if min(x1 - x0, y1 - y0) < LOWEST * dpi:
        return None
    part = (slice(y0, y1), slice(x0, x1))
    inside = np.isin(labels[part], numbers)
    mine, others = (np.where(mask, np.uint8(255), np.uint8(0)) for mask in (inside, ~inside & (labels[part] > 0)))
    return _lattice(lines.within(part, mine, others), (x0, y0), dpi)


def _is_frame(lattice: Lattice, found: Sequence[Lattice], dots: int) -> bool:
    """Whether lines run around tables or prose, as the edges of the paper do on a photograph.

    More cells are in it than its own, or one of its cells takes most of the page.
    """
    if any((cell.box[2] - cell.box[0]) * (cell.box[3] - cell.box[1]) > PAGE * dots for cell in lattice.cells):
        return True
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
    rows, columns = (
        _with_faint(rows, columns, lines.pieces_across, dpi),
        _with_faint(columns, rows, lines.turned().pieces_across, dpi),
    )
    rows, columns = _with_sides(rows, columns), _with_sides(columns, rows)
    while True:
        ys, xs = [round(run.at) for run in rows], [round(run.at) for run in columns]
        over, left = _shares(lines, ys, xs, dpi), _shares(lines.turned(), xs, ys, dpi).T.copy()
        kept_rows, kept_columns = _bounding(rows, over, left, dpi), _bounding(columns, left.T, over.T, dpi)
        if len(kept_rows) < FEWEST or len(kept_columns) < FEWEST:
            return None
        if len(kept_rows) == len(rows) and len(kept_columns) == len(columns):
            break
        rows, columns = kept_rows, kept_columns
    over[0], over[-1], left[:, 0], left[:, -1] = 1.0, 1.0, 1.0, 1.0
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


def _bounding(runs: Sequence[_Run], shares: NDArray[np.float64], others: NDArray[np.float64], dpi: float) -> list[_Run]:
    """The runs that bound a cell; others are strokes of characters.

    The outermost ones close the table although nothing may be seen of them, but only if lines across them reach them:
    a heading above a table, run together by blur, stands by itself.

    Args:
        runs: Lines of one direction.
        shares: How much of each is seen, between each two lines that cross it.
        others: How much of those is seen between each two neighbours of `runs`.
        dpi: Dots an inch.
    """
    last = len(runs) - 1
    ends = ((0, runs[1].at - runs[0].at, others[0]), (last, runs[last].at - runs[last - 1].at, others[-1]))
    met = {at: sides if distance >= LOWEST * dpi else 0 * sides for at, distance, sides in ends}
    kept: list[_Run] = []
    for at, run in enumerate(runs):
        outer = met.get(at)
        reached = outer is not None and (max(outer[0], outer[-1]) >= PRESENT or float(outer.mean()) >= MOST)
        whole = float(shares[at].mean()) >= UNBROKEN if outer is not None else float(shares[at].max()) >= PRESENT
        if reached or whole:
            kept.append(run)
    return kept


def _with_faint(runs: Sequence[_Run], others: Sequence[_Run], pieces: Mask, dpi: float) -> list[_Run]:
    """The horizontal lines, and those of which only pieces are left, along most of the table."""
    start, stop = (round(edge(run.at for run in others)) for edge in (min, max))
    along = np.count_nonzero(pieces, axis=1)
    found = list(runs)
    for y in np.argsort(-along, kind="stable"):
        if along[y] < PRESENT * (pieces.shape[1]):
            break
        if all(abs(run.at - y) > 2 * NEAR * dpi for run in found):
            found.append(_Run(float(y), start, stop))
    return sorted(found, key=lambda run: run.at)


def _shares(lines: Lines, ys: Sequence[int], xs: Sequence[int], dpi: float) -> NDArray[np.float64]:
    """For each horizontal line, and each two neighbours of those that cross it, how much of it is seen between them."""
    near, touch = max(2, round(NEAR * dpi)), max(1, round(TOUCH * dpi))
    shares: NDArray[np.float64] = np.zeros((len(ys), len(xs) - 1))
    for row, y in enumerate(ys):
        band = slice(max(0, y - near), y + near + 1)
        whole: NDArray[np.bool_] = np.asarray(lines.across[band].any(axis=0), dtype=np.bool_)
        parts: NDArray[np.bool_] = np.asarray(lines.pieces_across[band].any(axis=0), dtype=np.bool_)
        for column, (x0, x1) in enumerate(pairwise(xs)):
            side = slice(x0 + near, x1 - near)
            ends = parts[x0 + touch + 1 : x0 + near + touch], parts[x1 - near - touch : x1 - touch]
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
    told = meets or band.shape[1] >= FREE * dpi
    if _thin(band, dpi) >= (DOTTED if told else UNBROKEN):
        return 1.0
    return share if share < PRESENT else 0.0


def _thin(band: Mask, dpi: float) -> float:
    """The share of a horizontal band along which thin ink is in its middle; 0 where other ink stands beside it."""
    inked = band > 0
    if not inked.size:
        return 0.0
    along = np.count_nonzero(inked, axis=1)
    thin = max(1, round(TOUCH * dpi / 2))
    middle = int(along.argmax())
    trace: NDArray[np.bool_] = np.asarray(inked[max(0, middle - thin) : middle + thin + 1].any(axis=0), dtype=np.bool_)
    places = np.flatnonzero(trace)
    short = not places.size or int(places[-1] - places[0]) < WHOLE * trace.size
    if short or abs(middle - len(along) // 2) > 2 * thin:
        return 0.0
    clear = thin + 1 + max(1, round(CLEAR * dpi))
    beside = inked[max(0, middle - clear) : middle - thin], inked[middle + thin + 1 : middle + clear]
    return _share(trace) if all(_share(side) <= SPECKS for side in beside) else 0.0


def _positions(lines: Mask, dpi: float) -> list[_Run]:
    """Where horizontal lines are, pieces of one line put together, from the top down."""
    count, _, stats, centres = cv2.connectedComponentsWithStats(lines, connectivity=8)
    pieces = sorted(
        (float(centres[at, 1]), int(stats[at, 0]), int(stats[at, 0] + stats[at, 2]), int(stats[at, 4]))
        for at in range(1, count)
    )
    groups: list[list[tuple[float, int, int, int]]] = []
    for piece in pieces:
        if groups and piece[0] - groups[-1][-1][0] <= NEAR * dpi:
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


def _share(side: NDArray[np.bool_]) -> float:
    return float(np.count_nonzero(side)) / side.size if side.size else 1.0
