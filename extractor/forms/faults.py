"""Everything that is wrong with a form file of the right shape."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.forms.claims_faults import claims_faults
from extractor.forms.compiler import compile_block, in_edition
from extractor.forms.schema import BlockFile, ColumnFile, FormFile, RowFile, TableFile
from extractor.text import label_key

__all__ = ["Fault", "faults_of"]


@dataclass(frozen=True)
class Fault:
    """Something wrong in a form file."""

    place: tuple[str | int, ...]
    """Keys and indexes from the top of the file."""
    message: str


def faults_of(file: FormFile) -> list[Fault]:
    """Everything that contradicts itself in a well-shaped file."""
    faults: list[Fault] = []
    editions = [edition.id for edition in file.editions]
    faults += _duplicates(editions, ("editions",), "edition")
    faults += _duplicates([table.key for table in file.tables], ("tables",), "table")
    faults += _duplicates([section.key for section in file.sections], ("sections",), "section")
    sections = {section.key for section in file.sections}
    faults += _form_identity_faults(file)
    for position, table in enumerate(file.tables):
        place = ("tables", position)
        if table.section not in sections:
            faults.append(Fault((*place, "section"), f"no section is called {table.section!r}"))
        for number, block in enumerate(table.blocks):
            faults += _block_faults(block, editions, (*place, "blocks", number))
        faults += _identity_faults(table, place)
        faults += _table_faults(table, editions, place)
    if file.claims is not None:
        faults += [Fault(place, message) for place, message in claims_faults(file.claims, _every_path(file))]
    return faults


def _duplicates(names: Sequence[str], place: tuple[str | int, ...], what: str) -> list[Fault]:
    return [
        Fault(place, f"{what} {name!r} stands there {count} times")
        for name, count in Counter(names).items()
        if count > 1
    ]


def _block_faults(block: BlockFile, editions: Sequence[str], place: tuple[str | int, ...]) -> list[Fault]:
    faults = _edition_faults(block.editions, editions, place)

    def walk(items: Sequence[ColumnFile] | Sequence[RowFile], trail: tuple[str | int, ...]) -> None:
        for position, item in enumerate(items):
            here = (*trail, position)
            faults.extend(_edition_faults(item.editions, editions, here))
            children, name = (item.columns, "columns") if isinstance(item, ColumnFile) else (item.rows, "rows")
            if bool(children) == bool(item.key):
                faults.append(Fault(here, f"{item.label!r} needs either a key or {name} of its own"))
            if isinstance(item, ColumnFile) and item.key and item.type is None:
                faults.append(Fault(here, f"column {item.key!r} has no type"))
            walk(children, (*here, name))

    walk(block.columns, (*place, "columns"))
    walk(block.rows, (*place, "rows"))
    return faults


def _edition_faults(named: Sequence[str], editions: Sequence[str], place: tuple[str | int, ...]) -> list[Fault]:
    return [Fault((*place, "editions"), f"no edition is called {name!r}") for name in named if name not in editions]


def _identity_faults(table: TableFile, place: tuple[str | int, ...]) -> list[Fault]:
    faults = _duplicates([identity.id for identity in table.identities], (*place, "identities"), "identity")
    names = [edition for block in table.blocks for edition in block.editions] or [""]
    blocks = [compile_block(block, edition) for edition in dict.fromkeys(names) for block in table.blocks]
    rows = {row.key for file in table.blocks for row in _every_row(file.rows)}
    columns = {column.key for block in blocks for column in block.columns} | {
        column.key for file in table.blocks for column in _every_column(file.columns)
    }
    for number, identity in enumerate(table.identities):
        here = (*place, "identities", number)
        paths = {f"{table.key}.{row}.{column}" for row in rows for column in columns}
        known = {"row": columns, "column": rows}.get(identity.each, paths)
        owners = {"row": rows, "column": columns}.get(identity.each, set[str]())
        faults += [
            Fault((*here, "only"), f"{owner!r} is no {identity.each} of table {table.key!r}")
            for owner in identity.only
            if owner not in owners
        ]
        faults += [
            Fault((*here, side), f"{term!r} is no term of table {table.key!r}")
            for side, terms in (("left", identity.left), ("right", identity.right))
            for term in terms
            if term not in known
        ]
    return faults


def _form_identity_faults(file: FormFile) -> list[Fault]:
    """Identities between tables that are no equations of whole cell paths."""
    faults = _duplicates([identity.id for identity in file.identities], ("identities",), "identity")
    cells = _every_path(file)
    for number, identity in enumerate(file.identities):
        here = ("identities", number)
        if identity.each != "once" or identity.only:
            faults.append(Fault((*here, "each"), "between tables, an identity has `each: once` and no `only`"))
        faults += [
            Fault((*here, side), f"{term!r} is no cell of the form")
            for side, terms in (("left", identity.left), ("right", identity.right))
            for term in terms
            if term not in cells
        ]
    return faults


def _every_path(file: FormFile) -> set[str]:
    return {
        f"{table.key}.{row.key}.{column.key}"
        for table in file.tables
        for block in table.blocks
        for row in _every_row(block.rows)
        for column in _every_column(block.columns)
    }


def _every_row(files: Iterable[RowFile]) -> Iterator[RowFile]:
    for file in files:
        if file.key:
            yield file
        yield from _every_row(file.rows)


def _every_column(files: Iterable[ColumnFile]) -> Iterator[ColumnFile]:
    for file in files:
        if file.key:
            yield file
        yield from _every_column(file.columns)


def _table_faults(file: TableFile, editions: Sequence[str], place: tuple[str | int, ...]) -> list[Fault]:
    """Cells that stand twice, and rows that no reader could tell apart."""
    faults: list[Fault] = []
    for edition in editions:
        blocks = [compile_block(block, edition) for block in file.blocks if in_edition(block.editions, edition)]
        paths = [f"{row.key}.{column.key}" for block in blocks for row in block.rows for column in block.columns]
        faults += _duplicates(paths, place, f"in edition {edition}, cell")
        labels = [
            "/".join([*(group.text for group in row.groups), label_key(row.label.text).folded])
            for block in blocks
            for row in block.rows
        ]
        faults += _duplicates(labels, place, f"in edition {edition}, row label")
    return faults
