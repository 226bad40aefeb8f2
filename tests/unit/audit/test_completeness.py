"""`extractor.audit.rules.completeness`: what a report must hold."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from extractor.audit import DamagedLabel, Section, View, run_rules
from extractor.model import Finding

Make = Callable[..., View]


def found(view: View, code: str) -> list[Finding]:
    """The findings of one rule that are failures."""
    return [item for item in run_rules(view).findings if item.code == code and item.status == "FAIL"]


class TestSections:
    """S1: six sections, in order, numbered, with the items of the first."""

    def test_a_complete_report_passes(self, report: Make) -> None:
        """Nothing is said about six sections that are there."""
        assert found(report(), "S1") == []

    @pytest.mark.parametrize("key", ["problems", "other"])
    def test_an_absent_section_is_one_error_that_silences_the_rule_on_the_fee(self, report: Make, key: str) -> None:
        """One finding names the section; that it also says nothing of the fee is no news."""
        made = report(**{key: None})
        (finding,) = found(made, "S1")
        assert (finding.severity, finding.attribution) == ("error", "source")
        assert made.form.sections[("problems", "other").index(key) + 4].label.text in finding.message
        assert found(made, "F1") == []

    @pytest.mark.parametrize(
        "lost",
        [
            {"problems": None, "disputes": "（表）\n（一）主要问题\n解读偏少。\n（二）改进情况\n逐项改进。"},
            {"other": None, "problems": "存在的主要问题是解读偏少。\n本年度未收取信息处理费。"},
            {"requests": None},
        ],
        ids=["problems", "other", "table"],
    )
    def test_content_without_its_heading_is_a_warning_that_blames_nobody(
        self, report: Make, lost: dict[str, str | None]
    ) -> None:
        """Copies lose headings: 上海市科委 2024 lost its fifth."""
        (finding,) = found(report(**lost), "S1")
        assert (finding.severity, finding.attribution) == ("warning", "undecided")

    def test_words_of_another_section_do_not_stand_in_for_an_absent_one(self, report: Make) -> None:
        """That the first section mentions problems is no fifth section."""
        overview = "2023年，我镇主动公开信息，答复依申请公开，审核信息，维护平台，分析了存在的主要问题，加强监督保障。"
        (finding,) = found(report(overview=overview, problems=None), "S1")
        assert finding.severity == "error"

    def test_a_text_that_breaks_off_is_not_held_against_the_agency(self, report: Make) -> None:
        """The file may have been cut, so nobody knows what the report went on to say."""
        made = report(
            problems="存在的主要问题是解读形式偏少，公开专区的资料更新有时滞后，下一步将逐项改进并且", other=None
        )
        (finding,) = found(made, "S1")
        assert (finding.severity, finding.attribution) == ("warning", "undecided")

    def test_a_heading_without_content_is_a_warning(self, report: Make) -> None:
        """It is told once, and not again by the rule on the fee."""
        made = report(other="")
        (finding,) = found(made, "S1")
        assert finding.severity == "warning"
        assert found(made, "F1") == []

    def test_sections_out_of_order_are_a_warning_at_the_heading(self, report: Make) -> None:
        """The quote is the heading that comes too late."""
        made = report()
        first, second, *others = made.sections
        (finding,) = found(replace(made, sections=(second, first, *others)), "S1")
        assert finding.severity == "warning"
        assert "总体情况" in finding.message

    @pytest.mark.parametrize(("ordinal", "warned"), [("四", True), ("一", True), ("五", False), ("", False)])
    def test_numbering_that_restarts_is_a_warning_and_a_lost_numeral_is_none(
        self, report: Make, ordinal: str, *, warned: bool
    ) -> None:
        """A copy that lost 五、 says nothing about the report."""
        made = report()
        sections = [
            replace(section, ordinal=ordinal) if section.key == "problems" else section for section in made.sections
        ]
        findings = [item for item in found(replace(made, sections=tuple(sections)), "S1") if "numbered" in item.message]
        assert bool(findings) == warned

    def test_sections_of_the_agency_s_own_count_in_the_numbering(self, report: Make) -> None:
        """一、…二、自行添加…三、主动公开… is continuous, although no form numbers it so."""
        made = report()
        first, *others = made.sections
        own = Section(None, "二", "工作机制", first.end - 1, first.end, first.end)
        later = [replace(item, ordinal="三四五六七"[place]) for place, item in enumerate(others)]
        assert found(replace(made, sections=(first, own, *later)), "S1") == []

    @pytest.mark.parametrize(
        ("body", "lacking"),
        [
            ("2023年，我镇公开信息38条，答复依申请公开，严格审核，维护网站，接受监督。", None),
            ("2023年，我镇主动公开信息38条，答复申请公开的信息，严格审核，加强监督。", "政府信息公开平台建设"),
            ("2023年，我镇工作平稳。", "主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障"),
        ],
        ids=["all-in-other-words", "one", "all"],
    )
    def test_items_of_the_first_section_may_be_worded_freely(
        self, report: Make, body: str, lacking: str | None
    ) -> None:
        """All that lack are named in one warning."""
        findings = found(report(overview=body), "S1")
        assert [item.severity for item in findings] == ["warning"] * (lacking is not None)
        assert all((lacking or "") in item.message_zh for item in findings)

    def test_reports_before_the_format_of_2021_need_no_items(self, report: Make) -> None:
        """Nobody asked for them."""
        assert found(report(overview="工作平稳。", meta={"year": 2020}), "S1") == []

    def test_a_file_without_prose_is_not_assessable(self, report: Make) -> None:
        """A workbook that holds the tables alone is no report without sections."""
        made = replace(report(), sections=report().sections[1:3])
        (finding,) = [item for item in run_rules(made).findings if item.code == "S1"]
        assert finding.status == "NOT_ASSESSABLE"

    def test_damage_in_the_copy_takes_the_blame_for_order(self, report: Make) -> None:
        """A recogniser may have read columns in another order."""
        made = report(more={"damaged": (DamagedLabel("法入", 0, 2),)})
        first, second, *others = made.sections
        (finding,) = found(replace(made, sections=(second, first, *others)), "S1")
        assert finding.attribution == "undecided"


class TestGovernments:
    """L1: what Article 50 asks of governments only."""

    @pytest.mark.parametrize(
        ("words", "lacking"),
        [
            ("政务公开纳入年度考核，开展社会评议，未发生责任追究。", None),
            ("制定考评标准；本年度未开展社会评议；没有问责情形。", None),
            ("切实提高人民群众满意度，不断压实责任，纳入考核。", "社会评议、责任追究"),
        ],
        ids=["stated", "that-there-was-none-will-do", "similar-words-will-not"],
    )
    def test_each_of_three_topics_is_mentioned(self, report: Make, words: str, lacking: str | None) -> None:
        """One warning names all that lack."""
        findings = found(report(overview=words), "L1")
        assert [item.severity for item in findings] == ["warning"] * (lacking is not None)
        assert all((lacking or "") in item.message_zh for item in findings)

    @pytest.mark.parametrize("agency", ["云渡县人民政府办公室", "云渡县水务局", "青禾街道办事处", None])
    def test_offices_and_departments_need_not(self, report: Make, agency: str | None) -> None:
        """The article names governments; an authority that is not known is not accused either."""
        assert found(report(meta={"agency": agency}), "L1") == []


class TestUsualParts:
    """U1: customs that the official format does not know."""

    def test_what_readers_miss_is_an_information(self, report: Make) -> None:
        """Preface, period and contact data, in one finding."""
        (finding,) = found(report(), "U1")
        assert finding.severity == "info"
        assert all(words in finding.message_zh for words in ("引言", "统计期限", "联系方式"))

    def test_a_report_that_has_them_passes(self, report: Make) -> None:
        """One contact item is enough."""
        front = "某镇2023年报告\n本报告依照《中华人民共和国政府信息公开条例》的要求编制。\n"
        assert (
            found(report(front, meta={"title": "某镇2023年报告", "period_start": "2023-01-01", "phone": "1"}), "U1")
            == []
        )
