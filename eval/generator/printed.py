"""The printed document before any layout: titles, paragraphs, tables with their fields in the order they stand.

Damage works on this model and layouts turn it into text. A row may hold more or fewer fields than its header has
columns: that is what damage does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

__all__ = ["Block", "Document", "Field", "Head", "Note", "Row", "Section", "Table", "header_levels", "leaves"]


@dataclass(frozen=True)
class Field:
    """One printed value field."""

    text: str
    path: str
    """The cell it belongs to."""


@dataclass(frozen=True)
class Head:
    """A header cell; a leaf stands over one value field."""

    text: str
    children: tuple["Head", ...] = ()


@dataclass(frozen=True)
class Row:
    """One line of values with its labels."""

    groups: tuple[str, ...]
    """Labels of the groups it stands in, outermost first; a layout prints each once for all its rows."""
    label: str
    fields: tuple[Field, ...]
    paths: tuple[str, ...]
    """The cells this row answers for, printed or not."""
    bare: bool = False
    """It never has a label: the rows of its block stand side by side on this one line of values."""
    values_first: bool = False
    """Its figures stand before its label, in layouts that put one after the other."""
    tail: str = ""
    """The rest of a label that a page break tore off; it stands after the values."""


@dataclass(frozen=True)
class Note:
    """A line among the rows that is none: an invented or repeated header."""

    cells: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """Rows under one header."""

    caption: str | None
    stub: str | None
    header: tuple[Head, ...]
    items: tuple[Row | Note, ...]
    width: int
    """Value fields per row as the form has them."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows without what stands between them."""
        return tuple(item for item in self.items if isinstance(item, Row))

    @property
    def depth(self) -> int:
        """How many label fields the deepest row has."""
        return max((len(row.groups) + 1 for row in self.rows), default=1)


@dataclass(frozen=True)
class Table:
    """A table of the form as this document prints it."""

    key: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Section:
    """A section with its heading, paragraphs and table."""

    key: str
    heading: str | None
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Document:
    """A report before it is laid out."""

    title: tuple[str, ...]
    """The lines of the title."""
    preface: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...] = ()

    def tables(self) -> Iterator[Table]:
        """The tables in the order they are printed."""
        return (section.table for section in self.sections if section.table)

    def rows(self) -> Iterator[tuple[str, int, int, Row]]:
        """Every row with its table's key, the ordinal of its block, and its ordinal among the block's items."""
        for table in self.tables():
            for ordinal, block in enumerate(table.blocks):
                for place, item in enumerate(block.items):
                    if isinstance(item, Row):
                        yield table.key, ordinal, place, item

    def with_block(self, key: str, ordinal: int, change: Callable[[Block], Block]) -> "Document":
        """The document with one block changed."""

        def table_of(table: Table) -> Table:
            blocks = tuple(change(block) if place == ordinal else block for place, block in enumerate(table.blocks))
            return replace(table, blocks=blocks)

        sections = tuple(
            replace(section, table=table_of(section.table)) if section.table and section.table.key == key else section
            for section in self.sections
        )
        return replace(self, sections=sections)


def leaves(heads: tuple[Head, ...]) -> tuple[Head, ...]:
    """The header cells that stand over one value field each, from left to right."""
    return tuple(leaf for head in heads for leaf in (leaves(head.children) if head.children else (head,)))


def header_levels(heads: tuple[Head, ...]) -> list[list[tuple[Head | None, int]]]:
    """The header line by line: each cell with the number of fields it spans; None continues the cell above."""
    levels: list[list[tuple[Head | None, int]]] = []
    line: list[tuple[Head | None, int]] = [(head, len(leaves((head,)))) for head in heads]
    while any(head is not None for head, _ in line):
        levels.append(line)
        below: list[tuple[Head | None, int]] = []
        for head, span in line:
            if head is not None and head.children:
                below.extend((child, len(leaves((child,)))) for child in head.children)
            else:
                below.append((None, span))
        line = below
    return levels
