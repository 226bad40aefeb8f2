"""Numbers in prose: with their unit, and with the words that make them inexact."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from extractor.text.numbers import MONEY, parse_value

__all__ = ["ANY_NUMBER", "STATED_NUMBER", "Amount", "Marked", "amounts_in", "marked"]

UNITS = (
    "件次|人次|万元|亿元|元|工作日|百分点|平方米|公里"
    "|[件条份项宗例起个部次人期场篇册家名批则类种户页辆台套处张幅封通字天年月日时分秒号章]"
)
COUNTED = "件次|人次|[件条份项宗例起个部次人期场篇册家名批则户页]|万元|亿元|元"
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[万亿](?!元))?"
CHINESE = "[〇零一二两三四五六七八九十百千万廿]+"
ABOUT = "约|大约|近|将近|超过|超|逾|不足|不到|不少于|至少|最多"
FIGURE = rf"(?:{DIGITS}|{CHINESE}(?=[余多几来]|{COUNTED}))"
LATER = "左右|以上|以下|以内|余|多"
STATED = re.compile(
    rf"(?P<about>{ABOUT})?(?<![\d.,])(?P<figure>{FIGURE})(?P<tail>[余多几来])?(?P<unit>{COUNTED})?+(?P<later>{LATER})?+"
    r"(?![\d.]*[%％‰\d])(?![年月日号时期届章]|条例|工作日|百分点)"
)
"""A number in running text that may count something, with its unit."""

ONE_CHARACTER: Mapping[str, int] = {**dict(zip("零一二三四五六七八九十", range(11), strict=True)), "〇": 0, "两": 2}
"""Read here: what reads longer numerals takes 0.1 s to import, and every report has its 一个."""

NUMBER_SIGN = "\ue001"
"""Stands for a whole number with its unit in `Marked.text`."""
FILLING = "(?:的|共|总共|共计|合计|总计|一共|计|总?数量?|总量|件数|量|分别|为|是|有|达|达到|了|：|全年|累计){0,4}"
STATED_NUMBER = f"{FILLING}(?P<number>{NUMBER_SIGN})"
"""The number that a phrase states, with the filling words before it; for `Marked.text`."""
ANY_NUMBER = f"{FILLING}{NUMBER_SIGN}"
"""The same without a name."""

IN_TEXT = re.compile(
    rf"(?P<about>{ABOUT})?(?<![\d.,])(?P<figure>{FIGURE})(?P<tail>[余多几来])?(?P<unit>{UNITS})?+(?P<later>{LATER})?+"
    r"(?![\d.]*[%％‰\d])"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as a sentence states it."""

    start: int
    """Half-open interval in the folded sentence, from the first figure to the last character of the unit."""
    end: int
    value: int | Decimal
    unit: str | None
    exact: bool
    """False beside words such as 约, 余 and 以上."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A folded sentence with one sign for each number in it, so that phrases match it quickly."""

    text: str
    at: tuple[int, ...]
    """Where each character stands in the folded sentence, and where the sentence ends."""
    numbers: Mapping[int, re.Match[str]]
    """By the place of their sign."""

    def amount(self, place: int) -> Amount | None:
        """The amount behind a sign; null when its figures state no number."""
        # Read only when a phrase asks for it: most numbers of a report count nothing that a form counts.
        return amount_of(self.numbers[place])


def marked(text: str) -> Marked:
    """Put a sign in the place of every number that may count something."""
    parts: list[str] = []
    at: list[int] = []
    numbers: dict[int, re.Match[str]] = {}
    here = 0
    for found in STATED.finditer(text):
        parts.append(text[here : found.start()])
        at.extend(range(here, found.start()))
        numbers[len(at)] = found
        parts.append(NUMBER_SIGN)
        at.append(found.start())
        here = found.end()
    at.extend(range(here, len(text) + 1))
    return Marked("".join([*parts, text[here:]]), tuple(at), numbers)


def amount_of(found: re.Match[str]) -> Amount | None:
    """The amount in a match; null when its figures state no number."""
    unit: str | None = found["unit"]
    figure: str = found["figure"]
    value: int | Decimal | None = ONE_CHARACTER.get(figure)
    if value is None:
        parsed = parse_value(figure + (unit or ""))
        if parsed.kind != "number" or parsed.number is None:
            return None
        value = parsed.number
    exact = not (found["about"] or found["tail"] or found["later"])
    return Amount(found.start("figure"), max(found.end("figure"), found.end("unit")), value, unit, exact)


def amounts_in(text: str, start: int, end: int) -> list[Amount]:
    """Every counted amount in an interval of a folded sentence; years, dates and ordinals are none."""
    found: list[Amount] = []
    for match in IN_TEXT.finditer(text, start, end):
        unit: str | None = match["unit"]
        if unit is None or (unit not in MONEY and not re.fullmatch(COUNTED, unit)):
            continue
        amount = amount_of(match)
        if amount is not None:
            found.append(amount)
    return found
