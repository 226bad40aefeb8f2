"""One question put to the model: `instructor` prepares it, parses the reply, and re-asks once for a wrong shape."""

import base64
import logging
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from threading import Event
from types import new_class
from typing import Any, cast

import instructor
from instructor.core import IncompleteOutputException, InstructorRetryException
from instructor.core.hooks import HookName, Hooks
from pydantic import BaseModel, ConfigDict
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

from extractor.llm.context import SURE, cut_off, is_cut, too_long
from extractor.llm.faults import SHAPE_ERRORS, translate
from extractor.llm.modes import INSTRUCTOR_MODES
from extractor.llm.options import Mode, ModelOptions
from extractor.llm.pace import AbandonedError
from extractor.llm.prices import Prices
from extractor.llm.replied import decoded, usage_of
from extractor.llm.sender import BudgetError, Means, Sender
from extractor.llm.sizes import likely_tokens, shown_tokens
from extractor.model import Answer, Message, ModelFault, Question, Usage

__all__ = ["ask_once"]

ATTEMPTS = 2
"""At the shape: the first, and one re-ask."""

# At its levels below this it writes whole requests and replies, which hold the document, to whoever listens.
logging.getLogger("instructor").setLevel(logging.CRITICAL)


@dataclass(slots=True)
class _Tally:
    """What the attempts at one question came to; the hooks of `instructor` fill it."""

    prices: Prices
    attempts: list[object] = field(default_factory=list[object])
    usage: Usage = field(default_factory=Usage)
    least_sent: int = 0
    """Tokens of the shortest prompt that the endpoint counted; 0 where it counts none."""

    def sent(self) -> None:
        """One more request is on the wire."""
        self.usage += Usage(requests=1)

    def came(self, response: object) -> None:
        """A reply is there, good or not: its tokens are paid for."""
        usage = usage_of(response) or Usage()
        self.usage += Usage(usage.input, usage.cached_input, usage.output, cost=self.prices.cost(usage))
        self.least_sent = min(self.least_sent or usage.input, usage.input)
        value = decoded(response)
        if value is not None:
            self.attempts.append(value)


def ask_once(means: Means, question: Question, options: ModelOptions, mode: Mode, stop: Event | None = None) -> Answer:
    """Put the question; what goes wrong is the answer's fault. Once `stop` is set, nothing more is sent for it."""
    tally = _Tally(means.prices)
    sender = Sender(mode, means, stop or Event())
    hooks = Hooks()
    hooks.on(HookName.COMPLETION_RESPONSE, tally.came)
    shown = shown_tokens(question)
    if options.context and shown > options.context * SURE:
        return Answer((), too_long(options.context, shown))
    likely = likely_tokens(question) + question.max_tokens + options.reasoning_tokens

    def create(**prepared: object) -> object:
        return sender.send(prepared, tokens=likely, sent=tally.sent, came=hooks.emit_completion_response)

    patched = cast("Callable[..., BaseModel]", instructor.patch(create=create, mode=INSTRUCTOR_MODES[mode]))
    policy = Retrying(stop=stop_after_attempt(ATTEMPTS), retry=retry_if_exception_type(SHAPE_ERRORS), reraise=True)
    shape, parameters = _quiet(question.reply), _parameters(question, options, mode)
    fault = None
    try:
        patched(response_model=shape, max_retries=policy, hooks=hooks, **parameters)
    except IncompleteOutputException as error:
        return Answer((), translate(error)[0], tally.usage)
    except InstructorRetryException as error:
        fault = _fault(error)
    if is_cut(tally.least_sent, shown, options.context):
        # A reply may fit its shape all the same, and be about half of the document.
        return Answer((), cut_off(tally.least_sent), tally.usage)
    return Answer(tuple(tally.attempts), fault, tally.usage)


def _fault(error: InstructorRetryException) -> ModelFault:
    cause = error.__cause__
    if isinstance(cause, BudgetError):
        return ModelFault("model-budget", "the budget has not enough left for the next request")
    if isinstance(cause, AbandonedError):
        return ModelFault("model-unreachable", "nobody waits for the reply any more")
    return translate(cause if isinstance(cause, Exception) else error)[0]


def _parameters(question: Question, options: ModelOptions, mode: Mode) -> dict[str, Any]:
    optional = {"temperature": options.temperature, "seed": options.seed}
    return {
        "model": options.model,
        "messages": [_wire_message(message, mode) for message in question.messages],
        "max_tokens": question.max_tokens + options.reasoning_tokens,
        **{name: value for name, value in optional.items() if value is not None},
    }


def _wire_message(message: Message, mode: Mode) -> dict[str, object]:
    if not message.images:
        return {"role": message.role, "content": message.text}
    urls = [f"data:image/png;base64,{base64.b64encode(image).decode()}" for image in message.images]
    if mode == "responses":
        text, pictures = "input_text", [{"type": "input_image", "image_url": url} for url in urls]
    else:
        text, pictures = "text", [{"type": "image_url", "image_url": {"url": url}} for url in urls]
    parts = [{"type": text, "text": message.text}, *pictures]
    return {"role": message.role, "content": parts}


@cache
def _quiet(reply: type[BaseModel]) -> type[BaseModel]:
    """The reply's shape, whose error messages name path and shape but not the values that were sent.

    A re-ask that quotes a figure invites a repaired one.
    """
    schema = reply.model_json_schema()

    def schema_again(_cls: object, *_positions: object, **_options: object) -> dict[str, Any]:
        # Asked for at every call, and a seventh of its processor time to make; a copy, as the caller may change it.
        return deepcopy(schema)

    members: dict[str, object] = {
        "model_config": ConfigDict(hide_input_in_errors=True),
        "__module__": __name__,
        "__doc__": reply.__doc__,
        "model_json_schema": classmethod(schema_again),
    }
    quiet = new_class(reply.__name__, (reply,), exec_body=lambda namespace: namespace.update(members))
    # What `instructor` would make of it at every call; once is enough.
    return cast("type[BaseModel]", instructor.response_schema(quiet))
