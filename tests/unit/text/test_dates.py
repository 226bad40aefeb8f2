"""`extractor.text.dates`: the periods and dates that reports print, and those that no calendar has."""

from datetime import date

import pytest

from extractor.text.dates import Period, find_periods, parse_date

YEAR_2023 = (date(2023, 1, 1), date(2023, 12, 31))


class TestFindPeriods:
    """Periods in prose."""

    @pytest.mark.parametrize(
        ("text", "start", "end"),
        [
            pytest.param("2023年1月1日至2023年12月31日", "2023年1月1日", "2023年12月31日", id="both-years"),
            pytest.param("2023年1月1日至12月31日", "2023年1月1日", "12月31日", id="one-year"),
            pytest.param("从2023年1月1日到12月31日止", "2023年1月1日", "12月31日", id="from-to"),
            pytest.param("自2023年1月1日起至2023年12月31日止", "2023年1月1日", "2023年12月31日", id="since-until"),
            pytest.param("自2023年1月1日起，至12月31日止", "2023年1月1日", "12月31日", id="comma"),
            pytest.param("2023 年 1 月 1 日至 12 月 31 日", "2023 年 1 月 1 日", "12 月 31 日", id="spaces"),
            pytest.param("2023年1\n月1日至12月\n31日", "2023年1\n月1日", "12月\n31日", id="line-breaks"),
            pytest.param("20231月1日至202312月31日", "20231月1日", "202312月31日", id="year-sign-lost"),
            pytest.param("２０２３年１月１日－１２月３１日", "２０２３年１月１日", "１２月３１日", id="full-width"),
            pytest.param("2023年1月1日——2023年12月31日", "2023年1月1日", "2023年12月31日", id="chinese-dash"),
            pytest.param("2023年1月1至12月31号", "2023年1月1", "12月31号", id="day-sign-lost"),
            pytest.param("2023.1.1-2023.12.31", "2023.1.1", "2023.12.31", id="points"),
            pytest.param("2023.01.01—12.31", "2023.01.01", "12.31", id="points-one-year"),
            pytest.param("2023-01-01至2023-12-31", "2023-01-01", "2023-12-31", id="hyphens"),
            pytest.param("2023/1/1~2023/12/31", "2023/1/1", "2023/12/31", id="slashes"),
            pytest.param("二〇二三年一月一日至十二月三十一日", "二〇二三年一月一日", "十二月三十一日", id="in-words"),
            pytest.param(
                "二○二三年元月一日至二○二三年十二月卅一日", "二○二三年元月一日", "二○二三年十二月卅一日", id="circles"
            ),
        ],
    )
    def test_a_period_is_found_with_the_place_of_both_dates(self, text: str, start: str, end: str) -> None:
        """Each printed form of the year 2023 gives the same dates, and spans that cut out exactly what is printed."""
        text = f"统计期限为{text}。"
        (period,) = find_periods(text)
        assert (period.start, period.end) == YEAR_2023
        assert text[slice(*period.start_span)] == start
        assert text[slice(*period.end_span)] == end

    def test_all_periods_are_found_in_order(self) -> None:
        """A text may state the period of this year and of the last one."""
        text = "2023年1月1日至12月31日，上年为2022年1月1日至2022年12月31日。"
        assert find_periods(text) == [
            Period(date(2023, 1, 1), date(2023, 12, 31), (0, 9), (10, 16)),
            Period(date(2022, 1, 1), date(2022, 12, 31), (20, 29), (30, 41)),
        ]

    def test_places_count_from_the_start_of_the_text(self) -> None:
        """A search in a part of the text cites the whole text, and sees nothing outside its part."""
        text = "2022年1月1日至12月31日\n2023年1月1日至12月31日\n2024年1月1日至12月31日"
        (period,) = find_periods(text, 17, 33)
        assert (period.start, period.end) == YEAR_2023
        assert text[slice(*period.start_span)] == "2023年1月1日"

    def test_printed_years_the_wrong_way_round_stay_so(self) -> None:
        """A reversed period is an error of the report; it is reported as printed."""
        (period,) = find_periods("2023年12月31日至2023年1月1日")
        assert (period.start, period.end) == (date(2023, 12, 31), date(2023, 1, 1))

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("2023年2月30日至12月31日", id="impossible-start"),
            pytest.param("2023年1月1日至2023年11月31日", id="impossible-end"),
            pytest.param("2023年13月1日至12月31日", id="impossible-month"),
            pytest.param("2023年7月1日至6月30日", id="runs-into-a-year-not-printed"),
            pytest.param("2023年1月至12月", id="months-only"),
            pytest.param("截至2023年12月31日", id="one-date"),
            pytest.param("2023年1月1日发布，12月31日修订", id="two-dates-not-joined"),
            pytest.param("2023年1月1日至今", id="open-end"),
            pytest.param("12023年1月1日至12月31日", id="digit-before-the-year"),
            pytest.param("", id="nothing"),
        ],
    )
    def test_what_is_no_possible_period_is_refused(self, text: str) -> None:
        """Nothing is clamped to a possible day, and no missing year or day is made up."""
        assert find_periods(text) == []


class TestParseDate:
    """Single dates."""

    @pytest.mark.parametrize(
        "printed",
        [
            pytest.param("2024-01-17", id="hyphens"),
            pytest.param("2024/1/17", id="slashes"),
            pytest.param("2024.1.17", id="points"),
            pytest.param("2024年1月17日", id="chinese"),
            pytest.param(" 2024 年 1 月\n17 日\u3000", id="white-space"),
            pytest.param("２０２４年１月１７日", id="full-width"),
            pytest.param("二〇二四年一月十七日", id="in-words"),
            pytest.param("二零二四年元月十七日", id="in-words-with-zero"),
        ],
    )
    def test_a_date_is_read(self, printed: str) -> None:
        """All printed forms of one day are the same date, whatever year is at hand."""
        assert parse_date(printed) == date(2024, 1, 17)
        assert parse_date(printed, 1999) == date(2024, 1, 17)

    def test_a_date_without_a_year_needs_one(self) -> None:
        """Month and day are a date only in a known year."""
        assert parse_date("1月17日") is None
        assert parse_date("1月17日", 2024) == date(2024, 1, 17)
        assert parse_date("01-17", 2024) == date(2024, 1, 17)

    def test_a_leap_day_exists_in_leap_years_only(self) -> None:
        """29 February is refused in 2023."""
        assert parse_date("2024年2月29日") == date(2024, 2, 29)
        assert parse_date("2023年2月29日") is None
        assert parse_date("2月29日", 2023) is None

    @pytest.mark.parametrize(
        "printed",
        [
            "",
            "2024",
            "2024年",
            "2024年1月",
            "2024-1.17",
            "24年1月17日",
            "2024年0月1日",
            "2024年三三月1日",
            "发布于2024-01-17",
        ],
        ids=repr,
    )
    def test_what_is_no_whole_date_is_refused(self, printed: str) -> None:
        """Parts of dates, mixed separators, short years and dates inside a text are none."""
        assert parse_date(printed) is None
