"""Phrases of the form found in a sentence, each with what it states."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.claims.grammar.numerals import Amount
from extractor.claims.grammar.phrasebook import Phrasebook, StatementPhrases
from extractor.claims.grammar.quoting import Quoting
from extractor.claims.grammar.sentences import Sentence
from extractor.forms.claims_schema import StatementFile

__all__ = ["Raw", "is_needed", "raw_statements"]

SPLIT_FIGURES = re.compile(r"[\d,.]\s+[\d,.]")


@dataclass(frozen=True, slots=True)
class Raw:
    """A phrase where it stands, before anybody asked what surrounds it."""

    file: StatementFile
    start: int
    """Half-open interval in the folded sentence."""
    end: int
    amount: Amount | None
    """Null for a denial."""
    quote_start: int
    """Where its quotation begins: behind what the phrase only needs in front of it."""


def raw_statements(quoting: Quoting, book: Phrasebook) -> list[Raw]:
    """What a sentence states, in the order of its phrases.

    Where phrases share a number, the longest says what it counts; between equals, the form file's order decides.
    """
    counted: dict[int, Raw] = {}
    denied: list[Raw] = []
    named = book.named_in(quoting.text)
    for phrases in book.statements:
        if named.isdisjoint(phrases.file.about):
            continue
        for place, raw in counts_in(quoting, phrases):
            known = counted.get(place)
            if known is None or raw.end - raw.start > known.end - known.start:
                counted[place] = raw
        denied.extend(denials_in(quoting, phrases))
    found = [*counted.values(), *longest_denials(denied)]
    return sorted(found, key=lambda raw: (raw.start, raw.end))


def counts_in(quoting: Quoting, phrases: StatementPhrases) -> Iterator[tuple[int, Raw]]:
    """Every match of a statement's phrases with a number in a fitting unit, and where the number starts."""
    if not quoting.marked.numbers:
        return
    for pattern in phrases.counts:
        for found in pattern.finditer(quoting.marked.text):
            amount = quoting.marked.amount(found.start("number"))
            if amount is None or (amount.unit is not None and amount.unit not in phrases.units):
                continue
            printed, _ = quoting.quote(amount.start, amount.end)
            # Figures with a space between them may be two numbers.
            if not SPLIT_FIGURES.search(printed):
                raw = raw_at(quoting, phrases, found, amount)
                if raw is not None:
                    yield amount.start, raw


def denials_in(quoting: Quoting, phrases: StatementPhrases) -> Iterator[Raw]:
    """Every match of a phrase that says there were none."""
    for pattern in phrases.denials:
        for found in pattern.finditer(quoting.marked.text):
            raw = raw_at(quoting, phrases, found, None)
            if raw is not None:
                yield raw


def raw_at(quoting: Quoting, phrases: StatementPhrases, found: re.Match[str], amount: Amount | None) -> Raw | None:
    """A match in the places of the folded sentence; null without the words that it needs."""
    at = quoting.marked.at
    quote = found["quote"] if "quote" in found.re.groupindex else None
    start, end = at[found.start()], at[found.end()]
    if not is_needed(phrases.file.needs, quoting.sentence, end):
        return None
    return Raw(phrases.file, start, end, amount, start if quote is None else at[found.start("quote")])


def longest_denials(denied: Sequence[Raw]) -> list[Raw]:
    """One denial for the same cells at the same place: the longest, then the first in the form file."""
    kept: list[Raw] = []
    for raw in sorted(denied, key=lambda item: item.start - item.end):
        overlaps = (
            other.file.targets[0] == raw.file.targets[0] and other.start < raw.end and raw.start < other.end
            for other in kept
        )
        if not any(overlaps):
            kept.append(raw)
    return kept


def is_needed(needs: Sequence[str], sentence: Sentence, end: int) -> bool:
    """Whether one of the words stands in the heading, or in the paragraph before `end`."""
    if not needs:
        return True
    seen = sentence.heading + "\n" + sentence.before + sentence.text[:end]
    return any(word in seen for word in needs)
