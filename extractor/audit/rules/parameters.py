"""Reading the parameters of a rule: the catalogue's schema leaves their shape to the rule that uses them."""

from collections.abc import Mapping

from pydantic import TypeAdapter

from extractor.audit.catalogue import RuleEntry

__all__ = ["number_of", "pairs_of", "words_of"]

_WORDS = TypeAdapter(tuple[str, ...])
_PAIRS = TypeAdapter(Mapping[str, tuple[str, ...]])
_NUMBER = TypeAdapter(int)


def words_of(entry: RuleEntry, name: str) -> tuple[str, ...]:
    """A list of words."""
    return _WORDS.validate_python(entry.parameters[name])


def pairs_of(entry: RuleEntry, name: str) -> Mapping[str, tuple[str, ...]]:
    """Lists of words by name."""
    return _PAIRS.validate_python(entry.parameters[name])


def number_of(entry: RuleEntry, name: str) -> int:
    """A whole number."""
    return _NUMBER.validate_python(entry.parameters[name])
