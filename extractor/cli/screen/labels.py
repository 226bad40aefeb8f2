"""From cell paths back to the words of the form."""

from dataclasses import dataclass
from itertools import groupby

from extractor.forms import Form, TableEdition
from extractor.model import Record

__all__ = ["Labels", "editions_of"]


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels by cell path."""

    rows: dict[str, str]
    columns: dict[str, str]
    tables: dict[str, str]
    """Titles by table key, in the language of the form."""
    row_sizes: dict[str, int]
    """Cells of the row `table.row`."""

    @classmethod
    def of(cls, form: Form, editions: dict[str, str]) -> "Labels":
        """Collect the labels of a form in the editions that a document follows."""
        rows: dict[str, str] = {}
        columns: dict[str, str] = {}
        sizes: dict[str, int] = {}
        for table in form.table_editions(editions):
            for block in table.blocks:
                for row in block.rows:
                    sizes[f"{table.table}.{row.key}"] = len(block.columns)
                    for column in block.columns:
                        path = f"{table.table}.{row.key}.{column.key}"
                        rows[path], columns[path] = row.label.text, column.label.text
        return cls(rows, columns, {table.key: table.title.zh for table in form.tables}, sizes)

    def name(self, path: str) -> str:
        """Row and column of a cell; the path itself where the form does not know it."""
        if path not in self.rows:
            return path
        return f"{self.rows[path]} / {self.columns[path]}"

    def names(self, paths: tuple[str, ...], whole_row: str) -> list[str]:
        """Rows, each with its columns; `whole_row` is the word for all of them."""
        named: list[str] = []
        for row, members in groupby(paths, key=lambda path: path.rpartition(".")[0]):
            cells = list(members)
            if cells[0] not in self.rows:
                named.extend(cells)
            elif len(cells) == self.row_sizes[row] > 1:
                named.append(f"{self.rows[cells[0]]} / {whole_row.format(count=len(cells))}")
            else:
                named.append(f"{self.rows[cells[0]]} / {'、'.join(self.columns[cell] for cell in cells)}")
        return named


def editions_of(form: Form, record: Record) -> tuple[TableEdition, ...]:
    """The tables of a record in the editions that it follows."""
    return () if record.form is None else tuple(form.table_editions(record.form.editions))
