"""The table reader: deterministic, and it refuses rather than guesses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.forms import CellSpec, Form, Table
from extractor.model import Document, Kind, Place
from extractor.tables.bind import bind_table
from extractor.tables.bound import BoundRow, BoundTable
from extractor.tables.fields import Field
from extractor.tables.native import document_lines
from extractor.tables.reading import CellReading, DamageNote, TableReading, UnmappedRow
from extractor.tables.rows import assemble
from extractor.tables.similarity import label_index
from extractor.tables.thresholds import Thresholds, default_thresholds
from extractor.tables.transposed import is_transposed
from extractor.tables.units import caption_unit
from extractor.text.labels import label_key
from extractor.text.numbers import Parsed, parse_value, to_yuan

__all__ = ["Regions", "read_tables", "value_of"]

LINE_ENDS = ("\n", "\r", "\f", "\v")

UNIT_BEHIND = re.compile(r"[(（](?:单位[:：])?[件条项次宗个元万亿]{1,2}[)）]\s*$")
BARE_NUMBER = re.compile(r"^\d{1,2}(?=\D)")

FEW = 3
"""Rows bound by chance in a table that stands the other way round: names that are both a row's and a column's."""

Regions = Mapping[str, Sequence[tuple[int, int]]]
"""For each table key the half-open intervals of the text that its section covers."""


def read_tables(
    document: Document,
    form: Form,
    regions: Regions,
    *,
    year: int | None = None,
    thresholds: Thresholds | None = None,
) -> tuple[TableReading, ...]:
    """Read every table of the form, each in the edition that fits it best.

    `year` is the report year: it decides between editions of equal shape. A table without a region of its own is
    looked for in the whole text, because its heading may be damaged.
    """
    limits = thresholds or default_thresholds()
    preferred = form.edition_of_year(year) if year is not None else None
    readings: list[TableReading] = []
    everywhere = [(0, len(document.text))]
    for table in form.tables:
        spans = regions.get(table.key) or everywhere
        best = _bound(document, table, spans, preferred, limits)
        if document.grids and not best.rows and spans is not everywhere:
            # Two tables drawn as one grid stand under the heading of the first.
            other = _bound(document, table, everywhere, preferred, limits)
            best = other if other.rows else best
        preferred = preferred or best.edition.edition
        readings.append(_reading(document, best))
    return tuple(_without_taken(readings))


def _without_taken(readings: Sequence[TableReading]) -> Iterator[TableReading]:
    """A row that one table has no place for is not left over when another table of the same grid has it."""
    taken = {cell.source.start for reading in readings for cell in reading.cells if cell.source and cell.as_printed}
    for reading in readings:
        unmapped = [row for row in reading.unmapped if not any(field.start in taken for field in row.fields)]
        yield replace(reading, unmapped=tuple(unmapped))


def _bound(
    document: Document,
    table: Table,
    spans: Sequence[tuple[int, int]],
    preferred: str | None,
    thresholds: Thresholds,
) -> BoundTable:
    """The edition that explains the region best; between equals the preferred one, else the latest."""
    assembly = assemble(document_lines(document, spans))
    cut = None if document.text.endswith(LINE_ENDS) else len(document.text.rstrip())
    editions = sorted(table.editions, key=lambda edition: edition.edition == preferred)
    shapes = {edition.shape: edition for edition in editions}
    best: BoundTable | None = None
    for edition in reversed(shapes.values()):
        candidate = bind_table(assembly, edition, thresholds, cut)
        if best is None or round(candidate.fit(), 6) > round(best.fit(), 6):
            best = candidate
        if best.explains_all:
            break
    if best is None:
        raise ValueError(f"table {table.key} has no edition")
    return best


def _reading(document: Document, table: BoundTable) -> TableReading:
    if len(table.rows) <= FEW and is_transposed(table.assembly, table.edition):
        cells = tuple(_nothing(spec, "unread", "transposed") for spec in table.edition.cells)
        return TableReading(table.edition.table, table.edition.edition, cells, (), (), found=False, stray=False)
    cells = tuple(_cells(table))
    return TableReading(
        table=table.edition.table,
        edition=table.edition.edition,
        cells=cells,
        unmapped=tuple(_unmapped(table)),
        damage=tuple(_damage(document, table)),
        found=bool(table.rows),
        stray=table.stray,
    )


def _cells(table: BoundTable) -> Iterator[CellReading]:
    specs = {spec.path: spec for spec in table.edition.cells}
    absent, stray = table.absent(), table.stray
    for number, block, members in table.blocks:
        header = table.headers[number]
        order = header.order or tuple(range(block.width))
        position = {column: place for place, column in enumerate(order)}
        lines = table.header_labels([table.rows[row] for row in members if row in table.rows])
        caption = caption_unit(item.field.text for item in lines)
        for offset, row in enumerate(block.rows):
            bound = table.rows.get(members.start if block.across else members.start + offset)
            for column_number, column in enumerate(block.columns):
                spec = specs[f"{table.edition.table}.{row.key}.{column.key}"]
                leaf = offset * len(block.columns) + column_number if block.across else column_number
                if bound is None:
                    yield _nothing(spec, "missing" if members.start + offset in absent else "unread", "row-not-found")
                elif not bound.window.fields:
                    yield _nothing(spec, "unread", *dict.fromkeys(bound.reasons))
                elif stray and not bound.window.fields[position[leaf]].text:
                    yield _nothing(spec, "unread", *dict.fromkeys(["stray-number", *bound.reasons]))
                else:
                    unit = header.units.get(leaf) or (caption if spec.type == "money" else None)
                    yield _cell(table, bound, spec, bound.window.fields[position[leaf]], unit)


def _nothing(spec: CellSpec, kind: Kind, *reasons: str) -> CellReading:
    return CellReading(spec, kind, None, None, spec.unit, None, None, proven=False, reasons=reasons)


def _cell(table: BoundTable, bound: BoundRow, spec: CellSpec, field: Field, header_unit: str | None) -> CellReading:
    reasons = list(dict.fromkeys(bound.reasons))
    source = table.assembly.rows[bound.source]
    parsed = field.parsed
    place = Place(
        start=field.start,
        end=field.end,
        table=source.grid,
        row=source.row,
        column=(field.column or field.index + 1) if source.grid is not None else None,
    )
    # Words where a value belongs are not a value that anybody could accept.
    kind: Kind = "blank" if field.kind == "empty" else "illegible" if parsed.kind == "text" else parsed.kind
    value, unit, yuan = (
        _typed(spec, parsed, header_unit) if kind == "number" else (None, header_unit or spec.unit, None)
    )
    reasons += _type_faults(spec, field, parsed) if kind == "number" else []
    if kind == "illegible":
        reasons.append("illegible")
    return CellReading(
        spec=spec,
        kind=kind,
        as_printed=field.text,
        value=value,
        unit=unit,
        value_yuan=yuan,
        source=place,
        proven=not reasons,
        reasons=tuple(reasons),
    )


def value_of(spec: CellSpec, printed: str) -> tuple[Kind, int | str | None]:
    """What a token would say in a cell of the form: its kind, and its value as the form types it."""
    parsed = parse_value(printed)
    if parsed.kind != "number":
        return "illegible" if parsed.kind == "text" else parsed.kind, None
    return "number", _typed(spec, parsed, None)[0]


def _typed(spec: CellSpec, parsed: Parsed, header_unit: str | None) -> tuple[int | str | None, str | None, str | None]:
    """The value as the form types the cell: counts as integers, decimals and money as strings."""
    number = parsed.number
    if number is None:
        return None, spec.unit, None
    unit = parsed.unit or header_unit or spec.unit
    if spec.type in {"decimal", "money"}:
        yuan = to_yuan(number, unit) if spec.type == "money" and unit else None
        return format(number, "f") if isinstance(number, Decimal) else str(number), unit, _plain(yuan)
    return number if isinstance(number, int) else format(number, "f"), unit, None


def _plain(number: Decimal | int | None) -> str | None:
    if number is None:
        return None
    text = format(Decimal(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _type_faults(spec: CellSpec, field: Field, parsed: Parsed) -> list[str]:
    """Numbers the form does not allow there: printed so, perhaps, but for a person to see."""
    number = parsed.number
    if number is None or spec.type in {"decimal", "money"}:
        if parsed.unit is None and spec.unit and any(scale in field.text for scale in "万亿"):
            return ["scale-ambiguous"]
        return ["negative"] if number is not None and number < 0 else []
    if not isinstance(number, int):
        return ["not-a-count"]
    return ["negative"] if spec.type == "count" and number < 0 else []


def _unmapped(table: BoundTable) -> Iterator[UnmappedRow]:
    for place in table.unmapped():
        source = table.assembly.rows[place]
        fields = tuple(field for field in source.values if field.kind == "value")
        yield UnmappedRow(
            label=source.own[-1].text if source.own else "",
            fields=fields,
            source=Place(start=fields[0].start, end=fields[-1].end, table=source.grid, row=source.row),
        )
    for number, _, members in table.blocks:
        bound = [table.assembly.rows[table.rows[row].source] for row in members if row in table.rows]
        stated = [source for source in bound if source.fields]
        for column, fields in table.grid_headers[number].extras(stated):
            head = column.label
            place = Place(start=head.start, end=head.end, table=stated[0].grid, column=column.start)
            yield UnmappedRow(label=head.text, fields=fields, source=place)


def _damage(document: Document, table: BoundTable) -> Iterator[DamageNote]:
    """Labels that are recognisable, yet not worded as in any report that was typed: the copy suffered."""
    index = label_index(table.edition)
    for row, bound in sorted(table.rows.items()):
        if not bound.binding or not bound.binding.label:
            continue
        label = bound.binding.label
        wordings = {key.plain for key in index.rows[row].label.keys}
        printed = document.text[label.first.start : label.last.end]
        # Many offices leave out the point behind a number, or add the unit: 1属于国家秘密, 申请数量（件）.
        plain = label_key(UNIT_BEHIND.sub("", label.text)).plain
        if not {label_key(label.text).plain, plain, BARE_NUMBER.sub("", plain)} & wordings:
            yield DamageNote(table.edition.table, printed, Place(start=label.first.start, end=label.last.end))
    for header in table.headers:
        for field in header.damaged:
            yield DamageNote(table.edition.table, field.text, Place(start=field.start, end=field.end))
