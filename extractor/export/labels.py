"""The words of a form for its cells, for people who do not read cell paths."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.export.run_view import Language
from extractor.forms import Form, HeaderNode, TableEdition

__all__ = ["BETWEEN", "CellLabels", "TableLabels"]

BETWEEN = " / "
"""Between the labels of groups and the label itself."""


@dataclass(frozen=True, slots=True)
class TableLabels:
    """The words of a table; keys stand for themselves where the form does not know them."""

    title: str
    rows: Mapping[str, str]
    columns: Mapping[tuple[str, str], str]
    """By row and column: blocks of a table may head one key in two ways."""

    def row(self, key: str) -> str:
        """The row's label, after those of its groups."""
        return self.rows.get(key, key)

    def column(self, row: str, column: str) -> str:
        """The column's label, after those of its groups."""
        return self.columns.get((row, column), column)


class CellLabels:
    """Labels by form, table and edition; each table is looked up once."""

    def __init__(self, forms: Mapping[str, Form], language: Language) -> None:
        """Know `forms`; titles of tables are in `language`, labels as the form prints them."""
        self._forms = forms
        self._language: Language = language
        self._known: dict[tuple[str, str, str], TableLabels] = {}

    def of(self, form: str, table: str, edition: str) -> TableLabels:
        """The words of one table."""
        key = (form, table, edition)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._make(*key)
        return found

    def _make(self, form: str, table: str, edition: str) -> TableLabels:
        try:
            named = self._forms[form].table(table)
            layout = named.edition(edition)
        except KeyError:
            return TableLabels(table, {}, {})
        title = named.title.zh if self._language == "zh" else named.title.en
        return TableLabels(title, dict(_rows(layout)), dict(_columns(layout)))


def _rows(table: TableEdition) -> Iterator[tuple[str, str]]:
    for block in table.blocks:
        for row in block.rows:
            yield row.key, BETWEEN.join((*(group.text for group in row.groups), row.label.text))


def _columns(table: TableEdition) -> Iterator[tuple[tuple[str, str], str]]:
    for block in table.blocks:
        for column, label in zip(block.columns, _leaves(block.column_heads, ()), strict=False):
            for row in block.rows:
                yield (row.key, column.key), label


def _leaves(heads: Sequence[HeaderNode], above: tuple[str, ...]) -> Iterator[str]:
    for head in heads:
        here = (*above, head.label.text)
        if head.children:
            yield from _leaves(head.children, here)
        else:
            yield BETWEEN.join(here)
