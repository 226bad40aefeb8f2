"""A form as the page needs it: header trees, groups and labels, once for all documents that share their editions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from extractor.forms import Block, Form, HeaderNode, TableEdition
from extractor.model import Record

__all__ = ["Json", "Shape", "Shapes"]

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Shape:
    """The tables of a form in the editions of a document."""

    paths: tuple[str, ...]
    """Cell paths in the order in which the page draws them."""
    index: Mapping[str, int]
    """Where a path stands in `paths`."""
    units: tuple[str | None, ...]
    """What the form prints for each path."""
    json: Json


@dataclass(slots=True)
class Shapes:
    """The shapes that records used so far, in the order of their first use."""

    forms: Mapping[str, Form]
    """By id."""
    used: list[Shape] = field(default_factory=list["Shape"])
    numbers: dict[tuple[str, ...], int] = field(default_factory=dict[tuple[str, ...], int])

    def number_of(self, record: Record) -> int:
        """The 0-based number of the record's shape.

        A record whose form is not at hand, or whose cells the form does not know, is drawn as a plain list of paths.
        """
        paths = tuple(cell.path for cell in record.cells)
        form = self.forms.get(record.form.id) if record.form is not None else None
        if form is None or record.form is None:
            return self._keep(("", *paths), lambda: _plain(paths))
        editions = record.form.editions
        key = (form.id, *(f"{table}={edition}" for table, edition in sorted(editions.items())))
        if key not in self.numbers and not _known(form, editions):
            return self._keep(("", *paths), lambda: _plain(paths))
        number = self._keep(key, lambda: _shape(form, editions))
        if not self.used[number].index.keys() >= set(paths):
            return self._keep(("", *paths), lambda: _plain(paths))
        return number

    def _keep(self, key: tuple[str, ...], make: Callable[[], Shape]) -> int:
        if key not in self.numbers:
            self.numbers[key] = len(self.used)
            self.used.append(make())
        return self.numbers[key]


def _known(form: Form, editions: Mapping[str, str]) -> bool:
    """Whether the form still has every edition that a record names."""
    return all(
        edition in {candidate.edition for candidate in table.editions}
        for table in form.tables
        if (edition := editions.get(table.key)) is not None
    )


def _shape(form: Form, editions: Mapping[str, str]) -> Shape:
    tables = list(form.table_editions(dict(editions)))
    paths = tuple(path for table in tables for block in table.blocks for path in _paths(table, block))
    index = {path: number for number, path in enumerate(paths)}
    units = {cell.path: cell.unit for table in tables for cell in table.cells}
    return Shape(
        paths,
        index,
        tuple(units[path] for path in paths),
        {
            "form": form.id,
            "title": {"zh": form.title.zh, "en": form.title.en},
            "tables": [_table(form, table) for table in tables],
            "paths": paths,
        },
    )


def _paths(table: TableEdition, block: Block) -> Iterable[str]:
    return (f"{table.table}.{row.key}.{column.key}" for row in block.rows for column in block.columns)


def _table(form: Form, table: TableEdition) -> Json:
    title = form.table(table.table).title
    return {
        "key": table.table,
        "title": {"zh": title.zh, "en": title.en},
        "edition": table.edition,
        "blocks": [_block(block) for block in table.blocks],
    }


def _block(block: Block) -> Json:
    return {
        "caption": block.caption.text if block.caption else None,
        "stub": block.stub.text if block.stub else None,
        "across": block.across,
        "head": [_head(node) for node in (block.header if block.across else block.column_heads)],
        "columns": [{"label": column.label.text, "unit": column.unit} for column in block.columns],
        "rows": [
            {"label": row.label.text, "groups": [group.text for group in row.groups], "code": row.code}
            for row in block.rows
        ],
    }


def _head(node: HeaderNode) -> Json:
    if node.children:
        return [node.label.text, [_head(child) for child in node.children]]
    return node.label.text


def _plain(paths: tuple[str, ...]) -> Shape:
    block: Json = {
        "caption": None,
        "stub": None,
        "across": False,
        "head": [""],
        "columns": [{"label": "", "unit": None}],
        "rows": [{"label": path, "groups": [], "code": None} for path in paths],
    }
    table: Json = {"key": "", "title": {"zh": "", "en": ""}, "edition": "", "blocks": [block] if paths else []}
    index = {path: number for number, path in enumerate(paths)}
    return Shape(
        paths,
        index,
        (None,) * len(paths),
        {"form": "", "title": {"zh": "", "en": ""}, "tables": [table] if paths else [], "paths": paths},
    )
