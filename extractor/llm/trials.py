"""Single questions to an endpoint, each of which shows whether one thing is honoured.

A shape counts as honoured when the reply has it though the words ask for something else: a model that does as it is
told would else hide an endpoint that takes a schema and ignores it.
"""

import base64
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from threading import Event
from typing import Any, Literal, cast

import yaml
from instructor.core import IncompleteOutputException

from extractor.llm.faults import translate
from extractor.llm.options import Limit, Mode
from extractor.llm.replied import finish_of, text_of, usage_of
from extractor.llm.sender import Means, Sender
from extractor.model import ModelFault

__all__ = [
    "FEW",
    "LETTERS",
    "Outcome",
    "Said",
    "Seen",
    "ask",
    "bound_by",
    "cut_at",
    "limited_by",
    "named",
    "saw_picture",
    "words",
]

Outcome = Literal["honoured", "accepted", "ignored", "refused", "unknown"]
"""honoured: the effect was seen. accepted: taken, and no effect could be told. ignored: taken, and without effect.
refused: an error. unknown: the endpoint's answer tells neither."""

MOST = 40
"""Tokens of a reply: enough for the shape with white space."""
FEW = 8
"""Tokens of a reply of which only counts that it comes, or that it is cut off here."""
NAME = 12
"""Tokens of a reply that names something: two can be told apart by so many."""
LETTERS = 6_000
"""Letters with spaces between them, each of which is a token to every tokeniser known: none reaches across a space."""
SHAPE = {
    "type": "object",
    "properties": {"token": {"type": "string", "enum": ["k7q"]}},
    "required": ["token"],
    "additionalProperties": False,
}
FITTING = {"token": "k7q"}
TOOL = "answer"


@dataclass(frozen=True, slots=True)
class Said:
    """What came back for one request."""

    text: str = ""
    finish: str = ""
    counted: int = 0
    """Tokens of the prompt; 0 where the endpoint counts none."""
    written: int = 0
    fault: ModelFault | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The outcome of a trial, with what was seen."""

    outcome: Outcome
    detail: str = ""
    fault: ModelFault | None = None
    counted: int = 0


def ask(means: Means, prompt: object, tokens: int = MOST, **more: object) -> Said:
    """Send one request by the chat API, with the retries of any other."""
    sender = Sender("plain", means, Event())
    body = {
        "model": means.options.model,
        "messages": [{"role": "user", "content": prompt}],
        "max_tokens": tokens + means.options.reasoning_tokens,
        "temperature": means.options.temperature,
        **more,
    }
    prepared = {name: value for name, value in body.items() if value is not None}
    try:
        response = sender.send(prepared, tokens=tokens, sent=lambda: None, came=lambda _response: None)
    except IncompleteOutputException as error:
        response = cast("object", error.last_completion)
    except Exception as error:  # noqa: BLE001 - `translate` raises what no client library raised
        return Said(fault=translate(error)[0])
    usage = usage_of(response)
    counted, written = (usage.input, usage.output) if usage else (0, 0)
    return Said(text_of(response), finish_of(response), counted, written)


def bound_by(means: Means, mode: Mode) -> Seen:
    """Whether the way in which `mode` asks for a shape binds the reply."""
    prompt = words("greeting_json" if mode == "object" else "greeting")
    said = ask(means, prompt, FEW if mode == "plain" else MOST, **_asking(mode))
    if said.fault is not None:
        return Seen("refused", said.fault.message, said.fault)
    value = _decoded(said.text)
    if mode == "plain":
        return Seen("accepted", counted=said.counted)
    if mode == "object":
        # A weak model finds no end to an object that nothing else binds.
        fits = isinstance(value, dict) or (said.finish == "length" and said.text.lstrip().startswith("{"))
        blank = not said.text.strip()
        outcome = "unknown" if blank else "honoured" if fits else "ignored"
        return Seen(outcome, "blank" if blank else "", counted=said.counted)
    return Seen("honoured" if value == FITTING else "ignored", counted=said.counted)


def _asking(mode: Mode) -> dict[str, Any]:
    schema = {"name": TOOL, "schema": SHAPE}
    function = {"name": TOOL, "description": "Gives the answer.", "strict": True, "parameters": SHAPE}
    ways: Mapping[Mode, dict[str, Any]] = {
        "strict": {"response_format": {"type": "json_schema", "json_schema": {**schema, "strict": True}}},
        "schema": {"response_format": {"type": "json_schema", "json_schema": schema}},
        "tools": {
            "tools": [{"type": "function", "function": function}],
            "tool_choice": {"type": "function", "function": {"name": TOOL}},
        },
        "object": {"response_format": {"type": "json_object"}},
    }
    return ways.get(mode, {})


def cut_at(means: Means) -> Seen:
    """Whether a long prompt arrives as a whole; `counted` is what arrived where it does not."""
    letters = " ".join(chr(ord("a") + place * 7 % 26) for place in range(LETTERS))
    said = ask(means, words("filling") + letters, tokens=1)
    if said.fault is not None:
        return Seen("refused", said.fault.message, said.fault)
    if not said.counted:
        return Seen("unknown", "the endpoint counts no tokens")
    if said.counted < LETTERS:
        return Seen("ignored", f"cut at {said.counted} tokens without a word", counted=said.counted)
    return Seen("honoured", f"{said.counted} tokens")


def limited_by(means: Means, limit: Limit) -> Seen:
    """Whether a reply ends where the parameter says."""
    said = ask(replace(means, options=replace(means.options, limit=limit)), words("counting"), tokens=FEW)
    if said.fault is not None:
        return Seen("refused", said.fault.message, said.fault)
    return Seen("honoured" if said.finish == "length" else "ignored")


def named(means: Means, **more: object) -> Said:
    """A name that the model invents."""
    return ask(means, words("naming"), tokens=NAME, **more)


def saw_picture(means: Means) -> Seen:
    """Whether the model tells the colour of a picture."""
    url = f"data:image/png;base64,{base64.b64encode(_red()).decode()}"
    prompt = [{"type": "text", "text": words("picture")}, {"type": "image_url", "image_url": {"url": url}}]
    said = ask(means, prompt)
    if said.fault is not None:
        return Seen("refused", said.fault.message, said.fault)
    return Seen("honoured" if "red" in said.text.lower() else "accepted")


def _red(side: int = 64) -> bytes:
    """A picture in PNG that is red all over."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + b"\xff\x00\x00" * side) * side
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _decoded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


@cache
def _texts() -> Mapping[str, str]:
    text = files("extractor.llm").joinpath("data/trials.yaml").read_text(encoding="utf-8")
    return cast("Mapping[str, str]", yaml.safe_load(text))


def words(name: str) -> str:
    """The words of a trial."""
    return _texts()[name]
