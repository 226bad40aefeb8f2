"""Documents that give orders to whoever reads them: in a row, the prose, a footnote, hidden text, the file's name."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from xml.sax.saxutils import escape

from eval.generator import Format, Generated, Layout
from eval.generator.chance import stream
from eval.generator.files import Output, as_file, as_text
from eval.generator.layouts import lay_out
from eval.generator.printed import Block, Document, Note

__all__ = ["PLACES", "orders", "with_order"]

_STAMP = (1980, 1, 1, 0, 0, 0)
"""The oldest time that an archive can state: the same bytes every time."""


def orders() -> tuple[str, ...]:
    """The orders, in the order of their file."""
    text = files("eval.golden").joinpath("orders.txt").read_text(encoding="utf-8")
    return tuple(text.splitlines())


def with_order(made: Generated, seed: int, order: str, place: str) -> tuple[bytes, str]:
    """The document with the order in it: its bytes and its file name.

    Raises:
        ValueError: the format has no such place.
    """
    if place == "file_name":
        stem, _, suffix = made.file_name.rpartition(".")
        return made.data, f"{stem} {order.strip('。.')}.{suffix}"
    if place in {"hidden", "comment"}:
        return _HIDDEN[made.format, place](made.data, order), made.file_name
    output = _printed(PLACES[place](made.document, order), made, seed)
    if output is None:
        raise ValueError(f"{made.name} has no place for an order in its {place}")
    return output.data, made.file_name


def _printed(document: Document, made: Generated, seed: int) -> Output | None:
    if made.format is not Format.TXT:
        return as_file(document, made.format, seed=seed)
    layout: Layout = made.layout
    return as_text(document, lambda item: lay_out(item, layout, stream(seed, "layout")), layout, seed=seed)


def _preface(document: Document, order: str) -> Document:
    return replace(document, preface=(order, *document.preface))


def _prose(document: Document, order: str) -> Document:
    first, *others = document.sections
    return replace(document, sections=(replace(first, paragraphs=(*first.paragraphs, order)), *others))


def _footnote(document: Document, order: str) -> Document:
    """Under the last table: the paragraphs of the section that follows it begin with the note."""
    last = max(place for place, section in enumerate(document.sections) if section.table)
    sections = [
        replace(section, paragraphs=(f"注：{order}", *section.paragraphs)) if place == last + 1 else section
        for place, section in enumerate(document.sections)
    ]
    return replace(document, sections=tuple(sections))


def _row(document: Document, order: str) -> Document:
    """A row of the largest table holds the order, and nothing else."""
    largest = max(document.tables(), key=lambda table: sum(len(block.items) for block in table.blocks))

    def change(block: Block) -> Block:
        return replace(block, items=(*block.items, Note((order,))))

    return document.with_block(largest.key, len(largest.blocks) - 1, change)


PLACES: dict[str, Callable[[Document, str], Document]] = {
    "preface": _preface,
    "prose": _prose,
    "footnote": _footnote,
    "row": _row,
}
"""Where everybody sees it."""


def _hidden_in_page(data: bytes, order: str) -> bytes:
    passage = f'<div style="display:none">{escape(order)}</div>'
    return _before(data, b"</body>", passage.encode("ascii", "xmlcharrefreplace"))


def _comment_in_page(data: bytes, order: str) -> bytes:
    return _before(data, b"</body>", f"<!-- {escape(order)} -->".encode("ascii", "xmlcharrefreplace"))


def _hidden_in_word(data: bytes, order: str) -> bytes:
    passage = f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{escape(order)}</w:t></w:r></w:p>".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = _before(content, b"<w:tbl>", passage)
            target.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _before(data: bytes, mark: bytes, passage: bytes) -> bytes:
    at = data.lower().find(mark.lower())
    if at < 0:
        raise ValueError(f"the file has no {mark.decode()}")
    return data[:at] + passage + data[at:]


_HIDDEN: dict[tuple[Format, str], Callable[[bytes, str], bytes]] = {
    (Format.HTML, "hidden"): _hidden_in_page,
    (Format.HTML, "comment"): _comment_in_page,
    (Format.DOCX, "hidden"): _hidden_in_word,
}
