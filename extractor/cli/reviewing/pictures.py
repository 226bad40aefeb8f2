"""The pictures of pages that the review pages show, drawn from the documents where they still lie."""

from functools import lru_cache

from extractor.batch import source_bytes
from extractor.ingest import page_picture
from extractor.ingest.sniff import sniff
from extractor.model import Place
from extractor.store import Manifest, OutputFolder, read_head, read_lines

__all__ = ["PagePictures"]

KEPT = 32
"""Pictures kept drawn: a page asks whether there is one before it is fetched."""


class PagePictures:
    """Pictures for the documents of a run; none for one that is gone, has changed, or has no pages."""

    def __init__(self, folder: OutputFolder, manifest: Manifest, max_bytes: int) -> None:
        """`max_bytes`: the largest document that is read."""
        self._manifest = manifest
        self._max_bytes = max_bytes
        heads = (read_head(line.data) for line in read_lines(folder.records))
        self._paths = {head.sha256: head.path for head in heads if head.sha256 is not None}
        self._drawn = lru_cache(KEPT)(self._draw)

    def __call__(self, document: str, place: Place) -> bytes | None:
        """The page of a place as PNG, with its box marked where it has one."""
        return self._drawn(document, place.page, place.bbox)

    def _draw(self, document: str, page: int | None, box: tuple[float, float, float, float] | None) -> bytes | None:
        path = self._paths.get(document)
        if path is None or page is None:
            return None
        data = source_bytes(self._manifest, path, document, self._max_bytes)
        return None if data is None else page_picture(data, sniff(data), page, box)
