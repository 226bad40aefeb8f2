"""From readings to cells, findings and coverage: the identities are evaluated on proven numbers only."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.audit import (
    Amount,
    EquationResult,
    Levels,
    View,
    amounts_of,
    arithmetic_findings,
    evaluate,
    evaluate_cells,
    measure_coverage,
    proposals_of,
    run_rules,
    suspects,
    with_levels,
)
from extractor.forms import Form, TableEdition
from extractor.fusion import Outcome, Sighting, Verdict, fuse_table_reader, judge_recognised, sighting_of
from extractor.model import Cell, Coverage, Document, Finding, Reading
from extractor.model.finding import Attribution
from extractor.tables import CellReading, TableReading

__all__ = ["Fused", "audit", "fuse"]

READER = "table"


@dataclass(frozen=True, slots=True)
class Fused:
    """The cells of a document, and who is at fault where a table's identities fail."""

    cells: tuple[Cell, ...]
    attributions: Mapping[str, Attribution]
    """By table."""


def fuse(
    document: Document, form: Form, tables: Sequence[TableEdition], readings: Sequence[TableReading], *, floor: float
) -> Fused:
    """Give every cell its tier and status.

    `floor` is the recogniser's score below which one read counts for nothing.
    """
    cells: list[Cell] = []
    attributions: dict[str, Attribution] = {}
    amounts = {
        cell.spec.path: Amount.of(cell.value)
        for reading in readings
        for cell in reading.cells
        if cell.proven and cell.value is not None
    }
    between = form.equations_between(tables)
    for table, reading in zip(tables, readings, strict=True):
        equations = [*table.equations, *(equation for equation in between if table.table in equation.tables)]
        # A digit torn off a decimal hides in the rounding interval: 707.7 and a stray 1 beside a sum with 707.71.
        known = {path: Amount(amount.value) for path, amount in amounts.items()} if reading.stray else amounts
        results = evaluate(equations, known)
        outcomes = [_outcome(result) for result in results if _assessable(result)]
        by_cell: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in outcomes:
            for path in outcome.cells:
                by_cell[path].append(outcome)
        seen = _sightings(document, reading)
        firm = all(sighting.is_firm(floor) for sighting in seen.values())
        trusted = (document.born_digital or bool(seen)) and firm and not reading.damage
        suspected = suspects(results, known)
        attributions[table.table] = "source" if trusted and not reading.stray else "undecided"
        for item in reading.cells:
            verdict = fuse_table_reader(
                by_cell[item.spec.path],
                proven=item.proven,
                trusted=trusted,
                suspected=item.spec.path in suspected,
                stray=reading.stray,
            )
            sighting = seen.get(item.spec.path)
            cells.append(_cell(item, judge_recognised(verdict, sighting, floor=floor), sighting))
    return Fused(tuple(cells), attributions)


def audit(
    view: View, attributions: Mapping[str, Attribution] | None, levels: Levels | None = None
) -> tuple[tuple[Finding, ...], Coverage]:
    """Run every rule on a document as read; null `attributions` are read off the cells' own status."""
    levels = levels or {}
    cells = tuple(view.cells.values())
    results = evaluate_cells(view.form, view.tables, cells)
    known = attributions or {table.table: _attribution(table, cells) for table in view.tables}
    printed = {cell.path: cell.as_printed or "" for cell in cells}
    checked = run_rules(view, levels)
    proposals = proposals_of(view, results, amounts_of(cells))
    arithmetic = with_levels(arithmetic_findings(results, known, printed, proposals), levels)
    # An identity that is off is no check of the report, yet still evidence for what its cells hold.
    counted = [result for result in results if levels.get(result.equation.id, "error") is not None]
    return (*arithmetic, *checked.findings), measure_coverage(counted, checked, len(cells))


def _attribution(table: TableEdition, cells: Sequence[Cell]) -> Attribution:
    mine = [cell for cell in cells if cell.path.startswith(f"{table.table}.") and cell.tier == "T3"]
    return "undecided" if any(cell.status == "review" for cell in mine) else "source"


def _assessable(result: EquationResult) -> bool:
    return result.outcome != "not_assessable"


def _outcome(result: EquationResult) -> Outcome:
    return Outcome(result.equation.cells, failed=result.outcome == "failed", vacuous=result.vacuous)


def _sightings(document: Document, reading: TableReading) -> dict[str, Sighting]:
    """How the recogniser saw the printed cells of a table, by path; none for those that are born-digital."""
    found = (
        (item.spec.path, sighting_of(document.spots_of(item.source.start, item.source.end), item.as_printed or ""))
        for item in reading.cells
        if item.source is not None
    )
    return {path: sighting for path, sighting in found if sighting is not None}


def _cell(item: CellReading, verdict: Verdict, sighting: Sighting | None = None) -> Cell:
    readings: tuple[Reading, ...] = ()
    if item.source is not None:
        readings = (
            Reading(
                reader=READER,
                as_printed=item.as_printed,
                value=item.value,
                kind=item.kind,
                source=item.source,
                score=None if sighting is None else sighting.score,
            ),
        )
    return Cell(
        path=item.spec.path,
        as_printed=item.as_printed,
        value=item.value,
        kind=item.kind,
        unit=item.unit,
        value_yuan=item.value_yuan,
        tier=verdict.tier,
        status=verdict.status,
        reasons=verdict.reasons or item.reasons,
        source=item.source,
        readings=readings,
    )
