"""The second reader, row by row: for small models, which lose count in a whole table.

Each question shows the lines of one row and nothing else. Such readings are advisory whatever the model is worth
(design.md §4.3): they are shown beside the table reader's and change no cell, no tier and no status.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.forms import Row, TableEdition
from extractor.model import Answer, Cell, Document, Question, RowsHeard, Usage
from extractor.pipeline.model_reading import Lack, ModelReader, ModelView, RowLimits, together
from extractor.pipeline.recognise import Recognised
from extractor.prompting import row_question
from extractor.prompting.passages import Passage, text_passages
from extractor.prompting.readings import ModelReading, read_row
from extractor.prompting.row_fields import has_fields
from extractor.prompting.row_windows import row_windows

__all__ = ["read_rows", "rows_heard"]

OWN_FAULTS = frozenset(("model-truncated", "model-shape", "model-refused"))
"""Faults of a small model in one row: counted, and no reason to do the document again."""


@dataclass(frozen=True, slots=True)
class _Window:
    """The lines of one row."""

    table: TableEdition
    row: Row
    passage: Passage

    @property
    def prefix(self) -> str:
        """How the paths of its cells begin."""
        return f"{self.table.table}.{self.row.key}"


def read_rows(
    reader: ModelReader,
    document: Document,
    found: Recognised,
    tables: Sequence[TableEdition],
    cells: Sequence[Cell],
) -> ModelView:
    """Ask about rows, those in doubt first, and read the answers.

    Args:
        reader: asks; it says how many rows, and which.
        document: the document after ingest; its own text is shown.
        found: its form and where its sections are.
        tables: the tables, each in the edition that the document prints.
        cells: what the table reader made of them; they say which rows are in doubt, and the model is told nothing.
    """
    windows = list(_windows(document, found, tables))
    chosen = _chosen(windows, reader.rows or RowLimits(0), cells)
    questions = [_question(reader, document, window) for window in chosen]
    answers = reader.client.ask(questions) if questions else ()
    readings = [_readings(document, window, answer) for window, answer in zip(chosen, answers, strict=True)]
    asked = sum(len(block.rows) for table in tables for block in table.blocks)
    faults = [(window, answer.fault) for window, answer in zip(chosen, answers, strict=True) if answer.fault]
    return ModelView(
        reader.client.name,
        independent=False,
        readings=together(readings),
        lacks=tuple(
            {
                window.table.table: Lack(window.table.table, fault)
                for window, fault in reversed(faults)
                if fault.code not in OWN_FAULTS
            }.values()
        )[::-1],
        usage=sum((answer.usage for answer in answers), Usage()),
        rows=RowsHeard(asked=len(chosen), withheld=asked - len(chosen), unanswered=len(faults)),
    )


def _windows(document: Document, found: Recognised, tables: Sequence[TableEdition]) -> Iterator[_Window]:
    for table in tables:
        rows = {row.key: (row, len(block.columns)) for block in table.blocks for row in block.rows}
        known: set[str] = set()
        for passage in text_passages(document, found.regions.get(table.table)):
            for key, (start, end) in row_windows(passage.legible, table).items():
                row, width = rows[key]
                lines = _cut(passage, start, end)
                if key not in known and has_fields(lines.legible.strip("\r\n"), row, width):
                    known.add(key)
                    yield _Window(table, row, lines)


def _cut(passage: Passage, start: int, end: int) -> Passage:
    offset = None if passage.offset is None else passage.offset + start
    return Passage(passage.text[start:end], passage.legible[start:end], offset)


def _chosen(windows: Sequence[_Window], limits: RowLimits, cells: Sequence[Cell]) -> list[_Window]:
    doubtful = {cell.path.rpartition(".")[0] for cell in cells if cell.status == "review"}
    first = [window for window in windows if window.prefix in doubtful]
    rest = [] if limits.doubtful_only else [window for window in windows if window.prefix not in doubtful]
    return [*first, *rest][: limits.most]


def _question(reader: ModelReader, document: Document, window: _Window) -> Question:
    return row_question(
        reader.prompts, window.table, window.row.key, window.passage.legible.strip("\r\n"), document=document.sha256
    )


def _readings(document: Document, window: _Window, answer: Answer) -> Mapping[str, ModelReading]:
    for attempt in reversed(answer.attempts):
        made = read_row(document, window.passage, window.table, window.row.key, attempt)
        if made:
            return made
    return {}


def rows_heard(view: ModelView, cells: Sequence[Cell]) -> RowsHeard | None:
    """What became of the rows that were asked about; null for a model that reads whole tables.

    A row is exact when each of its cells was read as the document's cell is, in kind and value.
    """
    if view.rows is None:
        return None
    said = view.readings
    agreed = {cell.path: _same(said[cell.path], cell) for cell in cells if cell.path in said}
    rows: dict[str, list[bool]] = {}
    for cell in cells:
        rows.setdefault(cell.path.rpartition(".")[0], []).append(agreed.get(cell.path, False))
    return replace(
        view.rows,
        readings=len(said),
        agreed=sum(agreed.values()),
        exact=sum(all(row) for row in rows.values()),
    )


def _same(said: ModelReading, cell: Cell) -> bool:
    return (said.kind, said.value) == (cell.kind, cell.value)
