"""Scans and photographs: each picture of a file is a page, read by the recogniser."""

import hashlib

from extractor.errors import DocumentError
from extractor.ingest.pages.laid_out import LaidOutPage, recognised
from extractor.ingest.pages.written import write_pages
from extractor.ingest.refusing import refusals_at
from extractor.model import Document
from extractor.ports import PageRecogniser

__all__ = ["PICTURES", "PictureIngester"]

PICTURES = frozenset(("image/png", "image/jpeg", "image/tiff"))
"""The media types that are read."""


class PictureIngester:
    """Reads PNG, JPEG and TIFF files, the last with as many pages as they hold."""

    def __init__(self, media_type: str, recogniser: PageRecogniser | None) -> None:
        """`recogniser` reads each page; null where none is installed."""
        self._media_type = media_type
        self._recogniser = recogniser

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Recognise every page.

        Raises:
            DocumentError: `missing-extra` without a recogniser; `too-large`, `too-many-pages`, `damaged-document`;
                `empty-file` when no text is seen.
        """
        with refusals_at(path):
            return self._document(data, name, path)

    def _document(self, data: bytes, name: str, path: str) -> Document:
        if self._recogniser is None:
            raise DocumentError("missing-extra", "no recogniser is installed", hint="install gouji[ocr]")
        from extractor.ingest.picture_frames import frames

        notes: dict[str, None] = {}
        pages: list[LaidOutPage] = []
        for number, picture in enumerate(frames(data), start=1):
            found = self._recogniser.recognise(picture)
            notes |= dict.fromkeys(found.notes)
            pages.append(recognised(number, picture, found))
        written = write_pages(pages)
        if not written.text.strip():
            raise DocumentError("empty-file", "no text is seen on the picture", hint="open it and look")
        return Document(
            sha256=hashlib.sha256(data).hexdigest(),
            name=name,
            path=path,
            media_type=self._media_type,
            text=written.text,
            pages=len(pages),
            paragraphs=tuple(written.paragraphs),
            grids=tuple(written.grids),
            born_digital=False,
            notes=(*notes, *written.notes),
            spots=tuple(written.spots),
        )
