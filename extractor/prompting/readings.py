"""From a model's reply to readings: each string parsed by us, each with its place in the document or without one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz.fuzz import ratio

from extractor.forms import Block, CellSpec, Row, TableEdition
from extractor.model import Document, Kind, Place
from extractor.prompting.header import named_columns
from extractor.prompting.locate import ECHOED, Line, Located, locate, locate_side_by_side
from extractor.prompting.passages import Passage
from extractor.prompting.replies import MergedRow, MergedTable
from extractor.text import label_key
from extractor.text.numbers import Parsed, parse_value, to_yuan

__all__ = ["ModelReading", "read_reply", "row_keys"]

ALIKE = 70
"""Similarity, 0 to 100, from which an echoed label counts as the row's."""


@dataclass(frozen=True, slots=True)
class ModelReading:
    """A model's claim about one cell."""

    path: str
    as_printed: str | None
    """The document's own words where there is a place, else what the model wrote."""
    value: int | str | None
    kind: Kind
    unit: str | None
    value_yuan: str | None
    source: Place | None
    """Null when the text does not have the words at the cell's place: the reading is shown and never counts."""
    named_row: bool
    """Whether the echoed label is the row's and stands before the words."""
    named_column: bool
    """Whether the echoed header names every column of the table, in words that the text has."""


def row_keys(edition: TableEdition) -> tuple[str, ...]:
    """The keys by which questions and replies name the value rows, in the form's order."""
    rows = sum(len(block.rows) for block in edition.blocks)
    return tuple(f"r{number:02d}" for number in range(1, rows + 1))


def read_reply(
    document: Document, passage: Passage, edition: TableEdition, reply: MergedTable
) -> dict[str, ModelReading]:
    """The readings of one reply about one passage, by cell path."""
    keys = iter(row_keys(edition))
    specs = {spec.path: spec for spec in edition.cells}
    readings: dict[str, ModelReading] = {}
    plain: list[tuple[Block, Row, Line, MergedRow, Sequence[int]]] = []
    for block in edition.blocks:
        order = named_columns(block, reply.header, passage.legible)
        mine = [(row, key) for row, key in zip(block.rows, keys, strict=False)]
        lines = [
            (block, row, _line(key, reply.rows[key], order or range(len(block.columns))), reply.rows[key], order or ())
            for row, key in mine
            if key in reply.rows and key not in reply.unreadable and _is_label_of(reply.rows[key].label, row)
        ]
        if block.across:
            whole = len(lines) == len(block.rows)
            located = locate_side_by_side(passage.legible, [line for _, _, line, _, _ in lines]) if whole else {}
            for item in lines:
                readings |= _row(document, passage, specs, edition, item, located.get(item[2].id))
        else:
            plain += lines
    located = locate(passage.legible, [line for _, _, line, _, _ in plain])
    for item in plain:
        readings |= _row(document, passage, specs, edition, item, located.get(item[2].id))
    return readings


def _line(key: str, row: MergedRow, order: Sequence[int]) -> Line:
    """The row with its cells in the order in which the header names the columns."""
    return Line(key, row.label, tuple(row.cells.get(column) for column in order))


def _is_label_of(echo: str, row: Row) -> bool:
    said = label_key(echo).folded
    wordings = [key.folded for key in row.label.keys]
    if len(label_key(echo).plain) >= ECHOED:
        wordings = [wording[: len(said)] for wording in wordings]
    return any(ratio(said, wording) >= ALIKE for wording in wordings)


def _row(
    document: Document,
    passage: Passage,
    specs: Mapping[str, CellSpec],
    edition: TableEdition,
    item: tuple[Block, Row, Line, MergedRow, Sequence[int]],
    located: Located | None,
) -> dict[str, ModelReading]:
    block, row, _, merged, order = item
    return {
        reading.path: reading
        for reading in _cells(document, passage, specs, f"{edition.table}.{row.key}", block, merged, order, located)
    }


def _cells(
    document: Document,
    passage: Passage,
    specs: Mapping[str, CellSpec],
    prefix: str,
    block: Block,
    row: MergedRow,
    order: Sequence[int],
    located: Located | None,
) -> Iterator[ModelReading]:
    printed = order or range(len(block.columns))
    tokens = dict(zip(printed, located.tokens, strict=True)) if located else {}
    for number, column in enumerate(block.columns):
        if number not in row.cells:
            continue
        spec = specs[f"{prefix}.{column.key}"]
        said = row.cells[number]
        token = tokens.get(number)
        place = passage.place(token.start, token.end, document) if token else None
        words = document.text[place.start : place.end] if place else said
        if place is None or "".join((words or "").split()) != "".join((said or "").split()):
            place, words = None, said
        yield reading_of(spec, words, place, named_row=located is not None, named_column=bool(order))


def reading_of(
    spec: CellSpec, words: str | None, place: Place | None, *, named_row: bool, named_column: bool
) -> ModelReading:
    """The reading that a printed string makes, typed as the form types the cell."""
    parsed = parse_value(words or "")
    kind: Kind = "illegible" if parsed.kind == "text" else parsed.kind
    value, unit, yuan = _typed(spec, parsed) if kind == "number" else (None, spec.unit, None)
    return ModelReading(spec.path, words, value, kind, unit, yuan, place, named_row, named_column)


def _typed(spec: CellSpec, parsed: Parsed) -> tuple[int | str | None, str | None, str | None]:
    number = parsed.number
    if number is None:
        return None, spec.unit, None
    unit = parsed.unit or spec.unit
    if spec.type not in {"decimal", "money"}:
        return number if isinstance(number, int) else format(number, "f"), unit, None
    yuan = to_yuan(number, unit) if spec.type == "money" and unit else None
    return format(number, "f") if isinstance(number, Decimal) else str(number), unit, _plain(yuan)


def _plain(number: Decimal | None) -> str | None:
    if number is None:
        return None
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
