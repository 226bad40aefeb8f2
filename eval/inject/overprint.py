"""Faults in the characters of a PDF file: what is painted on its pages after it was printed.

Each gives the file with the fault and what it then shows, cell by cell: a figure that is covered by another one shows
that one, and of two figures upon each other nobody can tell either.
"""

import ctypes
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from random import Random
from typing import Any, cast

from eval.generator.truth import Figure
from eval.inject.charmap import exchange_figures
from extractor.model import Cell

__all__ = ["LIES", "OVERPRINTS", "Overprint", "Shown"]

Box = Sequence[float]
"""x0, y0, x1, y1 in points from the top left, as places have it."""

_INVISIBLE, _FILLED = 3, 0
"""Rendering modes of text."""
_BLACK, _WHITE = 0, 255
_MARGIN = 1.0
"""Points around a figure that a cover hides as well."""
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


class _Paper:
    """The pages of a file, to be painted on."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2  # pyright: ignore[reportMissingTypeStubs] - it has none

        self._library = cast("Any", pypdfium2)
        self._raw = cast("Any", pypdfium2.raw)
        self.document = self._library.PdfDocument(data)
        self._sheets: dict[int, Any] = {}

    def sheet(self, page: int) -> Any:  # noqa: ANN401 - the library leaves its types open
        """A page, the same object each time: its objects belong to it."""
        if page not in self._sheets:
            self._sheets[page] = self.document[page - 1]
        return self._sheets[page]

    def height(self, page: int) -> float:
        return float(self.sheet(page).get_height())

    def write(self, page: int, box: Box, text: str, *, mode: int = _FILLED, grey: int = _BLACK) -> None:
        """Write a text where a box begins, as high as the box."""
        raw, sheet = self._raw, self.sheet(page)
        font = raw.FPDFText_LoadStandardFont(self.document.raw, b"Helvetica")
        item = raw.FPDFPageObj_CreateTextObj(self.document.raw, font, ctypes.c_float(box[3] - box[1]))
        letters = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
        raw.FPDFText_SetText(item, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)))
        raw.FPDFTextObj_SetTextRenderMode(item, mode)
        raw.FPDFPageObj_SetFillColor(item, grey, grey, grey, 255)
        raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, box[0], self.height(page) - box[3] + 0.2 * (box[3] - box[1]))
        raw.FPDFPage_InsertObject(sheet.raw, item)
        sheet.gen_content()

    def cover(self, page: int, box: Box) -> None:
        """Paint a white area over a box."""
        raw, sheet = self._raw, self.sheet(page)
        width, height = box[2] - box[0] + 2 * _MARGIN, box[3] - box[1] + 2 * _MARGIN
        item = raw.FPDFPageObj_CreateNewRect(box[0] - _MARGIN, self.height(page) - box[3] - _MARGIN, width, height)
        raw.FPDFPageObj_SetFillColor(item, _WHITE, _WHITE, _WHITE, 255)
        raw.FPDFPath_SetDrawMode(item, 1, False)  # noqa: FBT003 - filled, and its outline is not drawn
        raw.FPDFPage_InsertObject(sheet.raw, item)
        sheet.gen_content()

    def texts(self, page: int, box: Box) -> list[Any]:
        """The texts whose middle lies in a box."""
        top = self.height(page)
        return [item for item in self._objects(page) if _holds(box, item.get_bounds(), top)]

    def _objects(self, page: int) -> Iterator[Any]:
        return iter(list(self.sheet(page).get_objects(filter=[self._raw.FPDF_PAGEOBJ_TEXT], max_depth=1)))

    def remove(self, page: int, items: Sequence[Any]) -> None:
        """Take texts off a page."""
        sheet = self.sheet(page)
        for item in items:
            sheet.remove_obj(item)
        sheet.gen_content()

    def move(self, page: int, items: Sequence[Any], right: float) -> None:
        """Move texts to the right, in points."""
        for item in items:
            self._raw.FPDFPageObj_Transform(item.raw, 1, 0, 0, 1, right, 0)
        self.sheet(page).gen_content()

    def remove_page(self, page: int) -> None:
        """Lose a page."""
        self.document.del_page(page - 1)

    def repeat_page(self, page: int) -> None:
        """Print a page twice, one right behind the other."""
        copy = self._library.PdfDocument.new()
        copy.import_pages(self.document, [page - 1])
        self.document.import_pages(copy, [0], index=page)
        copy.close()

    def data(self) -> bytes:
        """The file."""
        file = BytesIO()
        self.document.save(file)
        for sheet in self._sheets.values():
            sheet.close()
        self.document.close()
        return file.getvalue()


def _holds(box: Box, bounds: Box, top: float) -> bool:
    x, y = (bounds[0] + bounds[2]) / 2, top - (bounds[1] + bounds[3]) / 2
    return box[0] - 2 <= x <= box[2] + 2 and box[1] <= y <= box[3]


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
    spot, paper = random.choice(_spots(cells)), _Paper(data)
    text = _other(spot.text, random)
    paper.cover(spot.page, spot.box)
    paper.write(spot.page, spot.box, text)
    return Shown(paper.data(), {spot.path: int(text)})


def _covered_only(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """A figure is covered: its text is in the file, and the page shows a blank."""
    spot, paper = random.choice(_spots(cells)), _Paper(data)
    paper.cover(spot.page, spot.box)
    return Shown(paper.data(), {spot.path: {"kind": "blank"}})


def _invisible(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """The text that can be searched says another figure than the page shows."""
    spot, paper = random.choice(_spots(cells)), _Paper(data)
    paper.write(spot.page, spot.box, _other(spot.text, random), mode=_INVISIBLE)
    return Shown(paper.data())


def _invisible_instead(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """The figure is gone from the page, and only a text that nobody sees has it."""
    spot, paper = random.choice(_spots(cells)), _Paper(data)
    found = paper.texts(spot.page, spot.box)
    paper.remove(spot.page, found)
    paper.write(spot.page, spot.box, spot.text, mode=_INVISIBLE)
    return Shown(paper.data(), {spot.path: {"kind": "blank"}})


def _white(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """A white digit stands before a figure."""
    spot, paper = random.choice(_spots(cells)), _Paper(data)
    x0, y0, _, y1 = spot.box
    paper.write(spot.page, (x0 - 0.6 * (y1 - y0), y0, x0, y1), random.choice("123456789"), grey=_WHITE)
    return Shown(paper.data())


def _upon(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """Two figures stand upon each other."""
    spot, paper = random.choice(_spots(cells)), _Paper(data)
    paper.write(spot.page, spot.box, _other(spot.text, random))
    return Shown(paper.data(), unknowable=frozenset({spot.path}))


def _gone(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """A figure was not printed."""
    spot, paper = random.choice(_spots(cells)), _Paper(data)
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
    (spot, there), paper = random.choice(pairs), _Paper(data)
    paper.move(spot.page, paper.texts(spot.page, spot.box), there.box[2] + _MARGIN - spot.box[0])
    return Shown(paper.data(), {spot.path: {"kind": "blank"}}, frozenset({there.path}))


def _between_columns(data: bytes, cells: Sequence[Cell], random: Random) -> Shown | None:
    """A figure stands on the line between two columns."""
    rows = _rows(cells)
    if not rows:
        return None
    row = random.choice(rows)
    at = random.randrange(len(row) - 1)
    spot, there, paper = row[at], row[at + 1], _Paper(data)
    right = (there.box[0] + there.box[2] - spot.box[0] - spot.box[2]) / 4
    # LibreOffice centres figures, so half the way to the next one ends on the line.
    paper.move(spot.page, paper.texts(spot.page, spot.box), 2 * right)
    return Shown(paper.data(), unknowable=frozenset({spot.path, there.path}))


def _row_shifted(data: bytes, cells: Sequence[Cell], random: Random) -> Shown | None:
    """The figures of a row stand one column too far to the right; the last one stands beside the table."""
    rows = _rows(cells)
    if not rows:
        return None
    row, paper = random.choice(rows), _Paper(data)
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
    spots, paper = _spots(cells), _Paper(data)
    page = random.choice(sorted({spot.page for spot in spots}))
    paper.remove_page(page)
    lost = frozenset(cell.path for cell in cells if cell.source is None or cell.source.page == page)
    return Shown(paper.data(), unknowable=lost, moved=True)


def _page_twice(data: bytes, cells: Sequence[Cell], random: Random) -> Shown:
    """A page is in the file twice."""
    paper = _Paper(data)
    paper.repeat_page(random.choice(sorted({spot.page for spot in _spots(cells)})))
    return Shown(paper.data(), moved=True)


def _mapped(data: bytes, cells: Sequence[Cell], random: Random) -> Shown | None:
    """The fonts say of two figures that each is the other: text and picture differ, and nothing in the file tells."""
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
}
"""By name."""
LIES: Mapping[str, Overprint] = {"fonts that exchange two figures": _mapped}
"""Files that lie about what they show, each in more than one place."""
