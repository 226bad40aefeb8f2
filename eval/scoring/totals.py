"""Totals over documents: every rate is a count of a count, with an exact interval over documents beside it.

Cells of one document share its errors, so an interval over cells would promise too much (evaluation.md: 26 % false
certificates against 5 % allowed). The exact interval is therefore taken over documents: those in which nothing counted
by the rate went wrong.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from eval.scoring.cells import CellScore
from eval.scoring.document import DocumentScore, added_up
from eval.scoring.intervals import Interval, clopper_pearson

__all__ = ["FindingTotals", "Rate", "Totals", "rate", "total_up"]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of counted things, and the share of documents in which all of them were right."""

    part: int
    whole: int
    documents: int
    """That had something to count and nothing wrong."""
    of_documents: int
    """That had something to count."""

    @property
    def share(self) -> float | None:
        """Null without anything to count: a rate of nothing is no success."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> Interval | None:
        """The exact 95 % interval of the share of documents; null without any."""
        return clopper_pearson(self.documents, self.of_documents) if self.of_documents else None


@dataclass(frozen=True, slots=True)
class FindingTotals:
    """Findings of one family or one level."""

    owed: int
    made: int
    """Of those owed."""
    false: int
    """Errors that no document has."""

    @property
    def recall(self) -> float | None:
        """Null when none was owed."""
        return self.made / self.owed if self.owed else None

    @property
    def precision(self) -> float | None:
        """Null when there was none."""
        return self.made / (self.made + self.false) if self.made + self.false else None


@dataclass(frozen=True, slots=True)
class Totals:
    """The score of a set of documents."""

    documents: int
    cells: Rate
    non_zero: Rate
    zero: Rate
    blank: Rate
    exact: Rate
    accepted: Rate
    wrong_accepted: int
    documents_wrong_accepted: int
    review: int
    """Cells that wait for a person."""
    review_median: float
    """Per document."""
    grounded: Rate
    """Of accepted cells."""
    as_printed: Rate
    """Of accepted cells whose printed token is known."""
    metadata: Rate
    editions: Rate
    refused: Rate
    """Of the documents that must be refused."""
    schema_valid: Rate
    codes: Mapping[str, int]
    """Wrong cells by failure."""
    families: Mapping[str, FindingTotals]
    severities: Mapping[str, FindingTotals]
    flips: Rate
    seconds: float
    slowest: float
    input_tokens: int
    output_tokens: int
    cost_usd: float | None


def rate(counts: Iterable[tuple[int, int]]) -> Rate:
    """A rate over documents, each given as right things of all things."""
    counted = [(part, whole) for part, whole in counts if whole]
    return Rate(
        part=sum(part for part, _ in counted),
        whole=sum(whole for _, whole in counted),
        documents=sum(part == whole for part, whole in counted),
        of_documents=len(counted),
    )


def total_up(scores: Sequence[DocumentScore], flipped: Iterable[tuple[int, int]] = ()) -> Totals:
    """Add up the scores of documents.

    Args:
        scores: one for every document of the set, lost ones included.
        flipped: cells that changed between repeats, of all cells, by document.
    """
    waiting = [len(score.cells) - score.accepted for score in scores]
    codes: Counter[str] = Counter()
    for score in scores:
        codes.update(score.code_counts)
    return Totals(
        documents=len(scores),
        cells=_cells(scores, lambda _: True),
        non_zero=_cells(scores, lambda cell: cell.kind == "non_zero"),
        zero=_cells(scores, lambda cell: cell.kind == "zero"),
        blank=_cells(scores, lambda cell: cell.kind == "blank"),
        exact=rate((int(score.exact), 1) for score in scores),
        accepted=rate((score.accepted, len(score.cells)) for score in scores),
        wrong_accepted=sum(len(score.wrong_accepted) for score in scores),
        documents_wrong_accepted=sum(bool(score.wrong_accepted) for score in scores),
        review=sum(waiting),
        review_median=float(median(waiting)) if waiting else 0.0,
        grounded=rate((score.accepted - len(score.ungrounded), score.accepted) for score in scores),
        as_printed=rate((score.accepted - len(score.misprinted), score.accepted) for score in scores),
        metadata=rate((sum(right for _, right in score.meta), len(score.meta)) for score in scores),
        editions=rate((int(score.editions_right), 1) for score in scores if score.cells),
        refused=rate((int(score.refused_rightly), 1) for score in scores if score.refused_rightly is not None),
        schema_valid=rate((int(score.schema_valid), 1) for score in scores),
        codes=dict(codes.most_common()),
        families=_grouped(scores, by_family=True),
        severities=_grouped(scores, by_family=False),
        flips=rate((whole - part, whole) for part, whole in flipped),
        seconds=sum(score.spent.seconds for score in scores),
        slowest=max((score.spent.seconds for score in scores), default=0.0),
        input_tokens=sum(score.spent.input_tokens for score in scores),
        output_tokens=sum(score.spent.output_tokens for score in scores),
        cost_usd=added_up(score.spent.cost_usd for score in scores),
    )


def _cells(scores: Iterable[DocumentScore], counts: Callable[[CellScore], bool]) -> Rate:
    """Cells right, of those that anybody could tell; the others count where a wrong one was accepted."""
    return rate(
        (sum(cell.right for cell in counted), len(counted))
        for score in scores
        for counted in [[cell for cell in score.cells if counts(cell) and cell.known]]
    )


def _grouped(scores: Iterable[DocumentScore], *, by_family: bool) -> dict[str, FindingTotals]:
    owed: Counter[str] = Counter()
    made: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for finding in (finding for score in scores for finding in score.findings):
        group = finding.family if by_family else finding.severity
        owed[group] += finding.owed
        made[group] += finding.owed and finding.made
        false[group] += finding.false
    return {group: FindingTotals(owed[group], made[group], false[group]) for group in sorted(owed)}
