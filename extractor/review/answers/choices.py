"""What a person can pick with one key: what the readers read, and what would reconcile the figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.model import Cell, Finding, Kind, Record
from extractor.model.finding import Change, Proposal
from extractor.review.answers.values import State

__all__ = ["MOST_CHOICES", "Choice", "choices_of", "proposed_cells"]

MOST_CHOICES = 9
"""Keys 1 to 9."""

ABSENT: frozenset[Kind] = frozenset({"unread", "illegible", "missing"})
"""Nothing that a person could confirm with one key."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that is ready to be picked."""

    number: int
    """The key: 1 to 9."""
    kind: Kind
    value: int | str | None
    as_printed: str | None
    why: str
    """`reader` for what a reader read, else the proposal's own code."""
    reader: str = ""
    others: tuple[Change, ...] = ()
    """Other cells that the proposal changes as well; picking it settles only the cell in question."""
    in_source: bool = False


def choices_of(cell: Cell, findings: Sequence[Finding], heard: Sequence[tuple[str, State]] = ()) -> tuple[Choice, ...]:
    """The choices for a cell, the machine's own first; each value once. `heard` is what people answered blind."""
    chosen: list[Choice] = []
    seen: set[tuple[Kind, int | str | None]] = set()
    for choice in _all(cell, findings, heard):
        if (choice.kind, choice.value) not in seen and len(chosen) < MOST_CHOICES:
            seen.add((choice.kind, choice.value))
            chosen.append(replace(choice, number=len(chosen) + 1))
    return tuple(chosen)


def proposed_cells(record: Record, proposal: Proposal) -> tuple[tuple[Cell, Change], ...]:
    """The cells that a proposal changes, as the record has them."""
    cells = {cell.path: cell for cell in record.cells}
    return tuple((cells[change.cell], change) for change in proposal.changes if change.cell in cells)


def _all(cell: Cell, findings: Sequence[Finding], heard: Sequence[tuple[str, State]]) -> Iterator[Choice]:
    if cell.kind not in ABSENT:
        readers = [each.reader for each in cell.readings if (each.kind, each.value) == (cell.kind, cell.value)]
        yield Choice(0, cell.kind, cell.value, cell.as_printed, "reader", ", ".join(readers))
    for reading in cell.readings:
        if reading.kind not in ABSENT:
            yield Choice(0, reading.kind, reading.value, reading.as_printed, "reader", reading.reader)
    for name, state in heard:
        yield Choice(0, state.kind, state.value, state.as_printed, "audit", name)
    for finding in findings:
        for proposal in finding.proposals:
            mine = [change for change in proposal.changes if change.cell == cell.path]
            others = tuple(change for change in proposal.changes if change.cell != cell.path)
            if mine and mine[0].to is not None:
                to = mine[0].to
                yield Choice(0, "number", to, None, proposal.why, others=others, in_source=proposal.in_source)
