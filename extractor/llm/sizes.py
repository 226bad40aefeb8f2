"""How many tokens a request may have, before any endpoint has counted them.

Two figures for two purposes. The most it can be keeps a budget: a byte-level tokeniser never makes more tokens than
there are bytes. A likely one paces and forecasts: a Chinese character is about a token, and so are four letters.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache

from pydantic import BaseModel

from extractor.model import Question

__all__ = ["PICTURE_TOKENS", "likely_tokens", "most_tokens", "schema_text", "shown_tokens"]

PICTURE_TOKENS = 2_000
"""Likely tokens of a page's picture."""
PICTURE_MOST = 50_000
"""The most that any model of the price list is known to count for a page's picture."""
PICTURE = "data:image"
PER_MESSAGE = 16
"""Tokens around a message that are not its text; the endpoints document three to seven."""
REPEATED = re.compile(r"(.)\1{3,}", re.DOTALL)
LETTERS = 4
"""ASCII characters that make a token, roughly."""


def most_tokens(sent: object) -> int:
    """The most tokens that what is sent can be counted for, schema and re-ask included."""
    if isinstance(sent, str):
        return PICTURE_MOST if sent.startswith(PICTURE) else len(sent.encode(errors="replace"))
    if isinstance(sent, Mapping):
        # A key, its quotation marks and what stands around it.
        return sum(most_tokens(str(key)) + PER_MESSAGE + most_tokens(value) for key, value in sent.items())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - any JSON
    if isinstance(sent, Sequence):
        return sum(map(most_tokens, sent))  # pyright: ignore[reportUnknownArgumentType] - any JSON
    return PER_MESSAGE


def likely_tokens(question: Question) -> int:
    """About the tokens that the question will be counted for."""
    tokens = PER_MESSAGE * len(question.messages) + len(schema_text(question.reply)) // LETTERS + shown_tokens(question)
    return tokens + PICTURE_TOKENS * sum(len(message.images) for message in question.messages)


def shown_tokens(question: Question) -> int:
    """About the tokens of the words alone, which every endpoint shows to its model; some show it no schema.

    A character that is repeated counts three times at most: tokenisers have tokens for long rows of the same one.
    """
    tokens = 0
    for message in question.messages:
        text = REPEATED.sub(r"\1\1\1", message.text)
        letters = len(text.encode("ascii", "ignore"))
        tokens += letters // LETTERS + len(text) - letters
    return tokens


@cache
def schema_text(reply: type[BaseModel]) -> str:
    """The reply's schema as JSON."""
    return json.dumps(reply.model_json_schema(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
