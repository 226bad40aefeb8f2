"""Ingest: from bytes to a `Document`, whatever the suffix says."""

from extractor.ingest.any_file import READABLE, FileIngester
from extractor.ingest.archive import Entry, holds_documents, peek, read_directory, unpack
from extractor.ingest.docx_file import DocxIngester
from extractor.ingest.html_file import HtmlIngester
from extractor.ingest.libreoffice import LibreOffice, find_libreoffice
from extractor.ingest.page_picture import page_picture, page_strips
from extractor.ingest.recogniser import LocalRecogniser, find_recogniser
from extractor.ingest.text_file import TextIngester

__all__ = [
    "READABLE",
    "DocxIngester",
    "Entry",
    "FileIngester",
    "HtmlIngester",
    "LibreOffice",
    "LocalRecogniser",
    "TextIngester",
    "find_libreoffice",
    "find_recogniser",
    "holds_documents",
    "page_picture",
    "page_strips",
    "peek",
    "read_directory",
    "unpack",
]
