"""Forms as the program uses them: labels ready to compare, cells by path, equations spelled out.

Compiled from a form file by `extractor.forms.compiler`; nothing here knows any particular form.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from extractor.forms.claims_schema import ClaimsFile
from extractor.forms.schema import Bilingual, CellType, MetadataFile
from extractor.text import LabelKey, label_key

__all__ = [
    "Block",
    "CellSpec",
    "Column",
    "Edition",
    "Equation",
    "Form",
    "HeaderNode",
    "Label",
    "Row",
    "Section",
    "Table",
    "TableEdition",
]


@dataclass(frozen=True)
class Label:
    """A label of the form with every wording it is known by."""

    text: str
    """As the form prints it."""
    wordings: tuple[str, ...]
    """`text` and its aliases."""

    @cached_property
    def keys(self) -> tuple[LabelKey, ...]:
        """The wordings ready for comparison, the official one first."""
        return tuple(label_key(wording) for wording in self.wordings)


@dataclass(frozen=True)
class Column:
    """A value column."""

    key: str
    label: Label
    type: CellType
    unit: str | None


@dataclass(frozen=True)
class Row:
    """A value row with the groups it stands in, outermost first."""

    key: str
    label: Label
    """With the official code before it as a further wording, where the row has one."""
    groups: tuple[Label, ...]
    code: str | None = None


@dataclass(frozen=True)
class HeaderNode:
    """A header cell: a group of further header cells, or the head of one value field."""

    label: Label
    index: int | None
    """0-based position of the value field in the form's order; null for a group."""
    children: tuple["HeaderNode", ...] = ()


@dataclass(frozen=True, eq=False)
class Block:
    """Rows that share one header; compared by identity."""

    caption: Label | None
    stub: Label | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    across: bool
    """True: all rows stand side by side on one line of values."""
    header: tuple[HeaderNode, ...]

    @property
    def width(self) -> int:
        """How many value fields a line of this block has."""
        return len(self.columns) * len(self.rows) if self.across else len(self.columns)

    @property
    def column_heads(self) -> tuple[HeaderNode, ...]:
        """The heads of the columns; where rows stand side by side, those under the first row."""
        heads = self.header
        if self.across:
            for _ in (*self.rows[0].groups, self.rows[0].label):
                heads = heads[0].children
        return heads


@dataclass(frozen=True)
class CellSpec:
    """One cell of the form."""

    path: str
    table: str
    row: str
    column: str
    type: CellType
    unit: str | None


@dataclass(frozen=True)
class Equation:
    """One instance of an identity: the sum of `left` equals the sum of `right`."""

    id: str
    instance: str
    """The row or column it speaks of, or `""`."""
    title: Bilingual
    clause: str
    left: tuple[str, ...]
    """Cell paths."""
    right: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """All cells of the equation, left before right."""
        return self.left + self.right

    @property
    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The cells of the left and of the right side."""
        return self.left, self.right

    @property
    def tables(self) -> frozenset[str]:
        """The keys of the tables that its cells stand in."""
        return frozenset(path.partition(".")[0] for path in self.cells)


@dataclass(frozen=True, eq=False)
class TableEdition:
    """A table as one edition of the form has it; compared by identity, so that it can key a cache cheaply."""

    table: str
    edition: str
    blocks: tuple[Block, ...]
    cells: tuple[CellSpec, ...]
    """Row by row, in the form's order."""
    equations: tuple[Equation, ...]
    title: Bilingual
    """Of the table, in all its editions."""

    @cached_property
    def shape(self) -> tuple[str, ...]:
        """The cell paths; editions of equal shape cannot be told apart by the table itself."""
        return tuple(cell.path for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A table in all its editions."""

    key: str
    title: Bilingual
    section: str
    headings: tuple[Label, ...]
    editions: tuple[TableEdition, ...]

    def edition(self, edition: str) -> TableEdition:
        """The table of one edition; KeyError when the table has none."""
        for candidate in self.editions:
            if candidate.edition == edition:
                return candidate
        raise KeyError(edition)


@dataclass(frozen=True)
class Edition:
    """A version of the form and the report years it was used in."""

    id: str
    from_year: int | None
    to_year: int | None
    clause: str

    def covers(self, year: int) -> bool:
        """Whether reports of `year` use this edition."""
        return (self.from_year is None or year >= self.from_year) and (self.to_year is None or year <= self.to_year)


@dataclass(frozen=True)
class Section:
    """A section heading the report must have."""

    key: str
    label: Label


@dataclass(frozen=True)
class Form:
    """An official table set."""

    id: str
    title: Bilingual
    editions: tuple[Edition, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    equations: tuple[Equation, ...]
    """Between tables, with the terms of all editions; those of a document are in `equations_between`."""
    metadata: MetadataFile
    digest: str
    """SHA-256 of the form file: part of what a record depends on."""
    claims: ClaimsFile | None = None
    """What its reports say in prose about the figures."""

    @cached_property
    def row_labels(self) -> frozenset[str]:
        """The official labels of all rows, without layout."""
        return frozenset(
            row.label.keys[0].plain
            for table in self.tables
            for edition in table.editions
            for block in edition.blocks
            for row in block.rows
        )

    def table(self, key: str) -> Table:
        """The table called `key`; KeyError when there is none."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)

    def edition_of_year(self, year: int) -> str | None:
        """The edition that reports of `year` use."""
        return next((edition.id for edition in self.editions if edition.covers(year)), None)

    def equations_between(self, tables: Iterable[TableEdition]) -> tuple[Equation, ...]:
        """The equations between tables, for the tables of one document.

        A term that their editions do not have drops out; an equation with a table that is not among them, too.
        """
        cells = {cell.path for table in tables for cell in table.cells}
        present = {path.partition(".")[0] for path in cells}
        return tuple(
            replace(equation, left=left, right=right)
            for equation in self.equations
            if present >= equation.tables
            for left, right in [[tuple(path for path in side if path in cells) for side in equation.sides]]
            if left and right
        )

    def table_editions(self, editions: dict[str, str]) -> Iterator[TableEdition]:
        """The tables in the form's order, each in the edition that `editions` names for it."""
        for table in self.tables:
            if table.key in editions:
                yield table.edition(editions[table.key])
