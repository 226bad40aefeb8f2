"""Which cells could be behind failed equations, and what would reconcile them. Nothing here changes a cell."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.audit.arithmetic import Amount, EquationResult
from extractor.audit.localise.likeness import LIKENESS, Slip, likeness
from extractor.audit.localise.search import alone, smallest_repairs
from extractor.audit.localise.structure import Edit, EditKind, Lines, structural_edits
from extractor.audit.localise.system import Change, System, build_system

__all__ = ["ORDER", "Located", "Repair", "Why", "locate", "suspects"]

Why = Slip | EditKind | Literal["slip-in-each"]
"""What would have happened; `sums-only` when no likely slip leads from the right figures to the printed ones."""

ORDER: Sequence[Why] = (*LIKENESS[:-1], "slip-in-each", LIKENESS[-1])
"""Of separate cells, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Figures that would make every equation of a component hold."""

    changes: tuple[tuple[str, int | Decimal], ...]
    """Cell path and the number it would hold."""
    why: Why
    structural: bool
    taken: frozenset[str] = frozenset()
    """The cells whose number would be one that is printed in another cell of the line."""

    @property
    def cells(self) -> frozenset[str]:
        """The cells that would change."""
        return frozenset(path for path, _ in self.changes)


@dataclass(frozen=True, slots=True)
class Located:
    """The failed equations of one component, and everything that explains them as simply as possible."""

    failed: tuple[int, ...]
    """Positions among the results."""
    repairs: tuple[Repair, ...]
    """Structural ones first, the likelier first; empty when nothing that simple explains the failures."""

    @property
    def unique(self) -> Repair | None:
        """The repair, if there is only one."""
        return self.repairs[0] if len(self.repairs) == 1 else None


def locate(
    results: Sequence[EquationResult],
    amounts: Mapping[str, Amount],
    lines: Lines = (),
    signed: Collection[str] = (),
) -> list[Located]:
    """Explain the failed equations, component by component.

    A single cell that two or more failed equations point at, and no other cell, needs no further guess. Else whole
    lines gone wrong come before separate cells, and of these all smallest sets of up to three.

    Args:
        results: every equation with its outcome.
        amounts: the cells that state a number; every cell of an evaluated equation is among them.
        lines: the form's cells as printed, for structural edits.
        signed: cells that may hold a negative number.
    """
    if not any(result.outcome == "failed" for result in results):
        return []
    system = build_system(results, amounts, signed)
    located: list[Located] = []
    for violated in system.components():
        single = [change for change in alone(system, violated) if _possible(system, change)]
        free, edits = single, list[Edit]()
        if len(single) != 1 or len(violated) == 1:
            edits = structural_edits(system, violated, lines)
            free = single or ([] if edits else smallest_repairs(system, violated))
        repairs = [_structural(system, edit) for edit in edits]
        repairs += sorted((_free(system, change) for change in free), key=lambda repair: ORDER.index(repair.why))
        located.append(Located(tuple(system.results[equation] for equation in sorted(violated)), tuple(repairs)))
    return located


def suspects(results: Sequence[EquationResult], amounts: Mapping[str, Amount]) -> frozenset[str]:
    """The cells a person should look at first when equations fail.

    Where one wrong cell explains all failures of a component, by its equations and by the difference in each, every
    such cell is suspected, and no other. Several wrong cells have too many explanations to clear any: then all cells
    of the failed equations are suspected.
    """
    if not any(result.outcome == "failed" for result in results):
        return frozenset()
    system = build_system(results, amounts)
    suspected: set[str] = set()
    for violated in system.components():
        single = alone(system, violated)
        if any(_possible(system, change) for change in single):
            suspected |= {system.paths[variable] for change in single for variable, _ in change}
        else:
            suspected |= {system.paths[variable] for equation in violated for variable in system.terms[equation]}
    return frozenset(suspected)


def _possible(system: System, change: Change) -> bool:
    return all(system.allows(variable, value) for variable, value in change)


def _structural(system: System, edit: Edit) -> Repair:
    taken = frozenset(system.paths[variable] for variable, _ in edit.change if variable not in edit.worked_out)
    return Repair(_changes(system, edit.change), edit.kind, structural=True, taken=taken)


def _free(system: System, change: Change) -> Repair:
    slips: list[Slip] = [
        likeness(system.number(variable, system.values[variable]), system.number(variable, value))
        for variable, value in change
    ]
    in_each: Why = "sums-only" if "sums-only" in slips else "slip-in-each"
    return Repair(_changes(system, change), slips[0] if len(slips) == 1 else in_each, structural=False)


def _changes(system: System, change: Change) -> tuple[tuple[str, int | Decimal], ...]:
    return tuple((system.paths[variable], system.number(variable, value)) for variable, value in change)
