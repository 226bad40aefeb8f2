"""The one place that reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Literal, cast

from extractor.errors import UsageError
from extractor.llm import MODES, STRATEGIES, Mode, ModelOptions, Secret, Strategy
from extractor.tracing import CLOUD, TraceOptions

__all__ = ["Language", "Settings", "available_cores", "read_settings"]

Language = Literal["zh", "en"]

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """What the machine or its operator sets for every command."""

    max_bytes: int = 64 * MEBIBYTE
    """Largest file that is read (`GOUJI_MAX_BYTES`); a larger one is refused unread."""
    timeout: float = 120.0
    """Seconds that one document may take (`GOUJI_TIMEOUT`)."""
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
    """The model that may read beside the table reader (`OPENAI_API_KEY`, `OPENAI_BASE_URL`, `GOUJI_LLM_*`)."""
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
    return ModelOptions(
        model=env.get("GOUJI_LLM_MODEL", ""),
        base_url=env.get("OPENAI_BASE_URL") or None,
        key=Secret(env.get("OPENAI_API_KEY", "")),
        mode=_mode(env),
        # Some models take no temperature at all: `none` leaves it away.
        temperature=None if temperature == "none" else _number(env, "GOUJI_LLM_TEMPERATURE", default.temperature),
        seed=None if not seed else int(_number(env, "GOUJI_LLM_SEED", None) or 0),
        sees=env.get("GOUJI_LLM_SEES", "") not in {"", "0"},
        strategy=_strategy(env),
        rows=int(_positive(env, "GOUJI_LLM_ROWS", default.rows)),
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
