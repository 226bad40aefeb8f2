"""Tables that no line rules: columns from where the values stand below each other.

Only tables whose every row is one line are made into grids. A line with a label and no value may be the rest of the
label above, the beginning of the one below, or a row of blanks; no geometry tells, so such a stretch stays text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.ingest.pages.columns import segments_of
from extractor.ingest.pages.spans import Span, merged
from extractor.ingest.pages.words import TextLine, around
from extractor.model import Box, PageCell, PageTable
from extractor.text.numbers import looks_like_value

__all__ = ["Stretch", "find_unruled"]

LEADING = 3.0
"""Of the size of a line: the next row of a table is no further down."""
FEWEST_VALUES = 4
"""Values of a stretch that is taken for a table."""
HEAD_LINES = 6
"""Lines above the first values that may head them."""
NEAR = 4.0
"""Points between the beginnings of labels in one column."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that are a table."""

    start: int
    """Half-open interval of lines."""
    end: int
    table: PageTable


def find_unruled(lines: Sequence[TextLine]) -> list[Stretch]:
    """Find the tables among lines, from top to bottom."""
    cut = [segments_of(line) for line in lines]
    values = [_has_values(parts) for parts in cut]
    found: list[Stretch] = []
    place = 0
    while place < len(lines):
        if not values[place]:
            place += 1
            continue
        end = place
        while end < len(lines) and values[end] and (end == place or _follows(lines[end - 1], lines[end])):
            end += 1
        start = _head_start(lines, cut, place, found[-1].end if found else 0)
        table = _table(cut[start:place], cut[place:end])
        if table is not None:
            found.append(Stretch(start, end, table))
        place = end
    return found


def _has_values(parts: Sequence[TextLine]) -> bool:
    return len(parts) > 1 and looks_like_value(parts[-1].text)


def _follows(one: TextLine, other: TextLine) -> bool:
    return other.box[1] - one.box[1] <= LEADING * max(one.size, other.size)


def _head_start(lines: Sequence[TextLine], cut: Sequence[Sequence[TextLine]], first: int, least: int) -> int:
    """The first line of the heads above a line of values: lines of several parts, close above each other."""
    start = first
    while (
        start > max(least, first - HEAD_LINES) and len(cut[start - 1]) > 1 and _follows(lines[start - 1], lines[start])
    ):
        start -= 1
    return start


def _table(heads: Sequence[Sequence[TextLine]], rows: Sequence[Sequence[TextLine]]) -> PageTable | None:
    """The grid of a stretch; null where its columns are not clear."""
    figures = [part for parts in rows for part in parts if looks_like_value(part.text)]
    columns = merged([(part.box[0], part.box[2]) for part in figures])
    if not heads or len(figures) < FEWEST_VALUES:
        return None
    first = columns[0][0]
    # A column of blanks shows in its head alone.
    for part in (part for parts in heads for part in parts):
        if part.box[0] > first and not any(_meets(part, column) for column in columns):
            columns = sorted([*columns, (part.box[0], part.box[2])])
    starts: list[float] = []
    for left in sorted(part.box[0] for parts in rows for part in parts if part.box[2] <= first):
        if not starts or left - starts[-1] > NEAR:
            starts.append(left)
    if not starts and any(not looks_like_value(part.text) for parts in rows for part in parts):
        return None
    edges = _edges(starts, columns)
    reach = max((part.box[2] for parts in rows for part in parts if part.box[2] <= first), default=first)
    narrow = [*edges[: len(starts)], *columns]
    if starts:
        narrow[len(starts) - 1] = (starts[-1], reach)
    cells: list[PageCell] = []
    for number, parts in enumerate((*heads, *rows), start=1):
        # A head prints nothing where it has nothing to say; a row of values has a blank there.
        blanks = range(len(edges)) if number <= len(heads) else range(len(starts))
        row = _row(number, parts, edges, narrow, unprinted=blanks)
        if row is None:
            return None
        cells += row
    return PageTable(tuple(_stacked(cells, len(heads))), around(cell.box for cell in cells))


def _meets(part: TextLine, column: Span) -> bool:
    return part.box[0] < column[1] and column[0] < part.box[2]


def _edges(starts: Sequence[float], columns: Sequence[Span]) -> list[Span]:
    """The columns of the whole table: those of the labels, then those of the values, without gaps between."""
    lefts = [*starts, *(low for low, _ in columns)]
    rights = [*starts[1:], columns[0][0]] if starts else []
    rights += [(one[1] + other[0]) / 2 for one, other in pairwise(columns)]
    lefts[len(starts) + 1 :] = rights[len(starts) :]
    return list(zip(lefts, [*rights, columns[-1][1]], strict=True))


def _row(
    number: int, parts: Sequence[TextLine], edges: Sequence[Span], narrow: Sequence[Span], *, unprinted: range
) -> list[PageCell] | None:
    """The cells of a line; null when two of its parts want the same column.

    A part belongs to the columns whose values it stands over, `narrow`; `edges` are the columns without gaps. Where
    nothing stands there is a blank, but in the columns that are `unprinted`.
    """
    top, bottom = min(part.box[1] for part in parts), max(part.box[3] for part in parts)
    taken: dict[int, tuple[int, TextLine]] = {}
    for part in parts:
        met = [at for at, edge in enumerate(narrow) if _meets(part, edge)] or [
            at for at, edge in enumerate(edges) if _meets(part, edge)
        ][:1]
        if not met or any(at in taken for at in met):
            return None
        taken.update((at, (met[0], part)) for at in met)
    cells: list[PageCell] = []
    for at, (left, right) in enumerate(edges):
        owner = taken.get(at)
        if owner is None and at not in unprinted:
            cells.append(PageCell(number, at + 1, (left, top, right, bottom)))
        elif owner is not None and owner[0] == at:
            wide = sum(first == at for first, _ in taken.values())
            box: Box = (left, top, edges[at + wide - 1][1], bottom)
            cells.append(PageCell(number, at + 1, box, (owner[1].tokens,), 1, wide))
    return cells


def _stacked(cells: Sequence[PageCell], heads: int) -> list[PageCell]:
    """Join the lines of a head that is broken over lines."""
    stacked: list[PageCell] = []
    for cell in cells:
        above = next(
            (
                place
                for place, other in enumerate(stacked)
                if cell.row <= heads
                and (other.column, other.column_span) == (cell.column, cell.column_span)
                and other.row + other.row_span == cell.row
            ),
            None,
        )
        if above is None:
            stacked.append(cell)
        else:
            other = stacked[above]
            stacked[above] = PageCell(
                other.row,
                other.column,
                around((other.box, cell.box)),
                (*other.lines, *cell.lines),
                other.row_span + 1,
                other.column_span,
            )
    return stacked
