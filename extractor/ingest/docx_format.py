"""How Word shows a run of text, as far as that decides whether it is seen and what its characters are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractor.ingest.docx_names import W14, W, is_on, number, value
from extractor.ingest.hidden import Hidden
from extractor.ingest.ooxml_xml import Element

__all__ = ["PAPER", "PLAIN", "UNKNOWN", "RunFormat", "layered", "over", "run_format", "shading", "unseen"]

PAPER = "FFFFFF"
UNKNOWN = "?"
"""A colour that the file leaves to a theme, a picture or a pattern."""
AUTOMATIC = "auto"
"""Black or white, whichever can be read."""
SMALLEST = 2
"""Half points: text up to one point high is not seen."""
NEAREST = 10
"""Steps of 255 by which the strongest channel of a text must differ from what is behind it."""
COLOUR_DIGITS = 6
HIGHLIGHTS = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGray": "808080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "green": "00FF00",
    "lightGray": "C0C0C0",
    "magenta": "FF00FF",
    "red": "FF0000",
    "white": "FFFFFF",
    "yellow": "FFFF00",
}
RELEVANT = frozenset(
    f"{W}{name}"
    for name in ("vanish", "strike", "dstrike", "caps", "sz", "color", "outline", "shd", "highlight", "vertAlign")
) | {f"{W14}textFill"}
RAISES = {"superscript": "super", "subscript": "sub", "baseline": ""}


@dataclass(frozen=True, slots=True)
class RunFormat:
    """What one level of formatting says; null where it says nothing."""

    vanish: bool | None = None
    struck: bool | None = None
    capitals: bool | None = None
    size: int | None = None
    """Half points."""
    colour: str | None = None
    """Six hexadecimal digits, `UNKNOWN` or `auto`."""
    shade: str | None = None
    """Of the paper behind the text; as `colour`."""
    raised: str | None = None
    """`super`, `sub` or empty."""


PLAIN = RunFormat()


def run_format(properties: Element | None) -> RunFormat:
    """Read `w:rPr`, of a run, a style, a paragraph's mark or a level of a list."""
    if properties is None or not len(properties):
        return PLAIN
    parts = {part.tag: part for part in properties}
    if RELEVANT.isdisjoint(parts):
        return PLAIN
    size = parts.get(f"{W}sz")
    raised = parts.get(f"{W}vertAlign")
    return RunFormat(
        vanish=_switch(parts, "vanish"),
        struck=_switch(parts, "strike") or _switch(parts, "dstrike"),
        capitals=_switch(parts, "caps"),
        size=None if size is None else number(value(size), SMALLEST + 1),
        colour=_text_colour(parts),
        shade=_shade(parts),
        raised=None if raised is None else RAISES.get(value(raised), ""),
    )


def over(top: RunFormat, below: RunFormat) -> RunFormat:
    """Lay one level of formatting over another."""
    if top is PLAIN:
        return below
    return RunFormat(
        below.vanish if top.vanish is None else top.vanish,
        below.struck if top.struck is None else top.struck,
        below.capitals if top.capitals is None else top.capitals,
        below.size if top.size is None else top.size,
        below.colour if top.colour is None else top.colour,
        below.shade if top.shade is None else top.shade,
        below.raised if top.raised is None else top.raised,
    )


def layered(defaults: RunFormat, *levels: RunFormat) -> RunFormat:
    """Lay the styles of table, paragraph and characters over each other; a switch set by two of them is off again.

    ISO/IEC 29500-1, 17.7.3.
    """
    result = defaults
    for level in levels:
        result = over(level, result)
    return RunFormat(
        _toggled(defaults.vanish, [level.vanish for level in levels]),
        _toggled(defaults.struck, [level.struck for level in levels]),
        _toggled(defaults.capitals, [level.capitals for level in levels]),
        result.size,
        result.colour,
        result.shade,
        result.raised,
    )


def shading(element: Element) -> str | None:
    """Return the colour that `w:shd` lays behind a text; null for none."""
    pattern = value(element)
    if pattern in {"", "clear", "nil"}:
        fill = _colour(element.get(f"{W}fill") or AUTOMATIC)
        return None if fill == AUTOMATIC else fill
    if pattern == "solid":
        colour = _colour(element.get(f"{W}color") or AUTOMATIC)
        return "000000" if colour == AUTOMATIC else colour
    return UNKNOWN


def unseen(shown: RunFormat, behind: tuple[str, ...]) -> Hidden | None:
    """Say why a text is not seen; `behind` has every colour that may be behind it."""
    if shown.vanish:
        return Hidden.VANISHED
    if shown.size is not None and shown.size <= SMALLEST:
        return Hidden.TINY
    if shown.struck:
        return Hidden.STRUCK_OUT
    if shown.colour and len(shown.colour) == COLOUR_DIGITS:
        papers = (shown.shade,) if shown.shade else behind
        if all(_melts(shown.colour, paper) for paper in papers):
            return Hidden.SAME_COLOUR
    return None


def _switch(parts: Mapping[str, Element], name: str) -> bool | None:
    part = parts.get(f"{W}{name}")
    return None if part is None else is_on(part)


def _text_colour(parts: Mapping[str, Element]) -> str | None:
    # An outline is seen whatever is inside it, and a fill paints over the colour.
    if _switch(parts, "outline"):
        return UNKNOWN
    filled = parts.get(f"{W14}textFill")
    fill = None if filled is None else _fill(filled)
    colour = parts.get(f"{W}color")
    return fill or (None if colour is None else _colour(value(colour)))


def _shade(parts: Mapping[str, Element]) -> str | None:
    shade = parts.get(f"{W}shd")
    under = None if shade is None else shading(shade)
    # The highlight lies over the shading.
    return HIGHLIGHTS.get(value(parts.get(f"{W}highlight")), under)


def _colour(printed: str) -> str:
    if printed.lower() in {"auto", ""}:
        return AUTOMATIC
    digits = printed.removeprefix("#").upper()
    return digits if len(digits) == COLOUR_DIGITS and set(digits) <= set("0123456789ABCDEF") else UNKNOWN


def _fill(element: Element) -> str | None:
    """Return the colour of a text's fill; a theme's colour is what the plain colour beside it says."""
    if element.find(f"{W14}solidFill") is None:
        return UNKNOWN
    plain = element.find(f"{W14}solidFill/{W14}srgbClr")
    return None if plain is None else _colour(plain.get(f"{W14}val") or "")


def _toggled(default: bool | None, said: list[bool | None]) -> bool | None:  # noqa: FBT001 - three values, null for unsaid
    if all(word is None for word in said):
        return default
    return sum(word is True for word in said) % 2 == 1


@lru_cache(maxsize=4096)
def _melts(colour: str, paper: str) -> bool:
    """Whether text in this colour cannot be told from the paper."""
    if len(paper) != COLOUR_DIGITS:
        return False
    apart = (abs(int(colour[at : at + 2], 16) - int(paper[at : at + 2], 16)) for at in (0, 2, 4))
    return max(apart) <= NEAREST
