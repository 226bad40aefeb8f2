"""`report.html`: a run as one page that opens without a server or a network."""

from extractor.export.page.facts import PageFacts, PageLanguage, Words
from extractor.export.page.write import MOST_BYTES, MOST_DOCUMENTS, write_page

__all__ = ["MOST_BYTES", "MOST_DOCUMENTS", "PageFacts", "PageLanguage", "Words", "write_page"]
