"""From readings to cells, findings and coverage: the identities are evaluated on proven numbers only."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.audit import Amount, EquationResult, arithmetic_findings, evaluate, measure_coverage, zero_findings
from extractor.forms import Equation, Form, TableEdition
from extractor.fusion import Outcome, Verdict, fuse_table_reader, suspects
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


def fuse(document: Document, form: Form, tables: Sequence[TableEdition], readings: Sequence[TableReading]) -> Fused:
    """Give every cell its tier and status."""
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
        equations = _linked_equations(table, tables, between)
        outcomes = [_outcome(result) for result in evaluate(equations, amounts) if _assessable(result)]
        by_cell: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in outcomes:
            for path in outcome.cells:
                by_cell[path].append(outcome)
        trusted = document.born_digital and not reading.damage
        suspected = suspects(outcomes)
        attributions[table.table] = "source" if trusted and not reading.stray else "undecided"
        for item in reading.cells:
            verdict = fuse_table_reader(
                by_cell[item.spec.path],
                proven=item.proven,
                trusted=trusted,
                suspected=item.spec.path in suspected,
                stray=reading.stray,
            )
            cells.append(_cell(item, verdict))
    return Fused(tuple(cells), attributions)


def audit(
    form: Form,
    tables: Sequence[TableEdition],
    cells: Sequence[Cell],
    attributions: Mapping[str, Attribution] | None,
) -> tuple[tuple[Finding, ...], Coverage]:
    """Run every rule on fused cells; null `attributions` are read off the cells' own status."""
    usable = {
        cell.path: cell for cell in cells if cell.tier != "T4" and cell.kind == "number" and cell.value is not None
    }
    amounts = {path: Amount.of(cell.value) for path, cell in usable.items() if cell.value is not None}
    equations = [equation for table in tables for equation in table.equations]
    results = evaluate((*equations, *form.equations_between(tables)), amounts)
    known = attributions or {table.table: _attribution(table, cells) for table in tables}
    printed = {cell.path: cell.as_printed or "" for cell in cells}
    by_table: dict[str, list[int | str | None]] = defaultdict(list)
    for cell in cells:
        by_table[cell.path.partition(".")[0]].append(None if cell.tier == "T4" else cell.value)
    findings = [*arithmetic_findings(results, known, printed), *zero_findings(form.tables, by_table)]
    return tuple(findings), measure_coverage(results, len(cells))


def _linked_equations(
    table: TableEdition, tables: Sequence[TableEdition], between: Sequence[Equation]
) -> list[Equation]:
    """The table's own equations, those that link it to other tables, and those of the tables they link it to.

    A cell that another table's own equations confirm is cleared there; only all of them together tell whom to suspect.
    """
    linked = {table.table}
    while wider := {other for item in between if item.tables & linked for other in item.tables - linked}:
        linked |= wider
    own = [equation for item in tables if item.table in linked for equation in item.equations]
    return [*own, *(equation for equation in between if equation.tables <= linked)]


def _attribution(table: TableEdition, cells: Sequence[Cell]) -> Attribution:
    mine = [cell for cell in cells if cell.path.startswith(f"{table.table}.") and cell.tier == "T3"]
    return "undecided" if any(cell.status == "review" for cell in mine) else "source"


def _assessable(result: EquationResult) -> bool:
    return result.outcome != "not_assessable"


def _outcome(result: EquationResult) -> Outcome:
    return Outcome(result.equation.cells, failed=result.outcome == "failed", vacuous=result.vacuous)


def _cell(item: CellReading, verdict: Verdict) -> Cell:
    readings: tuple[Reading, ...] = ()
    if item.source is not None:
        readings = (
            Reading(reader=READER, as_printed=item.as_printed, value=item.value, kind=item.kind, source=item.source),
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
