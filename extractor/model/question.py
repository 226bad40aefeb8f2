"""What a model is asked and what came back. Lives inside one call, so plain dataclasses."""

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Literal, Self

from pydantic import BaseModel

__all__ = ["Answer", "Message", "ModelFault", "Question", "RowsHeard", "Usage"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the conversation that a question opens."""

    role: Literal["system", "user", "assistant"]
    text: str
    images: tuple[bytes, ...] = ()
    """PNG pictures that go with the text, for models that see."""


@dataclass(frozen=True, slots=True)
class Question:
    """One call to a model: a rendered prompt and the shape of the reply."""

    prompt: str
    """Id and version of the prompt file: `table.requests@1`."""
    digest: str
    """SHA-256 of the prompt file and its examples."""
    messages: tuple[Message, ...]
    reply: type[BaseModel]
    """The wire shape; the domain is parsed from it by `extractor.prompting`."""
    max_tokens: int
    """Of the reply; one that needs more is truncated, and a truncated reply is a fault."""
    document: str
    """SHA-256 of the file that is asked about."""
    part: str
    """What of the document is asked about (`requests`, `claims`, `meta`), for traces and messages."""
    repeat: int = 0
    """Counts askings of the same question where repeats are wanted; a part of the cache's key."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of every attempt, failed ones included."""

    input: int = 0
    cached_input: int = 0
    """Included in `input`: what the endpoint says it had in a cache of its own."""
    output: int = 0
    requests: int = 0
    """Sent on the wire; 0 for a reply out of our cache."""
    replayed: int = 0
    """Replies out of our cache."""
    cost: Decimal | None = Decimal()
    """US dollars; null when no price of the model is known. Counted by the call, because prices have steps."""

    def __add__(self, other: Self) -> "Usage":
        """Both together; an unknown cost makes the sum unknown."""
        cost = None if self.cost is None or other.cost is None else self.cost + other.cost
        return Usage(
            input=self.input + other.input,
            cached_input=self.cached_input + other.cached_input,
            output=self.output + other.output,
            requests=self.requests + other.requests,
            replayed=self.replayed + other.replayed,
            cost=cost,
        )


@dataclass(frozen=True, slots=True)
class ModelFault:
    """Why a question has no reply."""

    code: str
    """Stable: `model-unreachable`, `model-rate-limited`, `model-truncated`, `model-refused`, `model-shape`,
    `model-budget`, `model-rejected`, `model-context` (the prompt did not arrive as a whole)."""
    message: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one question."""

    attempts: tuple[object, ...]
    """The decoded JSON of each attempt, in order. The last one fits the wire shape unless `fault` is set; an earlier
    one may hold parts that do."""
    fault: ModelFault | None = None
    usage: Usage = Usage()
    cached: bool = False
    """Out of our own cache: nothing was sent and nothing paid."""


@dataclass(frozen=True, slots=True)
class RowsHeard:
    """What became of the rows of documents that a model read row by row."""

    asked: int = 0
    withheld: int = 0
    """Rows of the form that it was not asked about: over the limit, without doubt, or without lines of their own."""
    unanswered: int = 0
    exact: int = 0
    """Rows that it read as the table reader did, every cell in kind and value."""
    readings: int = 0
    """Cells that it read."""
    agreed: int = 0
    """Of these, those that it read as the table reader did."""

    def __add__(self, other: "RowsHeard") -> "RowsHeard":
        return RowsHeard(*(getattr(self, item.name) + getattr(other, item.name) for item in fields(self)))
