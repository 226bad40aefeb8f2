"""How an endpoint treats whatever it is asked: in what those with "the OpenAI API" differ, limits and delays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from extractor.testing.shapes import Shape

__all__ = ["DEFAULT", "DIALECTS", "Dialect", "Honour", "Options"]

Honour = Literal["honoured", "ignored", "refused"]
"""honoured: as OpenAI documents it. ignored: taken without a word, and without effect. refused: an error 400."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One endpoint's reading of the API."""

    json_schema: Honour = "honoured"
    """A schema of the reply (`response_format`, `text.format`)."""
    json_object: Honour = "honoured"
    tools: Honour = "honoured"
    seed: Honour = "honoured"
    temperature: Honour = "honoured"
    responses: bool = True
    """Whether the responses API is there; else 404."""
    models: bool = True
    """Whether models can be listed; else 404."""
    strict: bool = True
    """Whether a schema that says strict is checked against the rules for strict ones (error 400)."""
    wants_json_word: bool = True
    """`json_object` needs the word JSON in some message; else error 400."""
    unbound: Shape = Shape.PROSE
    """The shape of replies to requests whose format was ignored."""
    loose: Shape = Shape.FITTING
    """The shape of replies to a schema that does not say strict."""
    sees: bool = True
    """Whether pictures are taken; else error 400."""
    usage: bool = True
    """Whether replies state their tokens."""
    context: int = 128_000
    """Tokens of prompt and reply together."""


DIALECTS: Mapping[str, Dialect] = {
    "openai": Dialect(),
    "openai-reasoning": Dialect(temperature="refused", seed="refused"),
    "deepseek": Dialect(json_schema="refused", responses=False, seed="ignored", sees=False, context=64_000),
    "qwen": Dialect(json_schema="refused", responses=False, context=32_000),
    "ollama": Dialect(json_schema="ignored", json_object="ignored", responses=False, strict=False, context=8_192),
    "vllm": Dialect(strict=False, wants_json_word=False, context=32_000),
    "llama.cpp": Dialect(responses=False, strict=False, wants_json_word=False, loose=Shape.INDENTED, context=8_192),
    "bare": Dialect(
        json_schema="refused", json_object="refused", tools="refused", responses=False, models=False, usage=False
    ),
}
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
    """Listed; a request may name any."""


DEFAULT = Options()
