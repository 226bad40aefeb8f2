"""Drawings: the text boxes in them, and whether a picture is seen."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.ingest.docx_format import PAPER, UNKNOWN
from extractor.ingest.docx_names import MC, WP, A, W, number
from extractor.ingest.hidden import Hidden
from extractor.ingest.ooxml_xml import Element

__all__ = ["Box", "branch", "drawing_unseen", "is_picture_seen", "text_boxes"]

CONTENT = f"{W}txbxContent"
ALTERNATE = f"{MC}AlternateContent"
UNDERSTOOD = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")
"""Whose extensions today's Word shows."""
INCH = 914_400
"""In the units of drawings."""
POINT = 12_700
SMALLEST_PICTURE = 28_575
"""Three pixels; what is smaller only keeps a distance."""
MARGIN = -2 * INCH
"""Left of any page, whatever a place is counted from."""
WIDEST = 22 * INCH
"""The largest page that Word makes."""
FAR_AWAY = -720.0
"""Points."""
HEX_COLOUR = re.compile("#([0-9a-fA-F]{6})")
POINTS = re.compile(r"(?:left|top):(-?\d{1,9}(?:\.\d{1,9})?)pt")


class Box(NamedTuple):
    """The text of a text box."""

    content: Element
    behind: str | None
    """Its colour; null when it lets through what is behind it."""


def branch(alternate: Element) -> Iterable[Element]:
    """Return what Word shows of `mc:AlternateContent`: the first branch that asks for nothing unknown."""
    for part in alternate:
        if part.tag == f"{MC}Fallback":
            return part
        if part.tag == f"{MC}Choice":
            needed = (part.nsmap.get(prefix, "") for prefix in (part.get("Requires") or "").split())
            if all(namespace.startswith(UNDERSTOOD) for namespace in needed):
                return part
    return ()


def text_boxes(drawing: Element) -> Iterator[Box]:
    """Give the text boxes of a drawing, each once."""
    waiting = [drawing]
    while waiting:
        element = waiting.pop()
        if element.tag == CONTENT:
            yield Box(element, _behind(element))
        elif element.tag == ALTERNATE:
            waiting += reversed(list(branch(element)))
        else:
            waiting += reversed(list(element))


def drawing_unseen(drawing: Element) -> Hidden | None:
    """Say why a drawing is not seen."""
    for part in drawing.iter():
        if part.tag == CONTENT:
            break
        if part.tag == f"{WP}docPr" and (part.get("hidden") or "0") in {"1", "true"}:
            return Hidden.INVISIBLE
        if part.tag == f"{WP}anchor" and (reason := _out_of_sight(part)):
            return reason
        style = part.get("style")
        if style and (reason := _style_unseen(style)):
            return reason
    return None


def is_picture_seen(drawing: Element) -> bool:
    """Tell whether a drawing without text is large enough to show anything."""
    sizes = [(number(part.get("cx")), number(part.get("cy"))) for part in drawing.iter(f"{WP}extent")]
    return not sizes or any(max(size) > SMALLEST_PICTURE for size in sizes)


def _out_of_sight(anchor: Element) -> Hidden | None:
    extent = anchor.find(f"{WP}extent")
    for direction, side in (("positionH", "cx"), ("positionV", "cy")):
        length = 0 if extent is None else number(extent.get(side))
        if extent is not None and length <= POINT:
            return Hidden.CLIPPED
        position = anchor.find(f"{WP}{direction}")
        offset = None if position is None else position.find(f"{WP}posOffset")
        if position is None or offset is None:
            continue
        begin = number(offset.text)
        least = 0 if position.get("relativeFrom") == "page" else MARGIN
        if begin + length <= least or begin >= WIDEST:
            return Hidden.OFF_PAGE
    return None


def _style_unseen(style: str) -> Hidden | None:
    plain = style.replace(" ", "").lower()
    if "visibility:hidden" in plain:
        return Hidden.INVISIBLE
    return Hidden.OFF_PAGE if any(float(at) <= FAR_AWAY for at in POINTS.findall(plain)) else None


def _behind(content: Element) -> str | None:
    holder = content.getparent()
    shape = None if holder is None else holder.getparent()
    if shape is None:
        return UNKNOWN
    if shape.tag.endswith("}wsp"):
        return _shape_fill(shape)
    if (shape.get("filled") or "t").lower() in {"f", "false"}:
        return None
    colour = shape.get("fillcolor")
    if not colour or colour.startswith("white"):
        return PAPER
    found = HEX_COLOUR.match(colour)
    return found.group(1).upper() if found else UNKNOWN


def _shape_fill(shape: Element) -> str | None:
    for part in shape:
        if part.tag.endswith("}spPr"):
            if part.find(f"{A}noFill") is not None:
                return None
            solid = part.find(f"{A}solidFill")
            plain = None if solid is None else solid.find(f"{A}srgbClr")
            if plain is not None:
                return (plain.get("val") or UNKNOWN).upper()
            if any(fill.tag.endswith("Fill") for fill in part):
                return UNKNOWN
    return UNKNOWN if any(part.tag.endswith("}style") for part in shape) else None
