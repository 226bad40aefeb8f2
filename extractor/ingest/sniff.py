"""The media type of a file, told by its content: a name may lie, and downloads often have none."""

import io
import json
import re
import zipfile

from extractor.ingest.decoding import utf16_encoding

__all__ = ["sniff"]

HEAD = 65_536
"""Bytes that settle what a file is; even, so that UTF-16 is not cut in two."""
PDF_HEADER = 1_024
"""Bytes within which readers accept the header of a PDF."""

SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"MIME-Version:", "multipart/related"),
)
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
ZIP_PARTS = (
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("OFD.xml", "application/ofd"),
)
"""The part that makes a zip archive an office file."""
ODF_TYPE = re.compile(rb"application/vnd\.oasis\.opendocument\.[a-z-]{1,40}")

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE2_STREAMS = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
"""The stream that makes a compound file an office file; WPS writes the same ones."""

HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|script|style)\b",
    re.IGNORECASE | re.DOTALL,
)
XML = re.compile(r"\s*<\?xml\b")


def sniff(data: bytes) -> str:
    """Tell the media type from the bytes alone.

    Markdown and CSV are `text/plain`: they are read as they stand. Whether a text can be decoded is not judged here, so
    an empty file is a text. What is neither known nor a text is `application/octet-stream`.
    """
    for signature, media_type in SIGNATURES:
        if data.startswith(signature):
            return media_type
    if b"%PDF-" in data[:PDF_HEADER]:
        return "application/pdf"
    if data.startswith(OLE2):
        return _ole2_type(data)
    if data.startswith(ZIP):
        return _zip_type(data)
    return _text_type(data)


def _ole2_type(data: bytes) -> str:
    for stream, media_type in OLE2_STREAMS:
        if stream.encode("utf-16-le") in data:
            return media_type
    return "application/x-ole-storage"


def _zip_type(data: bytes) -> str:
    """Look into the directory only: nothing is unpacked but the few bytes in which OpenDocument names itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "application/zip"
    for part, media_type in ZIP_PARTS:
        if part in names:
            return media_type
    # OpenDocument stores its type first and uncompressed, so it can be read in place.
    odf = ODF_TYPE.search(data[:PDF_HEADER]) if "mimetype" in names else None
    return odf.group().decode() if odf else "application/zip"


def _text_type(data: bytes) -> str:
    head = data[:HEAD]
    encoding = utf16_encoding(head)
    if encoding is None and b"\x00" in head:
        return "application/octet-stream"
    # Latin-1 keeps every ASCII byte of UTF-8 and GB18030, which is all that markup needs.
    text = head.decode(encoding or "latin-1", "replace").removeprefix("\ufeff").removeprefix("ï»¿")
    if HTML.match(text):
        return "text/html"
    if XML.match(text):
        return "application/xml"
    if text.lstrip().startswith(("{", "[")) and _is_json(data):
        return "application/json"
    return "text/plain"


def _is_json(data: bytes) -> bool:
    """JSON, or JSON Lines by its first object; brackets also begin texts, such as `[bookmark: …]` and `[1]`."""
    first_line = data.lstrip().partition(b"\n")[0]
    for part in (data, first_line) if first_line.startswith(b"{") else (data,):
        try:
            json.loads(part)
        except (ValueError, RecursionError):
            continue
        return True
    return False
