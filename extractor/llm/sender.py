"""One request on the wire: paced, within the budget, and sent again when the transport fails.

This is the only retry of the transport: the client library's own is switched off, and a shape error is asked again
outside of it, so that attempts never multiply and a rate limit never uses up a re-ask.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from threading import Event

import httpx2
import openai
from openai.types.chat import ChatCompletion
from openai.types.responses import Response
from tenacity import RetryCallState, Retrying, retry_if_exception, sleep_using_event, stop_after_attempt
from tenacity.stop import stop_when_event_set

from extractor.llm.faults import translate, waits_for
from extractor.llm.modes import parameters_of
from extractor.llm.opening import body_of
from extractor.llm.options import Limit, Mode, ModelOptions
from extractor.llm.pace import AbandonedError, Pace
from extractor.llm.prices import Prices
from extractor.llm.replied import judge, require_reply, usage_of
from extractor.llm.sizes import most_tokens
from extractor.llm.spending import Spending
from extractor.model import Usage

__all__ = ["LONGEST_REQUEST", "BudgetError", "Means", "Sender"]

TRIES = 6
"""Of one request, the first included."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 20.0
"""Seconds between tries: doubled each time, and half of it by chance, so that processes do not come back together."""
LONGEST_REQUEST = 600.0
"""Seconds after which a place that a dead process held is free again."""
UNBILLED = frozenset(("model-rate-limited", "model-rejected"))
"""Faults of requests that no endpoint charges for."""


class BudgetError(Exception):
    """The next request could cost more than the budget has left."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a request passes on its way out."""

    client: openai.OpenAI
    options: ModelOptions
    pace: Pace
    spending: Spending
    prices: Prices


class Sender:
    """Sends requests of one model to one endpoint."""

    def __init__(self, mode: Mode, means: Means, stop: Event) -> None:
        """Replies are asked for in `mode`; once `stop` is set, nothing more is sent."""
        self._stop = stop
        self._mode: Mode = mode
        self._client = means.client
        self._limit: Limit = means.options.limit
        self._body = body_of(means.options)
        self._pace = means.pace
        self._spending = means.spending
        self._prices = means.prices

    def send(
        self, prepared: Mapping[str, object], *, tokens: int, sent: Callable[[], None], came: Callable[[object], None]
    ) -> object:
        """Send a request until a reply comes that may be parsed.

        Args:
            prepared: by `instructor`, for the mode.
            tokens: likely ones, of request and reply.
            sent: told of every try.
            came: told of a reply that ends the question here, because the parser never sees it.

        Raises:
            BudgetError: nothing was sent.
            AbandonedError: nobody waits for the reply.
            Exception: as the client library raised it, or as `judge` does; `translate` knows them all.
        """
        retrying = Retrying(
            stop=stop_after_attempt(TRIES) | stop_when_event_set(self._stop),
            sleep=sleep_using_event(self._stop),
            wait=_pause,
            retry=retry_if_exception(_passes),
            reraise=True,
        )
        parameters = parameters_of(self._mode, prepared, limit=self._limit, body=self._body)
        response = retrying(self._once, parameters, tokens, sent)
        try:
            judge(response)
        except Exception:
            came(response)
            raise
        return response

    def _once(self, parameters: Mapping[str, object], tokens: int, sent: Callable[[], None]) -> object:
        worst = self._worst(parameters)
        if not self._spending.reserve(worst):
            raise BudgetError
        try:
            admission = self._pace.enter(tokens, self._stop)
        except AbandonedError:
            self._spending.settle(worst, Decimal())
            raise
        used: int | None = 0
        real = Decimal()
        try:
            sent()
            response = self._call(parameters)
            require_reply(response)
            usage = usage_of(response)
            used = None if usage is None else usage.input + usage.output
            real = worst if usage is None else self._prices.cost(usage) or Decimal()
        except Exception as error:
            real = Decimal() if _unbilled(error) else worst
            seconds = waits_for(error)
            if seconds:
                self._pace.hold(seconds)
            raise
        finally:
            self._pace.leave(admission, used)
            self._spending.settle(worst, real)
        return response

    def _worst(self, parameters: Mapping[str, object]) -> Decimal:
        most = parameters.get(self._limit) or parameters.get("max_output_tokens")
        output = most if isinstance(most, int) else 0
        return self._prices.cost(Usage(input=most_tokens(parameters), output=output)) or Decimal()

    def _call(self, parameters: Mapping[str, object]) -> object:
        # Not by `create`, which walks through every message again to look for types that it may have to convert.
        if self._mode == "responses":
            return self._client.post("/responses", cast_to=Response, body=parameters)
        return self._client.post("/chat/completions", cast_to=ChatCompletion, body=parameters)


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if waits_for(error) is not None:
        # The pace holds everybody back for that long already.
        return random.uniform(0, FIRST_PAUSE)  # noqa: S311 - spreads load
    full = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (state.attempt_number - 1))
    return full / 2 + random.uniform(0, full / 2)  # noqa: S311 - spreads load


def _passes(error: BaseException) -> bool:
    if not isinstance(error, Exception) or isinstance(error, BudgetError | AbandonedError):
        return False
    return translate(error)[1]


def _unbilled(error: Exception) -> bool:
    if isinstance(error, openai.APIStatusError):
        return True
    if isinstance(error.__cause__, httpx2.ConnectError | httpx2.ConnectTimeout):
        return True
    return translate(error)[0].code in UNBILLED
