"""CSS as far as it decides what is seen: declarations, lengths and colours.

Not covered: `calc()` and `var()`, colours by hue, transforms, filters, animations, generated content.
"""

import re
import sys
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Colour", "Declarations", "parse_colour", "parse_declarations", "parse_length", "plain_value"]

Colour = tuple[int, int, int, float]
"""Red, green, blue up to 255, and how opaque it is, from 0 to 1."""

PROPERTIES = frozenset(
    (
        *("background", "background-color", "background-image", "clip", "clip-path", "color", "display", "font"),
        *("font-size", "height", "left", "margin-left", "margin-top", "max-height", "max-width", "opacity", "overflow"),
        *("position", "text-decoration", "text-decoration-line", "text-indent", "top", "vertical-align", "visibility"),
        *("white-space", "width", "-webkit-text-fill-color"),
    )
)
"""The properties that can take text out of sight, or move its line ends."""

COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.DOTALL)
SURROGATES = range(0xD800, 0xE000)
IMPORTANT = re.compile(r" ?! ?important$", re.IGNORECASE)

LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(px|pt|pc|in|cm|mm|em|rem|ex|ch|%|vw|vh)?")
PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "rem": 16.0, "vw": 10.0, "vh": 10.0}
"""Of absolute units, and of those that hang on a window, roughly."""
RELATIVE = {"em": 1.0, "ex": 0.5, "ch": 0.5, "%": 0.01}
"""Of the text's own height."""

HEX = re.compile("#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
"""Old pages leave the # out."""
FUNCTION = re.compile(r"rgba?\(([^()]*)\)")
CHANNEL = re.compile(r"(\d+\.?\d*|\.\d+)(%?)")
NAMED = {
    "black": 0x000000,
    "navy": 0x000080,
    "blue": 0x0000FF,
    "green": 0x008000,
    "teal": 0x008080,
    "lime": 0x00FF00,
    "aqua": 0x00FFFF,
    "maroon": 0x800000,
    "purple": 0x800080,
    "olive": 0x808000,
    "gray": 0x808080,
    "grey": 0x808080,
    "silver": 0xC0C0C0,
    "red": 0xFF0000,
    "fuchsia": 0xFF00FF,
    "orange": 0xFFA500,
    "yellow": 0xFFFF00,
    "lightgray": 0xD3D3D3,
    "lightgrey": 0xD3D3D3,
    "gainsboro": 0xDCDCDC,
    "whitesmoke": 0xF5F5F5,
    "mintcream": 0xF5FFFA,
    "ghostwhite": 0xF8F8FF,
    "azure": 0xF0FFFF,
    "floralwhite": 0xFFFAF0,
    "snow": 0xFFFAFA,
    "ivory": 0xFFFFF0,
    "white": 0xFFFFFF,
    "window": 0xFFFFFF,
    "windowtext": 0x000000,
}
"""The names of HTML 4, those near white, and what Word writes; any other name is taken for a colour that is seen."""
LONGEST_VALUE = 200
"""Characters."""
LONGEST_CACHED = 1_000
"""Characters; Word and editors repeat the same short styles thousands of times."""

RGB_OR_RGBA = (3, 4)
CLEAR: Colour = (0, 0, 0, 0.0)


@dataclass(frozen=True, slots=True)
class Declarations:
    """What one rule or one `style` attribute says, in lower case; the last word on a property is the last pair."""

    normal: tuple[tuple[str, str], ...] = ()
    important: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.normal or self.important)


def parse_declarations(text: str) -> Declarations:
    """Keep the declarations that matter."""
    return _parsed(text) if len(text) <= LONGEST_CACHED else _parsed.__wrapped__(text)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Declarations:
    if "\\" in text:
        text = ESCAPE.sub(_unescaped, text)
    normal: list[tuple[str, str]] = []
    important: list[tuple[str, str]] = []
    for declaration in COMMENT.sub(" ", text).split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip().lower()
        if colon and name in PROPERTIES:
            value = " ".join(value.split())
            plain = IMPORTANT.sub("", value)
            (normal if plain == value else important).append((name, plain_value(plain)))
    return Declarations(tuple(normal), tuple(important))


def plain_value(value: str) -> str:
    """A value in lower case; what is cut off is part of a long address."""
    return value[:LONGEST_VALUE].strip().lower()


def parse_length(text: str, height: float) -> float | None:
    """Convert a length to pixels, with the text's height in pixels; null when it is none. A bare number is pixels."""
    found = LENGTH.fullmatch(text)
    if not found:
        return None
    number, unit = float(found.group(1)), found.group(2) or "px"
    return number * (RELATIVE[unit] * height if unit in RELATIVE else PIXELS[unit])


@lru_cache(maxsize=1024)
def parse_colour(text: str) -> Colour | None:
    """Read a colour; null when it is none, or one that is not known here."""
    if text == "transparent":
        return CLEAR
    if text in NAMED:
        text = f"#{NAMED[text]:06x}"
    if found := HEX.fullmatch(text):
        digits = found.group(1)
        full = digits if len(digits) > len("rgba") else "".join(digit * 2 for digit in digits)
        red, green, blue, *alpha = bytes.fromhex(full)
        return red, green, blue, alpha[0] / 255 if alpha else 1.0
    if found := FUNCTION.fullmatch(text):
        shares = CHANNEL.findall(found.group(1))
        if len(shares) in RGB_OR_RGBA:
            red, green, blue = (round(min(255.0, _of(255, *share))) for share in shares[:3])
            return red, green, blue, _of(1.0, *shares[3]) if len(shares) > RGB_OR_RGBA[0] else 1.0
    return None


def _of(whole: float, number: str, percent: str) -> float:
    return float(number) * whole / 100 if percent else float(number)


def _unescaped(found: re.Match[str]) -> str:
    code, literal = found.groups()
    if not code:
        return str(literal)
    number = int(code, 16)
    return chr(number) if number <= sys.maxunicode and number not in SURROGATES else "\ufffd"
