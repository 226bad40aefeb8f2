"""From a model's reply to readings: each string parsed by us, each with its place in the document or without one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import cast

from rapidfuzz.fuzz import ratio

from extractor.forms import Block, CellSpec, Row, TableEdition
from extractor.model import Document, Kind, Place
from extractor.prompting.describe import row_ids
from extractor.prompting.header import named_columns
from extractor.prompting.locate import Line, Located, is_beginning, locate, locate_side_by_side, same_text
from extractor.prompting.passages import Passage
from extractor.prompting.replies import MergedRow, MergedTable, merge_table
from extractor.prompting.row_fields import without_keys
from extractor.text import label_key
from extractor.text.numbers import Parsed, parse_value, to_yuan

__all__ = ["ModelReading", "read_reply", "read_row", "reading_of"]

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
    named_row: bool = False
    """Whether the echoed label is the row's and stands before the words."""
    named_column: bool = False
    """Whether the echoed header names every column of the table, in words that the text has."""
    whole_line: bool = False
    """Whether one line of the text holds the row's label, its words and no other row's."""
    bounded: bool = False
    """Whether nothing but its words stands between its label and that of the form's next row."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A row of a reply beside the row of the form that it answers."""

    key: str
    block: Block
    row: Row
    merged: MergedRow
    order: tuple[int, ...] | None
    """The columns as printed, as far as the header names them."""

    @property
    def printed(self) -> Sequence[int]:
        """The columns in the order in which their tokens are looked for."""
        return self.order or range(len(self.block.columns))

    @property
    def line(self) -> Line:
        """The row for the locator."""
        return Line(
            self.key,
            self.merged.label,
            tuple(self.merged.cells.get(column) for column in self.printed),
            int(self.key[1:]),
        )


def read_reply(
    document: Document, passage: Passage, edition: TableEdition, reply: MergedTable
) -> dict[str, ModelReading]:
    """The readings of one reply about one passage, by cell path."""
    keys = iter(row_ids(edition))
    specs = {spec.path: spec for spec in edition.cells}
    plain: list[_Asked] = []
    located: dict[str, Located] = {}
    asked: list[_Asked] = []
    for block in edition.blocks:
        order = named_columns(block, reply.header, passage.legible)
        # The keys are shared by all blocks: `zip` must not take one more than this block has rows.
        mine = [
            _Asked(key, block, row, reply.rows[key], order)
            for row, key in zip(block.rows, islice(keys, len(block.rows)), strict=True)
            if key in reply.rows and key not in reply.unreadable and _is_label_of(reply.rows[key].label, row)
        ]
        asked += mine
        if not block.across:
            plain += mine
        elif len(mine) == len(block.rows):
            located |= locate_side_by_side(passage.legible, [item.line for item in mine])
    located |= locate(passage.legible, [item.line for item in plain])
    return {
        spec.path: _reading(document, passage, item, column, spec, located.get(item.key))
        for item in asked
        for column, head in enumerate(item.block.columns)
        if column in item.merged.cells
        for spec in [specs[f"{edition.table}.{item.row.key}.{head.key}"]]
    }


def read_row(
    document: Document, passage: Passage, edition: TableEdition, row_key: str, reply: object
) -> dict[str, ModelReading]:
    """The readings of a second look at one row; empty when the reply is none, or speaks of another row."""
    for block in edition.blocks:
        row = next((row for row in block.rows if row.key == row_key), None)
        if row is None:
            continue
        table = {"rows": [{**cast("dict[str, object]", reply), "id": "r01"}]} if isinstance(reply, dict) else {}
        merged = merge_table([table], {"r01": len(block.columns)}).rows.get("r01")
        if merged is None or not _is_label_of(merged.label, row):
            return {}
        merged = replace(merged, cells=without_keys(merged.cells))
        item = _Asked("r01", block, row, merged, None)
        located = locate(passage.legible, [item.line]).get("r01")
        prefix = f"{edition.table}.{row.key}"
        specs = {spec.path: spec for spec in edition.cells}
        return {
            path: _reading(document, passage, item, column, specs[path], located)
            for column, head in enumerate(block.columns)
            if column in merged.cells
            for path in [f"{prefix}.{head.key}"]
        }
    return {}


def _is_label_of(echo: str, row: Row) -> bool:
    said = label_key(echo).folded
    wordings = [key.folded for key in row.label.keys]
    if is_beginning(echo):
        wordings = [wording[: len(said)] for wording in wordings]
    return any(ratio(said, wording) >= ALIKE for wording in wordings)


def _reading(  # noqa: PLR0913, PLR0917 - one cell and everything known about it
    document: Document, passage: Passage, item: _Asked, column: int, spec: CellSpec, located: Located | None
) -> ModelReading:
    token = dict(zip(item.printed, located.tokens, strict=True))[column] if located else None
    said = item.merged.cells[column]
    place = passage.place(token.start, token.end, document) if token else None
    words = document.text[place.start : place.end] if place else said
    if not same_text(words or "", said):
        place, words = None, said
    reading = reading_of(spec, words, place)
    return replace(
        reading,
        named_row=located is not None,
        named_column=item.order is not None,
        whole_line=located is not None and located.whole_line,
        bounded=located is not None and located.bounded,
    )


def reading_of(spec: CellSpec, words: str | None, place: Place | None) -> ModelReading:
    """The reading that a printed string makes, typed as the form types the cell."""
    parsed = parse_value(words or "")
    kind: Kind = "illegible" if parsed.kind == "text" else parsed.kind
    value, unit, yuan = _typed(spec, parsed) if kind == "number" else (None, spec.unit, None)
    return ModelReading(spec.path, words, value, kind, unit, yuan, place)


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
