"""Faults of whole tables that the generator has no damage for: an empty column dropped, a form with more rows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from random import Random

from eval.generator import Format, Generated, generate
from eval.generator.chance import stream
from eval.generator.damages.files import GRID_LAYOUT
from eval.generator.files import as_file
from eval.generator.printed import Block, Document, Field, Head, Row, leaves
from eval.inject.whole import FaultyDocument
from eval.scoring import Expectation
from extractor.forms import Form

__all__ = ["FURTHER", "further_documents"]

_FIRST_SEED = 800_000
_FORMATS = (Format.HTML, Format.DOCX)
_LABELS = ("网上公开渠道办理情况", "历史遗留事项处置数", "专项整治活动开展数")
"""Of rows that no edition has."""
_FEWEST = 3
"""Columns of a table from which one can go."""

Struck = tuple[Document, frozenset[str]]
"""The document, and the cells of it that nobody can tell."""
Strike = Callable[[Document, Random], Struck | None]


def _column_dropped(document: Document, random: Random) -> Struck | None:
    """A column in which nothing but 0 stands is left out, with its head."""
    places = [
        (table.key, ordinal, column)
        for table in document.tables()
        for ordinal, block in enumerate(table.blocks)
        if block.width >= _FEWEST and len(leaves(block.header)) == block.width
        if all(len(row.fields) == block.width and not row.bare for row in block.rows)
        for column in range(block.width)
        if all(row.fields[column].text in {"", "0"} for row in block.rows)
    ]
    if not places:
        return None
    key, ordinal, column = random.choice(places)
    (table,) = (table for table in document.tables() if table.key == key)
    lost = frozenset(row.fields[column].path for row in table.blocks[ordinal].rows)

    def change(block: Block) -> Block:
        items = tuple(
            replace(item, fields=(*item.fields[:column], *item.fields[column + 1 :])) if isinstance(item, Row) else item
            for item in block.items
        )
        return replace(block, header=_without_leaf(block.header, column), items=items)

    return document.with_block(key, ordinal, change), lost


def _without_leaf(heads: tuple[Head, ...], column: int) -> tuple[Head, ...]:
    left: list[Head] = []
    for head in heads:
        width = len(leaves((head,)))
        if not 0 <= column < width:
            left.append(head)
        elif head.children and width > 1:
            left.append(replace(head, children=_without_leaf(head.children, column)))
        column -= width
    return tuple(left)


def _rows_added(document: Document, random: Random) -> Struck | None:
    """The table ends with three rows that the form has not."""
    places = [
        (table.key, ordinal)
        for table in document.tables()
        for ordinal, block in enumerate(table.blocks)
        if block.width >= _FEWEST and len(block.rows) >= _FEWEST
    ]
    if not places:
        return None
    key, ordinal = random.choice(places)
    more = tuple(
        Row((), label, tuple(Field(str(random.randrange(1, 9)), "") for _ in range(width)), ())
        for table in document.tables()
        if table.key == key
        for width in [table.blocks[ordinal].width]
        for label in _LABELS
    )
    return document.with_block(key, ordinal, lambda block: replace(block, items=(*block.items, *more))), frozenset()


FURTHER: Mapping[str, Strike] = {"empty column dropped": _column_dropped, "three rows more": _rows_added}
"""By name."""


def further_documents(name: str, first: int, form: Form) -> Iterator[FaultyDocument]:
    """Documents with one of these faults, without end; the same ones each time."""
    for number in count(_FIRST_SEED + first):
        file_format = _FORMATS[number % len(_FORMATS)]
        made = generate(number, GRID_LAYOUT, form=form, profile="town", file_format=file_format)
        struck = FURTHER[name](made.document, stream(number, name))
        fault = _fault(name, made, struck, number) if struck else None
        if fault is not None:
            yield fault


def _fault(name: str, made: Generated, struck: Struck, seed: int) -> FaultyDocument | None:
    document, lost = struck
    output = as_file(document, made.format, seed=seed)
    if output is None:
        return None
    truth = Expectation(
        cells=made.truth.cells,
        editions=made.truth.editions,
        unknowable=made.unknowable | output.unknowable | lost,
        errors_known=False,
        tokens={path: tuple(place.text for place in places) for path, places in output.places.items() if path},
    )
    file_name = f"{made.name}.{output.suffix}"
    return FaultyDocument(f"table {name}", (made.data, made.file_name), (output.data, file_name), truth)
