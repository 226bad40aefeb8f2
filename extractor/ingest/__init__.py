"""Ingest: from bytes to a `Document`, whatever the suffix says."""

from extractor.ingest.any_file import READABLE, FileIngester
from extractor.ingest.html_file import HtmlIngester
from extractor.ingest.text_file import TextIngester

__all__ = ["READABLE", "FileIngester", "HtmlIngester", "TextIngester"]
