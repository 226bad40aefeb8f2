"""Ingest: from bytes to a `Document`, whatever the suffix says."""

from extractor.ingest.text_file import TextIngester

__all__ = ["TextIngester"]
