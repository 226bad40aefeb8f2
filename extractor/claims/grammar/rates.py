"""Percentages: shares (占33.9%) and growth rates (同比增长12.3%)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.claims.grammar.numerals import Amount, amounts_in
from extractor.claims.grammar.quoting import Quoting
from extractor.model.prose import Quantity, Rate

__all__ = ["rates_in"]

PERCENT = re.compile(r"(?P<about>约|近|超过?)?(?<![\d.])(?P<percent>\d+(?:\.\d+)?)%")
SHARE = re.compile("占(?:比|总数|总量|全部|办结总数|申请总数|[^，。；：、（）\\d]{0,10})?(?:的|为|达|到|约)?$")
GROWTH = re.compile(
    "(?:同比|环比|[比较与](?:上年|去年|上一年|前一年|\\d{4}年)[^，。；]{0,8})?[^，。；]{0,6}"
    "(?P<way>增长|增加|上升|提高|增幅|上涨|多|减少|下降|降低|回落|下滑|减|少)(?:了|率?为|约)?$"
)
COMPARED = re.compile("同比|环比|[比较与](?:上年|去年|上一年|前一年|\\d{4}年)|增[长幅]|下降|回落")
DOWN = frozenset({"减少", "下降", "降低", "回落", "下滑", "减", "少"})
CHANGE = re.compile("(?:增加|减少|多|少|增长|下降|上升)了?$")
LAST_YEAR = re.compile("(?:上年|去年|上一年|前一年|\\d{4}年)度?(?:同期)?(?:的|为|有|是|共|收到|[^，。；\\d]{0,12})?$")
LOOK_BACK = 24
RESPECTIVELY = "分别"
ROUNDED = re.compile("左右|以上|以下|以内|多")


def rates_in(quoting: Quoting, year: int | None) -> Iterator[Rate]:
    """Every share and every growth rate of a sentence; rates of other things (满意率) are left out.

    Args:
        quoting: the sentence.
        year: the report's year; null when it is not known.
    """
    text = quoting.text
    for found in PERCENT.finditer(text):
        start = max(0, found.start() - LOOK_BACK)
        ahead = text[start : found.start()]
        # 分别占60%、40%: the first percentage does not belong to the last number before it.
        if found["about"] or ROUNDED.match(text, found.end()) or RESPECTIVELY in ahead:
            continue
        share, growth = SHARE.search(ahead), GROWTH.search(ahead)
        if share is not None:
            yield share_at(quoting, found, start + share.start())
        elif growth is not None and COMPARED.search(text, 0, found.start()):
            yield growth_at(quoting, found, start + growth.start(), down=growth["way"] in DOWN, year=year)


def share_at(quoting: Quoting, found: re.Match[str], start: int) -> Rate:
    """A share, of the number just before it, in the numbers further up in its paragraph."""
    quote, place = quoting.quote(start, found.end())
    amounts = amounts_in(quoting.text, 0, start)
    numerator = amounts[-1] if amounts and amounts[-1].exact else None
    wholes: tuple[Quantity, ...] = ()
    others: tuple[Quantity, ...] = ()
    if numerator is not None:
        others = tuple(quoting.quantity(amount) for amount in reversed(amounts[:-1]) if amount.exact)
        above = [quoting.quantity(amount) for amount in reversed(amounts[:-1])]
        wholes = tuple(
            amount
            for amount in (*above, *quoting.earlier())
            if amount.exact and amount.value >= numerator.value and amount.value
        )
    stated = numerator and quoting.quantity(numerator)
    return Rate("share", quote, place, Decimal(found["percent"]), stated, wholes, None, others)


def growth_at(quoting: Quoting, found: re.Match[str], start: int, *, down: bool, year: int | None) -> Rate:
    """A growth rate, of the last number of this year before it."""
    quote, place = quoting.quote(start, found.end())
    now: Amount | None = None
    last_year: tuple[Quantity, ...] = ()
    difference: Quantity | None = None
    amounts = amounts_in(quoting.text, 0, found.start())
    for amount in amounts:
        ahead = quoting.text[: amount.start]
        earlier = LAST_YEAR.search(ahead)
        if CHANGE.search(ahead):
            difference = quoting.quantity(amount)
        elif earlier is not None and (year is None or not earlier.group().startswith(f"{year}年")):
            last_year = (quoting.quantity(amount),)
        else:
            now = amount
    percent = Decimal(found["percent"])
    numerator = quoting.quantity(now) if now is not None and now.exact else None
    signed = percent.copy_negate() if down else percent
    others = tuple(quoting.quantity(amount) for amount in reversed(amounts) if amount.exact)
    return Rate("growth", quote, place, signed, numerator, last_year, difference, others)
