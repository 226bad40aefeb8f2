"""What the endpoint sends back, in the two shapes of the OpenAI API."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.testing.calls import Call
from extractor.testing.dialects import Dialect
from extractor.testing.shapes import REFUSED, Spoken
from extractor.testing.tokens import count_tokens

__all__ = ["answer_to", "cut_to", "events_of", "failure"]

CREATED = 1_760_000_000
"""Unix time that every answer states: nothing here depends on the clock."""

PIECES = 24
"""Characters of a piece in a stream."""

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Tokens:
    sent: int
    said: int


def failure(message: str, *, kind: str, code: str | int | None = None, param: str | None = None) -> Json:
    """The body of an error."""
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def cut_to(said: Spoken, max_tokens: int | None) -> Spoken:
    """What is said within the tokens that were granted; a longer reply is cut off and says so."""
    if max_tokens is None or (count := count_tokens(said.text)) <= max_tokens:
        return said
    return Spoken(said.text[: len(said.text) * max_tokens // count], "length")


def answer_to(call: Call, said: Spoken, number: int, dialect: Dialect) -> Json:
    """The answer to a call."""
    usage = dialect.usage
    tokens = _Tokens(call.tokens, count_tokens(said.text)) if usage else None
    make = _chat if call.api == "chat" else _responses
    return make(call, said, number, tokens, dialect)


def events_of(call: Call, said: Spoken, number: int, dialect: Dialect) -> Iterator[str]:
    """The same answer as a stream of server-sent events, for the chat API."""
    frame = {"id": f"chatcmpl-{number}", "object": "chat.completion.chunk", "created": CREATED, "model": call.model}
    for start in range(0, len(said.text), PIECES):
        delta = _delta(call, said.text[start : start + PIECES], first=start == 0)
        yield _event({**frame, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
    yield _event({**frame, "choices": [{"index": 0, "delta": {}, "finish_reason": _reason(call, said, dialect)}]})
    if dialect.usage:
        tokens = _Tokens(call.tokens, count_tokens(said.text))
        yield _event({**frame, "choices": [], "usage": _chat_usage(tokens)})
    yield "data: [DONE]\n\n"


def _event(content: Json) -> str:
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n"


def _delta(call: Call, piece: str, *, first: bool) -> Json:
    role: Json = {"role": "assistant"} if first else {}
    if call.tool is None:
        return {**role, "content": piece}
    function: Json = {"arguments": piece, **({"name": call.tool} if first else {})}
    start: Json = {"id": "call_1", "type": "function"} if first else {}
    return {**role, "tool_calls": [{"index": 0, **start, "function": function}]}


def _reason(call: Call, said: Spoken, dialect: Dialect) -> str:
    if said.finish == "refusal":
        return "stop"
    return dialect.forced_finish if call.tool and said.finish == "stop" else said.finish


def _chat(call: Call, said: Spoken, number: int, tokens: _Tokens | None, dialect: Dialect) -> Json:
    message: Json = {"role": "assistant", "content": said.text, "refusal": None}
    if said.finish == "refusal":
        message.update({"content": None, "refusal": REFUSED})
    elif call.tool:
        call_ = {"id": "call_1", "type": "function", "function": {"name": call.tool, "arguments": said.text}}
        message.update({"content": None, "tool_calls": [call_]})
    answer: Json = {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion",
        "created": CREATED,
        "model": call.model,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": _reason(call, said, dialect)}],
        "system_fingerprint": "fp_truth",
    }
    return {**answer, "usage": _chat_usage(tokens)} if tokens else answer


def _chat_usage(tokens: _Tokens) -> Json:
    return {
        "prompt_tokens": tokens.sent,
        "completion_tokens": tokens.said,
        "total_tokens": tokens.sent + tokens.said,
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0},
    }


_INCOMPLETE = {"length": "max_output_tokens", "content_filter": "content_filter"}


def _responses(call: Call, said: Spoken, number: int, tokens: _Tokens | None, _dialect: Dialect) -> Json:
    reason = _INCOMPLETE.get(said.finish)
    status = "incomplete" if reason else "completed"
    if call.tool and said.finish != "refusal":
        item: Json = {
            "type": "function_call",
            "id": f"fc_{number}",
            "call_id": "call_1",
            "name": call.tool,
            "arguments": said.text,
            "status": status,
        }
    else:
        refusal: Json = {"type": "refusal", "refusal": REFUSED}
        text: Json = {"type": "output_text", "text": said.text, "annotations": []}
        content = refusal if said.finish == "refusal" else text
        item = {"type": "message", "id": f"msg_{number}", "role": "assistant", "status": status, "content": [content]}
    answer: Json = {
        "id": f"resp_{number}",
        "object": "response",
        "created_at": CREATED,
        "status": status,
        "error": None,
        "incomplete_details": {"reason": reason} if reason else None,
        "instructions": None,
        "metadata": {},
        "model": call.model,
        "output": [item],
        "parallel_tool_calls": False,
        "temperature": None,
        "tool_choice": "auto",
        "tools": [],
        "top_p": None,
    }
    return {**answer, "usage": _responses_usage(tokens)} if tokens else answer


def _responses_usage(tokens: _Tokens) -> Json:
    return {
        "input_tokens": tokens.sent,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": tokens.said,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": tokens.sent + tokens.said,
    }
