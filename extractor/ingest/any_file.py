"""One ingester for every format that is read, chosen by content."""

from extractor.errors import DocumentError
from extractor.ingest.html_file import HtmlIngester
from extractor.ingest.sniff import sniff
from extractor.ingest.text_file import TextIngester
from extractor.model import Document

__all__ = ["READABLE", "FileIngester"]

_READERS = {"text/plain": TextIngester, "text/html": HtmlIngester}

READABLE = frozenset(_READERS)
"""The media types that are read."""


class FileIngester:
    """Reads a file by what it is, whatever its name says."""

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Sniff the content and hand it to the reader of its format.

        Raises:
            DocumentError: `unsupported-format` for other media types, else what the reader of the format raises.
        """
        media_type = sniff(data)
        reader = _READERS.get(media_type)
        if reader is None:
            raise DocumentError(
                "unsupported-format",
                f"the content is {media_type}",
                place=path,
                hint="this version reads plain text, Markdown and HTML",
            )
        return reader().ingest(data, name=name, path=path)
