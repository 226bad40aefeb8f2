"""The authority's name, level and area."""

from collections.abc import Callable, Mapping

import pytest

from extractor.model import Cell

Report = Callable[..., Mapping[str, Cell]]

PHRASE = "政府信息公开工作年度报告"


class TestName:
    """Where the name comes from."""

    def test_a_title_with_an_organ_names_the_agency(self, report: Report) -> None:
        """Other names on the page do not matter."""
        found = report(title=f"云岭县水利局2023年{PHRASE}", preface="发布机构：云岭县人民政府")["agency"]
        assert (found.value, found.tier, found.reasons) == ("云岭县水利局", "S1", ())

    @pytest.mark.parametrize(
        ("preface", "agency"),
        [
            pytest.param("本报告由淮安市青禾区水利局编制。", "淮安市青禾区水利局", id="behind-a-verb"),
            pytest.param("请与江苏省淮安市青禾区水利局联系。", "江苏省淮安市青禾区水利局", id="two-more-areas"),
            pytest.param("本报告由淮安市青\n禾区水利局编制。", "淮安市青禾区水利局", id="over-a-line-end"),
            pytest.param("（地址：云岭市青禾区水利局）", "云岭市青禾区水利局", id="unlisted-city-behind-a-mark"),
            pytest.param("本报告由云岭市青禾区水利局编制。", "云岭市青禾区水利局", id="unlisted-city-behind-a-verb"),
            pytest.param("请与和平市青禾区水利局联系。", "和平市青禾区水利局", id="name-that-begins-like-a-verb"),
            pytest.param("现公布青禾区水利局的数据。", "青禾区水利局", id="no-larger-area"),
            pytest.param("我们认为云岭市青禾区水利局很好。", "云岭市青禾区水利局", id="verb-of-two-characters"),
            pytest.param("柳溪镇青禾区水利局", "青禾区水利局", id="a-smaller-area-is-not-larger"),
        ],
    )
    def test_the_fullest_form_in_the_preface_is_taken(self, report: Report, preface: str, agency: str) -> None:
        """A larger area printed right before the title's name belongs to the name."""
        assert report(title=f"青禾区水利局2023年{PHRASE}", preface=preface)["agency"].value == agency

    def test_a_larger_area_is_not_looked_for_in_the_body(self, report: Report) -> None:
        """Elsewhere the same name may be another place's."""
        found = report(title=f"青禾区水利局2023年{PHRASE}", end="赴淮安市青禾区水利局学习。")
        assert found["agency"].value == "青禾区水利局"

    def test_a_title_without_organ_takes_the_labelled_name(self, report: Report) -> None:
        """The label's value names the same place, and ends with an organ."""
        found = report(title=f"柳溪镇2023年{PHRASE}", preface="填报单位：柳溪镇人民政府      负责人：")
        assert (found["agency"].as_printed, found["agency"].status) == ("柳溪镇人民政府", "accepted")

    def test_a_label_for_another_place_is_not_taken(self, report: Report) -> None:
        """The county publishes for its towns."""
        found = report(title=f"柳溪镇2023年{PHRASE}", preface="发布机构：云岭县人民政府", end="柳溪镇人民政府")
        assert found["agency"].value == "柳溪镇人民政府"

    @pytest.mark.parametrize(
        ("body", "agency"),
        [
            pytest.param("云岭县柳溪镇人民政府公开信息。", "云岭县柳溪镇人民政府", id="whole-name"),
            pytest.param("柳溪镇人民政府公开信息。", "柳溪镇人民政府", id="last-part"),
            pytest.param("柳溪镇人民\n政府公开信息。", "柳溪镇人民政府", id="over-a-line-end"),
            pytest.param(
                "可向云岭县柳溪镇\n    人民政府咨询。", "云岭县柳溪镇人民政府", id="line-end-before-the-organ"
            ),
        ],
    )
    def test_a_title_without_organ_takes_the_seat_from_the_body(self, report: Report, body: str, agency: str) -> None:
        """The longest form of the area's own government that the text prints."""
        found = report(title=f"云岭县柳溪镇2023年{PHRASE}", end=body)["agency"]
        assert (found.value, found.status) == (agency, "accepted")

    def test_a_street_office_is_a_seat(self, report: Report) -> None:
        """Sub-districts have offices, not governments."""
        assert (
            report(title=f"临江街道2023年{PHRASE}", end="临江街道办事处公开信息。")["agency"].value == "临江街道办事处"
        )

    def test_a_name_without_organ_anywhere_is_doubtful(self, report: Report) -> None:
        """The title's own words are proposed."""
        found = report(title=f"柳溪镇2023年{PHRASE}")["agency"]
        assert (found.value, found.status, found.reasons) == ("柳溪镇", "review", ("no-organ",))

    @pytest.mark.parametrize(
        ("preface", "end", "agency", "reasons"),
        [
            pytest.param("单位名称：云岭县水利局", "", "云岭县水利局", (), id="label"),
            pytest.param(
                "如有疑问，请与云岭县水利局联系。", "", "云岭县水利局", ("agency-from-contact",), id="contact"
            ),
            pytest.param(
                "", "云岭县水利局\n2024年1月8日\n", "云岭县水利局", ("agency-from-signature",), id="signature"
            ),
            pytest.param("计量单位：件", "", None, (), id="another-kind-of-unit"),
            pytest.param("", "完毕。\n2024年1月8日\n", None, (), id="a-date-without-name"),
        ],
    )
    def test_without_a_named_title_other_places_are_asked(
        self, report: Report, preface: str, end: str, agency: str | None, reasons: tuple[str, ...]
    ) -> None:
        """A label is proof; contact sentence and signature are proposals."""
        found = report(title=f"2023年{PHRASE}", preface=preface, end=end)["agency"]
        assert (found.value, found.reasons) == (agency, reasons)


class TestLevelAndRegion:
    """What the name tells about the place."""

    @pytest.mark.parametrize(
        ("name", "printed", "level", "region"),
        [
            pytest.param("重庆市青禾区柳溪镇人民政府", "柳溪镇", "township", "重庆市青禾区柳溪镇", id="township"),
            pytest.param("云岭县水利局", "云岭县", "county", "云岭县", id="department"),
            pytest.param("淮安市水利局", "淮安市", "city", "淮安市", id="city"),
            pytest.param("上海市科委", "上海市", "province", "上海市", id="municipality"),
            pytest.param("淮安市云岭市水利局", "淮安市云岭市", "county", "淮安市云岭市", id="city-below-a-city"),
        ],
    )
    def test_level_and_region_cite_the_name(
        self, report: Report, name: str, printed: str, level: str, region: str
    ) -> None:
        """The level is a function of the cited part of the name."""
        found = report(title=f"{name}2023年{PHRASE}")
        assert (found["agency_level"].as_printed, found["agency_level"].value) == (printed, level)
        assert found["region"].value == region

    def test_a_functional_area_has_a_region_and_no_level(self, report: Report) -> None:
        """Development zones stand on different levels."""
        found = report(title=f"淮安市高新技术开发区管理委员会2023年{PHRASE}")
        assert found["agency_level"].kind == "missing"
        assert found["region"].value == "淮安市高新技术开发区"

    def test_a_name_without_area_has_neither(self, report: Report) -> None:
        """Nothing is derived from a web address or a path."""
        found = report(title=f"水利局2023年{PHRASE}")
        assert (found["agency_level"].kind, found["region"].kind) == ("missing", "missing")

    def test_the_title_adds_the_larger_area_to_the_region(self, report: Report) -> None:
        """The body names the town alone, the title the county too."""
        found = report(title=f"云岭县柳溪镇2023年{PHRASE}", end="柳溪镇人民政府")
        assert (found["agency"].value, found["region"].value) == ("柳溪镇人民政府", "云岭县柳溪镇")

    def test_an_unlisted_city_alone_asks_a_person(self, report: Report) -> None:
        """Its level is a proposal."""
        found = report(title=f"云岭市水利局2023年{PHRASE}")["agency_level"]
        assert (found.value, found.status, found.reasons) == ("county", "review", ("city-or-county",))
