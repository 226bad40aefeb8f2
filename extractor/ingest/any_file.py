"""One ingester for every format that is read, chosen by content."""

from extractor.errors import DocumentError
from extractor.ingest.converted_file import CONVERTED, ConvertedIngester
from extractor.ingest.csv_file import CsvIngester
from extractor.ingest.docx_file import DOCX, DocxIngester
from extractor.ingest.encrypted_file import EncryptedIngester
from extractor.ingest.html_file import HtmlIngester
from extractor.ingest.mhtml import MhtmlIngester
from extractor.ingest.pdf_file import PDF, PdfIngester
from extractor.ingest.picture_file import PICTURES, PictureIngester
from extractor.ingest.sniff import sniff
from extractor.ingest.text_file import TextIngester
from extractor.ingest.xlsx_file import XLSX, XlsxIngester
from extractor.model import Document
from extractor.ports import OfficeConverter, PageRecogniser

__all__ = ["READABLE", "FileIngester"]

_READERS = {
    "text/plain": TextIngester,
    "text/html": HtmlIngester,
    "text/csv": CsvIngester,
    XLSX: XlsxIngester,
    DOCX: DocxIngester,
    "multipart/related": MhtmlIngester,
    "application/x-ole-encrypted": EncryptedIngester,
}

_NATIVE = {"docx": DocxIngester, "xlsx": XlsxIngester}
"""Readers of what the converter makes."""

_SAVE_AS_XLSX = "open it in Excel or WPS and save it as .xlsx"
_READS = "this version reads plain text, Markdown, csv, HTML, docx, xlsx, PDF, PNG, JPEG and TIFF"
_HINTS = {
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": _SAVE_AS_XLSX,
}

READABLE = frozenset((*_READERS, *CONVERTED, *PICTURES, PDF))
"""The media types that are read, or would be if what reads them were installed."""


class FileIngester:
    """Reads a file by what it is, whatever its name says."""

    def __init__(self, converter: OfficeConverter | None = None, recogniser: PageRecogniser | None = None) -> None:
        """Helpers, each null where none is installed.

        `converter` opens the formats of older and other office programs, `recogniser` reads pictures of pages.
        """
        self._converter = converter
        self._recogniser = recogniser

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Sniff the content and hand it to the reader of its format.

        Raises:
            DocumentError: `unsupported-format` for other media types, else what the reader of the format raises.
        """
        media_type = sniff(data)
        if media_type in CONVERTED:
            native = _NATIVE[CONVERTED[media_type].target]()
            return ConvertedIngester(media_type, self._converter, native).ingest(data, name=name, path=path)
        if media_type == PDF:
            return PdfIngester(self._recogniser).ingest(data, name=name, path=path)
        if media_type in PICTURES:
            return PictureIngester(media_type, self._recogniser).ingest(data, name=name, path=path)
        reader = _READERS.get(media_type)
        if reader is None:
            raise DocumentError(
                "unsupported-format",
                f"the content is {media_type}",
                place=path,
                hint=_HINTS.get(media_type, _READS),
            )
        return reader().ingest(data, name=name, path=path)
