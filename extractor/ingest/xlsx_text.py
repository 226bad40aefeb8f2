"""The words of a workbook: runs of text, each in its own font."""

import re
from dataclasses import dataclass

from extractor.ingest.ooxml_package import Element, Package
from extractor.ingest.xlsx_style import MAIN, Colours, Font

__all__ = ["RichText", "TextRun", "read_rich_text", "read_shared_strings"]

ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
"""How a character that XML cannot hold is written."""
RAISED = {
    "super": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "sub": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}
"""A raised figure is a mark beside a number; as an ordinary figure it would become part of it."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """A piece of a text."""

    text: str
    """Lines are parted by LF."""
    font: Font | None = None
    """Null for the font of the cell."""


RichText = tuple[TextRun, ...]


def read_shared_strings(package: Package, book: str, colours: Colours) -> list[RichText]:
    """Read the texts that the cells of a workbook name by number.

    Raises:
        DocumentError: as `Package.tree` says.
    """
    parts = package.related(book, "sharedStrings")
    return [read_rich_text(item, colours) for item in package.tree(parts[0]).findall(f"{MAIN}si")] if parts else []


def read_rich_text(item: Element, colours: Colours) -> RichText:
    """Read a text, without the marks of its pronunciation."""
    runs: list[TextRun] = []
    for child in item:
        if child.tag == f"{MAIN}t":
            runs.append(TextRun(plain_text(child.text)))
        elif child.tag == f"{MAIN}r":
            look = child.find(f"{MAIN}rPr")
            words = child.find(f"{MAIN}t")
            font = colours.font(look) if look is not None else None
            text = plain_text(words.text if words is not None else None)
            runs.append(TextRun(text.translate(RAISED[font.raised]) if font and font.raised else text, font))
    return tuple(run for run in runs if run.text)


def plain_text(text: str | None) -> str:
    """Text without escapes, its lines parted by LF."""
    if not text:
        return ""
    if "_x" in text:
        text = ESCAPED.sub(_character, text)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ") if not text.isprintable() else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    # Half a pair is no character, and the others that XML forbids print nothing.
    return chr(code) if code in {9, 10, 13} or (code >= 32 and not 0xD800 <= code <= 0xDFFF) else ""  # noqa: PLR2004
