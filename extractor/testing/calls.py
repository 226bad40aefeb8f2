"""A request of the OpenAI API as the endpoint understands it, and what is wrong with it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from extractor.testing.dialects import Dialect, Honour
from extractor.testing.strictness import strict_faults
from extractor.testing.tokens import count_tokens

__all__ = ["Api", "Binding", "Call", "CallError", "read_call"]

Api = Literal["chat", "responses"]
Binding = Literal["strict", "schema", "object", "none"]
Json = Mapping[str, object]

INVALID = "invalid_parameter_error"
"""DashScope's code for it."""

PER_MESSAGE = 3
"""Tokens that frame a message."""
PER_PICTURE = 765
"""Tokens of a picture of about a thousand pixels a side, in GPT-4o's detail."""


class CallError(Exception):
    """A request that the endpoint refuses, with an error 400 unless it says another."""

    def __init__(
        self,
        message: str,
        *,
        param: str | None = None,
        code: str | None = None,
        kind: str = "invalid_request_error",
        status: int = 400,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.code = code
        self.kind = kind
        self.status = status


@dataclass(frozen=True, slots=True)
class Call:
    """What one request asks."""

    api: Api
    model: str
    texts: tuple[str, ...]
    """Of the user's turns."""
    binding: Binding
    """How the shape of the reply is bound."""
    ignored: bool
    """A format was asked for, and this endpoint takes no notice of it."""
    tool: str | None
    """The function that the reply must call."""
    max_tokens: int | None
    stream: bool
    tokens: int
    """Of the request, counted, as far as the context holds it."""
    cut: bool
    """Whether the prompt was longer than that and lost its beginning."""
    schema: Json | None
    """That the reply has to fit."""
    request: Json
    """The body as it came."""


def read_call(api: Api, body: object, dialect: Dialect) -> Call:
    """Understand a request.

    Raises:
        CallError: it is none, or this endpoint refuses something in it.
    """
    if not isinstance(body, dict):
        raise CallError("We could not parse the JSON body of your request.")
    request = cast("dict[str, object]", body)
    model = request.get("model")
    messages = request.get("messages" if api == "chat" else "input")
    if not isinstance(model, str) or not model:
        raise CallError("you must provide a model parameter", param="model")
    if not isinstance(messages, list) or not messages:
        raise CallError("Missing required parameter", param="messages" if api == "chat" else "input")
    turns = [_Turn.of(message) for message in cast("list[object]", messages)]
    for name in ("seed", "temperature", "max_tokens", "max_completion_tokens"):
        if request.get(name) is not None:
            _honoured(cast("Honour", getattr(dialect, name)), name)
    if not dialect.sees and any(turn.pictures for turn in turns):
        raise CallError("image input is not supported by this model", param="messages", status=dialect.blind_status)
    _refuse_thinking(request, dialect)
    binding, ignored, shape = _format(api, request, dialect)
    if binding == "object" and dialect.wants_json_word and not any("json" in turn.text.lower() for turn in turns):
        raise CallError("'messages' must contain the word 'json' in some form, to use 'json_object'", param="messages")
    tool, tools = _tool(api, request, dialect)
    limit = next((request[name] for name in _limits(api, dialect) if request.get(name) is not None), None)
    written = json.dumps([shape, tools], ensure_ascii=False) if shape or tools else ""
    tokens = sum(count_tokens(turn.text) + PER_MESSAGE + turn.pictures * PER_PICTURE for turn in turns)
    tokens += count_tokens(written) + PER_MESSAGE
    if tokens > dialect.context and dialect.overflow == "refused":
        raise CallError(dialect.overflow_message, code=dialect.overflow_code, kind=dialect.overflow_type)
    strict_tool = tool is not None and _is_strict(tools)
    return Call(
        api=api,
        model=model,
        texts=tuple(turn.text for turn in turns if turn.role == "user"),
        binding="strict" if strict_tool else "schema" if tool else binding,
        ignored=ignored or (tool is None and bool(tools)),
        tool=tool,
        max_tokens=limit if isinstance(limit, int) else None,
        stream=request.get("stream") is True,
        tokens=min(tokens, dialect.context),
        cut=tokens > dialect.context,
        schema=_schema_of(tools, tool) or cast("Json | None", shape),
        request=request,
    )


def _limits(api: Api, dialect: Dialect) -> Iterator[str]:
    """The parameters that bound the reply here, the one that counts first."""
    if api == "responses":
        yield "max_output_tokens"
        return
    for name in ("max_completion_tokens", "max_tokens"):
        if getattr(dialect, name) == "honoured":
            yield name


def _refuse_thinking(request: Json, dialect: Dialect) -> None:
    if not dialect.thinks or request.get("enable_thinking") is False:
        return
    format_ = cast("Json", request.get("response_format") or {})
    if format_.get("type", "text") != "text":
        raise CallError("Json mode response is not supported when enable_thinking is true", code=INVALID)
    if request.get("stream") is not True:
        raise CallError("parameter.enable_thinking must be set to false for non-streaming calls", code=INVALID)


@dataclass(frozen=True, slots=True)
class _Turn:
    role: str
    text: str
    pictures: int

    @staticmethod
    def of(message: object) -> "_Turn":
        if not isinstance(message, dict):
            raise CallError("Invalid type for a message: expected an object", param="messages")
        turn = cast("dict[str, object]", message)
        content = turn.get("content")
        parts = [content] if isinstance(content, str) else [*_items(content)]
        text = "\n".join(part if isinstance(part, str) else str(cast("Json", part).get("text") or "") for part in parts)
        pictures = sum(
            1 for part in parts if not isinstance(part, str) and "image" in str(cast("Json", part).get("type"))
        )
        return _Turn(str(turn.get("role")), text, pictures)


def _format(api: Api, request: Json, dialect: Dialect) -> tuple[Binding, bool, object]:
    """How the reply is bound, whether that is ignored, and the schema."""
    if api == "chat":
        format_ = cast("Json", request.get("response_format") or {})
        schema = cast("Json", format_.get("json_schema") or {})
    else:
        format_ = schema = cast("Json", cast("Json", request.get("text") or {}).get("format") or {})
    kind = format_.get("type", "text")
    if kind == "text":
        return "none", False, None
    if kind not in {"json_schema", "json_object"}:
        raise CallError(f"Invalid value: {kind!r}", param="response_format.type")
    honoured = _honoured(dialect.json_schema if kind == "json_schema" else dialect.json_object, "response_format")
    if not honoured:
        return "none", True, None
    if kind == "json_object":
        return "object", False, None
    if not schema.get("name") or not isinstance(schema.get("schema"), dict):
        raise CallError("Missing required parameter", param="response_format.json_schema")
    strict = schema.get("strict") is True
    _refuse_loose(strict, schema["schema"], dialect, "response_format")
    return "strict" if strict else "schema", False, schema["schema"]


def _tool(api: Api, request: Json, dialect: Dialect) -> tuple[str | None, Sequence[Json]]:
    """The function that must be called, and all that are offered."""
    tools = [cast("Json", tool) for tool in _items(request.get("tools"))]
    if not tools:
        return None, ()
    if not _honoured(dialect.tools, "tools") or not _honoured(dialect.tool_choice, "tool_choice"):
        return None, tools
    functions = [_function(tool) for tool in tools]
    for function in functions:
        _refuse_loose(function.get("strict") is True, function.get("parameters"), dialect, "tools")
    choice = request.get("tool_choice", "auto")
    if isinstance(choice, dict):
        chosen = cast("Json", choice)
        named = chosen.get("name") if api == "responses" else cast("Json", chosen.get("function") or {}).get("name")
        if named not in {function.get("name") for function in functions}:
            raise CallError("Tool choice names no tool", param="tool_choice")
        return str(named), functions
    return None if choice == "none" else str(functions[0].get("name")), functions


def _schema_of(functions: Sequence[Json], name: str | None) -> Json | None:
    called = [function.get("parameters") for function in functions if name is not None and function["name"] == name]
    return cast("Json", called[0]) if called else None


def _function(tool: Json) -> Json:
    return cast("Json", tool.get("function") or tool)


def _is_strict(functions: Sequence[Json]) -> bool:
    return all(function.get("strict") is True for function in functions)


def _refuse_loose(strict: bool, schema: object, dialect: Dialect, param: str) -> None:  # noqa: FBT001 - the request's own
    faults = strict_faults(schema) if strict and dialect.strict else ()
    if faults:
        raise CallError(f"Invalid schema: {faults[0]}", param=param, code="invalid_json_schema")


def _honoured(honour: Honour, param: str) -> bool:
    if honour == "refused":
        message = f"Unsupported parameter: '{param}' is not supported with this model."
        raise CallError(message, param=param, code="unsupported_parameter")
    return honour == "honoured"


def _items(value: object) -> Iterator[object]:
    if isinstance(value, list):
        yield from cast("list[object]", value)
