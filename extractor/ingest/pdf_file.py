"""PDF: pages with text are read from it, pages that are pictures by a recogniser where one is installed."""

import hashlib
from typing import TYPE_CHECKING

from extractor.errors import DocumentError
from extractor.ingest.decoding import decode
from extractor.ingest.hidden import HiddenText
from extractor.ingest.pages.written import write_pages
from extractor.ingest.pdf.library import require
from extractor.ingest.refusing import refusals_at
from extractor.model import Document
from extractor.ports import PageRecogniser

if TYPE_CHECKING:
    from extractor.ingest.pdf.document import PdfPages

__all__ = ["PDF", "PdfIngester"]

PDF = "application/pdf"
RECOGNISER_MISSING = "install gouji[ocr], which reads pictures of pages"
DAMAGED = "get the file anew, or print it to PDF again"


class PdfIngester:
    """Reads PDF; runs no script, starts no program, follows no link."""

    def __init__(self, recogniser: PageRecogniser | None = None) -> None:
        """`recogniser` reads pages that are pictures; null where none is installed."""
        self._recogniser = recogniser

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Read every page by its own text, or by its picture.

        Raises:
            DocumentError: `missing-extra` when the library is not installed, or when no page has text and no recogniser
                is there; `encrypted`, `damaged-document`, `too-many-pages`, `too-many-objects`, `too-large`;
                `empty-file` when nothing is shown.
        """
        with refusals_at(path):
            require()
            from extractor.ingest.pdf.document import read_document

            hidden = HiddenText()
            read = read_document(data, self._recogniser, hidden)
            return _document(data, name, path, read, hidden, has_recogniser=self._recogniser is not None)


def _document(  # noqa: PLR0913 - the file, and what was read of it
    data: bytes, name: str, path: str, read: "PdfPages", hidden: HiddenText, *, has_recogniser: bool
) -> Document:
    written = write_pages(read.pages)
    if not written.text.strip():
        raise _nothing(read)
    # The text may have been lost before it came into the file.
    decode(written.text.encode())
    return Document(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        path=path,
        media_type=PDF,
        text=written.text,
        pages=len(read.pages),
        paragraphs=tuple(written.paragraphs),
        grids=tuple(written.grids),
        born_digital=not read.recognised,
        notes=(*read.notes, *hidden.notes(), *written.notes),
        spots=tuple(written.spots),
        unread_pages=tuple(sorted((*read.pictures, *read.damaged))),
        unread_hint=_hint(read, has_recogniser=has_recogniser),
    )


def _hint(read: "PdfPages", *, has_recogniser: bool) -> str | None:
    """What to do about what was not read; of pictures beside text nobody knows, unless a table is missing."""
    if read.pictures:
        return RECOGNISER_MISSING
    if read.damaged:
        return DAMAGED
    if not read.parts:
        return None
    look = f"look at the pictures on page {', '.join(map(str, read.parts))}, "
    return look + ("which may hold it" if has_recogniser else f"or {RECOGNISER_MISSING}")


def _nothing(read: "PdfPages") -> DocumentError:
    """Why no page shows a text."""
    if read.pictures:
        return DocumentError(
            "missing-extra",
            f"the {len(read.pictures)} pages are pictures without text, and no recogniser is installed",
            hint=RECOGNISER_MISSING,
        )
    if read.damaged:
        return DocumentError("damaged-document", "no page of the file can be read", hint=DAMAGED)
    return DocumentError("empty-file", "the pages of the file show nothing", hint="open it and look")
