"""A model that sees is shown the pages of each table; one that does not is shown text alone."""

import json
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from eval.generator.formats.portable import Sheet, write_pdf
from extractor.cli import main
from extractor.testing import DocumentTruth
from extractor.testing.endpoint import Endpoint

LEAD = "data:image/png;base64,"


def report() -> bytes:
    """A report with its cover on one page and its table on the next."""
    rows = [["信息内容", "本年处理决定数量"], ["行政处罚", "5"], ["行政强制", "6"]]
    cover = Sheet().text(72, 60, "某县人民政府2023年政府信息公开工作年度报告").text(72, 90, "一、总体情况")
    table = Sheet().text(72, 90, "二、主动公开政府信息情况").text(72, 110, "第二十条第（六）项")
    return write_pdf([cover, table.grid((72, 250, 400), (120, 140, 160, 180), rows)])


def pictures(body: object) -> list[bytes]:
    """The pictures of a request."""
    found: list[bytes] = []
    queue: list[Any] = [body]
    while queue:
        item = queue.pop()
        if isinstance(item, dict):
            queue += item.values()
        elif isinstance(item, list):
            queue += item
        elif isinstance(item, str) and item.startswith(LEAD):
            found.append(b64decode(item.removeprefix(LEAD)))
    return found


@pytest.mark.parametrize("sees", [True, False])
def test_the_pages_of_a_table_go_along_with_its_question(sees: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the page that the table is on, and in a size that costs what a page of text costs."""
    Path("a.pdf").write_bytes(report())
    with Endpoint({"-": DocumentTruth(cells={})}) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("GOUJI_CACHE", "cache")
        monkeypatch.setenv("GOUJI_LLM_MODE", "strict")
        if sees:
            monkeypatch.setenv("GOUJI_LLM_SEES", "1")
        main(["run", "a.pdf", "-o", "out", "--llm", "truth", "-j", "1"])
        shown = [pictures(received.body) for received in endpoint.log.all]
    assert len(shown) > 1
    assert json.loads(Path("out/records.jsonl").read_text(encoding="utf-8"))["status"] == "partial"
    sent = [picture for images in shown for picture in images]
    assert len(sent) == int(sees)
    assert all(len(picture) < 200_000 for picture in sent)
    assert all(max(Image.open(BytesIO(picture)).size) <= 1_600 for picture in sent)
