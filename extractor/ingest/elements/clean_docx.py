"""A Word file without its hidden text, for the second parser.

What is seen is judged as for the first parser. All else is left as it stands, but for markup that shows nothing by
itself and that the second parser stops at: what stands in it is put in its place.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Protocol, cast

from extractor.ingest.docx_drawing import branch, text_boxes
from extractor.ingest.docx_names import MC, W, word_child
from extractor.ingest.docx_reader import DocxReader
from extractor.ingest.flow import RAISED
from extractor.ingest.hidden import OBJECT, HiddenText
from extractor.ingest.ooxml_package import Package, open_package
from extractor.ingest.ooxml_xml import STRICT, Element

__all__ = ["clean_docx"]

PARTS = ("header", "footer")
"""Parts with text that the second parser reads beside the body."""
WRAPPERS = frozenset(
    f"{W}{name}" for name in ("bdo", "customXml", "dir", "fldSimple", "ins", "moveTo", "sdt", "sdtContent", "smartTag")
)
TAKEN_OUT = frozenset(f"{W}{name}" for name in ("customXmlPr", "del", "moveFrom", "sdtEndPr", "sdtPr", "smartTagPr"))
MAIN = "word/document.xml"
PARAGRAPH, MARK, TEXT = f"{W}p", f"{W}rPr", f"{W}t"
TABLE, ROW, CELL = f"{W}tbl", f"{W}tr", f"{W}tc"

STRICT_RELATION = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
RELATION = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCUMENT_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OTHER_TYPES = (
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
"""Documents with macros, and templates: the second parser opens nothing but what is called a document."""
TYPES = "[Content_Types].xml"


class Node(Protocol):
    """What of an element may be changed."""

    text: str | None

    def __setitem__(self, key: slice, value: Sequence[Element]) -> None: ...

    def makeelement(self, tag: str) -> Element:
        """Make an element of the same document."""
        ...


class _Etree(Protocol):
    def tostring(self, element: Element, *, encoding: str, xml_declaration: bool) -> bytes: ...


def clean_docx(data: bytes) -> bytes:
    """Write a Word file again without what is hidden. Pictures are left empty: nobody looks at them.

    Raises:
        DocumentError: as for the first parser, when the package is damaged, encrypted or beyond limits.
    """
    package = open_package(data)
    reader = DocxReader(package, HiddenText())
    reader.read()
    main = package.main or MAIN
    trees = {main: reader.tree}
    for name in (part for kind in PARTS for part in package.related(main, kind)):
        trees[name] = package.tree(name)
        reader.judge(trees[name])
    cleaner = _Cleaner(reader)
    for tree in trees.values():
        cleaner.clean(tree)
    cleaned = {name: _bytes(tree) for name, tree in trees.items()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in package.names:
            archive.writestr(name, cleaned.get(name) or _unchanged(package, name))
    return written.getvalue()


class _Cleaner:
    """Cleans the trees of one document."""

    def __init__(self, reader: DocxReader) -> None:
        """`reader` has judged what is seen in the trees."""
        self._unseen = frozenset(reader.taken_out)
        self._showing = frozenset(reader.showing)
        self._raised = dict(reader.raised)
        self._characters = HiddenText()

    def clean(self, element: Element) -> None:
        """Clean all below an element."""
        kept: list[Element] = []
        runs_on: list[Element] = []
        for child in _unwrapped(element):
            goes_on = child.tag == PARAGRAPH and word_child(child, "pPr", "rPr") in self._unseen
            parts = self._kept(child)
            if parts and child.tag == PARAGRAPH and (runs_on or goes_on):
                runs_on += [part for part in child if not runs_on or part.tag != f"{W}pPr"]
                _give(child, () if goes_on else runs_on)
                runs_on = runs_on if goes_on else []
            kept += parts
        if runs_on:
            # Nothing follows that it could go on with.
            last = next(part for part in reversed(kept) if part.tag == PARAGRAPH)
            _give(last, runs_on)
        _give(element, kept)

    def _kept(self, child: Element) -> list[Element]:
        """A child once it is clean, with what stands in the text boxes of a paragraph; nothing when it is not seen."""
        if child.tag in TAKEN_OUT or (child in self._unseen and child.tag != MARK):
            return []
        self.clean(child)
        if child.tag == TABLE:
            return _taken_apart(child)
        if child.tag == PARAGRAPH:
            return [child, *(block for box in list(text_boxes(child)) for block in box.content)]
        if child.tag == f"{W}r":
            self._clean_text(child)
        elif child in self._showing and not any((text.text or "").strip() for text in child.iter(TEXT)):
            _sign(child)
        return [child]

    def _clean_text(self, run: Element) -> None:
        for text in run.findall(TEXT):
            seen = self._characters.clean(text.text or "")
            raised = self._raised.get(run)
            cast("Node", text).text = seen.translate(RAISED[raised]) if raised else seen


def _unwrapped(elements: Iterable[Element]) -> Iterator[Element]:
    """The elements, and in the place of a wrapper what stands in it."""
    for child in elements:
        if child.tag in WRAPPERS:
            yield from _unwrapped(child)
        elif child.tag == f"{MC}AlternateContent":
            yield from _unwrapped(branch(child))
        else:
            yield child


def _taken_apart(table: Element) -> list[Element]:
    """A table; nothing when it has no row left, and its content when it only arranges tables below each other.

    The second parser would make one cell of words of them.
    """
    rows = [row.findall(CELL) for row in table.findall(ROW)]
    if all(len(cells) == 1 for cells in rows) and any(cell.find(TABLE) is not None for (cell,) in rows):
        return [block for (cell,) in rows for block in cell if block.tag in {PARAGRAPH, TABLE}]
    return [table] if rows else []


def _sign(cell: Element) -> None:
    """Put the sign for what is no text into a cell, lest it be taken for a blank."""
    paragraph, run, sign = (cast("Node", cell).makeelement(tag) for tag in (PARAGRAPH, f"{W}r", TEXT))
    cast("Node", sign).text = OBJECT
    _give(run, [sign])
    _give(paragraph, [run])
    _give(cell, [*cell, paragraph])


def _give(element: Element, children: Sequence[Element]) -> None:
    cast("Node", element)[:] = children


def _bytes(tree: Element) -> bytes:
    etree = cast("_Etree", import_module("lxml.etree"))
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True)


def _unchanged(package: Package, name: str) -> bytes:
    """A part that is left as it is, in the words of the transitional standard."""
    if not name.lower().endswith((".xml", ".rels")):
        return b""
    data = package.part(name)
    if name == TYPES:
        for other in OTHER_TYPES:
            data = data.replace(other, DOCUMENT_TYPE)
    elif name.endswith(".rels"):
        data = data.replace(STRICT_RELATION, RELATION)
    elif any(namespace.encode() in data for namespace in STRICT):
        data = _bytes(package.tree(name))
    return data
