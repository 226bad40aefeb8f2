"""What a prompt says about a form: rows, columns, and what the prose may count. Derived, never written by hand.

Nothing of the form's identities, and no header cell over the row labels: official forms print their sums there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import filter as matching

from extractor.forms import Block, Form, HeaderNode, Label, Row, TableEdition
from extractor.forms.claims_schema import StatementFile

__all__ = ["Countable", "blocks_of", "countables", "row_ids", "widths"]

JOINT = " / "
"""Between the labels of a group and of what stands in it."""


def row_ids(edition: TableEdition) -> dict[str, str]:
    """The key of each row by its id in prompts and replies: `r01`, `r02`, … in the form's order."""
    rows = [row for block in edition.blocks for row in block.rows]
    return {f"r{number:02}": row.key for number, row in enumerate(rows, 1)}


def widths(edition: TableEdition) -> tuple[int, int]:
    """The fewest and the most value fields that a row of the table has."""
    columns = [len(block.columns) for block in edition.blocks]
    return min(columns), max(columns)


def blocks_of(edition: TableEdition, only: str | None = None) -> list[dict[str, object]]:
    """The table as prompts list it: blocks of rows with the columns that they share.

    Args:
        edition: the table.
        only: key of the one row that is wanted.
    """
    ids = {key: name for name, key in row_ids(edition).items()}
    return [
        {
            "caption": block.caption.text if block.caption else None,
            "across": block.across,
            "columns": list(_heads(block.column_heads)),
            "rows": list(_lines(block, ids, only)),
        }
        for block in edition.blocks
        if only is None or any(row.key == only for row in block.rows)
    ]


@dataclass(frozen=True, slots=True)
class Countable:
    """Something that prose may count and the tables of a document count too."""

    key: str
    """As replies name it: the key of the first statement of the form that counts it."""
    label: str
    """In the words of the form."""
    targets: tuple[tuple[str, ...], ...]
    """Each the cells of a sum that the number may mean, the likeliest first."""
    statements: tuple[StatementFile, ...]
    """Those of the form that count it."""

    @property
    def words(self) -> tuple[str, ...]:
        """Words that sentences about it have, each once."""
        return tuple(dict.fromkeys(word for statement in self.statements for word in statement.about))

    @property
    def contradicts(self) -> bool:
        """Whether another number is held against the cells; false where any wording may mean something else."""
        return all(statement.strength == "contradicts" and not statement.unless for statement in self.statements)


def countables(form: Form, editions: Mapping[str, str]) -> tuple[Countable, ...]:
    """What prose may count, in the order of the form file; empty for a form whose prose is not read.

    Statements that mean the same sums are one thing: they differ in wording only.

    Args:
        form: with the statements.
        editions: the edition of each table of the document, by the table's key.
    """
    tables = list(form.table_editions(dict(editions)))
    paths = [cell.path for table in tables for cell in table.cells]
    known: dict[tuple[tuple[str, ...], ...], list[StatementFile]] = {}
    for statement in form.claims.statements if form.claims else ():
        targets = tuple(cells for target in statement.targets if (cells := _expanded(target, paths)))
        if targets:
            known.setdefault(targets, []).append(statement)
    names = _Names(tables)
    return tuple(
        Countable(found[0].key, "; or ".join(map(names.of_sum, targets)), targets, tuple(found))
        for targets, found in known.items()
    )


def _heads(nodes: Sequence[HeaderNode], above: tuple[str, ...] = ()) -> Iterator[str]:
    for node in nodes:
        labels = (*above, node.label.text)
        if node.children:
            yield from _heads(node.children, labels)
        else:
            yield JOINT.join(labels)


def _lines(block: Block, ids: Mapping[str, str], only: str | None) -> Iterator[dict[str, object]]:
    """A line for every row, and one without an id for every group above its first row."""
    open_groups: tuple[Label, ...] = ()
    for row in block.rows:
        if only not in {None, row.key}:
            continue
        shared = _shared(open_groups, row.groups)
        for depth, group in enumerate(row.groups[shared:], shared):
            yield {"id": None, "label": group.text, "depth": depth}
        open_groups = row.groups
        yield {"id": ids[row.key], "label": row.label.text, "depth": len(row.groups)}


def _shared(left: Sequence[Label], right: Sequence[Label]) -> int:
    """How many groups from the outermost on are the same."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _expanded(patterns: Sequence[str], paths: Sequence[str]) -> tuple[str, ...]:
    """The cells behind paths and patterns of paths; empty when one of them has no cell in these editions."""
    found = [
        matching(paths, pattern) if "*" in pattern else [path for path in paths if path == pattern]
        for pattern in patterns
    ]
    return tuple(path for cells in found for path in cells) if all(found) else ()


class _Names:
    """The form's words for cells."""

    def __init__(self, tables: Sequence[TableEdition]) -> None:
        self.rows: dict[tuple[str, str], Row] = {}
        self.columns: dict[tuple[str, str, str], str] = {}
        self.groups: dict[tuple[str, Label], frozenset[str]] = {}
        for table in tables:
            for block in table.blocks:
                heads = list(_heads(block.column_heads))
                for row in block.rows:
                    self.rows[table.table, row.key] = row
                    for column, head in zip(block.columns, heads, strict=True):
                        self.columns[table.table, row.key, column.key] = head
                    for group in row.groups:
                        inside = self.groups.get((table.table, group), frozenset())
                        self.groups[table.table, group] = inside | {row.key}

    def of_sum(self, paths: Sequence[str]) -> str:
        """The words for a sum of cells: row labels, or the label of a group that is wholly in it; then the column."""
        by_column: dict[str, dict[tuple[str, str], None]] = {}
        for path in paths:
            table, row, column = path.split(".")
            by_column.setdefault(self.columns[table, row, column], {})[table, row] = None
        return " + ".join(f"{' + '.join(self._of_rows(rows))}{JOINT}{column}" for column, rows in by_column.items())

    def _of_rows(self, rows: Mapping[tuple[str, str], None]) -> Iterator[str]:
        covered: set[tuple[str, str]] = set()
        said: Sequence[Label] = ()
        for table, key in rows:
            if (table, key) in covered:
                continue
            row = self.rows[table, key]
            whole = next((group for group in row.groups if self._inside(table, group) <= rows.keys()), None)
            covered |= self._inside(table, whole) if whole else {(table, key)}
            above = row.groups[: row.groups.index(whole)] if whole else row.groups
            # What stands in the same groups as the one before it need not name them again.
            yield JOINT.join(label.text for label in (*above[_shared(said, above) :], whole or row.label))
            said = above

    def _inside(self, table: str, group: Label) -> set[tuple[str, str]]:
        return {(table, key) for key in self.groups[table, group]}
