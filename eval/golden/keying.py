"""Truth files keyed by hand, twice: once along the rows, once down the columns, so that one slip shows.

A truth file is YAML. `rows` holds lines `table.row: figures of its columns, in the form's order`; `columns` holds
lines `table.column: row=figure …`. What a file does not name prints what `rest` says, a 0 unless it says otherwise.
Marks for absent numbers: `_` blank, `-` dash, `/` slash, 无, `x` the document leaves it out.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from eval.generator.truth import Figure, MetaValue, expected_number
from eval.scoring import Expectation, ExpectedFinding
from eval.stored import read_stored
from extractor.forms import Form, TableEdition, builtin_forms

__all__ = ["MENDING", "Keyed", "KeyedFinding", "expectation_of", "read_keyed"]

MENDING = "mend the file as golden/README.md tells, or restore it"
"""The next step where a list or a truth cannot be read."""
MARKS: Mapping[str, str] = {"_": "blank", "-": "dash", "/": "slash", "无": "none_word", "x": "missing"}


class KeyedFinding(BaseModel):
    """A finding that the document owes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str
    severity: str
    attribution: str | None = None
    code: str | None = None
    cells: tuple[str, ...] = ()
    quote: str | None = None


class Keyed(BaseModel):
    """A truth file as keyed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: str = "gov-disclosure"
    keyed_by: str = "A"
    """Who read the document; A also wrote it."""
    agency: str
    editions: dict[str, str]
    meta: dict[str, MetaValue] = {}
    rows: dict[str, str] = {}
    columns: dict[str, str] = {}
    rest: str = "0"
    must_find: tuple[KeyedFinding, ...] = ()
    clean: bool
    notes: str = ""
    """What was hard to read, and how it was settled."""

    def cells(self) -> dict[str, Figure]:
        """Every cell of the printed editions.

        Raises:
            ValueError: a line names no row or column of the form, or has too few or too many figures.
        """
        form = form_of(self.form)
        cells: dict[str, Figure] = {}
        for table in form.table_editions(self.editions):
            cells |= {spec.path: _figure(self.rest) for spec in table.cells}
            cells |= dict(self._rows(table))
            cells |= dict(self._columns(table))
        if unknown := sorted(key for key in (*self.rows, *self.columns) if key not in _lines(form, self.editions)):
            raise ValueError(f"no such row or column: {unknown!r}")
        return cells

    def _rows(self, table: TableEdition) -> Iterator[tuple[str, Figure]]:
        for key, paths in _row_paths(table).items():
            if key in self.rows:
                yield from zip(paths, map(_figure, self.rows[key].split()), strict=True)

    def _columns(self, table: TableEdition) -> Iterator[tuple[str, Figure]]:
        for key, paths in _column_paths(table).items():
            for pair in self.columns.get(key, "").split():
                row, _, figure = pair.partition("=")
                yield paths[row], _figure(figure)


def read_keyed(path: Path) -> Keyed:
    """Read a truth file.

    Raises:
        NothingToDoError: `no-golden-set` when it is missing.
        UsageError: `golden-invalid` when it does not fit its schema.
    """
    return read_stored(
        Keyed,
        path,
        absent=("no-golden-set", "a truth file of the golden set is missing", MENDING),
        invalid=("golden-invalid", MENDING),
    )


def expectation_of(keyed: Keyed) -> Expectation:
    """The truth in the scorer's terms."""
    return Expectation(
        cells=keyed.cells(),
        editions=keyed.editions,
        meta=keyed.meta,
        findings=tuple(
            ExpectedFinding(
                about=owed.about,
                severity=owed.severity,
                attribution=owed.attribution,
                code=owed.code,
                cells=frozenset(owed.cells),
                quote=owed.quote,
            )
            for owed in keyed.must_find
        ),
        clean=keyed.clean,
    )


def form_of(form_id: str) -> Form:
    """A form that ships with the program."""
    return next(form for form in builtin_forms() if form.id == form_id)


def _figure(text: str) -> Figure:
    if text in MARKS:
        return {"kind": MARKS[text]}
    number = expected_number(Decimal(text.rstrip("万元")))
    unit = text.lstrip("0123456789.")
    return {"kind": "number", "value": number, "unit": unit, "as_printed": text} if unit else number


def _lines(form: Form, editions: Mapping[str, str]) -> set[str]:
    return {key for table in form.table_editions(dict(editions)) for key in (*_row_paths(table), *_column_paths(table))}


def _row_paths(table: TableEdition) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for spec in table.cells:
        rows.setdefault(f"{table.table}.{spec.row}", []).append(spec.path)
    return rows


def _column_paths(table: TableEdition) -> dict[str, dict[str, str]]:
    columns: dict[str, dict[str, str]] = {}
    for spec in table.cells:
        columns.setdefault(f"{table.table}.{spec.column}", {})[spec.row] = spec.path
    return columns
