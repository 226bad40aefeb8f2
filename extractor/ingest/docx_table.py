"""What Word's tables say of their rows and cells: which columns a cell covers, and what is behind it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.ingest.docx_drawing import branch
from extractor.ingest.docx_format import shading
from extractor.ingest.docx_names import MC, W, is_on, number, value, word_child
from extractor.ingest.docx_styles import TableStyle
from extractor.ingest.ooxml_xml import Element
from extractor.ingest.spans import span_of

__all__ = ["CellShape", "RowShape", "Shades", "cell_shape", "parts_named", "row_shape"]

FLAT = 20
"""Twips: a row of one point holds no text."""
WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
LOOK_BITS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
COLUMNS = {"firstColumn": ("firstCol", "nwCell", "swCell"), "lastColumn": ("lastCol", "neCell", "seCell")}
NO_LINE = frozenset(("", "nil", "none"))


@dataclass(frozen=True, slots=True)
class RowShape:
    """A row's own properties."""

    skipped: int
    """Columns before its first cell."""
    deleted: bool
    hidden: bool
    flat: bool
    """Too low for any text."""


@dataclass(frozen=True, slots=True)
class CellShape:
    """A cell's own properties."""

    span: int
    """Columns, capped."""
    goes_on: bool
    """It is a lower part of the merged cell above it."""
    merged: bool
    """It is any part of cells merged downward."""
    goes_on_left: bool
    """It is a part of the cell to its left, as old files merge cells."""
    deleted: bool
    crossed: bool
    """A diagonal line crosses it."""
    shade: str | None


class Shades:
    """What colours may be behind the cells of a table."""

    def __init__(self, table: Element, style: TableStyle, outer: tuple[str, ...]) -> None:
        """`outer` has what may be behind the table."""
        own = word_child(table, "tblPr", "shd")
        whole = (None if own is None else shading(own)) or style.fill
        look = word_child(table, "tblPr", "tblLook")
        self._fills = style.fills
        self._on = {name for name in LOOK_BITS if _has_look(look, name)}
        self._base = (whole,) if whole else outer
        self._bands = tuple(
            style.fills[band]
            for direction, bands in (("noHBand", ("band1Horz", "band2Horz")), ("noVBand", ("band1Vert", "band2Vert")))
            if direction not in self._on
            for band in bands
            if band in style.fills
        )
        self._columns = tuple(
            style.fills[part] for name in COLUMNS if name in self._on for part in COLUMNS[name] if part in style.fills
        )

    def behind(self, row: int, rows: int, own: str | None) -> tuple[str, ...]:
        """Return what may be behind a cell of a row, 0-based, that asks for a shade of its own or not."""
        if own:
            return (own,)
        if row == 0 and "firstRow" in self._on and "firstRow" in self._fills:
            return (self._fills["firstRow"], *self._columns)
        if row == rows - 1 and "lastRow" in self._on and "lastRow" in self._fills:
            return (self._fills["lastRow"], *self._columns)
        return (*self._base, *self._bands, *self._columns)


def parts_named(container: Iterable[Element], name: str) -> Iterator[Element]:
    """Give the rows of a table or the cells of a row, those in content controls and tracked insertions included."""
    tag = f"{W}{name}"
    for part in container:
        if part.tag == tag:
            yield part
        elif part.tag in WRAPPERS:
            yield from parts_named(part, name)
        elif part.tag == f"{MC}AlternateContent":
            yield from parts_named(branch(part), name)


def row_shape(row: Element) -> RowShape:
    """Read `w:trPr`."""
    skipped, deleted, hidden, flat = 0, False, False, False
    properties = row.find(f"{W}trPr")
    for part in () if properties is None else properties:
        match part.tag.removeprefix(W):
            case "gridBefore":
                skipped = span_of(value(part), least=0) if value(part) else 0
            case "del":
                deleted = True
            case "hidden":
                hidden = is_on(part)
            case "trHeight":
                flat = part.get(f"{W}hRule") == "exact" and number(part.get(f"{W}val"), FLAT + 1) <= FLAT
            case _:
                pass
    return RowShape(skipped, deleted, hidden, flat)


def cell_shape(cell: Element) -> CellShape:
    """Read `w:tcPr`."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return CellShape(1, goes_on=False, merged=False, goes_on_left=False, deleted=False, crossed=False, shade=None)
    parts = {part.tag.removeprefix(W): part for part in properties}
    merge, tracked, left = parts.get("vMerge"), parts.get("cellMerge"), parts.get("hMerge")
    goes_on = merge is not None and value(merge) != "restart"
    if tracked is not None:
        goes_on = tracked.get(f"{W}vMerge") == "cont"
    shade = parts.get("shd")
    return CellShape(
        span=span_of(value(parts.get("gridSpan"))),
        goes_on=goes_on,
        merged=goes_on or merge is not None or tracked is not None,
        goes_on_left=left is not None and value(left) != "restart",
        deleted="cellDel" in parts,
        crossed=any(value(word_child(properties, "tcBorders", line)) not in NO_LINE for line in ("tl2br", "tr2bl")),
        shade=None if shade is None else shading(shade),
    )


def _has_look(look: Element | None, name: str) -> bool:
    if look is None:
        return False
    own = look.get(f"{W}{name}")
    if own is not None:
        return own in {"1", "true", "on"}
    try:
        return bool(int(value(look) or "0", 16) & LOOK_BITS[name])
    except ValueError:
        return False
