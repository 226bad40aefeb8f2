"""The period of the figures, the year, the day of publication."""

from collections.abc import Callable, Mapping

import pytest

from extractor.model import Cell

Report = Callable[..., Mapping[str, Cell]]

NO_YEAR = "云岭县水利局政府信息公开工作年度报告"


class TestPeriod:
    """The period of the figures."""

    @pytest.mark.parametrize(
        ("preface", "start", "end"),
        [
            pytest.param(
                "统计期限为2023年1月1日至12月31日。",
                ("2023年1月1日", "2023-01-01"),
                ("12月31日", "2023-12-31"),
                id="short",
            ),
            pytest.param(
                "统计周期自 2023 年 1 月 1 日起至 2023 年 12 月 31 日止。",
                ("2023 年 1 月 1 日", "2023-01-01"),
                ("2023 年 12 月 31 日", "2023-12-31"),
                id="spaced",
            ),
            pytest.param(
                "统计期\n    限自2023年1\n                月1日起，\n              至2023年12月31日止。",
                ("2023年1\n                月1日", "2023-01-01"),
                ("2023年12月31日", "2023-12-31"),
                id="wrapped-and-indented",
            ),
            pytest.param(
                "对比2022年1月1日至2022年12月31日，统计时间为2023年3月1日至2023年11月30日。",
                ("2023年3月1日", "2023-03-01"),
                ("2023年11月30日", "2023-11-30"),
                id="a-label-beats-a-full-year",
            ),
            pytest.param(
                "活动从2023年3月1日至3月9日，数据从2023年1月1日至12月31日。",
                ("2023年1月1日", "2023-01-01"),
                ("12月31日", "2023-12-31"),
                id="a-full-year-without-label",
            ),
        ],
    )
    def test_both_days_are_cited(
        self, report: Report, preface: str, start: tuple[str, str], end: tuple[str, str]
    ) -> None:
        """A day without a year takes the year printed beside it."""
        found = report(preface=preface)
        assert (found["period_start"].as_printed, found["period_start"].value) == start
        assert (found["period_end"].as_printed, found["period_end"].value) == end
        assert {found[key].kind for key in ("period_start", "period_end")} == {"date"}

    @pytest.mark.parametrize(
        "preface",
        ["活动从2023年3月1日至3月9日。", "统计期限见附表。", "统计期限为2023年度。", "截止目前。"],
    )
    def test_no_period_is_missing(self, report: Report, preface: str) -> None:
        """An open period or a part of the year without label is none."""
        found = report(preface=preface)
        assert (found["period_start"].kind, found["period_end"].kind) == ("missing", "missing")

    def test_a_period_in_the_first_section_counts(self, report: Report) -> None:
        """Reports without a preface state it there; later sections speak of other times."""
        text = "\n一、总体情况\n数据从2023年1月1日至12月31日。\n二、主动公开政府信息情况\n从2021年1月1日至12月31日。"
        assert report(preface=text)["period_start"].value == "2023-01-01"

    def test_a_report_without_headings_has_its_period_near_the_top(
        self, metadata: Callable[[str], Mapping[str, Cell]]
    ) -> None:
        """No outline is needed."""
        assert metadata("数据从2023年1月1日至12月31日。")["period_end"].value == "2023-12-31"

    def test_a_period_far_behind_its_label_is_not_its_value(self, report: Report) -> None:
        """Another sentence speaks of another time."""
        preface = "统计期限见各表的说明，其中部分事项由于历史原因无法按年度拆分统计，活动从2023年3月1日至2023年3月9日。"
        assert report(preface=preface)["period_start"].kind == "missing"


class TestYear:
    """The year of a report whose title has none."""

    def test_the_period_gives_it(self, report: Report) -> None:
        """Before any sentence of the body."""
        found = report(title=NO_YEAR, preface="统计期限为2021年1月1日至12月31日。\n2022年，好。\n2022年，好。")["year"]
        assert (found.as_printed, found.value, found.kind) == ("2021", 2021, "number")

    def test_the_year_that_opens_most_sentences_is_taken(self, report: Report) -> None:
        """The first such sentence is cited."""
        found = report(title=NO_YEAR, preface="2022年，好。2022年我局很好。较2021年增长。2023年将更好。")["year"]
        assert (found.value, found.status, found.as_printed) == (2022, "accepted", "2022")

    @pytest.mark.parametrize(
        "preface", ["2022年，好。", "2022年，好。2023年，好。", "2022年，好。2023年，好。2022年，好。2021年，好。"]
    )
    def test_without_a_plain_majority_a_person_is_asked(self, report: Report, preface: str) -> None:
        """One sentence, or half of them, is not enough."""
        found = report(title=NO_YEAR, preface=preface)["year"]
        assert (found.value, found.status, found.reasons) == (2022, "review", ("year-from-body",))

    def test_no_year_is_missing(self, report: Report) -> None:
        """A year inside a sentence says nothing about the report."""
        assert report(title=NO_YEAR, preface="较2021年增长。")["year"].kind == "missing"


class TestPublished:
    """The day of publication."""

    @pytest.mark.parametrize(
        "end", ["云岭县水利局\n2024年1月8日", "2024年1月8日\n\n上一篇：无\n下一篇：无\n", "\t\t2024 年 1 月 8 日  \n"]
    )
    def test_a_date_alone_among_the_last_lines_is_the_signature(self, report: Report, end: str) -> None:
        """Other lines may follow it."""
        assert report(end=end)["published"].value == "2024-01-08"

    def test_a_label_beats_the_signature(self, report: Report) -> None:
        """The page says when it was published."""
        assert report(preface="发布日期：2024-01-31", end="2024年1月8日")["published"].value == "2024-01-31"

    @pytest.mark.parametrize(
        "end", ["会议于2024年1月8日召开。", "2024年1月8日\n1\n2\n3\n4\n5\n6\n7\n", "2024年13月8日", "2024年1月"]
    )
    def test_another_date_is_none(self, report: Report, end: str) -> None:
        """A date in a sentence, too far up, or that no calendar has."""
        assert report(end=end)["published"].kind == "missing"
