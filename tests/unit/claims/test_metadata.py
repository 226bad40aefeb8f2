"""`read_metadata`: every item of metadata as a cell."""

import json
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import cast

import pytest

from extractor.claims import read_metadata
from extractor.claims.outline import outline
from extractor.forms import Form
from extractor.ingest import FileIngester
from extractor.model import META_KEYS, Cell, Document

Read = Callable[[str], Mapping[str, Cell]]

PDF_TEXT = (
    "- 1 -\r\n青禾区人民政府\r\n2023 年政府信息公开工作年度报告\r\n"
    "本报告由淮安市青禾区人民政府办公室编制，数据统计期限自 2023 年 1 月 1 日\r\n起至 2023 年 12 月 31 日止。"
    "有疑问请联系（地址：淮安市青禾区滨湖大道 7\r\n号 ， 邮 编 ： 223001 ，"
    " 电 话 ： 0517-81234567 ， 电 子 邮 箱 ：\r\n"
    "qhzwgk@example.com）。\r\n\f一、总体情况\r\n好。\r\n"
)
"""A text layer as PDF readers yield it: wrapped, drawn apart, with page numbers and form feeds."""


def values(cells: Mapping[str, Cell]) -> dict[str, int | str | None]:
    """The values of the items that were found."""
    return {key: cell.value for key, cell in cells.items() if cell.kind != "missing"}


class TestShape:
    """What each cell looks like."""

    def test_every_key_is_always_there(self, metadata: Read) -> None:
        """In the record's order, also for an empty document."""
        for text in ("", "无关的文字", PDF_TEXT):
            assert tuple(metadata(text)) == META_KEYS

    def test_a_missing_item_says_so(self, metadata: Read) -> None:
        """It is no doubt and no zero: the document leaves it out."""
        assert {
            (c.kind, c.value, c.as_printed, c.source, c.tier, c.status, c.reasons) for c in metadata("").values()
        } == {("missing", None, None, None, "S1", "accepted", ())}

    def test_a_found_item_cites_its_place(self, metadata: Read) -> None:
        """One reading of the table reader stands behind the cell."""
        text = "云岭县水利局2023年政府信息公开工作年度报告\n一、总体情况\n好。"
        year = metadata(text)["year"]
        assert year.path == "meta.year"
        assert year.source is not None
        assert text[year.source.start : year.source.end] == "2023"
        assert [(r.reader, r.as_printed, r.value, r.kind, r.source) for r in year.readings] == [
            ("table", "2023", 2023, "number", year.source)
        ]
        assert (year.confidence, year.decision) == (None, None)

    def test_a_ready_outline_is_taken_over(self, form: Form) -> None:
        """A caller that has the outline gets the same metadata."""
        document = Document(sha256="0", name="a", path="a", media_type="text/plain", text=PDF_TEXT)
        assert read_metadata(document, form, sections=outline(document, form)) == read_metadata(document, form)

    @pytest.mark.parametrize(("pages", "expected"), [(None, None), (2, 1)])
    def test_a_page_is_named_where_the_format_has_pages(
        self, form: Form, pages: int | None, expected: int | None
    ) -> None:
        """Form feeds count the pages only then."""
        document = Document(sha256="0", name="a", path="a", media_type="application/pdf", text=PDF_TEXT, pages=pages)
        source = read_metadata(document, form)["title"].source
        assert source is not None
        assert source.page == expected

    def test_text_from_a_picture_is_not_accepted(self, form: Form) -> None:
        """No score and no identity stands behind it; what is missing stays missing."""
        document = Document(sha256="0", name="a", path="a", media_type="image/png", text=PDF_TEXT, born_digital=False)
        found = read_metadata(document, form)
        assert (found["year"].status, found["year"].reasons) == ("review", ("ocr-unscored",))
        assert (found["url"].status, found["url"].kind) == ("accepted", "missing")

    def test_a_text_layer_of_a_pdf_is_read(self, metadata: Read) -> None:
        """Line ends and spaces inside words are no part of the values, and stay in what is cited."""
        found = metadata(PDF_TEXT)
        assert values(found) == {
            "title": "青禾区人民政府2023年政府信息公开工作年度报告",
            "agency": "淮安市青禾区人民政府",
            "agency_level": "county",
            "region": "淮安市青禾区",
            "year": 2023,
            "period_start": "2023-01-01",
            "period_end": "2023-12-31",
            "phone": "0517-81234567",
            "address": "淮安市青禾区滨湖大道7号",
            "postcode": "223001",
            "email": "qhzwgk@example.com",
        }
        assert found["address"].as_printed == "淮安市青禾区滨湖大道 7\r\n号"
        assert {cell.status for cell in found.values()} == {"accepted"}


class Page(HTMLParser):
    """The visible text of a web page: table cells joined by tabs, blocks by line ends."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.depth = 0
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a row or a cell."""
        del attrs
        self.hidden = self.hidden or tag == "head"
        self.depth += tag == "td"
        if tag in {"p", "div", "h1", "li", "tr", "br"} and not self.depth:
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        """Close a cell or a block."""
        self.hidden = self.hidden and tag != "head"
        self.depth -= tag == "td"
        if tag in {"td", "p", "div", "h1", "li", "table"} and not self.depth:
            self.text += "\t" if tag == "td" else "\n"

    def handle_data(self, data: str) -> None:
        """Keep what a reader sees."""
        if not self.hidden:
            self.text += data


def visible_text(html: str) -> str:
    """The visible text of a web page."""
    page = Page()
    page.feed(html)
    return page.text


def bare(value: object) -> str:
    """A value without spaces, as truth files are compared."""
    return str(value).replace(" ", "")


BESIDES_THE_TRUTH: dict[str, dict[str, object]] = {
    "000_f57c819d3d38d3bd": {"agency_level": "township", "region": "彭水苗族土家族自治县长生镇"},
    "001_976a34383c60b842": {"agency_level": "township", "region": "李家山镇"},
    "002_bef0e282cde1829d": {"agency_level": "township", "region": "重庆市綦江区三角镇", "fax": "023-48400009"},
    "003_09d7efa84834ab25": {"agency_level": "county", "region": "大通区"},
    "004_df1de46db5416daa": {"agency_level": "township", "region": "卫辉市孙杏村镇"},
    "hongze_2023": {"agency_level": "county", "region": "淮安市洪泽区"},
    "shanghai_kewei_2024": {"agency_level": "province", "region": "上海市"},
    "shanghai_office_2019": {"agency_level": "province", "region": "上海市", "published": "2020-01-31"},
    "shuyang_drc_2023": {"agency_level": "county", "region": "沭阳县", "published": "2024-01-17"},
}
"""What the reports print beyond what their truth files list."""


class TestSharedReports:
    """The real reports beside the checkout."""

    @pytest.mark.parametrize("stem", sorted(BESIDES_THE_TRUTH))
    def test_every_item_of_a_real_report_is_right(self, shared_folder: Path, metadata: Read, stem: str) -> None:
        """Exactly what the truth lists and the report prints, nothing doubtful, everything else missing."""
        folder = shared_folder / ("seeds" if stem[0].isdigit() else "real")
        truth = json.loads((folder / "truth" / f"{stem}.json").read_text(encoding="utf-8"))["meta"]
        expected = cast("dict[str, object]", truth) | BESIDES_THE_TRUTH[stem]
        found = metadata(self.text_of(next(folder.glob(f"{stem}.*"))))
        assert {key: bare(value) for key, value in values(found).items()} == {
            key: bare(value) for key, value in expected.items()
        }
        assert {cell.status for cell in found.values()} == {"accepted"}

    @staticmethod
    def text_of(file: Path) -> str:
        """The text of a report in any of the three formats."""
        if file.suffix == ".pdf":
            return FileIngester().ingest(file.read_bytes(), name=file.name, path=file.name).text
        text = file.read_text(encoding="utf-8")
        return visible_text(text) if file.suffix == ".html" else text
