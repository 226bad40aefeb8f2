"""What every run must know of an endpoint: the most binding way to say what shape a reply has, and where it cuts."""

from pathlib import Path

from extractor.errors import ModelError
from extractor.llm.client import opened
from extractor.llm.database import Database
from extractor.llm.modes import PROBED
from extractor.llm.options import Mode, ModelOptions
from extractor.llm.remembered import remember_mode, remembered_mode
from extractor.llm.sender import Means
from extractor.llm.trials import bound_by, cut_at
from extractor.model import ModelFault

__all__ = ["LASTING", "find_context", "find_mode", "unusable"]

LASTING = frozenset(("model-unreachable", "model-rate-limited"))
"""Faults that say nothing of what was asked."""
REMEDIES = {
    "temperature": "set GOUJI_LLM_TEMPERATURE=none",
    "seed": "unset GOUJI_LLM_SEED",
    "max_tokens": "set GOUJI_LLM_LIMIT=max_completion_tokens",
    "max_completion_tokens": "set GOUJI_LLM_LIMIT=max_tokens",
}
"""By the parameter that an endpoint refuses."""


def find_mode(options: ModelOptions) -> Mode:
    """The mode to use, found out by asking where nobody knows it yet.

    The first that binds a reply is taken; where none does, the model is shown the schema in words.

    Raises:
        ModelError: `model-unreachable`, `model-rate-limited` or `model-rejected`: no mode was accepted.
        StoreError: `cache-unusable`.
    """
    known = remembered_mode(options)
    if known is not None:
        return known
    means = opened(options)
    try:
        mode = _asked(means)
    finally:
        means.client.close()
    remember_mode(options, mode)
    return mode


def _asked(means: Means) -> Mode:
    fault = None
    for mode in PROBED:
        seen = bound_by(means, mode)
        if seen.outcome == "honoured" or (mode == PROBED[-1] and seen.outcome == "accepted"):
            return mode
        fault = seen.fault
        if fault is not None and fault.code in LASTING:
            raise unusable(means.options, fault)
    raise unusable(means.options, fault or ModelFault("model-rejected", "no way of asking is accepted"))


def find_context(options: ModelOptions) -> int | None:
    """Tokens beyond which the endpoint drops the beginning of a prompt without a word; null where it does not.

    Asked for once, unless it is stated; an endpoint that refuses a long prompt, or has room for it, is as good as one
    without a bound.

    Raises:
        StoreError: `cache-unusable`.
    """
    if options.context is not None:
        return options.context or None
    database = Database(Path(options.cache))
    rows = database.rows("find-probe", options.host, options.model)
    if rows:
        return int(str(rows[0][0])) or None
    means = opened(options)
    try:
        seen = cut_at(means)
    finally:
        means.client.close()
    if seen.fault is not None and seen.fault.code in LASTING:
        # It says nothing of the context; the next run asks again.
        return None
    with database.writing():
        database.do("put-probe", options.host, options.model, seen.counted, None)
    return seen.counted or None


def unusable(options: ModelOptions, fault: ModelFault) -> ModelError:
    """The error of an endpoint that cannot be asked."""
    remedies = [remedy for name, remedy in REMEDIES.items() if fault.message.endswith(f" {name})")]
    return ModelError(
        fault.code,
        f"{options.model}: {fault.message}",
        place=options.host,
        hint=next(iter(remedies), "look at OPENAI_BASE_URL, OPENAI_API_KEY and GOUJI_LLM_MODEL, or use --llm off"),
    )
