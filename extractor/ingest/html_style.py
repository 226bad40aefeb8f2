"""Whether text is seen: the styles that an element hands down, and why they hide it.

A page is judged as it opens, on white paper: what a script would show or hide later is not known. Text in a colour that
no rule of the page names counts as seen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from extractor.ingest.hidden import Hidden
from extractor.ingest.html_css import Colour, parse_colour, parse_length
from extractor.ingest.html_elements import BLOCKS, TABLE_PARTS

__all__ = ["PAPER", "Look", "Shown", "restyle"]

SMALLEST = 4 / 3
"""Pixels: one point. Text up to this height is not seen."""
FAINTEST = 0.05
"""How opaque text must be to be seen."""
NEAREST = 10
"""Steps of 255 by which the strongest channel of a text must differ from its background."""
FAR_AWAY = -999.0
"""Pixels to the left or above from which on text is off the page."""
NO_ROOM = 1.0
"""Pixels of a box that holds no text: screen-reader texts have this size."""

WHITE: Colour = (255, 255, 255, 1.0)

FONT_SIZES = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
    "initial": 16.0,
}
"""In pixels."""
HANDED_DOWN = frozenset(("inherit", "unset", "revert", "currentcolor"))
NO_BACKGROUND = frozenset(("none", "initial", "inherit", "unset", "revert"))
NO_COLOUR = NO_BACKGROUND | {
    *("repeat", "no-repeat", "repeat-x", "repeat-y", "round", "space", "scroll", "fixed", "local", "center", "left"),
    *("right", "top", "bottom", "cover", "contain", "auto", "border-box", "padding-box", "content-box", "/", ""),
}
"""The other words of `background`."""
BLOCK_DISPLAYS = ("block", "flex", "grid", "list-item", "table", "flow-root")
MOVED = frozenset(("absolute", "fixed", "relative", "sticky"))
KEPT_SPACES = frozenset(("pre", "pre-wrap", "break-spaces"))
KEPT_LINES = KEPT_SPACES | {"pre-line"}
OUT_OF_FLOW = frozenset(("absolute", "fixed"))
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
SPLIT = re.compile(r"\s+(?![^()]*\))")
LENGTHS = re.compile(r"[-+./%\da-z]*\d[-+./%\da-z]*")
FONT_SIZE = re.compile(r"(?:^|\s)((?:\d+\.?\d*|\.\d+)(?:[a-z]{2,3}|%)?)(?=[\s/])")


@dataclass(frozen=True, slots=True)
class Shown:
    """What an element hands down to its text and to the elements in it."""

    boxless: Hidden | None = None
    """Why it has no place in the layout at all."""
    sealed: Hidden | None = None
    """Why all in it is out of sight, whatever inner elements declare."""
    visible: bool = True
    height: float = 16.0
    """Of the text, in pixels."""
    colour: Colour | None = None
    """Null when the page does not say."""
    background: Colour | None = WHITE
    """Null when it is a picture, or not known."""
    indent: float = 0.0
    """Of the first line, in pixels."""
    spaces_kept: bool = False
    lines_kept: bool = False
    raised: str = ""
    """`super` or `sub`."""

    @property
    def hidden(self) -> Hidden | None:
        """Why text here is not seen."""
        if self.boxless or self.sealed:
            return self.boxless or self.sealed
        if not self.visible:
            return Hidden.INVISIBLE
        if self.height <= SMALLEST:
            return Hidden.TINY
        if self.indent <= FAR_AWAY:
            return Hidden.OFF_PAGE
        return Hidden.SAME_COLOUR if _melts(self.colour, self.background) else None


PAPER = Shown()
"""An empty page."""


class Look(NamedTuple):
    """An element as it is laid out."""

    shown: Shown
    block: bool
    """Begins and ends a line."""


@lru_cache(maxsize=4096)
def restyle(parent: Shown, tag: str, declared: tuple[tuple[str, str], ...]) -> Look:
    """What declarations make of an element; of two on one property the later holds."""
    style = _long_hand(declared)
    block = _is_block(tag, style)
    height = _height(parent.height, style.get("font-size", ""))
    indent = parse_length(style.get("text-indent", ""), height)
    spaces = style.get("white-space", "")
    raised = style.get("vertical-align", "")
    visibility = style.get("visibility", "")
    shown = replace(
        parent,
        boxless=parent.boxless or _boxless(tag, style),
        sealed=parent.sealed or _sealed(tag, style, height, block=block),
        visible=visibility == "visible" or (parent.visible and visibility not in {"hidden", "collapse"}),
        height=height,
        colour=_colour(parent.colour, style.get("color", "inherit")),
        background=_background(parent.background, style),
        indent=parent.indent if indent is None else indent,
        spaces_kept=spaces in KEPT_SPACES if spaces else parent.spaces_kept,
        lines_kept=spaces in KEPT_LINES if spaces else parent.lines_kept,
        raised=raised if raised in {"super", "sub"} and tag not in TABLE_PARTS else parent.raised,
    )
    return Look(shown, block)


def _long_hand(declared: tuple[tuple[str, str], ...]) -> dict[str, str]:
    style: dict[str, str] = {}
    for name, value in declared:
        if name == "font":
            found = FONT_SIZE.search(f"{value} ")
            style["font-size"] = found.group(1) if found else style.get("font-size", "")
        elif name == "background":
            style["background-image"] = "url()" if "url(" in value or "gradient(" in value else "none"
            style["background-color"] = next(filter(_may_be_colour, SPLIT.split(value)), "none")
        elif name == "text-decoration-line":
            style["text-decoration"] = value
        else:
            style[name] = value
    # It paints over `color`, wherever it stands.
    if "-webkit-text-fill-color" in style:
        style["color"] = style["-webkit-text-fill-color"]
    return style


def _may_be_colour(part: str) -> bool:
    """Whether a part of `background` is a colour, known here or not."""
    return not (part in NO_COLOUR or "url(" in part or "gradient(" in part or LENGTHS.fullmatch(part))


def _is_block(tag: str, style: Mapping[str, str]) -> bool:
    if style.get("position") in OUT_OF_FLOW:
        return True
    display = style.get("display", "")
    return display.startswith(BLOCK_DISPLAYS) if display and display != "hidden" else tag in BLOCKS


def _height(inherited: float, value: str) -> float:
    if value in {"smaller", "larger"}:
        return inherited * (5 / 6 if value == "smaller" else 6 / 5)
    height = FONT_SIZES.get(value, parse_length(value, inherited))
    return inherited if height is None or height < 0 else height


def _boxless(tag: str, style: Mapping[str, str]) -> Hidden | None:
    display = style.get("display")
    if display == "none":
        return Hidden.DISPLAY_NONE
    if display == "hidden":
        return Hidden.HIDDEN_ATTRIBUTE
    collapsed = style.get("visibility") == "collapse" and tag in TABLE_PARTS - {"td", "th", "caption", "table"}
    return Hidden.INVISIBLE if collapsed else None


def _sealed(tag: str, style: Mapping[str, str], height: float, *, block: bool) -> Hidden | None:
    if "line-through" in style.get("text-decoration", ""):
        return Hidden.STRUCK_OUT
    if _share(style.get("opacity", "1")) < FAINTEST:
        return Hidden.TRANSPARENT
    moves = ["margin-left", "margin-top", *(("left", "top") if style.get("position") in MOVED else ())]
    if any((parse_length(style.get(move, ""), height) or 0) <= FAR_AWAY for move in moves):
        return Hidden.OFF_PAGE
    if block and tag not in TABLE_PARTS and (_no_room(style, height) or _cut_away(style)):
        return Hidden.CLIPPED
    return None


def _share(value: str) -> float:
    number = parse_length(value, 1.0)
    return 1.0 if number is None else number


def _no_room(style: Mapping[str, str], height: float) -> bool:
    if style.get("overflow") not in {"hidden", "clip"}:
        return False
    sides = [style.get(side, "") for side in ("height", "max-height", "width", "max-width")]
    lengths = [parse_length(side, height) for side in sides if not side.endswith("%")]
    return any(length is not None and length <= NO_ROOM for length in lengths)


def _cut_away(style: Mapping[str, str]) -> bool:
    """The two ways in which texts for screen readers are cut off."""
    path, clip = style.get("clip-path", ""), style.get("clip", "")
    if path.startswith("inset") and path not in {"inset(0)", "inset(0px)"}:
        sides = [float(number) for number in NUMBER.findall(path)]
        return bool(sides) and "%" in path and min(sides) >= 50  # noqa: PLR2004 - half from either side leaves nothing
    edges = [abs(float(number)) for number in NUMBER.findall(clip)]
    return clip.startswith("rect") and style.get("position") in OUT_OF_FLOW and bool(edges) and max(edges) <= NO_ROOM


def _colour(inherited: Colour | None, value: str) -> Colour | None:
    return inherited if value in HANDED_DOWN else parse_colour(value)


def _background(under: Colour | None, style: Mapping[str, str]) -> Colour | None:
    if style.get("background-image", "none") not in NO_BACKGROUND:
        return None
    value = style.get("background-color", "none")
    if value in NO_BACKGROUND:
        return under
    colour = parse_colour(value)
    if colour is None or colour[3] >= 1:
        return colour
    if colour[3] < FAINTEST or under is None:
        return under
    red, green, blue = (
        round(above * colour[3] + below * (1 - colour[3])) for above, below in zip(colour[:3], under[:3], strict=True)
    )
    return red, green, blue, 1.0


def _melts(colour: Colour | None, background: Colour | None) -> bool:
    """Whether text in this colour cannot be told from what is behind it."""
    if colour is None or background is None:
        return False
    apart = max(abs(above - below) for above, below in zip(colour[:3], background[:3], strict=True))
    return colour[3] < FAINTEST or apart <= NEAREST
