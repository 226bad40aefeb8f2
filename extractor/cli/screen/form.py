"""Forms: the list, and one as a tree."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from extractor.cli.texts import Texts
from extractor.forms import Block, Column, Edition, Equation, Form, HeaderNode, Row, TableEdition
from extractor.forms.schema import Bilingual

__all__ = ["render_form", "render_forms"]


def render_forms(forms: Sequence[Form], texts: Texts) -> Iterator[RenderableType]:
    """One line a form."""
    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for key in ("id", "title", "editions", "tables"):
        grid.add_column(texts(f"forms.{key}"), overflow="fold")
    for form in forms:
        editions = ", ".join(edition.id for edition in form.editions)
        tables = ", ".join(table.key for table in form.tables)
        grid.add_row(form.id, _words(form.title, texts), editions, tables)
    yield grid


def render_form(form: Form, texts: Texts) -> Iterator[RenderableType]:
    """Editions, then each table in each edition: blocks, rows, columns, identities."""
    tree = Tree(Text(f"{form.id}  {_words(form.title, texts)}", style="bold"))
    for edition in form.editions:
        years = texts("forms.years", years=_years(edition))
        tree.add(Text(f"{texts('show.edition', edition=edition.id)}: {years}, {edition.clause}"))
    for table in form.tables:
        branch = tree.add(Text(f"{table.key}  {_words(table.title, texts)}", style="bold"))
        for edition in _distinct(table.editions):
            _add_edition(
                branch, edition, [same.edition for same in table.editions if same.shape == edition.shape], texts
            )
    if form.equations:
        _add_identities(tree.add(Text(texts("forms.between"), style="bold")), form.equations, texts)
    yield tree


def _add_edition(branch: Tree, table: TableEdition, names: Sequence[str], texts: Texts) -> None:
    counts = texts("forms.counts", cells=len(table.cells), equations=len(table.equations))
    node = branch.add(Text(f"{texts('show.edition', edition=' / '.join(names))}: {counts}"))
    for block in table.blocks:
        _add_block(node, block, texts)
    if table.equations:
        _add_identities(node.add(Text(texts("forms.identities"))), table.equations, texts)


def _add_identities(node: Tree, equations: Sequence[Equation], texts: Texts) -> None:
    for name in dict.fromkeys(equation.id for equation in equations):
        members = [equation for equation in equations if equation.id == name]
        first = members[0]
        node.add(Text(f"{name} × {len(members)}  {_words(first.title, texts)} ({first.clause})"))


def _add_block(node: Tree, block: Block, texts: Texts) -> None:
    inner = node.add(Text(block.caption.text)) if block.caption is not None else node
    _add_columns(inner.add(Text(texts("forms.columns"))), block.column_heads, iter(block.columns))
    _add_rows(inner.add(Text(texts("forms.rows"))), block.rows)


def _add_columns(node: Tree, heads: Sequence[HeaderNode], columns: Iterator[Column]) -> None:
    for head in heads:
        if head.children:
            _add_columns(node.add(Text(head.label.text)), head.children, columns)
        else:
            column = next(columns)
            unit = f" {column.unit}" if column.unit else ""
            node.add(Text.assemble(f"{column.label.text}  ", (f"{column.key} ({column.type}{unit})", "dim")))


def _add_rows(node: Tree, rows: Sequence[Row]) -> None:
    groups: dict[tuple[str, ...], Tree] = {(): node}
    for row in rows:
        for depth in range(len(row.groups)):
            path = tuple(group.text for group in row.groups[: depth + 1])
            if path not in groups:
                groups[path] = groups[path[:-1]].add(Text(path[-1]))
        parent = groups[tuple(group.text for group in row.groups)]
        code = f"{row.code} " if row.code else ""
        parent.add(Text.assemble(f"{code}{row.label.text}  ", (row.key, "dim")))


def _distinct(editions: Sequence[TableEdition]) -> Iterator[TableEdition]:
    """One edition of each shape: a table that did not change is shown once."""
    shapes: set[tuple[str, ...]] = set()
    for edition in editions:
        if edition.shape not in shapes:
            shapes.add(edition.shape)
            yield edition


def _years(edition: Edition) -> str:
    return f"{edition.from_year or '…'}-{edition.to_year or '…'}"


def _words(title: Bilingual, texts: Texts) -> str:
    return title.zh if texts.language == "zh" else title.en
