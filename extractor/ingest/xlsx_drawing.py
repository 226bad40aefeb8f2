"""What lies over the cells of a sheet: text boxes, pictures, and the comments behind the cells."""

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.ingest.ooxml_package import Element, Package
from extractor.ingest.xlsx_style import DRAWING, MAIN, number_of

__all__ = ["Overlay", "read_comments", "read_overlays"]

PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(frozen=True, slots=True)
class Overlay:
    """A text box or a picture."""

    row: int
    """1-based, as the column: the cell over which its upper left corner lies."""
    column: int
    text: str
    """Empty for a picture."""
    hidden: bool


def read_overlays(package: Package, sheet: str) -> list[Overlay]:
    """Read the drawings that the sheet part `sheet` is tied to, from the top down.

    Raises:
        DocumentError: as `Package.tree` says.
    """
    found = [
        overlay
        for part in package.related(sheet, "drawing")
        for anchor in _anchors(package.tree(part))
        for overlay in _overlays(anchor)
    ]
    return sorted(found, key=lambda overlay: (overlay.row, overlay.column))


def read_comments(package: Package, sheet: str) -> list[str]:
    """Read the comments on the cells of a sheet.

    Raises:
        DocumentError: as `Package.tree` says.
    """
    return [
        "".join(word.text or "" for word in comment.iter(f"{MAIN}t"))
        for part in package.related(sheet, "comments")
        for comment in package.tree(part).findall(f"{MAIN}commentList/{MAIN}comment")
    ]


def _anchors(drawing: Element) -> Iterator[Element]:
    for child in drawing:
        if child.tag == f"{COMPATIBLE}AlternateContent":
            choice = child.find(f"{COMPATIBLE}Choice")
            yield from choice if choice is not None else ()
        else:
            yield child


def _overlays(anchor: Element) -> Iterator[Overlay]:
    corner = anchor.find(f"{PLACED}from")
    row, column = (_corner(corner, name) for name in ("row", "col"))
    for shape in anchor.iter(f"{PLACED}sp", f"{PLACED}pic"):
        if _is_fallback(shape):
            continue
        properties = next(shape.iter(f"{PLACED}cNvPr"), None)
        hidden = properties is not None and (properties.get("hidden") or "0") not in {"0", "false"}
        lines = ["".join(_words(paragraph)) for paragraph in shape.iter(f"{DRAWING}p")]
        text = "\n".join(lines).strip()
        if text or shape.tag == f"{PLACED}pic":
            yield Overlay(row, column, text, hidden)


def _words(paragraph: Element) -> Iterator[str]:
    for item in paragraph.iter(f"{DRAWING}t", f"{DRAWING}br"):
        yield (item.text or "") if item.tag == f"{DRAWING}t" else "\n"


def _corner(corner: Element | None, name: str) -> int:
    element = corner.find(f"{PLACED}{name}") if corner is not None else None
    return 1 + number_of((element.text or "").strip(), 0) if element is not None else 1


def _is_fallback(shape: Element) -> bool:
    """Whether a shape is the copy for programs that do not know the newer kind."""
    above = shape.getparent()
    while above is not None:
        if above.tag == f"{COMPATIBLE}Fallback":
            return True
        above = above.getparent()
    return False
