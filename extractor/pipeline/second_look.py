"""The targeted second look: rows that head for a person, read once more from their own lines alone.

Blind: the model is shown a few lines and the row's label, no candidate and no table. What comes back is advice: it
chooses what a person is shown first and moves no tier, because a model that reads one row has lost the table's context.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.forms import Row, TableEdition
from extractor.model import Answer, Cell, Document, Place, Usage
from extractor.pipeline.both_readers import with_reading
from extractor.pipeline.model_reading import NO_USAGE, ModelReader, ModelView
from extractor.prompting import second_look_question
from extractor.prompting.locate import line_window
from extractor.prompting.passages import text_passages
from extractor.prompting.readings import ModelReading, read_row

__all__ = ["Looks", "look_again", "with_looks"]

MOST_ROWS = 12
"""Rows of a document that are looked at again; a table with more of them is lost as a whole."""
LINES = 4
"""Lines shown above and below a row."""
SUFFIX = "#second-look"
"""Behind the model's name in its readings."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What the second look saw, by cell path."""

    readings: Mapping[str, ModelReading] = field(default_factory=dict[str, ModelReading])
    usage: Usage = NO_USAGE


def look_again(
    reader: ModelReader, document: Document, tables: Sequence[TableEdition], cells: Sequence[Cell], view: ModelView
) -> Looks:
    """Ask again about the rows with doubtful cells; nothing is asked of a model that read nothing."""
    if not view.readings or not document.text:
        return Looks()
    rows = list(_rows(document, tables, cells))[:MOST_ROWS]
    questions = [
        second_look_question(reader.prompts, table, row.key, document.text[start:end], document=document.sha256)
        for table, row, (start, end) in rows
    ]
    answers = reader.client.ask(questions) if questions else ()
    readings: dict[str, ModelReading] = {}
    usage = NO_USAGE
    for (table, row, span), answer in zip(rows, answers, strict=True):
        usage += answer.usage
        readings |= _read(document, table, row, span, answer)
    return Looks(readings, usage)


def _rows(
    document: Document, tables: Sequence[TableEdition], cells: Sequence[Cell]
) -> Iterator[tuple[TableEdition, Row, tuple[int, int]]]:
    """The rows with a cell in review whose place somebody knows; those on which readers differ come first."""
    doubtful: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.status == "review":
            doubtful.setdefault(cell.path.rpartition(".")[0], []).append(cell)
    found: list[tuple[bool, TableEdition, Row, tuple[int, int]]] = []
    for table in tables:
        for row in (row for block in table.blocks for row in block.rows):
            mine = doubtful.get(f"{table.table}.{row.key}", [])
            places = [place for cell in mine for place in _places(cell)]
            if places:
                span = line_window(
                    document.text, min(place.start for place in places), max(place.end for place in places), lines=LINES
                )
                found.append((all("readers-differ" not in cell.reasons for cell in mine), table, row, span))
    for _, table, row, span in sorted(found, key=lambda item: item[0]):
        yield table, row, span


def _places(cell: Cell) -> list[Place]:
    return [reading.source for reading in cell.readings if reading.source is not None]


def _read(
    document: Document, table: TableEdition, row: Row, span: tuple[int, int], answer: Answer
) -> Mapping[str, ModelReading]:
    for attempt in reversed(answer.attempts):
        (passage, *_) = text_passages(document, [span])
        made = read_row(document, passage, table, row.key, attempt)
        if made:
            return made
    return {}


def with_looks(cells: Sequence[Cell], view: ModelView, looks: Looks) -> tuple[Cell, ...]:
    """The cells with the second look's readings; of a witness, they also choose what a person is shown first."""
    return tuple(_with_look(cell, view, looks.readings.get(cell.path)) for cell in cells)


def _with_look(cell: Cell, view: ModelView, seen: ModelReading | None) -> Cell:
    if seen is None or cell.status != "review":
        return cell
    chosen = cell
    if view.independent and cell.tier == "T4" and seen.source is not None:
        supported = [reading for reading in cell.readings if (reading.kind, reading.value) == (seen.kind, seen.value)]
        nothing = cell.source is None and not supported
        # Overlap with another cell's place is for the person to see; the words are those that stand there.
        if supported and supported[0].source is not None:
            words = supported[0]
            chosen = _showing(cell, replace(seen, as_printed=words.as_printed, source=words.source))
        elif nothing:
            chosen = _showing(cell, seen)
            chosen = chosen.model_copy(update={"reasons": tuple(dict.fromkeys(("model-alone", *cell.reasons)))})
    return with_reading(chosen, f"{view.reader}{SUFFIX}", seen)


def _showing(cell: Cell, words: ModelReading) -> Cell:
    same = cell.value == words.value and cell.kind == words.kind
    return (
        cell
        if same
        else cell.model_copy(
            update={
                "as_printed": words.as_printed,
                "value": words.value,
                "kind": words.kind,
                "unit": words.unit,
                "value_yuan": words.value_yuan,
                "source": words.source,
            }
        )
    )
