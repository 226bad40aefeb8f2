"""Saved web pages (mht, mhtml): a MIME message whose parts are the page and what it shows."""

import hashlib
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from extractor.errors import DocumentError
from extractor.ingest.html_file import HtmlIngester
from extractor.model import Document

__all__ = ["MhtmlIngester"]

MULTIPART = b"multipart/"
MOST_MULTIPART = 100
"""Mentions of it in a file. The standard library's parser calls itself for each part inside a part."""
CODECS = {
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs"), "big5hkscs"),
    **{name: name for name in ("utf-8", "utf-16", "utf-16le", "utf-16be")},
}
"""Encodings worth taking a header's word for. Pages say GB2312 and use letters that only GB18030 has."""


class MhtmlIngester:
    """Reads the page of a saved web page; pictures and frames are left out."""

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Find the page and read it as HTML.

        Raises:
            DocumentError: `too-deep` for parts nested without end, `damaged-document` when there is no page in the
                file, else as `HtmlIngester` says.
        """
        if data.lower().count(MULTIPART) > MOST_MULTIPART:
            raise DocumentError(
                "too-deep",
                f"more than {MOST_MULTIPART} groups of parts",
                place=path,
                hint="open the page in a browser and save it as HTML",
            )
        message = message_from_bytes(data)
        page = _page(message)
        content = page.get_payload(decode=True) if page else None
        if page is None or not isinstance(content, bytes) or not content.strip():
            raise DocumentError(
                "damaged-document",
                "no page is in the saved web page",
                place=path,
                hint="open it in a browser and save it as HTML; it may have been cut off",
            )
        document = HtmlIngester().ingest(_as_utf8(content, page.get_content_charset()), name=name, path=path)
        return replace(document, sha256=hashlib.sha256(data).hexdigest(), media_type="multipart/related")


def _page(message: "Message[str, str]") -> "Message[str, str] | None":
    """The part that the message names as its first, else the first HTML there is."""
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    start = message.get_param("start")
    named = [part for part in pages if isinstance(start, str) and part.get("Content-ID") == start]
    return next(iter((*named, *pages)), None)


def _as_utf8(content: bytes, charset: str | None) -> bytes:
    """The page in UTF-8 when the part's own header names the encoding rightly, else as it stands."""
    try:
        return content.decode(CODECS[charset or ""]).encode()
    except (KeyError, ValueError):
        return content
