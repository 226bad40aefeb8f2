"""Word documents (docx, docm), read from their own XML as Word prints them."""

import hashlib

from extractor.errors import DocumentError
from extractor.ingest.decoding import decode
from extractor.ingest.docx_reader import DocxReader
from extractor.ingest.flow_text import write_flow
from extractor.ingest.hidden import HiddenText
from extractor.ingest.ooxml_package import open_package
from extractor.ingest.refusing import refusals_at
from extractor.model import Document

__all__ = ["DOCX", "DocxIngester"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class DocxIngester:
    """Reads Word documents; runs no macro, follows no link."""

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Open the package, take hidden text out and write the rest down with its places.

        Raises:
            DocumentError: what `open_package` and `Package.tree` refuse; `empty-file` when no text is shown;
                `too-many-cells` for tables beyond what a report can hold; `mojibake` as `decode` says.
        """
        with refusals_at(path):
            return _document(data, name, path)


def _document(data: bytes, name: str, path: str) -> Document:
    package = open_package(data)
    hidden = HiddenText()
    reader = DocxReader(package, hidden)
    written = write_flow(reader.read())
    if not written.text.strip():
        raise DocumentError(
            "empty-file",
            f"the {len(data)} bytes of the document show no text",
            hint="open it in Word or WPS; if it shows pictures of pages, save them as PDF",
        )
    # The text may have been lost before it came into the file.
    decode(written.text.encode())
    return Document(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        path=path,
        media_type=DOCX,
        text=written.text,
        paragraphs=tuple(written.paragraphs),
        grids=tuple(written.grids),
        notes=(*package.notes, *hidden.notes(), *reader.notes, *written.notes),
    )
