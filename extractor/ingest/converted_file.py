"""Office files of older and other programs: LibreOffice makes a docx or xlsx of them, which the native reader reads."""

import hashlib
from dataclasses import replace
from io import BytesIO
from typing import NamedTuple

from extractor.errors import DocumentError
from extractor.ingest.archive import read_directory, unpack
from extractor.ingest.ole2 import is_encrypted, root_streams
from extractor.ingest.refusing import refusals_at
from extractor.model import Document
from extractor.ports import Ingester, OfficeConverter

__all__ = ["CONVERTED", "Conversion", "ConvertedIngester"]


class Conversion(NamedTuple):
    """What becomes of a format."""

    suffix: str
    """Of the file that the converter is given."""
    target: str
    """`docx` or `xlsx`."""
    package: str
    """Debian's package that can convert it."""
    streams: frozenset[str] = frozenset()
    """One of these makes a compound file a file of this format."""


_TEXT = ("docx", "libreoffice-writer-nogui")
_SHEET = ("xlsx", "libreoffice-calc-nogui")
_ODF = "application/vnd.oasis.opendocument."

CONVERTED = {
    "application/msword": Conversion(".doc", *_TEXT, frozenset(("WordDocument",))),
    "application/rtf": Conversion(".rtf", *_TEXT),
    f"{_ODF}text": Conversion(".odt", *_TEXT),
    f"{_ODF}text-template": Conversion(".ott", *_TEXT),
    "application/vnd.ms-excel": Conversion(".xls", *_SHEET, frozenset(("Workbook", "Book"))),
    f"{_ODF}spreadsheet": Conversion(".ods", *_SHEET),
    f"{_ODF}spreadsheet-template": Conversion(".ots", *_SHEET),
}
"""By media type. WPS writes wps and et as doc and xls are written."""

ODF_MANIFEST = "META-INF/manifest.xml"
MOST_BYTES = 512 << 20
"""Of all parts of an OpenDocument file, really unpacked."""


class ConvertedIngester:
    """Reads a file through a converter; the document keeps the hash and the media type of the file itself."""

    def __init__(self, media_type: str, converter: OfficeConverter | None, reader: Ingester) -> None:
        """`converter` is null where none is installed; `reader` reads what it makes."""
        self._media_type = media_type
        self._conversion = CONVERTED[media_type]
        self._converter = converter
        self._reader = reader

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Convert and read.

        Raises:
            DocumentError: `encrypted`, `damaged-document`, `converter-missing`; `damaged-archive` or `zip-bomb` for an
                OpenDocument file; what the converter and the reader raise.
        """
        with refusals_at(path):
            converted = self._convert(data)
        document = self._reader.ingest(converted, name=name, path=path)
        return replace(document, sha256=hashlib.sha256(data).hexdigest(), media_type=self._media_type)

    def _convert(self, data: bytes) -> bytes:
        locked = _odf_is_encrypted(data) if self._media_type.startswith(_ODF) else is_encrypted(data)
        if locked:
            raise DocumentError(
                "encrypted",
                "the file asks for a password",
                hint="open the file with its password, save it without one, and read that",
            )
        if self._conversion.streams and not self._conversion.streams & _streams(data):
            # LibreOffice would take what is left of it for a text and print its bytes.
            raise DocumentError(
                "damaged-document",
                "the tables of the file are damaged or cut off",
                hint="get the file anew, or open it in WPS or Word and save it as docx or xlsx",
            )
        if self._converter is None:
            raise DocumentError(
                "converter-missing",
                f"{self._media_type} is read through LibreOffice, which is not installed",
                hint=f"install it (Debian: apt-get install --no-install-recommends {self._conversion.package}) "
                f"or save the file as {self._conversion.target}",
            )
        return self._converter.convert(data, suffix=self._conversion.suffix, target=self._conversion.target)


def _streams(data: bytes) -> frozenset[str]:
    try:
        return root_streams(data)
    except ValueError:
        return frozenset()


def _odf_is_encrypted(data: bytes) -> bool:
    """Whether the parts of an OpenDocument file are encrypted, each by itself.

    Every part is unpacked once, because LibreOffice would unpack whatever a hostile file holds.
    """
    file = BytesIO(data)
    left = MOST_BYTES
    locked = False
    for entry in read_directory(file):
        part = unpack(file, entry, most=left)
        left -= len(part)
        locked |= entry.name == ODF_MANIFEST and b"encryption-data" in part
    return locked
