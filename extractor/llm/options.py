"""What an operator says about an endpoint; small, without any client library, and without a way to print the key."""

from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import urlsplit

__all__ = ["LIMITS", "MODES", "STRATEGIES", "Limit", "Mode", "ModelOptions", "Secret", "Strategy"]

Mode = Literal["responses", "strict", "schema", "tools", "object", "plain"]
"""responses: the responses API with a strict function. strict, schema: a JSON schema, binding or as far as the endpoint
minds it. tools: a strict function. object: JSON without a schema. plain: JSON in a code block, for endpoints that know
nothing else."""
MODES: tuple[Mode, ...] = get_args(Mode)
Strategy = Literal["table", "row"]
"""table: one question a table, and what goes with it. row: one question a row, for small models; always advisory."""
STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)
Limit = Literal["max_tokens", "max_completion_tokens"]
"""What the chat API calls the most tokens of a reply. Reasoning models know only the second one, which counts what they
think as well; older servers know only the first one."""
LIMITS: tuple[Limit, ...] = get_args(Limit)
MEBIBYTE = 1 << 20


class Secret:
    """A key that no log, record or traceback shows."""

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def reveal(self) -> str:
        """The key itself, for the one call that needs it."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return "***" if self._text else "unset"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """A model, the endpoint that has it, and how both are to be treated."""

    model: str = ""
    base_url: str | None = None
    """Null: OpenAI's own. With an API version: the resource, without a path."""
    key: Secret = field(default_factory=Secret)
    api_version: str | None = None
    """Of Azure OpenAI: the model is a deployment in the path, and the key has a header of its own. Null: no Azure."""
    headers: tuple[tuple[str, Secret], ...] = ()
    """Sent with every request, and as secret as the key: gateways want keys of their own."""
    body: str = ""
    """JSON object that every request has beside the parameters of OpenAI, `""` for none."""
    mode: Mode | None = None
    """Null: found out by asking the endpoint."""
    temperature: float | None = 0.0
    """Null: not sent, for models that refuse it."""
    seed: int | None = None
    limit: Limit = "max_tokens"
    reasoning_tokens: int = 0
    """Granted to every reply beside its own tokens, for models that think before they answer."""
    context: int | None = None
    """Tokens of a prompt beyond which the endpoint drops its beginning without a word; 0: it does not do so.
    Null: nobody has asked it yet."""
    sees: bool = False
    """Whether the model takes pictures."""
    strategy: Strategy = "table"
    rows: int = 40
    """Rows of a document that are asked about at most, where the strategy is row."""
    threads: int | None = None
    """Of the model that a run serves itself; null: the cores there are, less one where several processes read."""
    concurrency: int = 8
    """Requests under way at once, of all processes on the machine."""
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    timeout: float = 60.0
    """Seconds without a byte of the reply after which a request has failed."""
    cache: str = ""
    """Folder of the reply cache."""
    cache_bytes: int = 1024 * MEBIBYTE
    repeat: int = 0
    """Counts askings of a whole run of questions; a part of the cache's key, so that none is answered by another."""
    fresh: bool = False
    """Ask also what the cache knows, and keep the newer reply: for measuring an endpoint as it is now."""
    price_input: str | None = None
    """US dollars for a million tokens, where the price list does not know the model."""
    price_output: str | None = None

    @property
    def host(self) -> str:
        """The endpoint without anything secret: no user, no path, no query."""
        parts = urlsplit(self.base_url or "https://api.openai.com")
        host = parts.hostname or ""
        return f"{parts.scheme}://{host}:{parts.port}" if parts.port else f"{parts.scheme}://{host}"
