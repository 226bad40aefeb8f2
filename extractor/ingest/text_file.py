"""Plain text and Markdown: the decoded file is the extracted text."""

import hashlib

from extractor.errors import DocumentError
from extractor.ingest.decoding import decode
from extractor.ingest.sniff import sniff
from extractor.model import Document

__all__ = ["TextIngester"]


class TextIngester:
    """Reads text files in any of the encodings that Chinese offices use."""

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Sniff and decode.

        Raises:
            DocumentError: `unsupported-format` for other media types; `empty-file`, `binary-file`, `mojibake` or
                `undecodable-text` as `decode` says.
        """
        media_type = sniff(data)
        if not media_type.startswith("text/") or media_type == "text/html":
            raise DocumentError(
                "unsupported-format",
                f"the content is {media_type}",
                place=path,
                hint="this version reads plain text and Markdown",
            )
        decoded = decode(data)
        return Document(
            sha256=hashlib.sha256(data).hexdigest(),
            name=name,
            path=path,
            media_type=media_type,
            text=decoded.text,
            encoding=decoded.encoding,
            notes=tuple(decoded.notes),
        )
