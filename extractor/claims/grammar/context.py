"""What stands around a statement: which year it speaks of, of whom, and whether it is plan, rule or comparison."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.claims.grammar.scopes import OWN, WIDE
from extractor.claims.grammar.sentences import Sentence

__all__ = [
    "Background",
    "Span",
    "Time",
    "Timing",
    "background_of",
    "clause_start",
    "is_excluded",
    "times_in",
    "timing_of",
]

Timing = Literal["report", "other", "unsure"]
"""Which time a statement speaks of: the report's year, another one, or nobody could say."""
Span = tuple[int, int]

RANGE = "[至到—–~－-]"
TIME = re.compile(
    rf"""(?P<whole>(?:19|20)\d\d)年0?1月0?1日起?{RANGE}(?:(?P=whole)年)?12月31日(?:止|期间|间)?
    | (?P<months>(?:19|20)\d\d)年0?1月?份?{RANGE}(?:(?P=months)年)?12月份?
    | (?<=[至止到])(?P<last>(?:19|20)\d\d)年12月(?:31日|底)
    | (?P<year_end>(?:19|20)\d\d)年[底末]
    | (?:19|20)\d\d年?(?:度)?{RANGE}(?:19|20)\d\d年度?(?P<span>)
    | (?P<part>(?:(?:19|20)\d\d年)?\d{{1,2}}月(?:\d{{1,2}}日|份|底|初)?|[上下]半年|[一二三四]季度|[上本当]月|当日)
    | (?P<since>(?:19|20)\d\d)年度?以来
    | (?P<year>(?:19|20)\d\d)年度?
    | (?P<this>今年|本年度?(?![^，。；]{{0,2}}(?:制发|废止|处理决定))|本报告年度|报告期内?|报告年度|本统计年度)
    | (?P<other>去年|(?:上一?|前一)年度?|前年|往年|历年|历次|近[两二三四五几\d]年|近年来?|明年|来年|(?:下一?|次)年度?
        |十[二三四五]五(?:期间|以来)?)
    | (?P<stock>以来|至今|迄今|截[至止到])
    """,
    re.VERBOSE,
)
YEARS = ("whole", "months", "last", "year_end", "since", "year")
"""Groups that hold the figures of a year."""
YEAR_CLOSE = ("年底", "年末")
COMPARING = tuple("比较同与跟和")
COMPARISON = re.compile(
    r"同比|环比|相比|比(?!例|重|赛|对)|较(?!为|多|少|好|大|高)|增加|减少|增长|下降|上升|回落|提高到|降低"
)
PLAN = re.compile("下一步|下阶段|下一阶段|今后|将(?=[^要]|$)|拟|计划|力争|预计|争取|打算|届时|明年|来年|目标(?:是|为)")
PLAN_ABOVE = re.compile("下一步|下阶段|下一阶段|今后|计划|力争|预计|争取|打算|届时|明年|来年")
RULE = re.compile(
    "[如若凡]|应当|应该|须|必须|每|平均|日均|月均|人均|要求|不得|可以|假设|例如|标准|[^十]分之|有无|是否|能否"
)
RULE_BEHIND = re.compile("应当|应该|必须|应(?![急对用诉])|须|不得")

SENTENCE_END = re.compile("[。！？]")
BOUNDARY = re.compile("[，。；：（）！？]")
OPENING = re.compile(
    r"(?:其中|[一二三四五六]是|第?[一二三四五六七八九十][、，]|\d{1,2}[.、]|（[一二三四五六七八九十\d]+）)*"
)
"""What numbers an item: it is no part of the statement."""


@dataclass(frozen=True, slots=True)
class Time:
    """A mention of a time in a sentence."""

    start: int
    end: int
    timing: Timing


@dataclass(frozen=True, slots=True)
class Background:
    """What a paragraph has said so far about the time and the subject of its statements."""

    timing: Timing
    wide: bool
    """A sentence opened with a larger area or with other offices as its subject."""


def times_in(text: str, year: int | None, apart: Sequence[Span]) -> Iterator[Time]:
    """The mentions of a time, less those inside a phrase of the form (上年结转) and those compared with."""
    for found in TIME.finditer(text):
        start, end = found.span()
        if any(low < end and start < high for low, high in apart) or text[:start].endswith(COMPARING):
            continue
        printed = next((found[name] for name in YEARS if found[name]), None)
        if printed is not None:
            timing: Timing = "unsure" if year is None else "report" if int(printed) == year else "other"
            if found["since"] and timing == "other":
                timing = "unsure"
        elif found["this"] is not None:
            timing = "report"
        elif found["part"] is not None or found["other"] is not None:
            timing = "other"
        else:
            timing = "unsure"
        if found["stock"] and (TIME.match(text, end) or text.startswith(YEAR_CLOSE, end)):
            # 截至2023年12月31日: the day decides; 截至年底: the year that the text is in.
            continue
        yield Time(start, end, timing)


def background_of(sentence: Sentence, year: int | None) -> Background:
    """What the sentences before this one in its paragraph leave behind."""
    timing: Timing = "report"
    wide = False
    for part in SENTENCE_END.split(sentence.before):
        opening = OPENING.sub("", part, count=1)
        first = next(times_in(opening, year, ()), None)
        if first is not None and first.start == 0:
            timing = first.timing
            opening = opening[first.end :].lstrip("，")
        if WIDE.match(opening):
            wide = True
        elif OWN.match(opening):
            wide = False
    return Background(timing, wide)


def timing_of(text: str, start: int, times: Sequence[Time], background: Background) -> Timing:
    """The time that governs a statement at `start`: the last one before it that is not in a bracket of its own."""
    timing = background.timing
    for time in times:
        if time.end <= start and text.count("（", time.end, start) >= text.count("）", time.end, start):
            timing = time.timing
    return timing


def is_excluded(text: str, start: int, end: int) -> bool:
    """Whether a statement is part of a comparison, a plan or a rule."""
    # With its first character: 有无 begins before a denial and ends in it.
    clause = text[clause_start(text, start) : start + 1]
    if COMPARISON.search(clause) or PLAN.search(clause) or RULE.search(clause):
        return True
    after = BOUNDARY.search(text, end)
    behind = text[end : after.start() if after else len(text)]
    return RULE_BEHIND.search(behind) is not None or PLAN_ABOVE.search(text, 0, start) is not None


def clause_start(text: str, start: int) -> int:
    """Where the clause begins that `start` stands in; 、 divides no clause."""
    return max((found.end() for found in BOUNDARY.finditer(text, 0, start)), default=0)
