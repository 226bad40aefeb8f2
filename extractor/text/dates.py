"""Printed dates and periods, each with the place of its parts.

A date that no calendar has (2月30日) is refused, never moved to the nearest possible one. A month without a day
(2023年1月至12月) is no date: the day would be ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

__all__ = ["Period", "find_periods", "parse_date"]


@dataclass(frozen=True, slots=True)
class Period:
    """A printed period, both days included."""

    start: date
    end: date
    """Before `start` when the document prints both years the wrong way round."""
    start_span: tuple[int, int]
    """Half-open code-point interval of the first date in the given text, 日 included."""
    end_span: tuple[int, int]
    """The same of the second date, which often comes without its year."""


GAP = r"[\s\u200b\ufeff]{0,8}+"
"""White space, line ends too: justified and wrapped text has it anywhere."""
DIGIT = "[0-9０-９]"
YEAR = f"(?:[1１][9９]|[2２][0０]){DIGIT}{{2}}"
YEAR_IN_WORDS = "(?:一九|二[〇○零])[〇○零一二三四五六七八九]{2}"
"""○ is a circle that people type for 〇; between the digits of a year it can mean nothing else."""
MONTH = f"{DIGIT}{{1,2}}|[元一二三四五六七八九十]{{1,2}}"
DAY = f"{DIGIT}{{1,2}}|[一二三四五六七八九十廿卅]{{1,3}}"
NUMBER = f"{DIGIT}{{1,2}}"
MARK = "[-－./．／]"
# 年 may be lost after figures: 20231月1日 stands in a published report (domain.md §5).
WORDED_YEAR = f"{YEAR}{GAP}年?|{YEAR_IN_WORDS}{GAP}年"


def _date_pattern(worded_year: str, marked_year: str) -> re.Pattern[str]:
    """A date as 1月1日 or as 1.1, after the given patterns of its year."""
    worded = rf"{worded_year}(?P<month>{MONTH}){GAP}月{GAP}(?P<day>{DAY})(?!{DIGIT})(?:{GAP}[日号])?"
    marked = rf"{marked_year}(?P<marked_month>{NUMBER})(?P=mark)(?P<marked_day>{NUMBER})(?!{DIGIT})"
    return re.compile(rf"(?<!{DIGIT})(?:{worded}|{marked})")


FULL_DATE = _date_pattern(f"(?P<year>{WORDED_YEAR}){GAP}", f"(?P<marked_year>{YEAR})(?P<mark>{MARK})")
SHORT_DATE = _date_pattern("", f"(?={NUMBER}(?P<mark>{MARK}))")
JOIN = re.compile(rf"{GAP}(?:起|始|开始)?{GAP}[,，]?{GAP}(?:[至到~～]|[-－−–—―─]{{1,2}}){GAP}")

TENS = {"": 0, "十": 10, "二十": 20, "廿": 20, "三十": 30, "卅": 30}
ONES = {written: value for value, written in enumerate(("", *"一二三四五六七八九"))}
WORDS = {tens + ones: TENS[tens] + ONES[ones] for tens in TENS for ones in ONES if tens or ones} | {"元": 1}
YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def parse_date(printed: str, year: int | None = None) -> date | None:
    """Read one date; null when the token is anything else or no calendar has it.

    Args:
        printed: the date alone, with or without white space around it.
        year: the year of a date that prints none; without it such a date is refused.
    """
    token = printed.strip()
    found = FULL_DATE.fullmatch(token)
    if found is None and year is not None:
        found = SHORT_DATE.fullmatch(token)
    return None if found is None else _date(found, year)


def find_periods(text: str, begin: int = 0, end: int | None = None) -> list[Period]:
    """Find every period printed in `text[begin:end]`, in order; all places count from the start of `text`.

    The bounds must not cut through a date.
    """
    return list(_periods(text, begin, len(text) if end is None else end))


def _periods(text: str, begin: int, end: int) -> Iterator[Period]:
    free = begin
    for first in FULL_DATE.finditer(text, begin, end):
        join = JOIN.match(text, first.end(), end) if first.start() >= free else None
        if join is None:
            continue
        second = FULL_DATE.match(text, join.end(), end) or SHORT_DATE.match(text, join.end(), end)
        period = None if second is None else _period(first, second)
        if period is not None:
            free = period.end_span[1]
            yield period


def _period(first: re.Match[str], second: re.Match[str]) -> Period | None:
    start = _date(first)
    if start is None:
        return None
    end = _date(second, start.year)
    year_left_out = second.re is SHORT_DATE
    # 7月1日至6月30日 runs into a year that nobody printed.
    if end is None or (year_left_out and end < start):
        return None
    return Period(start, end, first.span(), second.span())


def _date(found: re.Match[str], year: int | None = None) -> date | None:
    parts = found.groupdict()
    printed_year = parts.get("year") or parts.get("marked_year")
    month = _number(parts["month"] or parts["marked_month"])
    day = _number(parts["day"] or parts["marked_day"])
    if printed_year:
        year = int("".join(printed_year.translate(YEAR_DIGITS).split()).rstrip("年"))
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(written: str) -> int | None:
    return int(written) if written.isdecimal() else WORDS.get(written)
