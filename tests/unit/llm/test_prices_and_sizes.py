"""What a request costs, and how large it can be."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.llm.prices import prices_of
from extractor.llm.sizes import likely_tokens, most_tokens
from extractor.model import Message, Question, Usage
from extractor.prompting import MetadataReply

MILLION = 1_000_000


def test_the_price_list_is_in_the_package() -> None:
    """Published: 0.15 dollars a million tokens in, 0.60 out, half price for what was cached."""
    prices = prices_of("gpt-4o-mini", None)
    assert prices.known
    assert prices.cost(Usage(input=MILLION, output=MILLION)) == Decimal("0.75")
    assert prices.cost(Usage(input=MILLION, cached_input=MILLION)) == Decimal("0.075")


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:8000/v1", "https://models.example.com/v1"])
def test_a_model_at_an_unknown_endpoint_has_no_price(base_url: str) -> None:
    """A local model that is called like a paid one costs something else."""
    prices = prices_of("gpt-4o-mini", base_url)
    assert not prices.known
    assert prices.cost(Usage(input=1)) is None


def test_the_operators_prices_win() -> None:
    """In US dollars for a million tokens."""
    prices = prices_of("any", "http://127.0.0.1/v1", into="2", out="10")
    assert prices.cost(Usage(input=500_000, output=100_000)) == Decimal(2)


def test_an_unknown_cost_makes_a_sum_unknown() -> None:
    """A total that leaves a part out would be a lie."""
    assert (Usage(cost=Decimal(1)) + Usage(cost=None)).cost is None
    assert (Usage(cost=Decimal(1), requests=1) + Usage(cost=Decimal(2))).cost == Decimal(3)


def asked(text: str, images: tuple[bytes, ...] = ()) -> Question:
    """A question with one message."""
    return Question("p@1", "d", (Message("user", text, images),), MetadataReply, 10, "a" * 64, "meta")


@given(st.text(max_size=200))
def test_the_likely_size_is_never_above_the_most(text: str) -> None:
    """What paces requests stays within what keeps the budget."""
    question = asked(text)
    sent = {"messages": [{"role": "user", "content": text}], "schema": MetadataReply.model_json_schema()}
    assert 0 < likely_tokens(question) <= most_tokens(sent)


def test_the_most_covers_every_byte_and_every_picture() -> None:
    """A byte-level tokeniser makes at most one token of a byte; a picture's text is not its size."""
    assert most_tokens("政府") == 6
    assert most_tokens("data:image/png;base64,AAAA") > 10_000
    assert likely_tokens(asked("x", (b"png",))) - likely_tokens(asked("x")) == 2_000
