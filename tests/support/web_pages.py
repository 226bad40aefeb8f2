"""Web pages, and what is read of them."""

import pytest

from extractor.errors import DocumentError
from extractor.ingest.html_file import HtmlIngester
from extractor.model import Document

__all__ = ["BODY", "ingest", "prose", "refusal"]

BODY = (
    "<p>青禾镇人民政府2023年政府信息公开工作年度报告</p><p>本年新收政府信息公开申请数量</p>"
    "<table><tr><td>规章</td><td>0</td></tr></table>"
)
"""An invented report; long enough for its encoding to be told from its bytes."""


def ingest(markup: str | bytes) -> Document:
    """Ingests a page; text as UTF-8."""
    data = markup if isinstance(markup, bytes) else markup.encode()
    return HtmlIngester().ingest(data, name="page.html", path="reports/page.html")


def refusal(markup: str | bytes) -> str:
    """The code with which a page is refused; every refusal names the file and says what to do next."""
    with pytest.raises(DocumentError) as caught:
        ingest(markup)
    assert caught.value.hint
    assert caught.value.place == "reports/page.html"
    return caught.value.code


def prose(document: Document) -> list[str]:
    """The paragraphs as text."""
    return [document.text[paragraph.start : paragraph.end] for paragraph in document.paragraphs]
