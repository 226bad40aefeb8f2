"""A model that is never asked: replies come out of the cache or not at all."""

from collections.abc import Sequence
from pathlib import Path

from extractor.llm.database import Database
from extractor.llm.keys import reply_key
from extractor.llm.options import Mode, ModelOptions
from extractor.llm.replies import ReplyCache
from extractor.model import Answer, ModelFault, Question, Usage

__all__ = ["CachedModel", "replayed"]


class CachedModel:
    """Needs no network and no client library."""

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
        keys = [reply_key(question, self._options, self._mode) for question in questions]
        return tuple(replayed(self._cache, key) or absent for key in keys)


def replayed(cache: ReplyCache, key: str) -> Answer | None:
    """The answer that the cache holds under a key."""
    attempts = cache.find(key)
    return None if attempts is None else Answer(attempts, None, Usage(replayed=1), cached=True)
