"""Faults in the characters of a PDF file: what is painted on its pages after it was printed.

Each gives the file with the fault and what it then shows, cell by cell: a figure that is covered by another one shows
that one, and of two figures upon each other nobody can tell either.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from eval.generator.truth import Figure
from eval.inject.charmap import exchange_figures
from eval.inject.paper import INVISIBLE, MARGIN, WHITE, Box, Paper
from extractor.model import Cell

__all__ = ["OVERPRINTS", "Overprint", "Shown"]

_ROW = 3
"""Figures from which cells beside each other are a row that can move."""
_SHORT = 2
"""Digits of a figure that fits into a cell beside another one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The faulty file, and how its cells differ from what was printed."""

    data: bytes
    cells: Mapping[str, Figure] = field(default_factory=dict[str, Figure])
    """Cells that show something else."""
    unknowable: frozenset[str] = frozenset()
    """Cells that nobody can tell."""
    moved: bool = False
    """Pages are no longer where they were."""


Overprint = Callable[[bytes, Sequence[Cell], Random], Shown | None]
"""Strikes a file whose cells were read; null where they offer no place."""


@dataclass(frozen=True, slots=True)
class _Spot:
    path: str
    text: str
    page: int
    box: Box


def _spots(cells: Sequence[Cell]) -> list[_Spot]:
    """The printed whole numbers."""
    return [
        _Spot(cell.path, cell.as_printed, cell.source.page, cell.source.bbox)
        for cell in cells
        if cell.as_printed is not None
        and cell.as_printed.isascii()
        and cell.as_printed.isdigit()
        and cell.source is not None
        and cell.source.page is not None
        and cell.source.bbox is not None
    ]


def _other(text: str, random: Random) -> str:
    """The number with another last digit."""
    return text[:-1] + random.choice([digit for digit in "123456789" if digit != text[-1]])


def _covered(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """A figure is covered, and another one is printed over it; the text of both is in the file."""
    spot, paper = random.choice(_spots(cells)), Paper(data)
    text = _other(spot.text, random)
    paper.cover(spot.page, spot.box)
    paper.write(spot.page, spot.box, text)
    return Shown(paper.data(), {spot.path: int(text)})


def _covered_only(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """A figure is covered: its text is in the file, and the page shows a blank."""
    spot, paper = random.choice(_spots(cells)), Paper(data)
    paper.cover(spot.page, spot.box)
    return Shown(paper.data(), {spot.path: {"kind": "blank"}})


def _invisible(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """The text that can be searched says another figure than the page shows."""
    spot, paper = random.choice(_spots(cells)), Paper(data)
    paper.write(spot.page, spot.box, _other(spot.text, random), mode=INVISIBLE)
    return Shown(paper.data())


def _invisible_instead(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """The figure is gone from the page, and only a text that nobody sees has it."""
    spot, paper = random.choice(_spots(cells)), Paper(data)
    found = paper.texts(spot.page, spot.box)
    paper.remove(spot.page, found)
    paper.write(spot.page, spot.box, spot.text, mode=INVISIBLE)
    return Shown(paper.data(), {spot.path: {"kind": "blank"}})


def _white(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """A white digit stands before a figure."""
    spot, paper = random.choice(_spots(cells)), Paper(data)
    x0, y0, _, y1 = spot.box
    paper.write(spot.page, (x0 - 0.6 * (y1 - y0), y0, x0, y1), random.choice("123456789"), grey=WHITE)
    return Shown(paper.data())


def _upon(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """Two figures stand upon each other."""
    spot, paper = random.choice(_spots(cells)), Paper(data)
    paper.write(spot.page, spot.box, _other(spot.text, random))
    return Shown(paper.data(), unknowable=frozenset({spot.path}))


def _gone(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """A figure was not printed."""
    spot, paper = random.choice(_spots(cells)), Paper(data)
    paper.remove(spot.page, paper.texts(spot.page, spot.box))
    return Shown(paper.data(), {spot.path: {"kind": "blank"}})


def _rows(cells: Sequence[Cell]) -> list[list[_Spot]]:
    rows: dict[tuple[str, int], list[_Spot]] = {}
    for spot in _spots(cells):
        rows.setdefault((spot.path.rpartition(".")[0], spot.page), []).append(spot)
    return [sorted(row, key=lambda spot: spot.box[0]) for row in rows.values() if len(row) >= _ROW]


def _next_column(data: bytes, cells: Sequence[Cell], random: Random) -> Shown | None:
    """A figure stands in the next column, behind the one that belongs there."""
    # A longer one would run over into the column after that.
    pairs = [pair for row in _rows(cells) for pair in pairwise(row) if len(pair[0].text) <= _SHORT]
    if not pairs:
        return None
    (spot, there), paper = random.choice(pairs), Paper(data)
    paper.move(spot.page, paper.texts(spot.page, spot.box), there.box[2] + MARGIN - spot.box[0])
    return Shown(paper.data(), {spot.path: {"kind": "blank"}}, frozenset({there.path}))


def _between_columns(data: bytes, cells: Sequence[Cell], random: Random) -> Shown | None:
    """A figure stands on the line between two columns."""
    rows = _rows(cells)
    if not rows:
        return None
    row = random.choice(rows)
    at = random.randrange(len(row) - 1)
    spot, there, paper = row[at], row[at + 1], Paper(data)
    # LibreOffice centres figures, so half the way from middle to middle ends on the line.
    right = (there.box[0] + there.box[2] - spot.box[0] - spot.box[2]) / 4
    paper.move(spot.page, paper.texts(spot.page, spot.box), right)
    return Shown(paper.data(), unknowable=frozenset({spot.path, there.path}))


def _row_shifted(data: bytes, cells: Sequence[Cell], random: Random) -> Shown | None:
    """The figures of a row stand one column too far to the right; the last one stands beside the table."""
    rows = _rows(cells)
    if not rows:
        return None
    row, paper = random.choice(rows), Paper(data)
    found = [paper.texts(spot.page, spot.box) for spot in row]
    width = row[1].box[0] - row[0].box[0]
    for spot, items, following in zip(row, found, (*row[1:], None), strict=True):
        middle = (spot.box[0] + spot.box[2]) / 2
        right = (following.box[0] + following.box[2]) / 2 - middle if following else width
        paper.move(spot.page, items, right)
    shown: dict[str, Figure] = {later.path: int(spot.text) for spot, later in pairwise(row)}
    return Shown(paper.data(), {**shown, row[0].path: {"kind": "blank"}})


def _page_lost(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """A page is missing."""
    spots, paper = _spots(cells), Paper(data)
    page = random.choice(sorted({spot.page for spot in spots}))
    paper.remove_page(page)
    lost = frozenset(cell.path for cell in cells if cell.source is None or cell.source.page == page)
    return Shown(paper.data(), unknowable=lost, moved=True)


def _page_twice(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """A page is in the file twice."""
    paper = Paper(data)
    paper.repeat_page(random.choice(sorted({spot.page for spot in _spots(cells)})))
    return Shown(paper.data(), moved=True)


def _mapped(data: bytes, cells: Sequence[Cell], random: Random) -> Shown | None:
    """The fonts say of two figures that each is the other: text and picture differ."""
    del cells
    changed = exchange_figures(data, random)
    return None if changed is None else Shown(changed)


OVERPRINTS: Mapping[str, Overprint] = {
    "figure covered by another": _covered,
    "searchable text says another figure": _invisible,
    "row shifted by a column": _row_shifted,
    "two figures upon each other": _upon,
    "page missing": _page_lost,
    "figure on the line between columns": _between_columns,
    "figure not printed": _gone,
    "figure covered": _covered_only,
    "figure only in invisible text": _invisible_instead,
    "white digit before a figure": _white,
    "figure in the next column": _next_column,
    "page in the file twice": _page_twice,
    "fonts that exchange two figures": _mapped,
}
"""By name."""
