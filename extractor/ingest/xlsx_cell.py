"""What a cell of a workbook prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from extractor.ingest.hidden import OBJECT, Hidden
from extractor.ingest.ooxml_package import Element
from extractor.ingest.ooxml_xml import damaged
from extractor.ingest.xlsx_number import print_number, print_text
from extractor.ingest.xlsx_style import MAIN, Style, Styles, number_of
from extractor.ingest.xlsx_text import RAISED, RichText, TextRun, plain_text, read_rich_text

__all__ = ["FORMAT_NOTE", "FORMULA_NOTE", "Piece", "Words", "print_cell"]

FORMULA_NOTE = "formula-without-value"
"""A formula was never calculated; U+FFFC stands where its value would be."""
FORMAT_NOTE = "number-format-unread"
"""It is not known what a number format prints; U+FFFC stands for the number."""

TRUTH = {"0": "FALSE", "1": "TRUE", "false": "FALSE", "true": "TRUE"}
FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC)
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Words:
    """What the cells of all sheets share."""

    styles: Styles
    strings: Sequence[RichText]
    from_1904: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what a cell holds."""

    text: str
    hidden: Hidden | None = None
    """Why it is not seen."""
    note: str | None = None
    """Why it could not be read."""


def print_cell(cell: Element, words: Words, *, zeros: bool) -> list[Piece]:
    """Print a cell; without pieces it is blank.

    Args:
        cell: the element `c`.
        words: what the workbook's cells share.
        zeros: the sheet shows zeros.

    Raises:
        DocumentError: `damaged-archive` when the cell names a text that the file does not hold.
    """
    style = words.styles.of(cell.get("s"))
    kind = cell.get("t") or "n"
    element = cell.find(f"{MAIN}v")
    value = (element.text or "") if element is not None else ""
    calculated = cell.find(f"{MAIN}f") is not None
    if calculated and not value and (element is None or kind != "str"):
        return [Piece(OBJECT, note=FORMULA_NOTE)]
    if kind == "inlineStr":
        item = cell.find(f"{MAIN}is")
        return _texts(read_rich_text(item, words.styles.colours) if item is not None else (), style)
    return _value(cell, kind, value, words, zeros=zeros) if value else []


def _value(cell: Element, kind: str, value: str, words: Words, *, zeros: bool) -> list[Piece]:
    """Print a value that stands in the cell or among the texts of the workbook."""
    style = words.styles.of(cell.get("s"))
    if kind == "s":
        number = number_of(value.strip(), len(words.strings))
        if number >= len(words.strings):
            raise damaged(f"cell {cell.get('r') or '?'} names a text that the file does not hold")
        return _texts(words.strings[number], style)
    if kind == "str":
        return _texts((TextRun(plain_text(value)),), style)
    if kind in {"b", "e"}:
        return _texts((TextRun(TRUTH.get(value, value) if kind == "b" else value),), style)
    return _number(_serial(value, words) if kind == "d" else value, style, words, zeros=zeros)


def _texts(runs: RichText, style: Style) -> list[Piece]:
    """Words, each run hidden or not by its own font."""
    if style.code not in {"General", "@"}:
        whole = "".join(run.text for run in runs)
        printed = print_text(whole, style.code)
        if printed.text is None:
            return [Piece(OBJECT, note=FORMAT_NOTE)]
        if printed.text.strip() != whole.strip():
            return [_printed(printed.text, whole, style, white=printed.white)]
    return [
        Piece(_raised(run.text, style) if run.font is None else run.text, style.hides(run.font or style.font))
        for run in runs
    ]


def _number(value: str, style: Style, words: Words, *, zeros: bool) -> list[Piece]:
    printed = print_number(value, style.code, from_1904=words.from_1904)
    if printed.text is None:
        return [Piece(OBJECT, note=FORMAT_NOTE)]
    text = printed.text.strip()
    if not zeros and not float(value):
        text = ""
    return [_printed(text, value, style, white=printed.white)]


def _printed(text: str, value: str, style: Style, *, white: bool) -> Piece:
    """What a number format makes of a value; one that it makes nothing of is hidden."""
    if not text.strip():
        return Piece(value, Hidden.INVISIBLE)
    if white and style.hides_white:
        return Piece(text, Hidden.SAME_COLOUR)
    return Piece(_raised(text, style), style.hides(style.font))


def _raised(text: str, style: Style) -> str:
    return text.translate(RAISED[style.font.raised]) if style.font.raised else text


def _serial(value: str, words: Words) -> str:
    """A date of ISO 8601 as the number of days that formats print; anything else as it stands."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    days = (moment.replace(tzinfo=UTC) - FIRST_DAY).total_seconds() / DAY
    return repr(days - (1462 if words.from_1904 else 0))
