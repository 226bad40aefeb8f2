"""What damage works on: the printed document together with its truth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from eval.generator.layouts import Layout, Sheet
from eval.generator.marks import Mark
from eval.generator.printed import Block, Document, Row
from eval.generator.truth import Expected, Figure, PrintedNumber
from extractor.forms import TableEdition

__all__ = [
    "ALL",
    "Damage",
    "Draft",
    "Place",
    "Scene",
    "find_rows",
    "redressed",
    "reprint",
    "rewrite",
    "touch",
    "without",
]

ALL = frozenset(Layout)


def without(*layouts: Layout) -> frozenset[Layout]:
    """All layouts but these."""
    return ALL - set(layouts)


@dataclass(frozen=True)
class Draft:
    """A document in the making."""

    document: Document
    cells: Mapping[str, Figure]
    unknowable: frozenset[str] = frozenset()
    must_find: tuple[Expected, ...] = ()
    touched: frozenset[str] = frozenset()
    """Cells of rows that already carry damage; a second damage keeps away from them."""


@dataclass(frozen=True)
class Scene:
    """What a damage may want to know."""

    tables: Sequence[TableEdition]
    layout: Layout
    padded: bool = False
    """Rows are filled up with empty cells, so that nobody can count how many a row has."""

    @property
    def largest_table(self) -> str:
        """The key of the table with most cells."""
        return max(self.tables, key=lambda table: len(table.cells)).table


@dataclass(frozen=True)
class Place:
    """A row in the document."""

    table: str
    block: int
    item: int
    row: Row


@dataclass(frozen=True)
class Damage:
    """A named way in which documents go wrong; it strikes in one of three places."""

    name: str
    layouts: frozenset[Layout]
    """Where it can be told apart from the layout's own disorder."""
    harmless: bool = False
    """A careful reader still has no reason for a finding of severity error."""
    on_document: Callable[[Draft, Scene, Random], Draft | None] | None = None
    """Before the layout. None says that the document offers no place for it."""
    on_sheet: Callable[[Sheet, Scene, Random], Sheet | None] | None = None
    """After the layout, in the text itself."""
    on_editions: Callable[[Mapping[str, str], str], dict[str, str]] | None = None
    """Before any figure is drawn: the tables of the wanted editions in, with the oldest edition of the form."""

    @property
    def about(self) -> str:
        """What happens, in a sentence."""
        strikes = self.on_document or self.on_sheet or self.on_editions
        return (strikes.__doc__ or "").strip().partition("\n")[0]


def find_rows(
    draft: Draft, random: Random, fits: Callable[[Row], bool], *, bare: bool = False, tables: Sequence[str] = ()
) -> Place | None:
    """A random row that fits and carries no damage yet; `bare`: rows without a label are welcome too."""
    places = [
        Place(table, block, item, row)
        for table, block, item, row in draft.document.rows()
        if (bare or not row.bare)
        and (not tables or table in tables)
        and draft.touched.isdisjoint(row.paths)
        and fits(row)
    ]
    return random.choice(places) if places else None


def rewrite(draft: Draft, place: Place, rows: Sequence[Row], *, taking: int = 1) -> Draft:
    """Put `rows` in the place of `taking` items and mark what they answer for as touched."""

    def change(block: Block) -> Block:
        return replace(block, items=(*block.items[: place.item], *rows, *block.items[place.item + taking :]))

    touched = draft.touched | set(place.row.paths) | {path for row in rows for path in row.paths}
    return replace(draft, document=draft.document.with_block(place.table, place.block, change), touched=touched)


def touch(draft: Draft, place: Place) -> Draft:
    """Mark a row as damaged."""
    return replace(draft, touched=draft.touched | set(place.row.paths))


def reprint(draft: Draft, marks: Mapping[str, Mark]) -> Draft:
    """Print cells anew; the truth follows the print."""

    def reprinted(row: Row) -> Row:
        fields = tuple(
            replace(field, text=marks[field.path].text) if field.path in marks else field for field in row.fields
        )
        return replace(row, fields=fields)

    def change(block: Block) -> Block:
        items = tuple(reprinted(item) if isinstance(item, Row) else item for item in block.items)
        return replace(block, items=items)

    document = draft.document
    for table in draft.document.tables():
        if any(path.startswith(f"{table.key}.") for path in marks):
            for ordinal in range(len(table.blocks)):
                document = document.with_block(table.key, ordinal, change)
    cells = {**draft.cells, **{path: mark.figure for path, mark in marks.items()}}
    return replace(draft, document=document, cells=cells)


def redressed(figure: Figure, text: str) -> Figure:
    """The same figure printed as `text`."""
    if isinstance(figure, int | float) or "as_printed" not in figure:
        return figure
    number: PrintedNumber = {**figure, "as_printed": text}
    return number
