"""The styles of a Word document, each with what it takes over from the style it is based on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from extractor.ingest.docx_format import PLAIN, RunFormat, layered, over, run_format, shading
from extractor.ingest.docx_names import W, number, value, word_child
from extractor.ingest.hidden import Hidden
from extractor.ingest.ooxml_xml import Element

__all__ = ["ParagraphFormat", "Styles", "TableStyle", "paragraph_format"]

FAR_LEFT = -14_400
"""Twips: ten inches, from which on the beginning of a line is off any page."""
TWIPS_OF_A_POINT = 20


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """What one level of formatting says of a paragraph; null where it says nothing."""

    list_id: str | None = None
    """The list that numbers it; `0` takes a style's list away."""
    list_level: int | None = None
    shade: str | None = None
    unseen: Hidden | None = None
    """Why a paragraph in this place or of this height is not seen."""


@dataclass(frozen=True, slots=True)
class TableStyle:
    """What a table style says."""

    run: RunFormat = PLAIN
    fill: str | None = None
    """Behind the whole table."""
    fills: Mapping[str, str] = field(default_factory=dict[str, str])
    """Behind its parts: `firstRow`, `band1Horz` and so on."""


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str
    run: RunFormat
    paragraph: ParagraphFormat
    fill: str | None
    fills: Mapping[str, str]


NOTHING = ParagraphFormat()
NO_STYLE = _Style("", PLAIN, NOTHING, None, {})


class Styles:
    """All styles of a document."""

    def __init__(self, tree: Element | None) -> None:
        """`tree` is the part `styles`; null when the document has none."""
        self._defaults = run_format(word_child(tree, "docDefaults", "rPrDefault", "rPr"))
        self._paragraph_defaults = paragraph_format(word_child(tree, "docDefaults", "pPrDefault", "pPr"))
        self._elements: dict[str, Element] = {}
        """Read when they are used: a document has a hundred and uses ten."""
        self._usual = {"paragraph": "", "character": "", "table": ""}
        self._resolved: dict[str, _Style] = {"": NO_STYLE}
        self._layers: dict[tuple[str, str, str], RunFormat] = {}
        for style in () if tree is None else tree.findall(f"{W}style"):
            name, kind = style.get(f"{W}styleId") or "", style.get(f"{W}type") or "paragraph"
            self._elements[name] = style
            if kind in self._usual and (style.get(f"{W}default") or "0") in {"1", "true", "on"}:
                self._usual[kind] = name

    def run(self, table: str, paragraph: str, characters: str) -> RunFormat:
        """Return what styles make of a run; empty names stand for the styles that the document uses by itself."""
        key = (table, paragraph, characters)
        known = self._layers.get(key)
        if known is None:
            known = self._layers[key] = layered(
                self._defaults,
                self._style(table).run,
                self._style(paragraph or self._usual["paragraph"]).run,
                self._style(characters or self._usual["character"]).run,
            )
        return known

    def paragraph(self, name: str) -> ParagraphFormat:
        """Return what a paragraph style says; an empty name stands for the usual one."""
        return _over(self._style(name or self._usual["paragraph"]).paragraph, self._paragraph_defaults)

    def usual_paragraph(self, name: str) -> str:
        """Return the name of a paragraph's style when it gives `name`, which may be empty."""
        return name or self._usual["paragraph"]

    def table(self, name: str) -> TableStyle:
        """Return what a table style says; an empty name stands for the usual one."""
        style = self._style(name or self._usual["table"])
        return TableStyle(style.run, style.fill, style.fills)

    def _style(self, name: str) -> _Style:
        chain: list[_Style] = []
        names: list[str] = []
        while name not in self._resolved:
            element = self._elements.get(name)
            # A style that is based on itself says nothing more.
            if element is None or name in names:
                self._resolved.setdefault(name, NO_STYLE)
                break
            style = _style(element)
            names.append(name)
            chain.append(style)
            name = style.based_on
        known = self._resolved[name]
        for name_of, style in zip(reversed(names), reversed(chain), strict=True):
            known = _Style(
                "",
                over(style.run, known.run),
                _over(style.paragraph, known.paragraph),
                style.fill or known.fill,
                {**known.fills, **style.fills},
            )
            self._resolved[name_of] = known
        return known


def paragraph_format(properties: Element | None) -> ParagraphFormat:
    """Read `w:pPr`, of a paragraph or a style."""
    if properties is None or not len(properties):
        return NOTHING
    list_id = list_level = shade = hidden = None
    for part in properties:
        match part.tag.removeprefix(W):
            case "numPr":
                list_id = value(part.find(f"{W}numId")) or None
                level = part.find(f"{W}ilvl")
                list_level = None if level is None else number(value(level))
            case "shd":
                shade = shading(part)
            case "ind":
                left = number(part.get(f"{W}left") or part.get(f"{W}start"))
                first = number(part.get(f"{W}firstLine")) - number(part.get(f"{W}hanging"))
                hidden = Hidden.OFF_PAGE if left + first <= FAR_LEFT else hidden
            case "framePr":
                sides = (number(part.get(f"{W}{side}")) for side in "xy")
                hidden = Hidden.OFF_PAGE if min(sides) <= FAR_LEFT else hidden
            case "spacing":
                exact = part.get(f"{W}lineRule") == "exact"
                flat = exact and number(part.get(f"{W}line"), TWIPS_OF_A_POINT + 1) <= TWIPS_OF_A_POINT
                hidden = Hidden.CLIPPED if flat else hidden
            case _:
                pass
    return ParagraphFormat(list_id, list_level, shade, hidden)


def _style(element: Element) -> _Style:
    fills: dict[str, str] = {}
    for part in element.findall(f"{W}tblStylePr"):
        fill = _fill(part)
        if fill:
            fills[part.get(f"{W}type") or ""] = fill
    return _Style(
        value(element.find(f"{W}basedOn")),
        run_format(element.find(f"{W}rPr")),
        paragraph_format(element.find(f"{W}pPr")),
        _fill(element),
        fills,
    )


def _fill(element: Element) -> str | None:
    """Return the shading of cells that a table style or one of its parts asks for."""
    for properties in ("tcPr", "tblPr"):
        shade = word_child(element, properties, "shd")
        if shade is not None and (fill := shading(shade)):
            return fill
    return None


def _over(top: ParagraphFormat, below: ParagraphFormat) -> ParagraphFormat:
    if top is NOTHING:
        return below
    return ParagraphFormat(
        below.list_id if top.list_id is None else top.list_id,
        below.list_level if top.list_level is None else top.list_level,
        top.shade or below.shade,
        top.unseen or below.unseen,
    )
