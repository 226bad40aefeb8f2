"""A form's phrases about its figures, compiled once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.claims.grammar.numerals import ANY_NUMBER, STATED_NUMBER
from extractor.claims.wordings import ByIdentity
from extractor.forms import Form
from extractor.forms.claims_schema import ChargeFile, CompletionFile, StatementFile
from extractor.forms.phrases import phrase_regex, word_regexes

__all__ = ["ChargePhrases", "CompletionPhrases", "Patterns", "Phrasebook", "StatementPhrases", "phrasebook_of"]


class Patterns:
    """Regular expressions, compiled when they are first looked for: most documents need only a few of all."""

    __slots__ = ("compiled", "sources")

    def __init__(self, sources: Sequence[str]) -> None:
        """Take the expressions as they are written."""
        self.sources = tuple(sources)
        self.compiled: tuple[re.Pattern[str], ...] | None = None

    def __iter__(self) -> Iterator[re.Pattern[str]]:
        """Iterate over the compiled expressions in the order of the form file."""
        if self.compiled is None:
            self.compiled = tuple(re.compile(source) for source in self.sources)
        return iter(self.compiled)


@dataclass(frozen=True, eq=False, slots=True)
class StatementPhrases:
    """The phrases of one statement."""

    file: StatementFile
    counts: Patterns
    """Each with the groups of `numerals.STATED_NUMBER`."""
    denials: Patterns
    units: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class CompletionPhrases:
    """The phrases of one completion."""

    file: CompletionFile
    phrases: Patterns


@dataclass(frozen=True, eq=False, slots=True)
class ChargePhrases:
    """What reports say about the charge."""

    terms: tuple[str, ...]
    term: re.Pattern[str]
    """Any term, official ones first."""
    counts: Patterns
    denials: Patterns


@dataclass(frozen=True, eq=False, slots=True)
class Phrasebook:
    """What the grammar looks for in documents of one form."""

    statements: tuple[StatementPhrases, ...]
    completions: tuple[CompletionPhrases, ...]
    charge: ChargePhrases | None
    lead_in: re.Pattern[str]
    """A phrase of the form that changes nothing about the statement behind it."""
    about: tuple[str, ...]
    """The plain words of all statements."""

    def named_in(self, text: str) -> frozenset[str]:
        """Those of the plain words that stand in a sentence."""
        return frozenset(word for word in self.about if word in text)


def phrasebook_of(form: Form) -> Phrasebook | None:
    """The form's phrases, compiled at the first call; null when the form has none."""
    return compiled(ByIdentity(form))


@lru_cache(maxsize=16)
def compiled(key: ByIdentity) -> Phrasebook | None:
    """Compile the phrases of a form."""
    file = key.form.claims
    if file is None:
        return None
    words = word_regexes(file)

    def patterns(phrases: Sequence[str]) -> Patterns:
        return Patterns([phrase_regex(phrase, words, STATED_NUMBER, ANY_NUMBER) for phrase in phrases])

    lead_ins = "|".join(phrase_regex(phrase, words) for phrase in file.lead_ins) or "(?!)"
    return Phrasebook(
        statements=tuple(
            StatementPhrases(item, patterns(item.counts), patterns(item.denials), frozenset(item.units or file.units))
            for item in file.statements
        ),
        completions=tuple(CompletionPhrases(item, patterns(item.phrases)) for item in file.completions),
        charge=charge_phrases(file.charge, patterns(file.charge.counts), patterns(file.charge.denials))
        if file.charge
        else None,
        lead_in=re.compile(f"(?:{lead_ins})"),
        about=tuple(dict.fromkeys(word for item in file.statements for word in item.about)),
    )


def charge_phrases(file: ChargeFile, counts: Patterns, denials: Patterns) -> ChargePhrases:
    """The phrases about the charge."""
    # A longer term first: one may stand inside another.
    terms = sorted((*file.terms, *file.other_terms), key=len, reverse=True)
    return ChargePhrases(file.terms, re.compile("|".join(map(re.escape, terms))), counts, denials)
