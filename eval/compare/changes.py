"""What changed between two runs, document by document and cell by cell."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from eval.runs import DocumentResult, RunResult, WrongCell

__all__ = ["CellChange", "Comparison", "DocumentChange", "compare"]

How = Literal["broken", "fixed", "other"]
"""broken: right before, wrong now. fixed: the reverse. other: wrong in both, in another way."""

_RIGHT = "right"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that is answered otherwise."""

    document: str
    path: str
    how: How
    expected: str
    before: str
    """The answer of the base; `right` where it was as expected."""
    after: str
    code: str
    """Of the answer that is wrong; of two wrong ones, the candidate's."""
    accepted: bool
    """The wrong answer was accepted; of two wrong ones, the candidate's."""
    excerpt: str


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One document that is read otherwise as a whole."""

    document: str
    exact_before: bool
    exact_after: bool
    review_before: int
    review_after: int
    findings_lost: tuple[str, ...]
    """Owed findings that the base made and the candidate does not."""
    findings_gained: tuple[str, ...]
    false_errors: tuple[str, ...]
    """Errors that are new and unjust."""

    @property
    def broken(self) -> bool:
        """Exact before, no longer."""
        return self.exact_before and not self.exact_after

    @property
    def fixed(self) -> bool:
        """Exact now, not before."""
        return self.exact_after and not self.exact_before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs held against each other on the documents that both have."""

    base: RunResult
    candidate: RunResult
    documents: tuple[str, ...]
    """In both."""
    only_base: tuple[str, ...]
    only_candidate: tuple[str, ...]
    cells: tuple[CellChange, ...]
    changed: tuple[DocumentChange, ...]

    @property
    def differing(self) -> tuple[tuple[str, str, str], ...]:
        """What else differs than the answers: name, base, candidate."""
        one, other = (
            {**run.fingerprints.model_dump(), "repeats": run.repeats, "split": run.split}
            for run in (self.base, self.candidate)
        )
        return tuple((name, str(one[name]), str(other[name])) for name in one if one[name] != other[name])

    @property
    def counts(self) -> Counter[str]:
        """Cells by what happened to them."""
        return Counter(change.how for change in self.cells)

    @property
    def broken(self) -> tuple[str, ...]:
        """Documents that were exact."""
        return tuple(change.document for change in self.changed if change.broken)

    @property
    def fixed(self) -> tuple[str, ...]:
        """Documents that are exact now."""
        return tuple(change.document for change in self.changed if change.fixed)


def compare(base: RunResult, candidate: RunResult) -> Comparison:
    """Hold a candidate against a base."""
    before = {document.id: document for document in base.documents}
    after = {document.id: document for document in candidate.documents}
    both = tuple(name for name in before if name in after)
    cells = [change for name in both for change in _cells(before[name], after[name])]
    documents = [_document(before[name], after[name]) for name in both]
    return Comparison(
        base=base,
        candidate=candidate,
        documents=both,
        only_base=tuple(name for name in before if name not in after),
        only_candidate=tuple(name for name in after if name not in before),
        cells=tuple(cells),
        changed=tuple(change for change in documents if _matters(change)),
    )


def _cells(before: DocumentResult, after: DocumentResult) -> Iterator[CellChange]:
    old = {cell.path: cell for cell in before.wrong}
    new = {cell.path: cell for cell in after.wrong}
    for path in dict.fromkeys((*old, *new)):
        one, other = old.get(path), new.get(path)
        if one is None and other is not None:
            yield _change(after.id, "broken", other, _RIGHT, other.got)
        elif one is not None and other is None:
            yield _change(after.id, "fixed", one, one.got, _RIGHT)
        elif one is not None and other is not None and (one.got, one.accepted) != (other.got, other.accepted):
            yield _change(after.id, "other", other, one.got, other.got)


def _change(document: str, how: How, cell: WrongCell, before: str, after: str) -> CellChange:
    return CellChange(document, cell.path, how, cell.expected, before, after, cell.code, cell.accepted, cell.excerpt)


def _document(before: DocumentResult, after: DocumentResult) -> DocumentChange:
    return DocumentChange(
        document=after.id,
        exact_before=before.exact,
        exact_after=after.exact,
        review_before=before.review,
        review_after=after.review,
        findings_lost=tuple(item for item in after.missed if item not in before.missed),
        findings_gained=tuple(item for item in before.missed if item not in after.missed),
        false_errors=tuple(item for item in after.false_errors if item not in before.false_errors),
    )


def _matters(change: DocumentChange) -> bool:
    findings = change.findings_lost or change.findings_gained or change.false_errors
    return bool(findings) or change.broken or change.fixed or change.review_before != change.review_after
