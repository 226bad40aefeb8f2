"""What a statement is worth: its surroundings read, and its number held against the cells."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import filter as matching

from extractor.claims.grammar.context import Span, background_of, clause_start, is_excluded, times_in, timing_of
from extractor.claims.grammar.phrasebook import Phrasebook
from extractor.claims.grammar.scopes import last_subject_is_wide, subject_of
from extractor.claims.grammar.sentences import Sentence
from extractor.claims.grammar.statements import Raw
from extractor.model import Cell

__all__ = ["Asked", "Figures", "Outcome", "Surroundings", "compare", "is_zero", "surroundings_of"]

AFTER = re.compile(
    "$|[，。；：、）！？]|（(?![不除剔未])|均|都|全部|已|并|和|及|以及|与|且|或|其中|比|较|同比|环比|占"
    "|的?情况|的?情形|的?现象|的?问题|案件|事件|事项|行为"
)
"""What may follow a statement without changing what it counts."""
BLOCKING = frozenset({"inexact", "other-scope"})
"""With these even an equal number says nothing."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What surrounds a statement."""

    reasons: tuple[str, ...]
    """Why it may not be about the cells; empty when everything around it is understood."""
    own: bool
    """Its clause names the report's own office."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A statement held against the cells."""

    targets: tuple[tuple[str, ...], ...]
    matched: int | None
    agrees: bool | None
    reasons: tuple[str, ...]


class Figures:
    """The numbers of a record's cells as far as they are proven."""

    __slots__ = ("paths", "proven")

    def __init__(self, cells: Sequence[Cell]) -> None:
        """Keep the paths of all cells, and the values of those that need no person."""
        self.paths = {cell.path: None for cell in cells}
        self.proven: Mapping[str, Decimal] = {
            cell.path: Decimal(cell.value)
            for cell in cells
            if cell.kind == "number" and cell.value is not None and cell.status == "accepted" and cell.tier != "T4"
        }

    def expanded(self, patterns: Sequence[str]) -> tuple[str, ...]:
        """The cells behind paths and patterns of paths; empty when one of them has no cell here."""
        found = [self.matches(pattern) for pattern in patterns]
        return tuple(path for paths in found for path in paths) if all(found) else ()

    def matches(self, pattern: str) -> list[str]:
        """The cells behind one path, or one pattern of paths."""
        if "*" in pattern:
            return matching(self.paths, pattern)
        return [pattern] if pattern in self.paths else []

    def total(self, paths: Sequence[str]) -> Decimal | None:
        """The sum of cells; null when one of them is no proven number."""
        values = [self.proven.get(path) for path in paths]
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if len(known) == len(values) else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller knows about the document."""

    book: Phrasebook
    figures: Figures
    year: int | None
    agency: str | None


def surroundings_of(sentence: Sentence, span: Span, others: Sequence[Span], asked: Asked) -> Surroundings | None:
    """Read what stands around a statement; null when it is about another time, a plan, a rule or a comparison."""
    text, (start, end) = sentence.text, span
    if is_excluded(text, start, end):
        return None
    background = background_of(sentence, asked.year)
    times = list(times_in(text, asked.year, [span, *others]))
    timing = timing_of(text, start, times, background)
    if timing == "other":
        return None
    apart = [*((time.start, time.end) for time in times), *others]
    begin = clause_start(text, start)
    words = "".join(text[place] for place in range(begin, start) if not any(low <= place < high for low, high in apart))
    subject = subject_of(words, asked.agency, asked.book.lead_in)
    reasons = [] if subject.reason is None else [subject.reason]
    if timing == "unsure":
        reasons.append("time-unsure")
    if not AFTER.match(text, end):
        reasons.append("qualified")
    wide = last_subject_is_wide(text[:begin], asked.agency)
    if not subject.own and (background.wide if wide is None else wide):
        reasons.append("scope-unsure")
    return Surroundings(tuple(dict.fromkeys(reasons)), subject.own)


def compare(raw: Raw, reasons: Sequence[str], figures: Figures) -> Outcome | None:
    """Hold a statement against the cells; null when this edition of the form does not count such a thing."""
    targets = tuple(paths for target in raw.file.targets if (paths := figures.expanded(target)))
    if not targets:
        return None
    doubts = [*reasons]
    if raw.amount is not None and not raw.amount.exact:
        doubts.append("inexact")
    value = Decimal(0) if raw.amount is None else Decimal(raw.amount.value)
    totals = [figures.total(target) for target in targets]
    matched = next((number for number, total in enumerate(totals) if total == value), None)
    if matched is not None and BLOCKING.isdisjoint(doubts):
        return Outcome(targets, matched, agrees=True, reasons=())
    if None in totals:
        doubts.append("cell-unproven")
    if raw.file.strength == "supports" or not is_zero(raw.file.unless, figures):
        doubts.append("other-meaning")
    return Outcome(targets, None, agrees=None if doubts else False, reasons=tuple(dict.fromkeys(doubts)))


def is_zero(patterns: Sequence[str], figures: Figures) -> bool:
    """Whether all cells of this edition that are meant are proven zeros."""
    paths = [path for pattern in patterns for path in figures.matches(pattern)]
    return all(figures.proven.get(path) == 0 for path in paths)
