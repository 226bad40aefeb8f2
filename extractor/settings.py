"""The one place that reads the environment."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Literal, cast

from extractor.errors import UsageError
from extractor.llm import LIMITS, MODES, STRATEGIES, Limit, Mode, ModelOptions, Secret, Strategy
from extractor.tracing import CLOUD, TraceOptions

__all__ = ["Language", "Settings", "available_cores", "read_settings"]

Language = Literal["zh", "en"]

MEBIBYTE = 1 << 20
HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
OWN_PARAMETERS = frozenset(
    (
        *("model", "messages", "input", "instructions", "max_tokens", "max_completion_tokens", "max_output_tokens"),
        *("temperature", "seed", "response_format", "text", "tools", "tool_choice", "stream", "n"),
    )
)
"""Parameters that have settings of their own, or that replies could not be read with."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the machine or its operator sets for every command."""

    max_bytes: int = 64 * MEBIBYTE
    """Largest file that is read (`GOUJI_MAX_BYTES`); a larger one is refused unread."""
    timeout: float = 120.0
    """Seconds that one document may take, or each page of a scan (`GOUJI_TIMEOUT`)."""
    jobs: int = 1
    """Worker processes when the command line names no number (`GOUJI_JOBS`); default: the cores this process may
    use."""
    language: Language = "en"
    """Language of the messages (`GOUJI_LANG`, else the locale)."""
    color: bool = True
    """False when `NO_COLOR` is set to anything (no-color.org)."""
    rules: str | None = None
    """File with the levels and waivers of this deployment (`GOUJI_RULES`), unless a command names another."""
    columns: int | None = None
    """Width of what is printed (`COLUMNS`), when something names one."""
    llm: str = "auto"
    """The second reader when the command line names none (`GOUJI_LLM`): `auto`, `off`, `local` or a model's name."""
    model: ModelOptions = field(default_factory=ModelOptions)
    """The model that may read beside the table reader (`OPENAI_API_KEY`, `OPENAI_BASE_URL`, `GOUJI_LLM_*`;
    `AZURE_OPENAI_*` and `OPENAI_API_VERSION` for deployments)."""
    standings: str | None = None
    """File with what was measured of models (`GOUJI_STANDINGS`)."""
    traces: TraceOptions | None = None
    """Where traces go (`LANGFUSE_PUBLIC_KEY`, `LANGFUSE_SECRET_KEY`, `LANGFUSE_BASE_URL`); null without both keys."""


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    Raises:
        UsageError: `bad-setting` when a variable holds no value of its kind.
    """
    env = os.environ if environment is None else environment
    default = Settings()
    return Settings(
        max_bytes=int(_positive(env, "GOUJI_MAX_BYTES", default.max_bytes)),
        timeout=_positive(env, "GOUJI_TIMEOUT", default.timeout),
        jobs=int(_positive(env, "GOUJI_JOBS", available_cores())),
        language=_language(env),
        color=not env.get("NO_COLOR"),
        rules=env.get("GOUJI_RULES") or None,
        columns=int(env["COLUMNS"]) if env.get("COLUMNS", "").isdecimal() else None,
        llm=env.get("GOUJI_LLM") or default.llm,
        model=_model(env),
        standings=env.get("GOUJI_STANDINGS") or None,
        traces=_traces(env),
    )


def available_cores() -> int:
    """The cores this process may use, which a container or `taskset` can limit."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _model(env: Mapping[str, str]) -> ModelOptions:
    """`GOUJI_LLM_*`: the model and how its endpoint is treated; `GOUJI_CACHE*`: where replies are kept."""
    default = ModelOptions()
    temperature = env.get("GOUJI_LLM_TEMPERATURE")
    seed = env.get("GOUJI_LLM_SEED")
    azure = env.get("AZURE_OPENAI_ENDPOINT") or None
    key = env.get("OPENAI_API_KEY", "")
    return ModelOptions(
        model=env.get("GOUJI_LLM_MODEL", ""),
        base_url=azure or env.get("OPENAI_BASE_URL") or None,
        key=Secret(env.get("AZURE_OPENAI_API_KEY", key) if azure else key),
        api_version=_api_version(env) if azure else None,
        headers=tuple((name, Secret(value)) for name, value in sorted(_headers(env).items())),
        body=_body(env),
        mode=_mode(env),
        # Some models take no temperature at all: `none` leaves it away.
        temperature=None if temperature == "none" else _number(env, "GOUJI_LLM_TEMPERATURE", default.temperature),
        seed=None if not seed else int(_number(env, "GOUJI_LLM_SEED", None) or 0),
        limit=_limit(env),
        reasoning_tokens=int(_number(env, "GOUJI_LLM_REASONING_TOKENS", None) or 0),
        context=int(_number(env, "GOUJI_LLM_CONTEXT", None) or 0) if env.get("GOUJI_LLM_CONTEXT") else None,
        sees=env.get("GOUJI_LLM_SEES", "") not in {"", "0"},
        strategy=_strategy(env),
        rows=int(_positive(env, "GOUJI_LLM_ROWS", default.rows)),
        threads=int(_positive(env, "GOUJI_LLM_THREADS", 0)) if env.get("GOUJI_LLM_THREADS") else None,
        concurrency=int(_positive(env, "GOUJI_LLM_CONCURRENCY", default.concurrency)),
        requests_per_minute=_number(env, "GOUJI_LLM_REQUESTS_PER_MINUTE", None, above=0),
        tokens_per_minute=_number(env, "GOUJI_LLM_TOKENS_PER_MINUTE", None, above=0),
        timeout=_positive(env, "GOUJI_LLM_TIMEOUT", default.timeout),
        cache=env.get("GOUJI_CACHE") or _cache_folder(env),
        cache_bytes=int(_positive(env, "GOUJI_CACHE_BYTES", default.cache_bytes)),
        price_input=_price(env, "GOUJI_PRICE_INPUT"),
        price_output=_price(env, "GOUJI_PRICE_OUTPUT"),
    )


def _mode(env: Mapping[str, str]) -> Mode | None:
    named = env.get("GOUJI_LLM_MODE")
    if not named or named == "auto":
        return None
    if named not in MODES:
        raise _bad("GOUJI_LLM_MODE", f"{named!r} is none of auto, {', '.join(MODES)}")
    return named


def _strategy(env: Mapping[str, str]) -> Strategy:
    named = env.get("GOUJI_LLM_STRATEGY") or ModelOptions().strategy
    if named not in STRATEGIES:
        raise _bad("GOUJI_LLM_STRATEGY", f"{named!r} is none of {', '.join(STRATEGIES)}")
    return named


def _api_version(env: Mapping[str, str]) -> str:
    version = env.get("OPENAI_API_VERSION")
    if not version:
        message = "AZURE_OPENAI_ENDPOINT wants a version of its API; for its newer API set OPENAI_BASE_URL instead"
        raise _bad("OPENAI_API_VERSION", message)
    return version


def _limit(env: Mapping[str, str]) -> Limit:
    named = env.get("GOUJI_LLM_LIMIT") or LIMITS[0]
    if named not in LIMITS:
        raise _bad("GOUJI_LLM_LIMIT", f"{named!r} is none of {', '.join(LIMITS)}")
    return named


def _headers(env: Mapping[str, str]) -> Mapping[str, str]:
    """`GOUJI_LLM_HEADERS`; what it holds is not repeated, as it may be a key."""
    headers = _object(env, "GOUJI_LLM_HEADERS")
    if not all(isinstance(value, str) and HEADER.fullmatch(name) for name, value in headers.items()):
        raise _bad("GOUJI_LLM_HEADERS", "a name is none of a header, or a value is no text")
    return cast("Mapping[str, str]", headers)


def _body(env: Mapping[str, str]) -> str:
    body = _object(env, "GOUJI_LLM_BODY")
    own = sorted(OWN_PARAMETERS & body.keys())
    if own:
        raise _bad("GOUJI_LLM_BODY", f"{', '.join(own)}: set by the program itself")
    return json.dumps(body, ensure_ascii=False, sort_keys=True) if body else ""


def _object(env: Mapping[str, str], name: str) -> dict[str, object]:
    text = env.get(name)
    if not text:
        return {}
    try:
        value: object = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise _bad(name, 'no JSON object, like {"name": "value"}')
    return cast("dict[str, object]", value)


def _cache_folder(env: Mapping[str, str]) -> str:
    """Where the system keeps what programs can make again."""
    base = env.get("XDG_CACHE_HOME") or env.get("LOCALAPPDATA")
    home = env.get("HOME") or os.path.expanduser("~")  # noqa: PTH111 - a string is what is stored
    return os.path.join(base or os.path.join(home, ".cache"), "gouji")  # noqa: PTH118 - as above


def _number(env: Mapping[str, str], name: str, default: float | None, *, above: float | None = None) -> float | None:
    """A number from 0 up, or one `above` another; the default when the variable is not set."""
    text = env.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf") or (above is not None and value <= above):
        raise _bad(name, f"{text!r} is no number {'from 0 up' if above is None else f'above {above:g}'}")
    return value


def _price(env: Mapping[str, str], name: str) -> str | None:
    text = env.get(name)
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or value < 0:
        raise _bad(name, f"{text!r} is no price in US dollars")
    return text


def _traces(env: Mapping[str, str]) -> TraceOptions | None:
    """`LANGFUSE_*` as its own client reads them; `GOUJI_TRACE_TEXT` lets document text go along."""
    public, secret = env.get("LANGFUSE_PUBLIC_KEY"), env.get("LANGFUSE_SECRET_KEY")
    if not public or not secret:
        return None
    return TraceOptions(
        public_key=public,
        secret_key=secret,
        base_url=env.get("LANGFUSE_BASE_URL") or env.get("LANGFUSE_HOST") or CLOUD,
        environment=env.get("LANGFUSE_TRACING_ENVIRONMENT", ""),
        text=env.get("GOUJI_TRACE_TEXT") == "1",
    )


def _positive(env: Mapping[str, str], name: str, default: float) -> float:
    text = env.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1 <= value < float("inf"):
        raise _bad(name, f"{text!r} is no number from 1 up")
    return value


def _language(env: Mapping[str, str]) -> Language:
    named = env.get("GOUJI_LANG")
    if named:
        if named not in {"zh", "en"}:
            raise _bad("GOUJI_LANG", f"{named!r} is neither zh nor en")
        return cast("Language", named)
    # POSIX: the first of these that is set decides.
    locale = next((env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def _bad(name: str, message: str) -> UsageError:
    return UsageError("bad-setting", message, place=name, hint="correct or unset it")
