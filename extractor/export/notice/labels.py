"""From cell paths back to the words that the form prints."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from extractor.export.notice.words import lines, words
from extractor.forms import Form, HeaderNode, Label

__all__ = ["LetterLabels"]


_Words = tuple[tuple[str, str], ...]
INNER = 2
"""A label below an outermost group only has this many words."""


class LetterLabels:
    """Rows, columns and tables of a form in the editions that a report follows."""

    def __init__(self, form: Form, editions: Mapping[str, str]) -> None:
        """Collect the labels; one that a table has twice gets the name of its group."""
        self._rows: dict[str, str] = {}
        self._columns: dict[str, str] = {}
        self._tables = {table.key: table.title.zh for table in form.tables}
        for table in form.table_editions(dict(editions)):
            rows = {
                f"{table.table}.{row.key}": _words((*row.groups, row.label))
                for block in table.blocks
                for row in block.rows
            }
            # By cell: blocks of a table may head one key in two ways.
            columns = {
                f"{table.table}.{row.key}.{column.key}": _words(heads)
                for block in table.blocks
                for column, heads in zip(block.columns, _leaves(block.column_heads, ()), strict=False)
                for row in block.rows
            }
            same_row, same_column = _counted(rows.values()), _counted(columns.values())
            self._rows.update({key: _name(names, same_row, same_column) for key, names in rows.items()})
            self._columns.update({key: _name(names, same_column, same_row) for key, names in columns.items()})

    def name(self, path: str) -> str:
        """Row and column of a cell; the path itself where the form does not know it."""
        row, column = self._row(path), self._column(path)
        return words("finding", "row", row=row, columns=column) if row and column else path

    def row_with_columns(self, paths: Sequence[str]) -> str:
        """Cells of one row under its name; the paths themselves where the form does not know them."""
        if not all(self.knows(path) for path in paths):
            return "、".join(paths)
        return words("finding", "row", row=self._row(paths[0]), columns="、".join(map(self._column, paths)))

    def table(self, path: str) -> str:
        """The title of the cell's table; empty where the form does not know it."""
        return self._tables.get(path.partition(".")[0], "")

    def apart(self, paths: Sequence[str]) -> tuple[str, Mapping[str, str]]:
        """What all cells share (their row, their column or nothing), and what tells each of them apart."""
        if all(self._row(path) and self._column(path) for path in paths):
            if len({path.rpartition(".")[0] for path in paths}) == 1:
                return self._row(paths[0]), {path: self._column(path) for path in paths}
            if len({(path.partition(".")[0], path.rpartition(".")[2]) for path in paths}) == 1:
                return self._column(paths[0]), {path: self._row(path) for path in paths}
        return "", {path: self.name(path) for path in paths}

    def knows(self, path: str) -> bool:
        """Whether the form has this cell."""
        return bool(self._row(path) and self._column(path))

    def _row(self, path: str) -> str:
        return self._rows.get(path.rpartition(".")[0], "")

    def _column(self, path: str) -> str:
        return self._columns.get(path, "")


def _words(labels: Iterable[Label]) -> _Words:
    """Each label as printed and as it is compared."""
    return tuple((label.text, label.keys[0].plain) for label in labels)


def _counted(found: Iterable[_Words]) -> Counter[str]:
    """How many rows, or columns, have a label."""
    return Counter(names[-1][1] for names in set(found))


def _name(names: _Words, own: Counter[str], other: Counter[str]) -> str:
    """The label; with its group before it where another of its kind is the same: 3.其他 of which group.

    One that a row shares with a column needs that only below an inner group: a 总计 is clear by where it stands.
    """
    plain = names[-1][1]
    shared = own[plain] > 1 or (other[plain] > 0 and len(names) > INNER) or plain in lines("labels", "with_group")
    return "—".join(text for text, _ in names[-2 if shared else -1 :])


def _leaves(heads: Iterable[HeaderNode], above: tuple[Label, ...]) -> Iterable[tuple[Label, ...]]:
    for head in heads:
        here = (*above, head.label)
        if head.children:
            yield from _leaves(head.children, here)
        else:
            yield here
