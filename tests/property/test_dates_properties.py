"""Properties of `extractor.text.dates`: every day comes back from every printed form, and nothing else does."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text.dates import find_periods, parse_date

DIGITS = "〇一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


def in_words(number: int) -> str:
    """Write a number from 1 to 31 as months and days are written."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def printed_forms(day: date) -> list[str]:
    """One day in the forms that reports print."""
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    plain = f"{day.year}年{day.month}月{day.day}日"
    return [
        plain,
        plain.translate(FULL_WIDTH),
        f"{day.year} 年 {day.month} 月\n{day.day} 日",
        f"{day.year}{day.month}月{day.day}日",
        f"{day.year}-{day.month:02}-{day.day:02}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{year}年{in_words(day.month)}月{in_words(day.day)}日",
    ]


@given(days)
def test_a_day_comes_back_from_every_printed_form(day: date) -> None:
    """Figures, full width, separators and words state the same day."""
    for printed in printed_forms(day):
        assert parse_date(printed) == day, printed


@given(days, days, st.sampled_from(["至", "到", "起至", "-", "——", " 至\n"]), st.data())
def test_a_period_comes_back_with_its_places(start: date, end: date, joint: str, data: st.DataObject) -> None:
    """Two dates in any forms, joined in any way, are found, and the spans cut out exactly the two dates."""
    first = data.draw(st.sampled_from(printed_forms(start)))
    second = data.draw(st.sampled_from(printed_forms(end)))
    text = f"期限为{first}{joint}{second}。"
    (period,) = find_periods(text)
    assert (period.start, period.end) == (start, end)
    assert (text[slice(*period.start_span)], text[slice(*period.end_span)]) == (first, second)


@given(st.integers(1900, 2099), st.integers(0, 99), st.integers(0, 99))
def test_only_days_of_the_calendar_are_dates(year: int, month: int, day: int) -> None:
    """A day is read exactly when the calendar has it."""
    try:
        expected = date(year, month, day)
    except ValueError:
        expected = None
    assert parse_date(f"{year}年{month}月{day}日") == parse_date(f"{year}-{month}-{day}") == expected


@pytest.mark.parametrize(
    "alphabet", ["0123456789年月日至-.  \n", "二〇○零一十三廿年月日至号元起,，"], ids=["figures", "words"]
)
@given(data=st.data())
def test_any_text_is_searched_without_an_exception(alphabet: str, data: st.DataObject) -> None:
    """Every span lies in the searched part, in order and without overlap."""
    text = data.draw(st.text(alphabet=alphabet, max_size=80))
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    free = begin
    for period in find_periods(text, begin, end):
        assert free <= period.start_span[0] < period.start_span[1] <= period.end_span[0] < period.end_span[1] <= end
        free = period.end_span[1]
    parse_date(text, 2023)
