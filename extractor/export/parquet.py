"""`cells.parquet`: the tidy table for DuckDB, pandas, polars and the like."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from importlib import import_module
from typing import BinaryIO, Protocol, Self, cast

from extractor.export.tidy import CELL_COLUMNS, CellRow, RecordRows, number_of

__all__ = ["CELLS_SCHEMA", "ParquetCells"]

CELLS_SCHEMA = "gouji/cells/1"

ROW_GROUP = 32_768
"""Rows that are held in memory before they are written."""

DIGITS, SCALE = 18, 4
LIMIT = Decimal(10) ** (DIGITS - SCALE)
MOST_YEAR = (1 << 15) - 1

NUMBERS = ("value", "accepted_value")


class ParquetCells:
    """Writes cells in row groups, so that memory does not grow with the run.

    A number that `decimal(18,4)` cannot hold exactly becomes null rather than rounded; `as_printed` and `kind` still
    tell it, and `unfit` counts such cells.
    """

    def __init__(self, target: BinaryIO, notes: Mapping[str, str] | None = None) -> None:
        """Write to `target`, an open binary file, which stays open; `notes` go into the file's own metadata."""
        # `import_module`, because pyarrow brings no types along; here, because it takes a while.
        self._arrow = cast("_Arrow", import_module("pyarrow"))
        self._schema = self._make_schema(notes or {})
        self._writer = cast("_Parquet", import_module("pyarrow.parquet")).ParquetWriter(
            target, self._schema, compression="zstd"
        )
        self._rows: list[CellRow] = []
        self.unfit = 0

    def add(self, rows: RecordRows) -> None:
        """Take the cells of a record."""
        self._rows.extend(rows.cells)
        if len(self._rows) >= ROW_GROUP:
            self._flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if kind is None:
            self._flush()
        self._writer.close()

    def _make_schema(self, notes: Mapping[str, str]) -> object:
        arrow = self._arrow
        number = arrow.decimal128(DIGITS, SCALE)
        types = {
            "year": arrow.int16(),
            **dict.fromkeys(NUMBERS, number),
            "page": arrow.int32(),
            "start": arrow.int64(),
            "end": arrow.int64(),
        }
        fields = [arrow.field(name, types.get(name, arrow.string())) for name in CELL_COLUMNS]
        return arrow.schema(fields, metadata={"gouji.schema": CELLS_SCHEMA, **notes})

    def _flush(self) -> None:
        rows, self._rows = self._rows, []
        if not rows:
            return
        listed = [
            row._replace(
                year=row.year if row.year is not None and 0 <= row.year <= MOST_YEAR else None,
                value=None,
                accepted_value=None,
            )
            for row in rows
        ]
        columns: dict[str, Sequence[object]] = dict(zip(CELL_COLUMNS, zip(*listed, strict=True), strict=True))
        columns["value"] = [self._decimal(row.value) for row in rows]
        # What does not fit was counted with its value; a decision that does not fit is counted here.
        columns["accepted_value"] = [
            value if row.accepted_value == row.value else self._decimal(row.accepted_value)
            for row, value in zip(rows, columns["value"], strict=True)
        ]
        table = self._arrow.Table.from_pydict(columns, schema=self._schema)
        self._writer.write_table(table, row_group_size=ROW_GROUP)

    def _decimal(self, value: int | str | None) -> Decimal | None:
        number = number_of(value)
        if number is None:
            return None
        if abs(number) >= LIMIT or number != round(number, SCALE):
            self.unfit += 1
            return None
        return number


class _Table(Protocol):
    def from_pydict(self, mapping: Mapping[str, Sequence[object]], *, schema: object) -> object: ...


class _Arrow(Protocol):
    """The part of pyarrow that is used."""

    Table: _Table

    def decimal128(self, precision: int, scale: int) -> object: ...
    def field(self, name: str, type_: object, /) -> object: ...
    def int16(self) -> object: ...
    def int32(self) -> object: ...
    def int64(self) -> object: ...
    def schema(self, fields: Sequence[object], *, metadata: Mapping[str, str]) -> object: ...
    def string(self) -> object: ...


class _Writer(Protocol):
    def close(self) -> None: ...
    def write_table(self, table: object, *, row_group_size: int) -> None: ...


class _Parquet(Protocol):
    """The part of `pyarrow.parquet` that is used."""

    def ParquetWriter(self, where: BinaryIO, schema: object, *, compression: str) -> _Writer: ...  # noqa: N802 - pyarrow's name
