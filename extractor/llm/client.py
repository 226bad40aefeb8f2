"""The model client: cache first, then the endpoint, and every failure an answer."""

import weakref
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from pathlib import Path
from threading import Event

from extractor.llm.cached import replayed
from extractor.llm.database import Database
from extractor.llm.keys import reply_key
from extractor.llm.opening import open_client
from extractor.llm.options import Mode, ModelOptions
from extractor.llm.pace import Limit, Pace
from extractor.llm.prices import prices_of
from extractor.llm.replies import ReplyCache
from extractor.llm.sender import LONGEST_REQUEST, Means
from extractor.llm.spending import Spending
from extractor.model import Answer, ModelFault, Question

__all__ = ["EndpointModel", "opened"]

ENDPOINT_FAULTS = frozenset(("model-unreachable", "model-rate-limited", "model-rejected"))
"""Faults that the next question would have as well; the others are the question's own."""


class EndpointModel:
    """A model behind an endpoint with the OpenAI API."""

    def __init__(self, options: ModelOptions, mode: Mode, *, run: str = "", budget: Decimal | None = None) -> None:
        """Open the cache and the connection; nothing is sent.

        Args:
            options: of model and endpoint.
            mode: how the shape of replies is asked for.
            run: names the run for all its processes.
            budget: US dollars that the run may spend.

        Raises:
            StoreError: `cache-unusable`.
        """
        database = Database(Path(options.cache))
        self.name = options.model
        self.sees = options.sees
        self._options = options
        self._mode: Mode = mode
        self._cache = ReplyCache(database, max_bytes=options.cache_bytes)
        self._means = opened(options, database, run=run, budget=budget)
        # A port has no end; whoever drops the client leaves no connection open.
        weakref.finalize(self, self._means.client.close)

    def ask(self, questions: Sequence[Question]) -> tuple[Answer, ...]:
        """Answer the questions of one document, side by side."""
        if len(questions) <= 1:
            return tuple(map(self._answer, questions))
        stop = Event()
        pool = ThreadPoolExecutor(min(len(questions), self._options.concurrency))
        try:
            return tuple(pool.map(partial(self._answer, stop=stop), questions))
        finally:
            # Whoever stops waiting (Ctrl-C, a document's time) ends retries and waits for a turn; what is on the wire
            # still reaches the cache.
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)

    def _answer(self, question: Question, stop: Event | None = None) -> Answer:
        from extractor.llm.asking import ask_once

        key = reply_key(question, self._options, self._mode)
        known = replayed(self._cache, key)
        if known is not None:
            return known
        cause = self._means.spending.given_up()
        if cause is not None:
            return Answer((), ModelFault(cause, "not asked: too many questions before it had the same fault"))
        answer = ask_once(self._means, question, self._options, self._mode, stop)
        if answer.fault is None:
            self._cache.put(key, answer.attempts)
        if answer.fault is None or answer.fault.code not in ENDPOINT_FAULTS:
            self._means.spending.succeeded()
        else:
            self._means.spending.failed(answer.fault.code)
        return answer


def opened(
    options: ModelOptions, database: Database | None = None, *, run: str = "", budget: Decimal | None = None
) -> Means:
    """What requests need on their way out.

    Raises:
        StoreError: `cache-unusable`.
        UsageError: `bad-setting`: the certificates or a proxy are none.
    """
    shared = database or Database(Path(options.cache))
    limit = Limit(options.concurrency, options.requests_per_minute, options.tokens_per_minute)
    return Means(
        client=open_client(options),
        options=options,
        pace=Pace(shared, options.host, limit, longest=LONGEST_REQUEST),
        spending=Spending(shared, run, budget=budget),
        prices=prices_of(options.model, options.base_url, into=options.price_input, out=options.price_output),
    )
