"""A model that is not asked but counted: what a run would send, and what it could cost at most."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from extractor.llm.database import Database
from extractor.llm.keys import reply_key
from extractor.llm.options import Mode, ModelOptions
from extractor.llm.prices import prices_of
from extractor.llm.replies import ReplyCache
from extractor.llm.sizes import likely_tokens
from extractor.model import Answer, ModelFault, Question, Usage

__all__ = ["ForecastModel"]


class ForecastModel:
    """Answers nothing and says what asking would have taken; re-asks and retries are not foreseen."""

    def __init__(self, options: ModelOptions, mode: Mode) -> None:
        """Look at the cache too: what is there costs nothing.

        Raises:
            StoreError: `cache-unusable`.
        """
        self.name = options.model
        self.sees = options.sees
        self._options = options
        self._mode: Mode = mode
        self._cache = ReplyCache(Database(Path(options.cache)), max_bytes=options.cache_bytes)
        self._prices = prices_of(options.model, options.base_url, into=options.price_input, out=options.price_output)

    def ask(self, questions: Sequence[Question]) -> tuple[Answer, ...]:
        """Count the questions; the fault is `model-not-asked`."""
        fault = ModelFault("model-not-asked", "a dry run asks nothing")
        return tuple(Answer((), fault, self._usage(question)) for question in questions)

    def _usage(self, question: Question) -> Usage:
        known = None if self._options.fresh else self._cache.find(reply_key(question, self._options, self._mode))
        if known is not None:
            return Usage(replayed=1)
        usage = Usage(input=likely_tokens(question), output=question.max_tokens, requests=1)
        return replace(usage, cost=self._prices.cost(usage))
