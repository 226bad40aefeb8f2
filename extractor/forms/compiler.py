"""From a form file's content to a `Form`, or to the list of everything that is wrong with it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.forms.form import (
    Block,
    CellSpec,
    Column,
    Edition,
    Equation,
    Form,
    HeaderNode,
    Label,
    Row,
    Section,
    Table,
    TableEdition,
)
from extractor.forms.schema import BlockFile, ColumnFile, FormFile, IdentityFile, RowFile, TableFile
from extractor.text import label_key

__all__ = ["Fault", "compile_form", "faults_of"]


@dataclass(frozen=True)
class Fault:
    """Something wrong in a form file."""

    place: tuple[str | int, ...]
    """Keys and indexes from the top of the file."""
    message: str


def compile_form(file: FormFile, digest: str) -> Form:
    """Spell the form out; the file must have no faults."""
    editions = tuple(Edition(item.id, item.from_year, item.to_year, item.clause) for item in file.editions)
    names = [edition.id for edition in editions]
    return Form(
        id=file.id,
        title=file.title,
        editions=editions,
        sections=tuple(Section(item.key, _label(item.title, item.aliases)) for item in file.sections),
        tables=tuple(_table(table, names) for table in file.tables),
        metadata=file.metadata,
        digest=digest,
    )


def _label(text: str, aliases: Sequence[str]) -> Label:
    return Label(text, (text, *aliases))


def _table(file: TableFile, editions: Sequence[str]) -> Table:
    heading = Label(file.title.zh, (file.title.zh,))
    compiled = [_table_edition(file, edition) for edition in editions]
    return Table(
        key=file.key,
        title=file.title,
        section=file.section,
        headings=(heading, *(_label(text, ()) for text in file.headings)),
        editions=tuple(item for item in compiled if item.blocks),
    )


def _table_edition(file: TableFile, edition: str) -> TableEdition:
    blocks = tuple(_block(block, edition) for block in file.blocks if _in(block.editions, edition))
    cells = tuple(
        CellSpec(f"{file.key}.{row.key}.{column.key}", file.key, row.key, column.key, column.type, column.unit)
        for block in blocks
        for row in block.rows
        for column in block.columns
    )
    equations = tuple(equation for identity in file.identities for equation in _equations(identity, file.key, blocks))
    return TableEdition(file.key, edition, blocks, cells, equations)


def _in(editions: Sequence[str], edition: str) -> bool:
    return not editions or edition in editions


def _block(file: BlockFile, edition: str) -> Block:
    columns = tuple(_columns(file.columns, edition))
    rows = tuple(_rows(file.rows, edition, ()))
    across = file.arrangement == "rows_across"
    header = _header_across(file, edition, len(columns)) if across else _header_down(file.columns, edition)
    return Block(
        caption=_label(file.caption, ()) if file.caption else None,
        stub=_label(file.stub, ()) if file.stub else None,
        columns=columns,
        rows=rows,
        across=across,
        header=header,
    )


def _columns(files: Iterable[ColumnFile], edition: str) -> Iterator[Column]:
    for file in files:
        if not _in(file.editions, edition):
            continue
        if file.columns:
            yield from _columns(file.columns, edition)
        elif file.key and file.type:
            yield Column(file.key, _label(file.label, file.aliases), file.type, file.unit)


def _rows(files: Iterable[RowFile], edition: str, groups: tuple[Label, ...]) -> Iterator[Row]:
    for file in files:
        if not _in(file.editions, edition):
            continue
        label = _label(file.label, file.aliases)
        if file.rows:
            yield from _rows(file.rows, edition, (*groups, label))
        elif file.key:
            yield Row(file.key, label, groups)


def _header_down(files: Sequence[ColumnFile], edition: str, first: int = 0) -> tuple[HeaderNode, ...]:
    nodes: list[HeaderNode] = []
    for file in files:
        if not _in(file.editions, edition):
            continue
        label = _label(file.label, file.aliases)
        if file.columns:
            node = HeaderNode(label, None, _header_down(file.columns, edition, first))
            first += sum(1 for _ in _columns(file.columns, edition))
        else:
            node = HeaderNode(label, first)
            first += 1
        nodes.append(node)
    return tuple(nodes)


def _header_across(file: BlockFile, edition: str, width: int) -> tuple[HeaderNode, ...]:
    """Rows become header groups, each over a copy of the columns."""
    count = 0

    def build(rows: Sequence[RowFile]) -> tuple[HeaderNode, ...]:
        nonlocal count
        nodes: list[HeaderNode] = []
        for row in rows:
            if not _in(row.editions, edition):
                continue
            label = _label(row.label, row.aliases)
            if row.rows:
                nodes.append(HeaderNode(label, None, build(row.rows)))
            else:
                nodes.append(HeaderNode(label, None, _header_down(file.columns, edition, count)))
                count += width
        return tuple(nodes)

    return build(file.rows)


def _equations(identity: IdentityFile, table: str, blocks: Sequence[Block]) -> Iterator[Equation]:
    for instance, left, right in _instances(identity, table, blocks):
        if left and right:
            yield Equation(identity.id, instance, identity.title, identity.clause, left, right)


def _instances(
    identity: IdentityFile, table: str, blocks: Sequence[Block]
) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Each row (or column) that has the identity's terms; terms of other editions drop out of the sums."""
    if identity.each == "once":
        cells = {
            f"{table}.{row.key}.{column.key}" for block in blocks for row in block.rows for column in block.columns
        }
        left, right = (tuple(path for path in side if path in cells) for side in (identity.left, identity.right))
        yield "", left, right
        return
    for block in blocks:
        rows, columns = [row.key for row in block.rows], [column.key for column in block.columns]
        by_row = identity.each == "row"
        owners, terms = (rows, columns) if by_row else (columns, rows)
        for owner in owners:
            if identity.only and owner not in identity.only:
                continue
            sides = [
                tuple(
                    f"{table}.{owner}.{term}" if by_row else f"{table}.{term}.{owner}" for term in side if term in terms
                )
                for side in (identity.left, identity.right)
            ]
            yield owner, sides[0], sides[1]


def faults_of(file: FormFile) -> list[Fault]:
    """Everything that contradicts itself in a well-shaped file."""
    faults: list[Fault] = []
    editions = [edition.id for edition in file.editions]
    faults += _duplicates(editions, ("editions",), "edition")
    faults += _duplicates([table.key for table in file.tables], ("tables",), "table")
    faults += _duplicates([section.key for section in file.sections], ("sections",), "section")
    sections = {section.key for section in file.sections}
    for position, table in enumerate(file.tables):
        place = ("tables", position)
        if table.section not in sections:
            faults.append(Fault((*place, "section"), f"no section is called {table.section!r}"))
        for number, block in enumerate(table.blocks):
            faults += _block_faults(block, editions, (*place, "blocks", number))
        faults += _identity_faults(table, place)
        faults += _table_faults(table, editions, place)
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
    blocks = [_block(block, edition) for edition in dict.fromkeys(names) for block in table.blocks]
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
        blocks = [_block(block, edition) for block in file.blocks if _in(block.editions, edition)]
        paths = [f"{row.key}.{column.key}" for block in blocks for row in block.rows for column in block.columns]
        faults += _duplicates(paths, place, f"in edition {edition}, cell")
        labels = [
            "/".join([*(group.text for group in row.groups), label_key(row.label.text).folded])
            for block in blocks
            for row in block.rows
        ]
        faults += _duplicates(labels, place, f"in edition {edition}, row label")
    return faults
