"""What an endpoint sent back, read with care: the client library checks nothing of it."""

import json
from typing import cast

from instructor.core import IncompleteOutputException

from extractor.llm.faults import InterruptedReplyError, NoReplyError, RefusedError
from extractor.model import Usage

__all__ = ["decoded", "finish_of", "judge", "require_reply", "text_of", "usage_of"]

INTERRUPTED = frozenset(("insufficient_system_resource", "abort", "error"))
"""Finish reasons of DeepSeek, vLLM and gateways."""


def require_reply(response: object) -> None:
    """Pass what is a reply at all.

    Raises:
        NoReplyError: it is none of the API.
        InterruptedReplyError: the endpoint gave up in the middle of it, and may not the next time.
    """
    if not _has(response, "output") and not _items(response, "choices"):
        raise NoReplyError
    choice = next(iter(_items(response, "choices")), None)
    if _get(choice, "finish_reason") in INTERRUPTED:
        raise InterruptedReplyError


def judge(response: object) -> None:
    """Pass a reply that may be parsed.

    Raises:
        IncompleteOutputException: it was cut off; another attempt would be cut off as well.
        RefusedError: the model or a filter declined.
    """
    if _has(response, "output"):
        reason = _get(_get(response, "incomplete_details"), "reason")
        cut, filtered = reason == "max_output_tokens", reason == "content_filter"
        parts = [part for item in _items(response, "output") for part in _items(item, "content")]
        refusals = [_get(part, "refusal") for part in parts]
    else:
        choice = next(iter(_items(response, "choices")), None)
        reason = _get(choice, "finish_reason")
        cut, filtered = reason == "length", reason == "content_filter"
        refusals = [_get(_get(choice, "message"), "refusal")]
    if cut:
        raise IncompleteOutputException(last_completion=response)
    if filtered or any(refusals):
        raise RefusedError


def finish_of(response: object) -> str:
    """Why a reply of the chat API ended; `""` where that is not said."""
    return str(_get(next(iter(_items(response, "choices")), None), "finish_reason") or "")


def usage_of(response: object) -> Usage | None:
    """The tokens of a reply, without their cost; null when the endpoint does not count."""
    usage = _get(response, "usage")
    if usage is None:
        return None
    into = _count(_get(usage, "prompt_tokens")) or _count(_get(usage, "input_tokens"))
    out = _count(_get(usage, "completion_tokens")) or _count(_get(usage, "output_tokens"))
    details = _get(usage, "prompt_tokens_details") or _get(usage, "input_tokens_details")
    return Usage(input=into, cached_input=min(into, _count(_get(details, "cached_tokens"))), output=out)


def decoded(response: object) -> object | None:
    """The JSON of a reply, wherever its mode puts it; null when there is none."""
    text = text_of(response)
    for candidate in (text, text[text.find("{") : text.rfind("}") + 1]):
        try:
            value: object = json.loads(candidate)
            # Half a surrogate pair is no character, and no record could hold it.
            return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
        except (ValueError, RecursionError):
            continue
    return None


def text_of(response: object) -> str:
    """What the model wrote, wherever its mode puts it."""
    if _has(response, "output"):
        texts = [_get(item, "arguments") for item in _items(response, "output")]
    else:
        message = _get(next(iter(_items(response, "choices")), None), "message")
        calls = [_get(_get(call, "function"), "arguments") for call in _items(message, "tool_calls")]
        texts = [*calls, _get(message, "content")]
    return next((text for text in texts if isinstance(text, str) and text), "")


def _has(thing: object, name: str) -> bool:
    return isinstance(_get(thing, name), list)


def _get(thing: object, name: str) -> object:
    return getattr(thing, name, None)


def _items(thing: object, name: str) -> list[object]:
    value = _get(thing, name)
    return cast("list[object]", value) if isinstance(value, list) else []


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0
