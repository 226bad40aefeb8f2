"""HTML: pages as they were published or saved, read as a browser shows them.

`selectolax` (Lexbor) parses because it repairs broken tables and unclosed styles as browsers do, which decides what is
seen where, while `lxml` repairs in its own way and cuts off what is nested deeper than 256 elements without a word, and
`html5lib` takes fifty times as long.
"""

import hashlib
from typing import TYPE_CHECKING

from extractor.errors import DocumentError
from extractor.ingest.decoding import decode
from extractor.ingest.flow_text import write_flow
from extractor.ingest.hidden import HiddenText
from extractor.ingest.html_decode import decode_html, refuse_oversize
from extractor.ingest.html_reader import PageReader
from extractor.ingest.refusing import refusals_at
from extractor.model import Document

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["HtmlIngester"]


class HtmlIngester:
    """Reads HTML pages; runs no script, follows no link."""

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Decode, parse, take hidden text out and write the rest down with its places.

        Raises:
            DocumentError: `empty-file`, `binary-file`, `undecodable-text` or `mojibake` as `decode` says;
                `too-large`, `too-deep` or `too-many-cells` for pages beyond what a report can be.
        """
        with refusals_at(path):
            return _document(data, name, path)


def _document(data: bytes, name: str, path: str) -> Document:
    page = decode_html(data)
    refuse_oversize(page.markup)
    hidden = HiddenText()
    reader = PageReader(hidden)
    written = write_flow(reader.read(_parsed(page.markup)))
    if not written.text.strip():
        raise DocumentError(
            "empty-file",
            f"the {len(data)} bytes of the page show no text",
            hint="open the page in a browser and save it once its content is shown",
        )
    # Markup is all ASCII, so only the text itself shows that it was lost.
    decode(written.text.encode())
    return Document(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        path=path,
        media_type="text/html",
        text=written.text,
        encoding=page.encoding,
        paragraphs=tuple(written.paragraphs),
        grids=tuple(written.grids),
        notes=(*page.notes, *hidden.notes(), *reader.notes, *written.notes),
    )


def _parsed(markup: str) -> "LexborHTMLParser":
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(markup)
