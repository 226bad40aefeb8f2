"""Telephone, address and the other contact items."""

from collections.abc import Callable, Mapping

import pytest

from extractor.model import Cell

Report = Callable[..., Mapping[str, Cell]]

CONTACT_KEYS = ("phone", "fax", "address", "postcode", "email", "url", "published")


def found_in(report: Report, preface: str) -> dict[str, str | None]:
    """The contact items that a preface yields, as printed."""
    cells = report(preface=preface)
    return {key: cells[key].as_printed for key in CONTACT_KEYS if cells[key].kind != "missing"}


class TestLabelled:
    """Values behind their labels."""

    @pytest.mark.parametrize(
        ("preface", "expected"),
        [
            pytest.param(
                "（地址：云岭县人民路12号（政务楼3层），邮编：223001，电话：0555-1234567）。",
                {"address": "云岭县人民路12号（政务楼3层）", "postcode": "223001", "phone": "0555-1234567"},
                id="in-one-bracket",
            ),
            pytest.param(
                "地址：云岭县人民路1号\n邮编：223001\n电话：13800001111\n邮箱：a.b@yl.gov.cn",
                {"address": "云岭县人民路1号", "postcode": "223001", "phone": "13800001111", "email": "a.b@yl.gov.cn"},
                id="one-a-line",
            ),
            pytest.param(
                "| 地址 | 云岭县人民路1号 |\n| 电话 | 0555-1234567 |",
                {"address": "云岭县人民路1号", "phone": "0555-1234567"},
                id="pipe-table",
            ),
            pytest.param("公开日期\t2024-01-08\t索引号\t7", {"published": "2024-01-08"}, id="tab-table"),
            pytest.param("邮编223001）", {"postcode": "223001"}, id="no-colon"),
            pytest.param("邮 编 ： 223001", {"postcode": "223001"}, id="drawn-apart"),
            pytest.param(
                "联系电话：0555—12345678 传真：0555-87654321",
                {"phone": "0555—12345678", "fax": "0555-87654321"},
                id="dash-and-fax",
            ),
            pytest.param(
                "电话（传真）：0555-1234567", {"phone": "0555-1234567", "fax": "0555-1234567"}, id="one-label-two-items"
            ),
            pytest.param(
                "电话(传真):0555-1234567；传真：0555-7654321",
                {"phone": "0555-1234567", "fax": "0555-7654321"},
                id="an-own-label-beats-a-shared-one",
            ),
            pytest.param("电话：（0555）1234567", {"phone": "（0555）1234567"}, id="area-code-in-brackets"),
            pytest.param("电话：0555-1234567转801", {"phone": "0555-1234567转801"}, id="extension"),
            pytest.param("电话：+86-10-12345678", {"phone": "+86-10-12345678"}, id="country-code"),
            pytest.param("咨询电话：400-123-4567", {"phone": "400-123-4567"}, id="service-number"),
            pytest.param("电话：０５５５－１２３４５６７", {"phone": "０５５５－１２３４５６７"}, id="full-width"),
            pytest.param("E-mail：x@yl.cn", {"email": "x@yl.cn"}, id="english-label"),
            pytest.param("发布日期：二〇二四年一月八日", {"published": "二〇二四年一月八日"}, id="date-in-words"),
            pytest.param("发布时间：2024-01-08 10:30", {"published": "2024-01-08"}, id="date-with-time"),
            pytest.param(
                "地址：云岭县柳溪镇人民中路一百二十号政务服务中心大楼\n三楼302室，邮编：223001",
                {"address": "云岭县柳溪镇人民中路一百二十号政务服务中心大楼\n三楼302室", "postcode": "223001"},
                id="wrapped-address",
            ),
            pytest.param(
                "　　地址：云岭县人民中路一百二十号政务服务中心\n　　按照《条例》要求，编制本报告。",
                {"address": "云岭县人民中路一百二十号政务服务中心"},
                id="list-item-before-a-paragraph",
            ),
            pytest.param(
                "    请与本局联系（联系地址：云岭县柳溪镇文昌街\n        77号219室、邮政\n"
                "    编码：223001；电话：0555\n    —1234567）。",
                {
                    "address": "云岭县柳溪镇文昌街\n        77号219室",
                    "postcode": "223001",
                    "phone": "0555\n    —1234567",
                },
                id="wrapped-and-indented",
            ),
            pytest.param("电话：0555-1234567\n- 1 -\n", {"phone": "0555-1234567"}, id="page-number-is-no-extension"),
            pytest.param(
                "地址：云岭县人民路1号 电话：0555-1234567",
                {"address": "云岭县人民路1号", "phone": "0555-1234567"},
                id="next-label-ends-it",
            ),
        ],
    )
    def test_a_value_is_cited_as_printed(self, report: Report, preface: str, expected: dict[str, str]) -> None:
        """And nothing else is found beside it."""
        assert found_in(report, preface) == expected

    @pytest.mark.parametrize(
        "preface",
        [
            "公众可通过电话、传真、信函等方式提出申请。",
            "拨打电话咨询3件。",
            "全年接听电话1234567次。",
            "通过热线、电话12345678人次。",
            "监督电话：12345，投诉电话：0555-1234567。",
            "电话：",
            "电话：12",
            "邮编：2230011",
            "地址变更后，新的办公场所已启用。",
            "地址：",
            "网络地址：无",
            "发布时间：待定",
            "发布日期：2024-13-08",
            "公开日期2024",
            "邮箱：无",
            "网址：无",
        ],
    )
    def test_a_label_without_a_value_is_nothing(self, report: Report, preface: str) -> None:
        """A word in prose, an empty field, a number that is no telephone: the items are missing."""
        assert found_in(report, preface) == {}

    @pytest.mark.parametrize(
        ("preface", "key", "reasons"),
        [
            pytest.param("办公室电话：0555-1234567", "phone", ("label-in-word",), id="word-before-the-label"),
            pytest.param("联系地址 云岭县人民路1号", "address", ("no-colon",), id="address-without-colon"),
            pytest.param(f"地址：云岭县{'人民路' * 40}", "address", ("cut",), id="endless-address"),
            pytest.param("请发邮件至 x@yl.cn 。", "email", ("no-label",), id="mail-without-label"),
            pytest.param("来源：http://www.yl.gov.cn/1.html", "url", ("no-label",), id="page-address"),
            pytest.param("网址：http://www.yl\n.gov.cn/ 。", "url", ("cut",), id="wrapped-web-address"),
        ],
    )
    def test_a_doubtful_value_goes_to_a_person(
        self, report: Report, preface: str, key: str, reasons: tuple[str, ...]
    ) -> None:
        """It is kept, marked, and not accepted."""
        found = report(preface=preface)[key]
        assert (found.reasons, found.tier, found.status) == (reasons, "T4", "review")

    def test_a_clear_label_beats_a_doubtful_one(self, report: Report) -> None:
        """Even when it stands further down."""
        found = report(preface="服务电话：0555-1111111，电话：0555-2222222")["phone"]
        assert (found.value, found.status) == ("0555-2222222", "accepted")


class TestWebAddress:
    """Which address on the web is the authority's."""

    @pytest.mark.parametrize(
        ("preface", "url"),
        [
            ("来源：http://www.a.cn/1.html\n可在县政府门户网站（http://www.b.gov.cn/）下载。", "http://www.b.gov.cn/"),
            ("（网址：https://www.b.gov.cn/x_1/）公开", "https://www.b.gov.cn/x_1/"),
            ("从“云岭”网站（www.b.gov.cn）下载。", "www.b.gov.cn"),
            ("网站地址：http://b.gov.cn/index.html。", "http://b.gov.cn/index.html"),
            ("网址：http://b.gov.cn，电话", "http://b.gov.cn"),
            ("网址：http：//b.gov.cn", "http：//b.gov.cn"),
        ],
    )
    def test_the_first_one_behind_a_label_is_taken(self, report: Report, preface: str, url: str) -> None:
        """It ends before brackets and Chinese punctuation."""
        found = report(preface=preface)["url"]
        assert (found.as_printed, found.status) == (url, "accepted")
