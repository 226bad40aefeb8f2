"""`extractor.audit.rules.period`: the year, the period, the day of publication."""

from collections.abc import Callable
from datetime import date

import pytest

from extractor.audit import DamagedLabel, Facts, View, run_rules
from extractor.model import Finding

Make = Callable[..., View]


def found(view: View, code: str) -> list[Finding]:
    """The findings of one rule that are failures."""
    return [item for item in run_rules(view).findings if item.code == code and item.status == "FAIL"]


def period(start: str, end: str) -> dict[str, str]:
    """Metadata with a period."""
    return {"period_start": start, "period_end": end}


class TestYear:
    """Y1: one year in title, period and body."""

    def test_a_whole_year_that_is_the_title_s_passes(self, report: Make) -> None:
        """Nothing to say."""
        assert found(report(meta=period("2023-01-01", "2023-12-31")), "Y1") == []

    def test_a_period_of_another_year_is_an_error(self, report: Make) -> None:
        """Last year's preface was copied."""
        (finding,) = found(report(meta=period("2022-01-01", "2022-12-31")), "Y1")
        assert (finding.severity, finding.attribution) == ("error", "source")
        assert "2023" in finding.message
        assert "2022-12-31" in finding.message

    @pytest.mark.parametrize(
        ("start", "end"), [("2023-01-01", "2023-11-30"), ("2022-12-01", "2023-12-31"), ("2023-02-01", "2023-12-31")]
    )
    def test_a_period_that_is_no_whole_year_is_a_warning(self, report: Make, start: str, end: str) -> None:
        """An authority founded in March may be right, so it is no error."""
        assert [item.severity for item in found(report(meta=period(start, end)), "Y1")] == ["warning"]

    def test_a_damaged_copy_is_nobody_s_error(self, report: Make) -> None:
        """A figure of the year may be misread."""
        made = report(meta=period("2022-01-01", "2022-12-31"), more={"damaged": (DamagedLabel("法入", 0, 2),)})
        assert [(item.severity, item.attribution) for item in found(made, "Y1")] == [("warning", "undecided")]

    def test_a_body_that_speaks_of_another_year_only_is_an_error(self, report: Make) -> None:
        """Two sentences, and none of the report year."""
        (finding,) = found(report(overview="2022年，我镇公开信息30条。2022年，我镇未收到申请。"), "Y1")
        assert (finding.severity, finding.quote) == ("error", "2022年")

    def test_one_sentence_of_another_year_is_an_information(self, report: Make) -> None:
        """瓯海潘桥 2023 left one sentence of 2022 standing."""
        (finding,) = found(report(overview="2023年，我镇公开信息30条。2022年我镇共收到申请3件。"), "Y1")
        assert finding.severity == "info"

    @pytest.mark.parametrize(
        "words",
        [
            "2022年收到3件，2023年收到5件。",
            "2022年以来，我镇持续推进公开。",
            "2024年，我镇将继续推进公开。",
            "2022年度部门决算已经公开。",
            "2022年结转的申请2件已经办结。",
            "与2022年相比增长两成。",
            "《2022年政务公开要点》已经落实。",
        ],
    )
    def test_comparisons_plans_and_titles_of_documents_pass(self, report: Make, words: str) -> None:
        """Reports speak of other years for good reasons."""
        assert found(report(overview=f"2023年，工作平稳。{words}"), "Y1") == []

    def test_without_title_year_and_period_there_is_nothing_to_compare(self, report: Make) -> None:
        """Y2 tells that the title names no year."""
        assert found(report(meta={"title": "青禾镇年度报告"}, overview="2022年，工作平稳。"), "Y1") == []


class TestNamedAndClosed:
    """Y2: the time is stated."""

    def test_a_title_without_year_is_a_warning_that_quotes_it(self, report: Make) -> None:
        """李家山镇 2022."""
        (finding,) = found(report("青禾镇年度报告\n", meta={"title": "青禾镇年度报告"}), "Y2")
        assert (finding.severity, finding.quote) == ("warning", "青禾镇年度报告")

    @pytest.mark.parametrize("title", ["青禾镇二〇二三年年度报告", "青禾镇年度报告（２０２３年度）"])
    def test_a_year_in_other_figures_is_a_year(self, report: Make, title: str) -> None:
        """Chinese numerals and full-width figures name it too."""
        assert found(report(f"{title}\n", meta={"title": title}), "Y2") == []

    def test_a_year_on_the_line_above_is_the_title_s(self, report: Make) -> None:
        """A footnote's mark cut the first line off."""
        assert found(report("青禾镇2023年¹\n信息公开年度报告\n", meta={"title": "信息公开年度报告"}), "Y2") == []

    def test_a_date_above_is_no_year_of_the_title(self, report: Make) -> None:
        """A web page prints the day of publication there."""
        made = report("公开日期 2024-01-17\n信息公开年度报告\n", meta={"title": "信息公开年度报告"})
        assert [item.quote for item in found(made, "Y2")] == ["信息公开年度报告"]

    @pytest.mark.parametrize(
        ("words", "quote"),
        [
            ("已建立制度。截止目前，未收到申请。", "截止目前，未收到申请"),
            ("截至目前，公众号关注人数1200人。", None),
            ("截至2023年12月31日，未收到申请。", None),
        ],
    )
    def test_counts_up_to_now_are_a_warning(self, report: Make, words: str, quote: str | None) -> None:
        """Only for what the tables count; followers of an account may be counted any day."""
        assert [item.quote for item in found(report(overview=words), "Y2")] == ([quote] if quote else [])


class TestDeadline:
    """DL1: published in time."""

    @pytest.mark.parametrize(
        ("agency", "level", "published", "late"),
        [
            ("云渡县水务局", "county", "2024-01-31", False),
            ("云渡县水务局", "county", "2024-02-01", True),
            ("云渡县人民政府", "county", "2024-02-01", False),
            ("云渡县人民政府办公室", "county", "2024-02-01", False),
            ("云渡县人民政府", "county", "2024-04-01", True),
            ("云渡县青禾镇人民政府", "township", "2024-06-01", False),
            ("云渡县水务集团", "county", "2024-06-01", False),
            ("云渡县水务局", "county", "2023-12-20", False),
        ],
    )
    def test_the_day_depends_on_who_publishes(
        self, report: Make, agency: str, level: str, published: str, *, late: bool
    ) -> None:
        """Departments 31 January, governments 31 March, towns by local rules; a day before the year's end is none."""
        made = report(meta={"agency": agency, "agency_level": level, "published": published})
        assert [item.severity for item in found(made, "DL1")] == ["error"] * late

    def test_the_manifest_s_day_counts_before_the_printed_one(self, report: Make) -> None:
        """A page may have been printed later than it was published."""
        meta = {"agency": "云渡县水务局", "agency_level": "county", "published": "2024-05-01"}
        facts = Facts(published=date(2024, 1, 20))
        assert found(report(meta=meta, more={"facts": facts}), "DL1") == []

    def test_an_unknown_level_is_not_assessable_and_an_unknown_day_is_no_matter(self, report: Make) -> None:
        """Most files do not say when they were published."""
        dated = report(meta={"agency": "水务局", "agency_level": None, "published": "2024-05-01"})
        assert [item.status for item in run_rules(dated).findings if item.code == "DL1"] == ["NOT_ASSESSABLE"]
        undated = report(meta={"agency": "云渡县水务局", "agency_level": "county"})
        assert [item for item in run_rules(undated).findings if item.code == "DL1"] == []
