"""Stretches of the text as the rules compare them: without white space, in compatibility form, each with its place."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.audit.catalogue import RuleEntry
from extractor.audit.rules.registry import Failed
from extractor.audit.view import View
from extractor.model import Place
from extractor.text import strip_bookmarks

__all__ = [
    "Passage",
    "accuse",
    "any_of",
    "clauses",
    "folded",
    "mentions",
    "narrative",
    "notice_year",
    "sentences",
    "squeezed",
]

SENTENCE_ENDS = frozenset("。;!?")
CLAUSE_ENDS = SENTENCE_ENDS | frozenset(",:")
SHORT_LINE = 20
"""Characters without white space: a line as short as that was not broken by the width of the page."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the text."""

    words: str
    """Without white space, in compatibility form: （ is (, ， is a comma."""
    at: tuple[int, ...]
    """Where each of its characters stands, in code points of the text."""

    def part(self, start: int, end: int) -> "Passage":
        """The passage of a half-open interval of `words`."""
        return Passage(self.words[start:end], self.at[start:end])

    @property
    def place(self) -> Place:
        """Where it stands; a passage without words has none, and nobody asks."""
        return Place(start=self.at[0], end=self.at[-1] + 1)

    def quoted(self, text: str) -> str:
        """As printed."""
        return text[self.place.start : self.place.end]


@lru_cache(maxsize=1024)
def folded(words: str) -> str:
    """Words as passages have them."""
    return "".join(unicodedata.normalize("NFKC", strip_bookmarks(words)).split())


@lru_cache(maxsize=64)
def squeezed(text: str, start: int, end: int) -> Passage:
    """The passage of a half-open interval of the text; many rules ask for the same ones."""
    seen = [_signs(character) for character in text[start:end]]
    at = [place for place, signs in enumerate(seen, start) for _ in signs]
    return Passage("".join(seen), tuple(at))


@lru_cache(maxsize=8192)
def _signs(character: str) -> str:
    """What a character of the text leaves in a passage."""
    signs = unicodedata.normalize("NFKC", character)
    return "".join(sign for sign in signs if not sign.isspace() and unicodedata.category(sign) != "Cf")


def narrative(view: View, without: str | None = None) -> tuple[Passage, ...]:
    """The bodies of all sections but those that hold a table, and but the one called `without`."""
    tables = {table.section for table in view.form.tables}
    return tuple(
        squeezed(view.text, section.start, section.end)
        for section in view.sections
        if section.key not in tables and (without is None or section.key != without)
    )


def sentences(text: str, passage: Passage) -> Iterator[Passage]:
    """Its sentences, and the short lines that end without a mark, as headings do."""
    return _cut(text, passage, SENTENCE_ENDS)


def clauses(text: str, passage: Passage) -> Iterator[Passage]:
    """The parts of its sentences between commas and colons."""
    return _cut(text, passage, CLAUSE_ENDS)


def _cut(text: str, passage: Passage, ends: frozenset[str]) -> Iterator[Passage]:
    words, at = passage.words, passage.at
    start = line = 0
    for place, sign in enumerate(words):
        if place > start and "\n" in text[at[place - 1] + 1 : at[place]]:
            if place - line < SHORT_LINE:
                yield passage.part(start, place)
                start = place
            line = place
        if sign in ends and not _thousands(words, place):
            if place > start:
                yield passage.part(start, place + (sign == "。" and ends is SENTENCE_ENDS))
            start = place + 1
    if start < len(words):
        yield passage.part(start, len(words))


def _thousands(words: str, place: int) -> bool:
    """Whether a comma stands between figures, as in 3,940."""
    return words[place] in ",:" and words[place - 1 : place].isdigit() and words[place + 1 : place + 2].isdigit()


def mentions(words: str, wanted: Iterable[str]) -> bool:
    """Whether words that are already folded hold any of the wanted ones."""
    return any(folded(word) in words for word in wanted)


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest that fits, on folded text."""
    return "|".join(re.escape(folded(word)) for word in sorted(words, key=len, reverse=True))


def notice_year(view: View) -> int | None:
    """The report year; where nothing names it, the first year of the newest edition that the tables follow."""
    if view.year is not None:
        return view.year
    used = {table.edition for table in view.tables}
    years = [edition.from_year for edition in view.form.editions if edition.id in used and edition.from_year]
    return max(years, default=None)


def accuse(view: View, entry: RuleEntry, failed: Failed) -> Failed:
    """The failure as it can be held against the agency.

    In a copy with damaged labels other words may be damaged too: then nobody is blamed, and no error is claimed.
    """
    if not view.damaged:
        return failed
    variant = entry.variants[failed.variant] if failed.variant else None
    level = failed.severity or (variant.severity if variant else None) or entry.severity
    return replace(failed, severity="warning" if level == "error" else level, attribution="undecided")
