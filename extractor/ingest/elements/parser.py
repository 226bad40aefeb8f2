"""The second parser: `unstructured`, given the cleaned file and asked for what it makes of it."""

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, cast

from extractor.errors import DocumentError, GoujiError
from extractor.ingest.elements.clean_docx import clean_docx
from extractor.ingest.elements.clean_html import CleanPage, clean_html
from extractor.ingest.elements.library import imported
from extractor.ingest.elements.table_markup import read_cells
from extractor.ingest.refusing import refusals_at
from extractor.model import Element, ElementKind

__all__ = ["UnstructuredParser"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"

KINDS = {
    "Title": ElementKind.TITLE,
    "NarrativeText": ElementKind.NARRATIVE,
    "ListItem": ElementKind.LIST_ITEM,
    "Header": ElementKind.HEADER,
    "Footer": ElementKind.FOOTER,
    "Table": ElementKind.TABLE,
}
"""Its other names for text (addresses, code and the like) rest on English patterns: they are text."""


class _Metadata(Protocol):
    category_depth: int | None
    text_as_html: str | None


class _Part(Protocol):
    """What is used of an element of `unstructured`; its types would tie every module above to it."""

    @property
    def category(self) -> str: ...

    text: str
    metadata: _Metadata


class UnstructuredParser:
    """Reads docx and HTML; a call from several threads at once is safe."""

    def parse(self, data: bytes, *, media_type: str, path: str) -> tuple[Element, ...]:
        """Take hidden text out and list what `unstructured` finds in the rest.

        Raises:
            DocumentError: `no-second-parser` for other formats; `second-parser-failed` when it cannot read the file;
                else what the reader of the format raises for a file beyond what a report can be.
            UsageError: `missing-extra` or `changed-library`.
        """
        with refusals_at(path):
            if media_type == HTML:
                return _page(clean_html(data))
            if media_type == DOCX:
                return _office(clean_docx(data))
        raise DocumentError(
            "no-second-parser",
            f"{media_type} is read by one parser only",
            place=path,
            hint="the second parser reads docx and HTML",
        )


def _office(data: bytes) -> tuple[Element, ...]:
    partition = imported("unstructured.partition.docx").partition_docx
    parts = _asked(lambda: partition(file=io.BytesIO(data), include_page_breaks=False, languages=[""]))
    return tuple(_office_element(part) for part in parts)


def _office_element(part: _Part) -> Element:
    kind = KINDS.get(part.category, ElementKind.TEXT)
    markup = part.metadata.text_as_html
    depth = part.metadata.category_depth
    return Element(
        kind,
        part.text,
        depth=depth + 1 if depth is not None and kind in {ElementKind.TITLE, ElementKind.LIST_ITEM} else None,
        markup=markup,
        cells=read_cells(markup) if markup else (),
    )


def _page(page: CleanPage) -> tuple[Element, ...]:
    partition = imported("unstructured.partition.html").partition_html
    parts = _asked(lambda: partition(text=page.markup, languages=[""]))
    return tuple(element for part in parts for element in _page_elements(part, page))


def _page_elements(part: _Part, page: CleanPage) -> Iterator[Element]:
    """An element, and the tables of the page in the place of the signs that stand for them."""
    kind = KINDS.get(part.category, ElementKind.TEXT)
    depth = part.metadata.category_depth
    if kind is ElementKind.TITLE and depth is not None:
        depth += 1
    for piece in page.split(part.text):
        if isinstance(piece, str):
            yield Element(kind, piece, depth=depth or None)
        else:
            yield Element(ElementKind.TABLE, piece.text, markup=piece.markup)


def _asked(partition: Callable[[], object]) -> Sequence[_Part]:
    try:
        return cast("Sequence[_Part]", partition())
    except GoujiError:
        raise
    except Exception as error:
        # Whatever a damaged file makes of a library that was not written for damaged files.
        message = f"unstructured: {type(error).__name__}: {error}"
        hint = "open the file in the program it came from and save it again"
        raise DocumentError("second-parser-failed", message, hint=hint) from error
