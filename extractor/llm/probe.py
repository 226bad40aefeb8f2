"""What an endpoint can do, found out once by asking: the most binding way to say what shape a reply has."""

from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from extractor.errors import ModelError
from extractor.llm.asking import ask_once
from extractor.llm.client import opened
from extractor.llm.modes import PROBED
from extractor.llm.options import Mode, ModelOptions
from extractor.llm.remembered import remember_mode, remembered_mode
from extractor.model import Message, ModelFault, Question

__all__ = ["find_mode"]

MAX_TOKENS = 200
"""Enough for the answer with white space, and for a code block around it."""
LASTING = frozenset(("model-unreachable", "model-rate-limited"))
"""Faults that say nothing of a mode."""


class ProbeReply(BaseModel):
    """The shape that is asked for."""

    model_config = ConfigDict(extra="forbid")

    items: list[str]


def find_mode(options: ModelOptions) -> Mode:
    """The mode to use, found out by asking where nobody knows it yet.

    The first that gives a reply of the shape is taken; where no reply has it, the first that the endpoint accepts.

    Raises:
        ModelError: `model-unreachable`, `model-rate-limited` or `model-rejected`: no mode was accepted.
        StoreError: `cache-unusable`.
    """
    known = remembered_mode(options)
    if known is not None:
        return known
    accepted: Mode | None = None
    fault = None
    for mode in PROBED:
        fault = _try(options, mode)
        if fault is None:
            return _keep(options, mode)
        if fault.code in LASTING:
            raise _unusable(options, fault)
        if fault.code != "model-rejected" and accepted is None:
            accepted = mode
    if accepted is None and fault is not None:
        raise _unusable(options, fault)
    return _keep(options, accepted or PROBED[-1])


def _try(options: ModelOptions, mode: Mode) -> ModelFault | None:
    text = files("extractor.llm").joinpath("data/probe.txt").read_text(encoding="utf-8").strip()
    question = Question("probe", "", (Message("user", text),), ProbeReply, MAX_TOKENS, "", "probe")
    means = opened(options)
    try:
        return ask_once(means, question, options, mode).fault
    finally:
        means.client.close()


def _keep(options: ModelOptions, mode: Mode) -> Mode:
    remember_mode(options, mode)
    return mode


def _unusable(options: ModelOptions, fault: ModelFault) -> ModelError:
    return ModelError(
        fault.code,
        f"{options.model}: {fault.message}",
        place=options.host,
        hint="look at OPENAI_BASE_URL, OPENAI_API_KEY and GOUJI_LLM_MODEL, or use --llm off",
    )
