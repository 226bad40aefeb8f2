"""Footnotes and endnotes: their marks in the text, and their texts, which stand at the end of the document."""

from collections.abc import Iterator
from typing import NamedTuple

from extractor.ingest.docx_names import W, number, value, word_child
from extractor.ingest.docx_numerals import numeral
from extractor.ingest.flow import RAISED
from extractor.ingest.ooxml_package import Package
from extractor.ingest.ooxml_xml import Element

__all__ = ["Note", "Notes"]

USUAL = {"footnote": "decimal", "endnote": "lowerRoman"}
RAISED_LETTERS = str.maketrans("ivx", "ⁱᵛˣ")
"""A mark of letters glued to a number would read as part of it."""


class Note(NamedTuple):
    """A note that the text refers to."""

    content: Element
    mark: str


class Notes:
    """Counts the notes as the text refers to them."""

    def __init__(self, package: Package, main: str, settings: Element | None) -> None:
        """`main` is the part that refers to them, `settings` says how they are numbered."""
        self._texts = {kind: _texts(package, main, kind) for kind in USUAL}
        self._ways = {kind: _way(settings, kind) for kind in USUAL}
        self._counts = {kind: _start(settings, kind) for kind in USUAL}
        self._found: dict[str, list[Note]] = {kind: [] for kind in USUAL}

    def refer(self, reference: Element) -> str:
        """Take a reference and return its mark, raised; empty when the author's own mark follows."""
        kind = reference.tag.removeprefix(W).removesuffix("Reference")
        custom = reference.get(f"{W}customMarkFollows")
        mark = ""
        if custom is None or custom in {"0", "false", "off"}:
            mark = numeral(self._counts[kind], self._ways[kind])
            self._counts[kind] += 1
        raised = mark.translate(RAISED["super"]).translate(RAISED_LETTERS)
        content = self._texts[kind].get(reference.get(f"{W}id") or "")
        if content is not None:
            self._found[kind].append(Note(content, raised))
        return raised

    def found(self) -> Iterator[Note]:
        """Give the notes referred to: footnotes, then endnotes, each in the order of their marks."""
        for notes in self._found.values():
            yield from notes


def _texts(package: Package, main: str, kind: str) -> dict[str, Element]:
    return {
        note.get(f"{W}id") or "": note
        for part in package.related(main, f"{kind}s")
        for note in package.tree(part).findall(f"{W}{kind}")
    }


def _way(settings: Element | None, kind: str) -> str:
    return value(word_child(settings, f"{kind}Pr", "numFmt")) or USUAL[kind]


def _start(settings: Element | None, kind: str) -> int:
    return number(value(word_child(settings, f"{kind}Pr", "numStart")), 1)
