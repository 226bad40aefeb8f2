"""Ways in which whole lines of figures go wrong: exchanged, shifted, split, run together.

Each is one event, however many cells it changes, and so it is likelier than as many separate mistakes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from extractor.audit.localise.system import Change, System
from extractor.forms import TableEdition

__all__ = ["Edit", "EditKind", "Lines", "lines_of", "structural_edits"]

EditKind = Literal["swapped", "split", "joined", "shifted", "rows-exchanged", "rows-shifted"]
KINDS: tuple[EditKind, ...] = ("swapped", "split", "joined", "shifted", "rows-exchanged", "rows-shifted")

Lines = Sequence[Sequence[Sequence[str]]]
"""The cells of a form as they are printed: by block, by line, from left to right."""

MOST_ROWS = 5
"""Rows that move together when they are shifted by one."""

_Guess = dict[int, int | None]
"""New values; null for the one that nothing on the line tells."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A structural edit after which every equation that it touches holds."""

    kind: EditKind
    change: Change
    worked_out: frozenset[int]
    """Variables whose value follows from the equations alone; the others are read off the line."""


def lines_of(tables: Iterable[TableEdition]) -> Lines:
    """The cells of some tables as the form prints them; rows that stand side by side are one line."""
    blocks: list[list[list[str]]] = []
    for table in tables:
        for block in table.blocks:
            rows = [[f"{table.table}.{row.key}.{column.key}" for column in block.columns] for row in block.rows]
            blocks.append([[path for row in rows for path in row]] if block.across else rows)
    return blocks


def structural_edits(system: System, violated: frozenset[int], lines: Lines) -> list[Edit]:
    """All edits that mend the failed equations of a component, likelier kinds and fewer cells first.

    An edit that changes a single cell is none.
    """
    masks = [sum(1 << equation for equation in held) for held in system.held]
    wanted = sum(1 << equation for equation in violated)
    found: dict[Change, Edit] = {}

    def reached(variables: Iterable[int]) -> int:
        mask = 0
        for variable in variables:
            mask |= masks[variable]
        return mask

    for block in lines:
        rows = [[system.numbers.get(path) for path in line] for line in block]
        for kind, guess in _guesses(system, rows, lambda variables: not wanted & ~reached(variables)):
            if wanted & ~reached(variable for variable, value in guess.items() if value != system.values[variable]):
                continue
            edit = _checked(system, violated, kind, guess)
            if edit is not None:
                found.setdefault(edit.change, edit)
    return sorted(found.values(), key=lambda edit: (KINDS.index(edit.kind), len(edit.change)))


def _guesses(
    system: System, rows: Sequence[Sequence[int | None]], matters: Callable[[Sequence[int]], bool]
) -> Iterator[tuple[EditKind, _Guess]]:
    """What each row, and each run of rows, may have been, where its cells matter to the failed equations."""
    for row in rows:
        known = [variable for variable in row if variable is not None]
        if not matters(known):
            continue
        # Neighbours first: they are exchanged more often.
        for one, other in sorted(combinations(range(len(known)), 2), key=lambda pair: pair[1] - pair[0]):
            yield (
                "swapped",
                {known[one]: system.values[known[other]], known[other]: system.values[known[one]]},
            )
        if len(known) == len(row):
            yield from _moved(system, known)
    for first in range(len(rows) - 1):
        for last in range(first + 1, min(first + MOST_ROWS, len(rows))):
            run = [row for row in rows[first : last + 1] if None not in row and len(row) == len(rows[first])]
            moved = [[variable for variable in row if variable is not None] for row in run]
            if len(run) == last - first + 1 and matters([variable for row in moved for variable in row]):
                yield from _slipped(system, moved)


def _moved(system: System, row: Sequence[int]) -> Iterator[tuple[EditKind, _Guess]]:
    """A field too many or too few on a line moves all that follows, and the last or a middle value is lost."""
    printed = [system.values[variable] for variable in row]
    counts = all(system.steps[variable] == system.unit for variable in row)
    for at in range(len(row)):
        # A field was lost here, and all that follows moved up.
        yield "shifted", dict(zip(row, (*printed[:at], None, *printed[at:-1]), strict=True))
        # A field came in here, and all that follows moved down.
        yield "shifted", dict(zip(row, (*printed[:at], *printed[at + 1 :], None), strict=True))
        if not counts:
            continue
        if at + 1 < len(row) and printed[at] > 0 and printed[at + 1] >= 0:
            whole = int(f"{printed[at] // system.unit}{printed[at + 1] // system.unit}") * system.unit
            yield "split", {row[at]: whole, row[at + 1]: None}
            yield "split", dict(zip(row, (*printed[:at], whole, *printed[at + 2 :], None), strict=True))
        digits = str(printed[at] // system.unit)
        for cut in range(1, len(digits)):
            if digits[cut] == "0" and cut + 1 < len(digits):
                continue
            parts = [int(digits[:cut]) * system.unit, int(digits[cut:]) * system.unit]
            yield "joined", dict(zip(row, (*printed[:at], *parts, *printed[at + 1 : -1])[: len(row)], strict=True))


def _slipped(system: System, rows: Sequence[Sequence[int]]) -> Iterator[tuple[EditKind, _Guess]]:
    """Two rows have each other's values, or the rows of a run have their neighbours'."""
    # Rows that stand in the same sums but for their own: no sum tells their order.
    if len({_signature(system, row) for row in rows}) == 1:
        return
    turns = (1, -1) if len(rows) > 2 else (1,)  # noqa: PLR2004 - two rows turn only one way
    for turn in turns:
        yield (
            "rows-exchanged" if len(rows) == 2 else "rows-shifted",  # noqa: PLR2004
            {
                variable: system.values[source]
                for number, row in enumerate(rows)
                for variable, source in zip(row, rows[(number + turn) % len(rows)], strict=True)
            },
        )


def _signature(system: System, row: Sequence[int]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """The equations of each cell that reach beyond the row."""
    cells = set(row)
    return tuple(
        tuple(
            (equation, sign)
            for equation, sign in system.held[variable].items()
            if not cells >= system.terms[equation].keys()
        )
        for variable in row
    )


def _checked(system: System, violated: frozenset[int], kind: EditKind, guess: Mapping[int, int | None]) -> Edit | None:
    """The edit with its unknown value worked out; null when an equation still fails, or a cell could not print it."""
    change = {variable: value for variable, value in guess.items() if value is not None}
    open_ones = [variable for variable, value in guess.items() if value is None]
    residuals = system.after(change)
    for variable in open_ones:
        if not system.held[variable]:
            return None
        equation, sign = next(iter(system.held[variable].items()))
        residual = residuals.get(equation, system.residuals[equation])
        change[variable] = system.values[variable] - residual // sign
    change = {variable: value for variable, value in change.items() if value != system.values[variable]}
    if len(change) < 2 or not all(system.allows(variable, value) for variable, value in change.items()):  # noqa: PLR2004
        return None
    residuals = system.after(change)
    # An equation that gave the unknown value cannot confirm it: another one must.
    if not violated <= residuals.keys() or len(residuals) <= len(open_ones):
        return None
    if any(abs(residual) > system.slacks[equation] for equation, residual in residuals.items()):
        return None
    return Edit(kind, tuple(sorted(change.items())), frozenset(open_ones) & change.keys())
