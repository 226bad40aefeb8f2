"""Percentages with the numbers they may come from."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from extractor.claims.grammar import Prose, Quantity, Rate

Read = Callable[..., Prose]


def only(found: Prose) -> Rate:
    """The single rate of a text."""
    (rate,) = found.rates
    return rate


def values(quantities: tuple[Quantity, ...]) -> list[Decimal]:
    """The numbers of quantities."""
    return [quantity.value for quantity in quantities]


def test_a_share_has_its_number_and_every_larger_one_before_it(prose: Read) -> None:
    """The whole may stand in the sentence before; smaller numbers cannot be it."""
    text = "共受理申请859件；答复申请805件（含上年度结转18件）。予以公开及部分公开258件，占33.9%。"
    rate = only(prose(text))
    assert (rate.kind, rate.percent, rate.quote) == ("share", Decimal("33.9"), "占33.9%")
    assert rate.numerator is not None
    assert rate.numerator.quote == "258件"
    assert values(rate.denominators) == [805, 859]


@pytest.mark.parametrize(
    ("words", "percent"),
    [("同比增长1.05%", "1.05"), ("比上年下降12.3%", "-12.3"), ("较2022年回落8%", "-8")],
)
def test_a_growth_has_a_sign_and_the_printed_precision(words: str, percent: str, prose: Read) -> None:
    """Words for less make it negative; 1.05 and 1.0500 are told apart by their exponent."""
    rate = only(prose(f"新收申请3646件，{words}。"))
    assert (rate.kind, rate.percent) == ("growth", Decimal(percent))
    assert rate.percent.as_tuple().exponent == Decimal(percent).as_tuple().exponent
    assert rate.numerator is not None
    assert rate.numerator.value == 3646
    assert rate.denominators == ()


def test_a_growth_takes_last_years_number_and_the_difference_where_they_stand(prose: Read) -> None:
    """With them the rule can recompute the rate; neither is taken for this year's number."""
    rate = only(prose("新收申请3646件，去年为3607件，增加39件，同比增长1.08%。"))
    assert rate.numerator is not None
    assert rate.difference is not None
    assert (rate.numerator.value, values(rate.denominators), rate.difference.value) == (3646, [3607], 39)


@pytest.mark.parametrize(
    "text", ["建议提案办理满意率为100%。", "主动公开率达90.2%。", "占约33%。", "公开率提高到95%。"]
)
def test_rates_of_other_things_are_left_out(text: str, prose: Read) -> None:
    """Satisfaction, a rate without numbers, and a rounded share cannot be recomputed."""
    assert prose(text).rates == ()
