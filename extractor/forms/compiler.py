"""From a form file's content to a `Form`."""

from collections.abc import Iterable, Iterator, Sequence

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

__all__ = ["compile_block", "compile_form", "in_edition"]


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
        equations=tuple(
            Equation(item.id, "", item.title, item.clause, item.left, item.right) for item in file.identities
        ),
        metadata=file.metadata,
        digest=digest,
        claims=file.claims,
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
    blocks = tuple(compile_block(block, edition) for block in file.blocks if in_edition(block.editions, edition))
    cells = tuple(
        CellSpec(f"{file.key}.{row.key}.{column.key}", file.key, row.key, column.key, column.type, column.unit)
        for block in blocks
        for row in block.rows
        for column in block.columns
    )
    equations = tuple(equation for identity in file.identities for equation in _equations(identity, file.key, blocks))
    return TableEdition(file.key, edition, blocks, cells, equations, file.title)


def in_edition(editions: Sequence[str], edition: str) -> bool:
    """Whether a part that names `editions` belongs to an edition; one that names none belongs to all."""
    return not editions or edition in editions


def compile_block(file: BlockFile, edition: str) -> Block:
    """A block as one edition has it."""
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
        if not in_edition(file.editions, edition):
            continue
        if file.columns:
            yield from _columns(file.columns, edition)
        elif file.key and file.type:
            yield Column(file.key, _label(file.label, file.aliases), file.type, file.unit)


def _rows(files: Iterable[RowFile], edition: str, groups: tuple[Label, ...]) -> Iterator[Row]:
    for file in files:
        if not in_edition(file.editions, edition):
            continue
        label = _label(file.label, file.aliases)
        if file.rows:
            yield from _rows(file.rows, edition, (*groups, label))
        elif file.key:
            wordings = (*label.wordings, f"{file.code} {file.label}") if file.code else label.wordings
            yield Row(file.key, Label(label.text, wordings), groups, file.code)


def _header_down(files: Sequence[ColumnFile], edition: str, first: int = 0) -> tuple[HeaderNode, ...]:
    nodes: list[HeaderNode] = []
    for file in files:
        if not in_edition(file.editions, edition):
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
            if not in_edition(row.editions, edition):
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
