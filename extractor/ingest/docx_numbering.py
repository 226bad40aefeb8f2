"""The numbers that Word prints before paragraphs; the file holds only the lists and who belongs to them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from extractor.ingest.docx_format import PLAIN, RunFormat, run_format
from extractor.ingest.docx_names import W, is_on, number, value, word_child
from extractor.ingest.docx_numerals import BULLET, numeral
from extractor.ingest.docx_symbols import BULLET_SIGN, symbols
from extractor.ingest.ooxml_xml import Element

__all__ = ["Label", "Numbering"]

LEVELS = 9
NO_LIST = "0"
PLACE = re.compile("%([1-9])")
"""Stands for the number of a level."""


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed before a paragraph."""

    text: str
    """With the gap behind it."""
    run: RunFormat
    """What the list says of how it looks."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    way: str = "decimal"
    text: str = ""
    gap: str = " "
    restart: int | None = None
    """Begins anew after this level, 1-based; 0 is never, null after any higher one."""
    plain: bool = False
    """Writes the numbers of higher levels in plain figures."""
    style: str = ""
    run: RunFormat = PLAIN


@dataclass(slots=True)
class _List:
    counted: str
    """Lists with the same abstract list go on counting each other's paragraphs."""
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict[int, int])
    """Where this list begins anew when it is first used."""
    begun: set[int] = field(default_factory=set[int])


class Numbering:
    """All lists of a document, and how far each has counted."""

    def __init__(self, tree: Element | None, styles: Element | None) -> None:
        """`tree` is the part `numbering`, `styles` the part `styles`; null where the document has none."""
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, list[int | None]] = {}
        if tree is None:
            return
        abstract = {element.get(f"{W}abstractNumId") or "": element for element in tree.findall(f"{W}abstractNum")}
        numbers = tree.findall(f"{W}num")
        styled = {} if styles is None else _list_styles(styles)
        lists = {element.get(f"{W}numId") or "": value(element.find(f"{W}abstractNumId")) for element in numbers}
        levels = {name: _levels(element) for name, element in abstract.items()}
        for element in numbers:
            name = value(element.find(f"{W}abstractNumId"))
            # A list style keeps its levels at the list that defines it.
            linked = value(word_child(abstract.get(name), "numStyleLink"))
            name = lists.get(styled.get(linked, ""), name) if linked else name
            self._lists[element.get(f"{W}numId") or ""] = _list(element, name, levels.get(name, {}))

    def level_of(self, list_id: str, style: str, usual: int | None) -> int:
        """Return the level that a list ties to a style, 0-based, else `usual`."""
        known = self._lists.get(list_id)
        levels = known.levels.items() if known else ()
        return next((at for at, found in levels if style and found.style == style), usual or 0)

    def next(self, list_id: str, level: int) -> Label | None:
        """Count a paragraph and return what is printed before it; null when the list is not known."""
        known = self._lists.get(list_id)
        if known is None or list_id == NO_LIST:
            return None
        level = min(max(level, 0), LEVELS - 1)
        counters = self._counters.setdefault(known.counted, [None] * LEVELS)
        self._count(known, counters, level)
        found = known.levels.get(level, _Level())
        text = _label(found, known, counters)
        return Label(f"{text}{found.gap}" if text else "", found.run)

    def _count(self, known: _List, counters: list[int | None], level: int) -> None:
        before = counters[level]
        if level in known.starts and level not in known.begun:
            known.begun.add(level)
            before = None
        counters[level] = _start(known, level) if before is None else before + 1
        for deeper in range(level + 1, LEVELS):
            restart = known.levels.get(deeper, _Level()).restart
            if restart is None or level < restart:
                counters[deeper] = None


def _label(found: _Level, known: _List, counters: list[int | None]) -> str:
    if found.way == BULLET:
        return symbols(found.text) or BULLET_SIGN if found.text else ""

    def number_of(place: re.Match[str]) -> str:
        at = int(place.group(1)) - 1
        counter = counters[at]
        way = "decimal" if found.plain else known.levels.get(at, _Level()).way
        # A level that was passed over counts as begun.
        return numeral(_start(known, at) if counter is None else counter, way)

    return PLACE.sub(number_of, found.text)


def _start(known: _List, level: int) -> int:
    return known.starts.get(level, known.levels.get(level, _Level()).start)


def _list(element: Element, name: str, levels: Mapping[int, _Level]) -> _List:
    result = _List(name, dict(levels))
    for override in element.findall(f"{W}lvlOverride"):
        level = number(override.get(f"{W}ilvl"))
        changed = override.find(f"{W}lvl")
        start = override.find(f"{W}startOverride")
        if changed is not None:
            result.levels[level] = _level(changed)
        if start is not None:
            result.starts[level] = number(value(start), 1)
    return result


def _levels(element: Element) -> dict[int, _Level]:
    return {number(level.get(f"{W}ilvl")): _level(level) for level in element.findall(f"{W}lvl")}


def _level(element: Element) -> _Level:
    level = _Level(run=run_format(element.find(f"{W}rPr")))
    for part in element:
        match part.tag.removeprefix(W):
            case "start":
                level = replace(level, start=number(value(part)))
            case "numFmt":
                level = replace(level, way=value(part))
            case "lvlText":
                level = replace(level, text=value(part))
            case "suff":
                level = replace(level, gap="" if value(part) == "nothing" else " ")
            case "lvlRestart":
                level = replace(level, restart=number(value(part)))
            case "isLgl":
                level = replace(level, plain=is_on(part))
            case "pStyle":
                level = replace(level, style=value(part))
            case _:
                pass
    return level


def _list_styles(styles: Element) -> dict[str, str]:
    """The list of each list style."""
    return {
        style.get(f"{W}styleId") or "": value(word_child(style, "pPr", "numPr", "numId"))
        for style in styles.findall(f"{W}style")
        if style.get(f"{W}type") == "numbering"
    }
