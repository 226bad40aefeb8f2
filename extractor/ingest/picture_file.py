"""Scans and photographs: each picture of a file is a page, read by the recogniser."""

import hashlib

from extractor.errors import DocumentError
from extractor.ingest.pages_tmp import write_pages
from extractor.ingest.recogniser import require
from extractor.model import Document
from extractor.ports import PageRecogniser

__all__ = ["PICTURES", "PictureIngester"]

PICTURES = frozenset(("image/png", "image/jpeg", "image/tiff"))
"""The media types that are read."""


class PictureIngester:
    """Reads PNG, JPEG and TIFF files, the last with as many pages as they hold."""

    def __init__(self, media_type: str, recogniser: PageRecogniser) -> None:
        """`recogniser` reads each page."""
        self._media_type = media_type
        self._recogniser = recogniser

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Recognise every page.

        Raises:
            DocumentError: `missing-extra`, `too-large`, `too-many-pages`, `damaged-document`.
        """
        try:
            require()
            from extractor.ingest.picture_frames import frames

            pages = [self._recogniser.recognise(picture) for picture in frames(data)]
        except DocumentError as refusal:
            refusal.place = refusal.place or path
            raise
        text, paras, grids, spots = write_pages(pages)
        return Document(
            sha256=hashlib.sha256(data).hexdigest(),
            name=name,
            path=path,
            media_type=self._media_type,
            pages=len(pages),
            text=text,paragraphs=paras,grids=grids,spots=spots,
            born_digital=False,
        )
