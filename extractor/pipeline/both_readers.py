"""The cells of a document that two readers read: readings of both in, one answer with its tier out."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace

from extractor.audit import Amount, EquationResult, evaluate, suspects
from extractor.forms import Form, TableEdition
from extractor.fusion import (
    Disagreement,
    Outcome,
    Pair,
    Settled,
    Sighting,
    TableSide,
    Witness,
    differences,
    judge_recognised,
    settle,
)
from extractor.fusion.two_readers import Judge
from extractor.model import Cell, Document, Reading
from extractor.model.finding import Attribution
from extractor.pipeline.assemble import Fused, cell_of, fuse, outcomes_of
from extractor.pipeline.model_reading import ModelView
from extractor.pipeline.sightings import is_trusted, sightings
from extractor.prompting.readings import ModelReading
from extractor.tables import CellReading, TableReading

__all__ = ["fuse_both", "fuse_readers", "with_reading", "with_readings"]


def fuse_readers(  # noqa: PLR0913 - a document and all that was read of it
    document: Document,
    form: Form,
    tables: Sequence[TableEdition],
    readings: Sequence[TableReading],
    said: ModelView | None,
    *,
    floor: float,
) -> Fused:
    """The cells by one reader, or by two; a model that is no witness is shown beside the first."""
    if said is not None and said.independent:
        return fuse_both(document, form, tables, readings, said, floor=floor)
    alone = fuse(document, form, tables, readings, floor=floor)
    return with_readings(alone, form, tables, readings, said) if said is not None else alone


def fuse_both(  # noqa: PLR0913 - a document and all that was read of it
    document: Document,
    form: Form,
    tables: Sequence[TableEdition],
    readings: Sequence[TableReading],
    model: ModelView,
    *,
    floor: float,
) -> Fused:
    """Give every cell its tier and status by the words of two independent readers.

    A model that read a recogniser's words proves where they stand, not that they were recognised rightly: `floor` and
    the second read of `judge_recognised` hold for it as for the table reader.
    """
    seen = {reading.table: sightings(document, reading) for reading in readings}
    trusted = {item.table for item in readings if is_trusted(document, item, seen[item.table], floor)}
    firm = {table for table, cells in seen.items() if all(sighting.is_firm(floor) for sighting in cells.values())}
    sides = _sides(readings, model, trusted)
    results = _results(form, tables, readings)
    stray = {reading.table: reading.stray for reading in readings}
    judge = _judge(results)
    fusion = settle(
        sides,
        document.text,
        judge,
        lambda table, numbers: suspects(results(table, numbers), _amounts(numbers, exact=stray[table])),
    )
    cells = tuple(
        _cell(cell, model, fusion.cells[cell.spec.path], seen[reading.table].get(cell.spec.path), floor)
        for reading in readings
        for cell in reading.cells
    )
    attributions: dict[str, Attribution] = {
        side.key: _attribution(side, fusion.agreed, judge(side.key, fusion.numbers), firm=side.key in firm)
        for side in sides
    }
    return Fused(cells, attributions, _differences(sides, fusion.numbers, judge))


def _sides(readings: Sequence[TableReading], model: ModelView, trusted: Container[str]) -> list[TableSide]:
    return [
        TableSide(
            reading.table,
            tuple(_pair(cell, model.readings.get(cell.spec.path)) for cell in reading.cells),
            trusted=reading.table in trusted,
            stray=reading.stray,
        )
        for reading in readings
    ]


def _differences(sides: Sequence[TableSide], numbers: Mapping[str, int | str], judge: Judge) -> dict[str, Disagreement]:
    return {path: kind for side in sides for path, kind in differences(side, numbers, judge).items()}


Results = Callable[[str, Mapping[str, int | str]], tuple[EquationResult, ...]]


def _results(form: Form, tables: Sequence[TableEdition], readings: Sequence[TableReading]) -> Results:
    """The equations of a table on given numbers; where a digit is torn off, without rounding that could hide it."""
    between = form.equations_between(tables)
    equations = {
        table.table: [*table.equations, *(equation for equation in between if table.table in equation.tables)]
        for table in tables
    }
    stray = {reading.table: reading.stray for reading in readings}
    return lambda table, numbers: evaluate(equations[table], _amounts(numbers, exact=stray[table]))


def _judge(results: Results) -> Judge:
    return lambda table, numbers: outcomes_of(results(table, numbers))


def _amounts(numbers: Mapping[str, int | str], *, exact: bool) -> dict[str, Amount]:
    """The numbers with their precision; `exact` leaves no rounding in which a torn digit could hide."""
    amounts = {path: Amount.of(value) for path, value in numbers.items()}
    return {path: Amount(amount.value) for path, amount in amounts.items()} if exact else amounts


def _attribution(side: TableSide, agreed: frozenset[str], outcomes: Sequence[Outcome], *, firm: bool) -> Attribution:
    """Two readers who agree on every cell of what fails have read what is printed, whatever the table's labels show.

    `firm`: the words are born-digital, or recognised twice alike.
    """
    if side.stray:
        return "undecided"
    failed = [outcome for outcome in outcomes if outcome.failed]
    seen_twice = bool(failed) and all(path in agreed for outcome in failed for path in outcome.cells)
    return "source" if side.trusted or (seen_twice and firm) else "undecided"


def _pair(cell: CellReading, said: ModelReading | None) -> Pair:
    return Pair(
        path=cell.spec.path,
        table=Witness(cell.kind, cell.value, cell.source),
        proven=cell.proven,
        doubts=cell.reasons,
        model=Witness(said.kind, said.value, said.source) if said else None,
        named_row=said is not None and said.named_row,
        named_column=said is not None and said.named_column,
        whole_line=said is not None and said.whole_line,
        bounded=said is not None and said.bounded,
    )


def _cell(cell: CellReading, model: ModelView, settled: Settled, sighting: Sighting | None, floor: float) -> Cell:
    said = model.readings.get(cell.spec.path)
    made = cell_of(cell, judge_recognised(settled.verdict, sighting, floor=floor), sighting)
    if said is not None and settled.reader == "model":
        reasons = (*settled.verdict.reasons, *(reason for reason in cell.reasons if reason != "row-not-found"))
        made = made.model_copy(
            update={
                "as_printed": said.as_printed,
                "value": said.value,
                "kind": said.kind,
                "unit": said.unit,
                "value_yuan": said.value_yuan,
                "source": said.source,
                "reasons": tuple(dict.fromkeys(reasons)),
            }
        )
    return with_reading(made, model.reader, said)


def with_reading(cell: Cell, reader: str, said: ModelReading | None) -> Cell:
    """The cell with one more reading."""
    if said is None:
        return cell
    reading = Reading(reader=reader, as_printed=said.as_printed, value=said.value, kind=said.kind, source=said.source)
    return cell.model_copy(update={"readings": (*cell.readings, reading)})


def with_readings(
    alone: Fused,
    form: Form,
    tables: Sequence[TableEdition],
    readings: Sequence[TableReading],
    model: ModelView,
) -> Fused:
    """The cells of the table reader as they are, with the readings of a model that is no witness."""
    cells = tuple(with_reading(cell, model.reader, model.readings.get(cell.path)) for cell in alone.cells)
    numbers = {cell.path: cell.value for cell in alone.cells if cell.tier != "T4" and cell.value is not None}
    judge = _judge(_results(form, tables, readings))
    return replace(alone, cells=cells, differences=_differences(_sides(readings, model, ()), numbers, judge))
