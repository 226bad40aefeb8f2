"""From readings to cells, findings and coverage: the identities are evaluated on proven numbers only."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
from extractor.fusion import Disagreement, Outcome, Sighting, Verdict, fuse_table_reader, judge_recognised
from extractor.model import Cell, Coverage, Document, Finding, Reading
from extractor.model.cell import SECOND_READ
from extractor.model.finding import Attribution
from extractor.pipeline.sightings import is_trusted, sightings
from extractor.tables import CellReading, TableReading, value_of

__all__ = ["Fused", "audit", "cell_of", "fuse", "outcomes_of"]

READER = "table"


@dataclass(frozen=True, slots=True)
class Fused:
    """The cells of a document, and who is at fault where a table's identities fail."""

    cells: tuple[Cell, ...]
    attributions: Mapping[str, Attribution]
    """By table."""
    differences: Mapping[str, Disagreement] = field(default_factory=dict[str, Disagreement])
    """Where a model says something else, by cell path, accepted cells included."""


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
        outcomes = outcomes_of(results)
        by_cell: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in outcomes:
            for path in outcome.cells:
                by_cell[path].append(outcome)
        seen = sightings(document, reading)
        trusted = is_trusted(document, reading, seen, floor)
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
            cells.append(cell_of(item, judge_recognised(verdict, sighting, floor=floor), sighting))
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


def outcomes_of(results: Sequence[EquationResult]) -> list[Outcome]:
    """The equations that could be assessed, as fusion takes them."""
    return [
        Outcome(result.equation.cells, failed=result.outcome == "failed", vacuous=result.vacuous)
        for result in results
        if result.outcome != "not_assessable"
    ]


def cell_of(item: CellReading, verdict: Verdict, sighting: Sighting | None = None) -> Cell:
    """The cell that holds the table reader's words; `sighting` is how a recogniser saw them."""
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
            *_second_read(item, sighting),
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


def _second_read(item: CellReading, sighting: Sighting | None) -> Iterator[Reading]:
    """What a recogniser's second look says where it differs: a choice for a person, and never the cell's value.

    It names no place of its own: the text holds the first read there.
    """
    if sighting is None or sighting.agrees or not sighting.again:
        return
    kind, value = value_of(item.spec, sighting.again)
    if kind != "illegible":
        yield Reading(reader=SECOND_READ, as_printed=sighting.again, value=value, kind=kind, source=None)
