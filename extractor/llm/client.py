"""The model client: cache first, then the endpoint, and every failure an answer."""

import weakref
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

from extractor.llm.database import Database
from extractor.llm.keys import reply_key
from extractor.llm.options import Mode, ModelOptions
from extractor.llm.pace import Limit, Pace
from extractor.llm.prices import Prices, prices_of
from extractor.llm.replies import ReplyCache
from extractor.llm.sender import LONGEST_REQUEST, Means, Sender, open_client
from extractor.llm.spending import Spending
from extractor.model import Answer, ModelFault, Question, Usage

__all__ = ["CachedModel", "EndpointModel"]

ENDPOINT_FAULTS = frozenset(("model-unreachable", "model-rate-limited", "model-rejected"))
"""Faults that the next question would have as well; the others are the question's own."""


class CachedModel:
    """A model that is never asked: replies come out of the cache or not at all."""

    def __init__(self, options: ModelOptions, mode: Mode) -> None:
        """Open the cache.

        Raises:
            StoreError: `cache-unusable`.
        """
        self.name = options.model
        self.sees = options.sees
        self._options = options
        self._mode: Mode = mode
        self._cache = ReplyCache(Database(Path(options.cache)), max_bytes=options.cache_bytes)

    def ask(self, questions: Sequence[Question]) -> tuple[Answer, ...]:
        """Answer from the cache; `replies-absent` is the fault of a question that it does not know."""
        absent = Answer((), ModelFault("replies-absent", "the reply is not in the cache"))
        return tuple(self._replay(question) or absent for question in questions)

    def _replay(self, question: Question) -> Answer | None:
        attempts = self._cache.find(reply_key(question, self._options, self._mode))
        return None if attempts is None else Answer(attempts, None, Usage(replayed=1), cached=True)


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
        self._spending = Spending(database, run, budget=budget)
        self._prices: Prices = prices_of(
            options.model, options.base_url, into=options.price_input, out=options.price_output
        )
        limit = Limit(options.concurrency, options.requests_per_minute, options.tokens_per_minute)
        client = open_client(options)
        # A port has no end; whoever drops the client leaves no connection open.
        weakref.finalize(self, client.close)
        pace = Pace(database, options.host, limit, longest=LONGEST_REQUEST)
        self._sender = Sender(mode, Means(client, pace, self._spending, self._prices))

    def ask(self, questions: Sequence[Question]) -> tuple[Answer, ...]:
        """Answer the questions of one document, side by side."""
        if len(questions) <= 1:
            return tuple(map(self._answer, questions))
        pool = ThreadPoolExecutor(min(len(questions), self._options.concurrency))
        try:
            return tuple(pool.map(self._answer, questions))
        finally:
            # A document whose time is up does not wait for what is under way; its reply still reaches the cache.
            pool.shutdown(wait=False, cancel_futures=True)

    def _answer(self, question: Question) -> Answer:
        from extractor.llm.asking import ask_once

        key = reply_key(question, self._options, self._mode)
        attempts = self._cache.find(key)
        if attempts is not None:
            return Answer(attempts, None, Usage(replayed=1), cached=True)
        cause = self._spending.given_up()
        if cause is not None:
            return Answer((), ModelFault(cause, "not asked: too many questions before it had the same fault"))
        answer = ask_once(self._sender, question, self._options, self._mode, self._prices)
        if answer.fault is None:
            self._cache.put(key, answer.attempts)
        if answer.fault is None or answer.fault.code not in ENDPOINT_FAULTS:
            self._spending.succeeded()
        else:
            self._spending.failed(answer.fault.code)
        return answer
