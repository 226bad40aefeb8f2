"""Percentages in the sentences, computed again from the numbers beside them."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, permutations

from extractor.audit.catalogue import RuleEntry
from extractor.audit.rules.parameters import words_of
from extractor.audit.rules.registry import Failed, Outcome, Passed, rule
from extractor.audit.view import View
from extractor.model import Quantity, Rate

__all__: list[str] = []

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
BETWEEN = " \t\r\n，,、（("
"""What may stand between a number and its share; a word there may speak of several numbers (合计占)."""
HUNDRED = Decimal(100)


@rule("N3")
def recomputed_rates(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """Shares and growth rates, computed again; one unit in the last printed place is granted for rounding.

    A share fails only when its words name the whole before it and no number of the report explains it; a growth rate
    only when last year's number or the difference stands in its sentence.
    """
    # Kept for this document: every number it prints may be the whole that a share is taken of.
    printed = {Decimal(found.group().replace(",", "")) for found in NUMBER.finditer(view.text)} - {Decimal(0)}
    printed |= _sums_of_cells(view)
    shares = {rate.numerator.source.start for rate in view.prose.rates if rate.kind == "share" and rate.numerator}
    for rate in view.prose.rates:
        if rate.numerator is None:
            continue
        if rate.kind == "growth":
            yield from _growth(view, rate, rate.numerator)
        elif _is_plain(view, entry, rate, rate.numerator):
            wholes = [
                item
                for item in rate.denominators
                if item.unit == rate.numerator.unit and item.source.start not in shares
            ]
            yield from _share(view, rate, rate.numerator, wholes, printed)


def _is_plain(view: View, entry: RuleEntry, rate: Rate, numerator: Quantity) -> bool:
    """Whether the share belongs to the number just before it, and to nothing but the whole that stands before that."""
    between = view.text[numerator.source.end : rate.source.start]
    words = "".join(rate.quote.split()).partition(str(rate.percent))[0]
    return not between.strip(BETWEEN) and words in words_of(entry, "of_the_whole")


def _share(
    view: View, rate: Rate, numerator: Quantity, wholes: Sequence[Quantity], printed: set[Decimal]
) -> Iterator[Outcome]:
    # A、B，占…: the share may be of the last number, or of the last few.
    parts = list(accumulate((item.value for item in rate.others), initial=numerator.value))
    if any(_is_near(rate, part / item.value) for part in parts for item in wholes):
        yield Passed()
    elif wholes and not any(_is_near(rate, part / whole) for part in parts for whole in printed):
        whole = wholes[0]
        yield _failed(view, rate, numerator.value / whole.value, f"{_shown(numerator)} / {_shown(whole)}", None)


def _growth(view: View, rate: Rate, now: Quantity) -> Iterator[Outcome]:
    bases = [item for item in rate.denominators if item.exact and item.unit == now.unit and item.value]
    change = rate.difference if rate.difference and rate.difference.exact else None
    if not bases and change is not None and change.unit == now.unit:
        base = now.value + change.value * (-1 if rate.percent >= 0 else 1)
        shown = f"{_shown(now)} {'-' if rate.percent >= 0 else '+'} {_shown(change)}"
    elif bases:
        base, shown = bases[0].value, _shown(bases[0])
    else:
        return
    if base <= 0:
        return
    right = now.value / base - 1
    stated = [item.value for item in rate.others if item.value]
    explained = any(_is_near(rate, value) for one, other in permutations(stated, 2) for value in _ways(one, other))
    if _is_near(rate, right):
        yield Passed()
    elif not explained:
        yield _failed(view, rate, right, f"{_shown(now)} / ({shown}) - 1", "growth")


def _ways(one: Decimal, other: Decimal) -> tuple[Decimal, Decimal]:
    """How a rate of growth may come from two numbers: from both years, or from the difference and one year."""
    return one / other - 1, one / other


def _failed(view: View, rate: Rate, value: Decimal, sum_shown: str, variant: str | None) -> Failed:
    places = -_exponent(rate)
    right = (value * HUNDRED).quantize(Decimal(1).scaleb(-max(places, 1)))
    return Failed(
        {"quote": "".join(rate.quote.split()), "sum": sum_shown, "right": right, "percent": rate.percent},
        variant=variant,
        attribution="undecided" if view.damaged else None,
        quote=rate.quote,
        source=rate.source,
        expression=f"{sum_shown} = {rate.percent}%",
        left=str(right),
        right=str(rate.percent),
        delta=str(right - rate.percent),
        key=(sum_shown,),
    )


def _is_near(rate: Rate, value: Decimal) -> bool:
    """Whether a value, rounded or cut off, prints as the rate; the words of a decrease are not held to their sign."""
    return abs(abs(value * HUNDRED) - abs(rate.percent)) < Decimal(1).scaleb(_exponent(rate))


def _exponent(rate: Rate) -> int:
    exponent = rate.percent.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _shown(quantity: Quantity) -> str:
    return format(quantity.value.normalize(), "f")


def _sums_of_cells(view: View) -> set[Decimal]:
    """Sums that words may mean: 收到 with those carried in."""
    found: set[Decimal] = set()
    for target in {target for claim in view.claims for target in claim.targets}:
        numbers = [view.number(path) for path in target]
        known = [number for number in numbers if number is not None]
        if len(known) == len(numbers) and sum(known):
            found.add(Decimal(sum(known)))
    return found
