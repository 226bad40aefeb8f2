"""Statements without a number of their own: how everything ended, and whether a charge was made."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.claims.grammar.context import Span
from extractor.claims.grammar.judge import Asked, surroundings_of
from extractor.claims.grammar.numerals import Amount, Marked
from extractor.claims.grammar.phrasebook import ChargePhrases, CompletionPhrases
from extractor.claims.grammar.quoting import Quoting
from extractor.claims.grammar.statements import Raw, is_needed
from extractor.model.prose import ChargeStatement, Completion
from extractor.text.numbers import to_yuan

__all__ = ["charges_in", "completions_in"]

NEAR = 2
"""How many statements back a completion may speak of."""


def completions_in(quoting: Quoting, statements: Sequence[Raw], asked: Asked) -> Iterator[Completion]:
    """Every completion of a sentence; of two that end at the same place, the longer one is meant."""
    found = [item for phrases in asked.book.completions for item in completion_spans(quoting, phrases)]
    spans = [(raw.start, raw.end) for raw in statements]
    for (start, end), phrases in found:
        if any(other[0] < start and end <= other[1] for other, _ in found):
            continue
        doubt = subject_doubt(phrases, start, statements)
        if doubt is None:
            continue
        around = surroundings_of(quoting.sentence, (start, end), spans, asked)
        paths = asked.figures.expanded(phrases.file.zero)
        if around is None or not paths:
            continue
        # Words that a completion shares with the statement before it (其中行政复议均…) narrow nothing.
        reasons = dict.fromkeys((*doubt, *(reason for reason in around.reasons if reason != "inexact")))
        values = [asked.figures.proven.get(path) for path in paths]
        agrees: bool | None = None
        if all(value == 0 for value in values):
            agrees, reasons = True, {}
        elif any(value for value in values):
            agrees = None if reasons else False
        else:
            reasons["cell-unproven"] = None
        quote, place = quoting.quote(start, end)
        yield Completion(phrases.file.key, quote, place, paths, agrees, tuple(reasons))


def completion_spans(quoting: Quoting, phrases: CompletionPhrases) -> Iterator[tuple[Span, CompletionPhrases]]:
    """Where a completion's words stand; the longest of those that end at one place."""
    if not any(word in quoting.text for word in phrases.file.about):
        return
    longest: dict[int, int] = {}
    for pattern in phrases.phrases:
        for found in pattern.finditer(quoting.marked.text):
            start, end = (quoting.marked.at[place] for place in found.span())
            if is_needed(phrases.file.needs, quoting.sentence, end):
                longest[end] = min(start, longest.get(end, start))
    yield from (((start, end), phrases) for end, start in longest.items())


def subject_doubt(phrases: CompletionPhrases, start: int, statements: Sequence[Raw]) -> tuple[str, ...] | None:
    """Why a completion may speak of something else; null when it speaks of nothing that the form counts."""
    if not phrases.file.after:
        return ()
    keys = [raw.file.key for raw in statements if raw.end <= start][-NEAR:]
    if not any(key in phrases.file.after for key in keys):
        return None
    return () if keys[-1] in phrases.file.after else ("qualified",)


def charges_in(quoting: Quoting, phrases: ChargePhrases, asked: Asked) -> Iterator[ChargeStatement]:
    """What a sentence says about the charge: each time it names it, once."""
    patterns = [*((pattern, False) for pattern in phrases.counts), *((pattern, True) for pattern in phrases.denials)]
    for named in phrases.term.finditer(quoting.text):
        term = named.group()
        official = term in phrases.terms
        best = ChargeStatement(*quoting.quote(*named.span()), term, official, None, negated=False, reasons=())
        length = 0
        for pattern, negated in patterns:
            stated = covering(pattern, quoting.marked, named.span())
            if stated is None or stated.end - stated.start <= length:
                continue
            yuan = Decimal(0) if negated else yuan_of(stated.amount)
            around = surroundings_of(quoting.sentence, (stated.start, stated.end), (), asked)
            if yuan is not None and around is not None:
                quote, place = quoting.quote(stated.start, stated.end)
                best = ChargeStatement(quote, place, term, official, yuan, negated, around.reasons)
                length = stated.end - stated.start
        yield best


@dataclass(frozen=True, slots=True)
class Stated:
    """A match in the places of the folded sentence."""

    start: int
    end: int
    amount: Amount | None


def covering(pattern: re.Pattern[str], marked: Marked, span: Span) -> Stated | None:
    """The match of a pattern that holds an interval."""
    for found in pattern.finditer(marked.text):
        start, end = (marked.at[place] for place in found.span())
        if start <= span[0] and span[1] <= end:
            numbered = "number" in found.re.groupindex
            return Stated(start, end, marked.amount(found.start("number")) if numbered else None)
    return None


def yuan_of(amount: Amount | None) -> Decimal | None:
    """An exact amount of money in yuan; null for anything else."""
    return to_yuan(amount.value, amount.unit) if amount is not None and amount.exact else None
