"""Quotations of a model, looked up in the document: verbatim but for white space, or not at all."""

from dataclasses import dataclass
from functools import lru_cache

__all__ = ["find_quote", "holds"]


@dataclass(frozen=True, slots=True)
class _Dense:
    text: str
    at: tuple[int, ...]


@lru_cache(maxsize=4)
def _dense(text: str) -> _Dense:
    kept = [(character, place) for place, character in enumerate(text) if not character.isspace()]
    return _Dense("".join(character for character, _ in kept), tuple(place for _, place in kept))


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """The first place that prints a quotation, as a half-open interval; lines may break anywhere in it."""
    dense, wanted = _dense(text), "".join(quote.split())
    at = dense.text.find(wanted) if wanted else -1
    return None if at < 0 else (dense.at[at], dense.at[at + len(wanted) - 1] + 1)


def holds(quote: str, part: str) -> bool:
    """Whether a quotation holds another one."""
    wanted = "".join(part.split())
    return bool(wanted) and wanted in "".join(quote.split())
