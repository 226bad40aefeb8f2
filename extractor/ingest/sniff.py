"""The media type of a file, told by its content: a name may lie, and downloads often have none."""

import io
import json
import re
import zipfile

from extractor.ingest.csv_shape import is_csv
from extractor.ingest.decoding import utf16_encoding
from extractor.ingest.ole2 import root_streams

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
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("OFD.xml", "application/ofd"),
)
"""The part that makes a zip archive an office file."""
NUMBERED = re.compile(r"\d+(?=\.xml$)")
"""Word's web version names its main part `word/document2.xml`."""
MEMBER, DIRECTORY_ENTRY = b"PK\x03\x04", b"PK\x01\x02"
MOST_MEMBERS = 10_000
"""Members whose names are looked at; a directory of millions takes seconds to read."""
ODF_TYPE = re.compile(rb"application/vnd\.oasis\.opendocument\.[a-z-]{1,40}")

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE2_STREAMS = (
    ("EncryptedPackage", "application/x-ole-encrypted"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
"""The stream that makes a compound file an office file; WPS writes the same ones. A password makes a docx the first."""

HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|script|style)\b",
    re.IGNORECASE | re.DOTALL,
)
XML = re.compile(r"\s*<\?xml\b")
SAVED_PAGE = re.compile(
    r"(?:[a-z][a-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:[ \t]*(?:\r?\n[ \t]+)?multipart/related\b",
    re.IGNORECASE,
)
"""The header of a web page saved as one file; browsers begin it with `From:`, Word with `MIME-Version:`."""


def sniff(data: bytes) -> str:
    """Tell the media type from the bytes alone.

    Markdown is `text/plain`: it is read as it stands. Whether a text can be decoded is not judged here, so
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
    try:
        # Those of embedded files are not among them: a workbook inside a report makes no workbook of it.
        streams = root_streams(data)
    except ValueError:
        streams = frozenset(name for name, _ in OLE2_STREAMS if name.encode("utf-16-le") in data)
    for stream, media_type in OLE2_STREAMS:
        if stream in streams:
            return media_type
    return "application/x-ole-storage"


def _zip_type(data: bytes) -> str:
    """Look at the names only: nothing is unpacked but the few bytes in which OpenDocument names itself."""
    names = {NUMBERED.sub("", name) for name in _zip_names(data)}
    for part, media_type in ZIP_PARTS:
        if part in names:
            return media_type
    # OpenDocument stores its type first and uncompressed, so it can be read in place.
    odf = ODF_TYPE.search(data[:PDF_HEADER]) if "mimetype" in names else None
    return odf.group().decode() if odf else "application/zip"


def _zip_names(data: bytes) -> list[str]:
    if data.count(DIRECTORY_ENTRY) <= MOST_MEMBERS:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return archive.namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            pass
    # The directory stands at the end and is lost first; each member also has its name before it.
    names: list[str] = []
    at = data.find(MEMBER)
    while at >= 0 and len(names) < MOST_MEMBERS:
        length = int.from_bytes(data[at + 26 : at + 28], "little")
        names.append(data[at + 30 : at + 30 + length].decode("utf-8", "replace"))
        at = data.find(MEMBER, at + 4)
    return names


def _text_type(data: bytes) -> str:
    head = data[:HEAD]
    encoding = utf16_encoding(head)
    if encoding is None and b"\x00" in head:
        return "application/octet-stream"
    # Latin-1 keeps every ASCII byte of UTF-8 and GB18030, which is all that markup needs.
    text = head.decode(encoding or "latin-1", "replace").removeprefix("\ufeff").removeprefix("ï»¿")
    if SAVED_PAGE.match(text):
        return "multipart/related"
    if HTML.match(text):
        return "text/html"
    if XML.match(text):
        return "application/xml"
    if text.lstrip().startswith(("{", "[")) and _is_json(data):
        return "application/json"
    return "text/csv" if is_csv(head, encoding, whole=len(data) <= HEAD) else "text/plain"


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
