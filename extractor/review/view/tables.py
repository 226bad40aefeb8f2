"""The tables of a question as the form prints them, with what the document prints in their cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extractor.forms import Block, Form, HeaderNode, Row
from extractor.model import Cell
from extractor.review.answers import State
from extractor.review.question import Question

__all__ = ["BlockView", "Box", "Head", "TableView", "tables_of"]

SIGNS: Mapping[str, str] = {
    "blank": "␣",
    "dash": "—",
    "slash": "/",
    "none_word": "无",
    "not_applicable": "n/a",
    "illegible": "▨",
    "missing": "∅",
    "unread": "?",
}
"""How an absence shows, each as a sign of its own; the same as in the report page."""


@dataclass(frozen=True, slots=True)
class Head:
    """A header cell."""

    text: str
    columns: int = 1
    rows: int = 1
    scope: str = "col"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of the body."""

    path: str
    text: str
    asked: bool
    term: bool
    """It stands in an equation of the question."""
    doubtful: bool
    settled: bool
    kind: str


@dataclass(frozen=True, slots=True)
class BlockView:
    """Rows that share one header."""

    caption: str
    head: tuple[tuple[Head, ...], ...]
    body: tuple[tuple[Head | Box, ...], ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of the form."""

    title: str
    blocks: tuple[BlockView, ...]


def tables_of(question: Question, language: str) -> tuple[TableView, ...]:
    """The tables that the question is about, none for a form that is not at hand."""
    form, record = question.form, question.record
    if form is None or record.form is None:
        return ()
    named = [path for finding in question.findings for path in finding.cells]
    asked = question.cell.path if question.cell is not None else ""
    wanted = {path.partition(".")[0] for path in (asked, *named) if path}
    marks = _Marks({cell.path: cell for cell in record.cells}, question.settled, asked, frozenset(named))
    return tuple(
        TableView(
            _title(form, table.table, language), tuple(_block(table.table, block, marks) for block in table.blocks)
        )
        for table in form.table_editions(record.form.editions)
        if table.table in wanted
    )


@dataclass(frozen=True, slots=True)
class _Marks:
    cells: Mapping[str, Cell]
    settled: Mapping[str, State]
    asked: str
    terms: frozenset[str]

    def box(self, path: str) -> Box:
        cell = self.cells.get(path)
        state = self.settled.get(path)
        kind = state.kind if state else cell.kind if cell else "unread"
        value = state.value if state else cell.value if cell else None
        return Box(
            path=path,
            text=SIGNS.get(kind, "?") if value is None else str(value),
            asked=path == self.asked,
            term=path in self.terms,
            doubtful=state is None and cell is not None and cell.status == "review",
            settled=state is not None,
            kind=kind,
        )


def _title(form: Form, table: str, language: str) -> str:
    title = form.table(table).title
    return title.zh if language == "zh" else title.en


def _block(table: str, block: Block, marks: _Marks) -> BlockView:
    depth = _depth(block.header)
    head: list[list[Head]] = [[] for _ in range(depth)]
    groups = 0 if block.across else max(len(row.groups) for row in block.rows)
    if not block.across:
        stub = block.stub.text if block.stub else ""
        head[0].append(Head(stub, groups + 1, depth))
    for node in block.header:
        _head(node, 0, depth, head)
    rows = block.rows
    if block.across:
        line = tuple(marks.box(f"{table}.{row.key}.{column.key}") for row in rows for column in block.columns)
        body: tuple[tuple[Head | Box, ...], ...] = (line,)
    else:
        body = tuple(
            (*_labels(rows, number, groups), *(marks.box(f"{table}.{row.key}.{each.key}") for each in block.columns))
            for number, row in enumerate(rows)
        )
    return BlockView(block.caption.text if block.caption else "", tuple(map(tuple, head)), body)


def _depth(nodes: tuple[HeaderNode, ...]) -> int:
    return max((1 + (_depth(node.children) if node.children else 0) for node in nodes), default=1)


def _leaves(node: HeaderNode) -> int:
    return sum(map(_leaves, node.children)) if node.children else 1


def _head(node: HeaderNode, level: int, depth: int, rows: list[list[Head]]) -> None:
    if not node.children:
        rows[level].append(Head(node.label.text, 1, depth - level))
        return
    rows[level].append(Head(node.label.text, _leaves(node), 1, "colgroup"))
    for child in node.children:
        _head(child, level + 1, depth, rows)


def _labels(rows: tuple[Row, ...], number: int, groups: int) -> Iterator[Head]:
    """The heads of a line: groups that begin with it, then its own label, which fills what groups leave."""
    row = rows[number]
    for level, group in enumerate(row.groups):
        prefix = row.groups[: level + 1]
        if number and rows[number - 1].groups[: level + 1] == prefix:
            continue
        span = 1
        while number + span < len(rows) and rows[number + span].groups[: level + 1] == prefix:
            span += 1
        yield Head(group.text, 1, span, "rowgroup")
    yield Head(row.label.text, groups - len(row.groups) + 1, 1, "row")
