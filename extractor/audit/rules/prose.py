"""Rules about what the sentences say: held against the tables, and against each other."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from extractor.audit.catalogue import RuleEntry
from extractor.audit.rules.naming import sum_in_words
from extractor.audit.rules.parameters import number_of, words_of
from extractor.audit.rules.registry import Failed, NotAssessable, Outcome, Passed, rule
from extractor.audit.view import View
from extractor.model import Breakdown, Claim, Completion, Place
from extractor.model.finding import Attribution, Severity

__all__: list[str] = []

SCOPE = ("scope-unsure",)
UNPROVEN = ("cell-unproven",)
CLAUSE_BEGINS_BEHIND = frozenset("，。；：、！？（）,;:()\n\t")


@rule("N1")
def stated_counts(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """Each count in a sentence, held against the cells that its words name.

    Where the words have two meanings, as 收到 with or without those carried in, either of them will do. Only the exact
    noun, the report's own office and the report's year can contradict a cell; an unknown word leaves it open.
    """
    del entry
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for claim in view.claims:
        cells = tuple(dict.fromkeys(path for target in claim.targets for path in target))
        if claim.agrees:
            yield Passed(vacuous=not claim.value)
        elif claim.reasons == UNPROVEN:
            yield NotAssessable(tuple(path for path in cells if view.number(path) is None))
        elif (claim.agrees is False or claim.reasons == SCOPE) and (squeezed(claim.quote), cells) not in seen:
            seen.add((squeezed(claim.quote), cells))
            yield from _contradiction(view, claim, cells)


def _contradiction(view: View, claim: Claim, cells: tuple[str, ...]) -> Iterator[Outcome]:
    totals = [(target, _total(view, target)) for target in claim.targets]
    known = [(target, total) for target, total in totals if total is not None]
    if not known or len(known) < len(totals):
        return
    stated = Decimal(claim.value or 0)
    nearest, total = min(known, key=lambda item: abs(item[1] - stated))
    attribution, severity = _blame(view)
    yield Failed(
        {
            "quote": squeezed(claim.quote),
            "meanings_zh": "；".join(f"{sum_in_words(view, target)}为 {total}" for target, total in known),
            "meanings_en": "; ".join(f"{sum_in_words(view, target)} is {total}" for target, total in known),
        },
        variant="scope" if claim.agrees is None else None,
        # What only a model saw accuses nobody by itself (design.md §3).
        severity=severity if claim.by == "grammar" else "warning",
        attribution=attribution,
        cells=cells,
        quote=claim.quote,
        source=claim.source,
        expression=f"{' + '.join(nearest)} = {plain(stated)}",
        left=str(total),
        right=plain(stated),
        delta=plain(total - stated),
        key=tuple(str(total) for _, total in known),
    )


@rule("N2")
def parts_of_a_whole(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """The parts that a sentence names of a number (其中…), added up.

    Left open: lists that end in 等, rounded numbers, other units, parts that count something else. Parts that may
    overlap, such as channels of publication, only fail when one of them alone is larger than the whole.
    """
    for item in view.prose.breakdowns:
        yield from _parts(view, entry, item)


def _parts(view: View, entry: RuleEntry, item: Breakdown) -> Iterator[Outcome]:
    for part in item.parts:
        yield from _parts(view, entry, part)
    if not item.decidable or not _same_unit(item):
        return
    values = [part.whole.value for part in item.parts]
    whole, total = item.whole.value, item.total
    overlap = _is_called(item, words_of(entry, "overlapping"))
    # By applicant, then by channel: a list may cut the whole twice.
    if whole in accumulate(values):
        yield Passed()
    elif _is_called(item, words_of(entry, "other_counts")):
        return
    elif max(values) > whole or (total > whole and not overlap):
        yield _parts_failed(view, item, None)
    elif total < whole and not overlap and len(values) >= number_of(entry, "fewest"):
        yield _parts_failed(view, item, "fewer")


def _parts_failed(view: View, item: Breakdown, variant: str | None) -> Failed:
    start = _clause_start(view.text, item.whole.source.start)
    end = item.parts[-1].whole.source.end
    whole, total = plain(item.whole.value), plain(item.total)
    return Failed(
        {"whole": f"{item.label}{squeezed(item.whole.quote)}", "total": total, "stated": whole},
        variant=variant,
        attribution="undecided" if view.damaged else None,
        quote=view.text[start:end],
        source=Place(page=item.whole.source.page, start=start, end=end),
        expression=f"{' + '.join(plain(part.whole.value) for part in item.parts)} = {whole}",
        left=total,
        right=whole,
        delta=plain(item.total - item.whole.value),
    )


def _same_unit(item: Breakdown) -> bool:
    return {part.whole.unit for part in item.parts} == {item.whole.unit}


def _is_called(item: Breakdown, words: Sequence[str]) -> bool:
    """Whether the name of a part holds a word that the name of the whole does not."""
    return any(word in part.label and word not in item.label for part in item.parts for word in words)


@rule("N4")
def all_ended(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """Words that say of all cases how they ended, held against the cells that must then be 0.

    全部办结 leaves nothing to carry over; 均获维持 leaves no case pending, corrected or ended otherwise.
    """
    del entry
    for item in view.prose.completions:
        if item.agrees:
            yield Passed()
        elif item.agrees is False:
            yield _not_ended(view, item)
        elif item.reasons == UNPROVEN:
            yield NotAssessable(tuple(path for path in item.zero if view.number(path) is None))


def _not_ended(view: View, item: Completion) -> Failed:
    left = {path: number for path in item.zero if (number := view.number(path))}
    attribution, severity = _blame(view)
    total = sum(left.values())
    return Failed(
        {
            "quote": squeezed(item.quote),
            "cells_zh": "；".join(f"{sum_in_words(view, [path])}为 {number}" for path, number in left.items()),
            "cells_en": "; ".join(f"{sum_in_words(view, [path])} is {number}" for path, number in left.items()),
        },
        severity=severity,
        attribution=attribution,
        cells=tuple(left),
        quote=item.quote,
        source=item.source,
        expression=f"{' + '.join(left)} = 0",
        left=str(total),
        right="0",
        delta=str(total),
        key=tuple(map(str, left.values())),
    )


def squeezed(words: str) -> str:
    """Printed words without layout, for a message."""
    return "".join(words.split())


def plain(number: Decimal) -> str:
    """A number without exponent."""
    return format(number.normalize(), "f")


def _blame(view: View) -> tuple[Attribution | None, Severity | None]:
    """Whom a difference is laid to: where the document was damaged on its way to us, nobody, and as a warning."""
    return ("undecided", "warning") if view.damaged else (None, None)


def _total(view: View, paths: Sequence[str]) -> int | None:
    numbers = [view.number(path) for path in paths]
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _clause_start(text: str, start: int) -> int:
    """Where the clause begins that holds `start`."""
    while start and text[start - 1] not in CLAUSE_BEGINS_BEHIND:
        start -= 1
    return start
