"""How an endpoint treats whatever it is asked: in what those with "the OpenAI API" differ, limits and delays."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from extractor.testing.shapes import Shape

__all__ = [
    "DEFAULT",
    "DIALECTS",
    "Dialect",
    "DialectEntry",
    "DialectFile",
    "Honour",
    "Options",
    "Source",
    "read_dialects",
]

Honour = Literal["honoured", "ignored", "refused"]
"""honoured: as OpenAI documents it. ignored: taken without a word, and without effect. refused: an error 400."""


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Dialect(_Stored):
    """One endpoint's reading of the API; what is not named is as OpenAI has it."""

    json_schema: Honour = "honoured"
    """A schema of the reply (`response_format`, `text.format`)."""
    json_object: Honour = "honoured"
    tools: Honour = "honoured"
    tool_choice: Honour = "honoured"
    """Whether a function can be forced. Ignored: the reply is words, however it was asked."""
    seed: Honour = "honoured"
    temperature: Honour = "honoured"
    max_tokens: Honour = "honoured"
    max_completion_tokens: Honour = "honoured"
    responses: bool = True
    """Whether the responses API is there; else 404."""
    models: bool = True
    """Whether models can be listed; else 404."""
    deployments: bool = False
    """Whether the model stands in the path, with `api-version` in the query and the key in `api-key`; else 404."""
    strict: bool = True
    """Whether a schema that says strict is checked against the rules for strict ones (error 400)."""
    wants_json_word: bool = True
    """`json_object` needs the word JSON in some message; else error 400."""
    thinks: bool = False
    """The model thinks unless the body says `enable_thinking: false`; then neither a reply in one piece nor a format
    is to be had (error 400)."""
    unbound: Shape = Shape.PROSE
    """The shape of replies to requests whose format was ignored."""
    bound: Shape = Shape.FITTING
    """The shape of replies to a schema that says strict."""
    loose: Shape = Shape.FITTING
    """The shape of replies to a schema that does not say strict."""
    blank_objects: float = Field(default=0.0, ge=0, le=1)
    """Share of the replies to `json_object` that are blanks, though the model says that it has finished."""
    sees: bool = True
    """Whether pictures are taken; else an error."""
    blind_status: int = 400
    """The status of the error that refuses pictures."""
    usage: bool = True
    """Whether replies state their tokens."""
    forced_finish: Literal["stop", "tool_calls"] = "tool_calls"
    """The finish reason of a reply that calls the forced function."""
    waits: tuple[Literal["retry-after", "retry-after-ms"], ...] = ("retry-after", "retry-after-ms")
    """The headers of 429 and 503 that say when to come back."""
    numeric_codes: bool = False
    """Whether the code of an error is the status as a number, instead of a name."""
    context: int = Field(default=128_000, ge=1)
    """Tokens of prompt and reply together."""
    overflow: Literal["refused", "truncated"] = "refused"
    """What becomes of a longer prompt. refused: an error 400. truncated: its beginning is dropped without a word, the
    usage counts what was left, and the reply is as confident as ever, and wrong."""
    overflow_message: str = "This model's maximum context length is exceeded"
    overflow_code: str | None = "context_length_exceeded"
    overflow_type: str = "invalid_request_error"


class Source(_Stored):
    """Where something of a dialect is said."""

    says: str
    """In our words."""
    at: str = Field(pattern="^https://")


class DialectEntry(_Stored):
    """A dialect, and what it rests on."""

    name: str
    """Of the vendor or the server."""
    evidence: Literal["documented", "tried"]
    """tried: a test asks the real server. documented: nobody has tried it here."""
    configuration: str | None
    """The file in `examples/endpoints/` that is for it; null when it is no real endpoint."""
    switches: Dialect
    sources: tuple[Source, ...]


class DialectFile(_Stored):
    """`dialects.yaml`."""

    schema_: Literal["gouji/dialects/1"] = Field(alias="schema")
    dialects: Mapping[str, DialectEntry]


@cache
def read_dialects() -> Mapping[str, DialectEntry]:
    """The dialects that ship, with what they rest on."""
    text = files("extractor.testing").joinpath("data/dialects.yaml").read_text(encoding="utf-8")
    return DialectFile.model_validate(yaml.safe_load(text)).dialects


DIALECTS: Mapping[str, Dialect] = {name: entry.switches for name, entry in read_dialects().items()}
"""As the vendors document them, or as issues against them report; each switch can be set by itself."""

OPENAI = DIALECTS["openai"]


@dataclass(frozen=True, slots=True)
class Options:
    """How the endpoint behaves whatever it is asked."""

    dialect: Dialect = OPENAI
    limit: float | None = None
    """Requests in any second; those above are answered by 429. Null: as many as come."""
    latency: float = 0.0
    """Seconds before every answer."""
    retry_after: float = 1.0
    """Seconds, in the header Retry-After."""
    slowness: float = 2.0
    """Seconds that a slow answer takes."""
    patience: float = 3600.0
    """Seconds after which a connection that hangs is closed."""
    key: str | None = None
    """The only key that is accepted; null: any."""
    models: tuple[str, ...] = ("truth",)
    """Listed; a request may name any. Where models are deployments, there are no others."""


DEFAULT = Options()
