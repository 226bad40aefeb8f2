"""Plain text and Markdown: the decoded file is the extracted text."""

import hashlib

from extractor.ingest.decoding import decode
from extractor.model import Document

__all__ = ["TextIngester"]


class TextIngester:
    """Reads text files in any of the encodings that Chinese offices use."""

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Decode.

        Raises:
            DocumentError: `empty-file`, `binary-file`, `mojibake` or `undecodable-text` as `decode` says.
        """
        decoded = decode(data)
        return Document(
            sha256=hashlib.sha256(data).hexdigest(),
            name=name,
            path=path,
            media_type="text/plain",
            text=decoded.text,
            encoding=decoded.encoding,
            notes=tuple(decoded.notes),
        )
