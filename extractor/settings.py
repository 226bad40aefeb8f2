"""The one place that reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from extractor.errors import UsageError
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
        traces=_traces(env),
    )


def available_cores() -> int:
    """The cores this process may use, which a container or `taskset` can limit."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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
