"""How the cells of a workbook look: number formats, and whether what they print can be seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractor.ingest.hidden import Hidden
from extractor.ingest.ooxml_package import Element, Package
from extractor.ingest.xlsx_format import format_code

__all__ = ["MAIN", "Colours", "Font", "Style", "Styles", "number_of", "read_styles"]

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
INDEXED: Sequence[Colour] = (
    *(BLACK, WHITE, (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (255, 0, 255), (0, 255, 255)),
)
"""The first eight of the old palette, which come again as the next eight."""
AUTOMATIC = {64: BLACK, 65: WHITE}
THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)))
SAME = 8
"""Steps of 255 that colours differ and still look alike."""
SMALLEST = 1.0
"""Points up to which nobody sees text."""


@dataclass(frozen=True, slots=True)
class Font:
    """A typeface as far as it decides what is seen."""

    colour: Colour | None = BLACK
    """Null when it is not known."""
    size: float = 11.0
    struck: bool = False
    raised: str = ""
    """`super`, `sub` or nothing."""


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a cell."""

    code: str = "General"
    """Its number format."""
    font: Font = Font()
    fill: Colour | None = WHITE
    """Null when it is not known."""
    framed: bool = False
    """It has a border on at least two sides."""

    def hides(self, font: Font) -> Hidden | None:
        """Why text in this font cannot be seen in the cell, or was taken back; null when it is plain to see."""
        if font.struck:
            return Hidden.STRUCK_OUT
        if font.size <= SMALLEST:
            return Hidden.TINY
        if self.looks_like_paper(font.colour):
            return Hidden.SAME_COLOUR
        return None

    def looks_like_paper(self, colour: Colour | None) -> bool:
        """Whether a colour cannot be told from the cell's own."""
        if colour is None or self.fill is None:
            return False
        return all(abs(one - other) <= SAME for one, other in zip(colour, self.fill, strict=True))

    @property
    def hides_white(self) -> bool:
        """Whether white text cannot be seen in the cell."""
        return self.looks_like_paper(WHITE)


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours that a workbook's theme names."""

    theme: Mapping[int, Colour] = field(default_factory=dict[int, Colour])

    def read(self, element: Element | None, default: Colour) -> Colour | None:
        """The colour that an element states; null when it cannot be told."""
        if element is None or element.get("auto"):
            return default
        rgb, theme, indexed = (element.get(name) for name in ("rgb", "theme", "indexed"))
        if rgb:
            return _tinted(_rgb(rgb), element.get("tint"))
        if theme:
            return _tinted(self.theme.get(number_of(theme, -1)), element.get("tint"))
        number = number_of(indexed, -1)
        return AUTOMATIC.get(number) or (INDEXED[number % 8] if 0 <= number < 2 * len(INDEXED) else None)

    def font(self, element: Element | None) -> Font:
        """A font of the workbook, or of a run inside a cell."""
        if element is None:
            return Font()
        size = element.find(f"{MAIN}sz")
        struck = element.find(f"{MAIN}strike")
        align = element.find(f"{MAIN}vertAlign")
        position = (align.get("val") or "") if align is not None else ""
        return Font(
            self.read(element.find(f"{MAIN}color"), BLACK),
            _size(size.get("val") if size is not None else None),
            struck is not None and (struck.get("val") or "1") not in {"0", "false"},
            {"superscript": "super", "subscript": "sub"}.get(position, ""),
        )


@dataclass(frozen=True, slots=True)
class Styles:
    """The looks that cells name by number."""

    colours: Colours = field(default_factory=Colours)
    looks: Sequence[Style] = ()

    def of(self, number: str | None) -> Style:
        """The look of a cell; the plain one where the file names none that it has."""
        at = number_of(number, 0)
        return self.looks[at] if 0 <= at < len(self.looks) else Style()


def read_styles(package: Package, book: str) -> Styles:
    """Read the styles that the workbook part `book` is tied to.

    Raises:
        DocumentError: as `Package.tree` says.
    """
    colours = Colours(_theme(package, book))
    parts = package.related(book, "styles")
    if not parts:
        return Styles(colours)
    tree = package.tree(parts[0])
    codes = {
        number_of(item.get("numFmtId"), -1): item.get("formatCode") or "General"
        for item in tree.findall(f"{MAIN}numFmts/{MAIN}numFmt")
    }
    fonts = [colours.font(item) for item in tree.findall(f"{MAIN}fonts/{MAIN}font")]
    fills = [_fill(item, colours) for item in tree.findall(f"{MAIN}fills/{MAIN}fill")]
    borders = [_frames(item) for item in tree.findall(f"{MAIN}borders/{MAIN}border")]
    looks: list[Style] = []
    for item in tree.findall(f"{MAIN}cellXfs/{MAIN}xf"):
        code = number_of(item.get("numFmtId"), 0)
        font, fill, border = (number_of(item.get(name), -1) for name in ("fontId", "fillId", "borderId"))
        looks.append(
            Style(
                codes.get(code) or format_code(code),
                fonts[font] if 0 <= font < len(fonts) else Font(),
                fills[fill] if 0 <= fill < len(fills) else WHITE,
                0 <= border < len(borders) and borders[border],
            )
        )
    return Styles(colours, looks)


def number_of(text: str | None, default: int) -> int:
    """A whole number of the file; the default for anything else."""
    return int(text) if text and len(text) <= 9 and text.isdecimal() and text.isascii() else default  # noqa: PLR2004


def _theme(package: Package, book: str) -> dict[int, Colour]:
    found: dict[int, Colour] = {0: WHITE, 1: BLACK}
    for part in package.related(book, "theme")[:1]:
        scheme = package.tree(part).find(f"{DRAWING}themeElements/{DRAWING}clrScheme")
        for number, name in enumerate(THEME_ORDER if scheme is not None else ()):
            named = scheme.find(f"{DRAWING}{name}") if scheme is not None else None
            value = next(iter(named), None) if named is not None else None
            colour = _rgb((value.get("lastClr") or value.get("val") or "") if value is not None else "")
            if colour:
                found[number] = colour
    return found


def _rgb(text: str) -> Colour | None:
    """The last six digits; the first two of eight are of no account in a spreadsheet."""
    digits = text[-6:]
    if len(digits) < 6 or any(digit not in "0123456789abcdefABCDEF" for digit in digits):  # noqa: PLR2004 - rrggbb
        return None
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


def _tinted(colour: Colour | None, tint: str | None) -> Colour | None:
    """Darker for a negative tint, lighter for a positive one; near enough to compare two colours."""
    try:
        share = max(-1.0, min(1.0, float(tint or 0)))
    except ValueError:
        return None
    if colour is None or not share:
        return colour
    red, green, blue = (round(part * (1 + share) if share < 0 else part + (255 - part) * share) for part in colour)
    return red, green, blue


def _fill(item: Element, colours: Colours) -> Colour | None:
    pattern = item.find(f"{MAIN}patternFill")
    if pattern is None:
        return None
    kind = pattern.get("patternType") or "none"
    if kind == "none":
        return WHITE
    return colours.read(pattern.find(f"{MAIN}fgColor"), BLACK) if kind == "solid" else None


def _frames(item: Element) -> bool:
    return sum((side.get("style") or "none") != "none" for side in item) > 1


def _size(text: str | None) -> float:
    try:
        return float(text) if text else Font().size
    except ValueError:
        return Font().size
