"""Names the failure behind wrong cells (evaluation.md's list of failure modes): the widest explanation that fits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from eval.generator.truth import numeric
from eval.scoring.cells import is_right, value_of
from eval.scoring.expectation import Expectation
from extractor.forms import Block, Equation, TableEdition
from extractor.model import Cell

__all__ = ["CODES", "error_codes"]

CODES: Mapping[str, str] = {
    "ALL_ZERO": "every figure of a table that has some was given as 0",
    "ALL_NULL": "no figure of a table that prints some was given",
    "TRANSPOSED": "the figures of a table stand with rows and columns exchanged",
    "HEADER_MAP": "two columns of a table stand in each other's place",
    "ROW_SLIP": "the figures of a row are those of another row",
    "SHIFT_COL": "the figures of a row stand one column too far to the right or left",
    "ARITH_REPAIR": "an identity that the document breaks holds in the answer",
    "ZERO_FILL": "a 0 stands where the document prints no number",
    "NULL_ZERO": "a printed number became blank",
    "UNREAD": "the cell was not read",
    "MISSING": "the answer has no such cell",
    "SIGN": "the number has the opposite sign",
    "UNIT": "the number is off by a power of ten",
    "DIGIT": "the number differs in a digit, or has one more or less",
    "INVENTED": "a number other than 0 stands where the document prints none",
    "KIND": "an absence of another kind",
    "OTHER": "none of the others",
}
"""Codes of wrong cells with what they mean, the widest first."""

_NOT_READ = frozenset({"unread", "illegible"})
_MOSTLY = 0.9
"""A share of a table's wrong figures that one explanation must account for."""
_POWERS = tuple(Decimal(10) ** power for power in (-4, -3, -2, -1, 1, 2, 3, 4, 8))

Line = tuple[str, ...]
Figures = Mapping[str, Decimal | None]


def error_codes(tables: Sequence[TableEdition], expectation: Expectation, cells: Mapping[str, Cell]) -> dict[str, str]:
    """Code by path, for every wrong cell of the truth.

    Args:
        tables: the tables as the document prints them.
        expectation: the truth.
        cells: the answer's cells by path.
    """
    wrong = {path for path, figure in expectation.cells.items() if not is_right(figure, cells.get(path))}
    codes: dict[str, str] = {}
    if not wrong:
        return codes
    truth = {path: numeric(figure) for path, figure in expectation.cells.items()}
    answer = {path: value_of(cells[path]) if path in cells else None for path in truth}
    # What was left unread claims nothing; only what was claimed can be explained by a failure wider than its cell.
    claimed = frozenset(path for path in wrong if path in cells and cells[path].kind not in _NOT_READ)
    for table in tables:
        for path, code in _Case(table, truth, answer, claimed).explained():
            codes.setdefault(path, code)
    for path in sorted(wrong - codes.keys()):
        codes[path] = _alone(truth[path], cells.get(path))
    return codes


@dataclass(frozen=True)
class _Case:
    """One table with its wrong cells, as far as they claim something."""

    table: TableEdition
    truth: Figures
    answer: Figures
    wrong: frozenset[str]

    @cached_property
    def paths(self) -> tuple[str, ...]:
        return tuple(path for path in self.table.shape if path in self.truth)

    @cached_property
    def lines(self) -> tuple[tuple[Line, ...], ...]:
        """The rows of each block that has more than one row and column."""
        return tuple(tuple(_rows(self.table.table, block)) for block in self.table.blocks if _is_square(block))

    def explained(self) -> Iterator[tuple[str, str]]:
        """Wrong cells with their code, the widest explanation first."""
        mine = [path for path in self.paths if path in self.wrong]
        whole = self._whole(mine)
        if whole:
            yield from ((path, whole) for path in mine)
            return
        for rows in self.lines:
            yield from self._columns(rows)
            yield from self._slips(rows)
            yield from self._shifts(rows)
        yield from self._repairs()

    def _whole(self, mine: Sequence[str]) -> str | None:
        counted = [path for path in self.paths if self.truth[path] is not None]
        filled = [path for path in counted if self.truth[path]]
        if not mine or not filled:
            return None
        if all(self.answer[path] == 0 for path in self.paths):
            return "ALL_ZERO"
        if all(self.answer[path] is None for path in counted):
            return "ALL_NULL"
        for rows in self.lines:
            turned = _turned(rows)
            bad = [path for path in turned if path in self.wrong]
            hit = [path for path in bad if self.answer[path] == self.truth[turned[path]]]
            if len(hit) > 1 and len(hit) >= _MOSTLY * len(bad) and any(self.answer[path] for path in hit):
                return "TRANSPOSED"
        return None

    def _columns(self, rows: Sequence[Line]) -> Iterator[tuple[str, str]]:
        columns = list(zip(*rows, strict=True))
        for place, one in enumerate(columns):
            for other in columns[place + 1 :]:
                differing = [
                    (here, there)
                    for here, there in zip(one, other, strict=True)
                    if self.truth[here] != self.truth[there]
                ]
                if len(differing) > 1 and all(self._exchanged(here, there) for here, there in differing):
                    yield from ((path, "HEADER_MAP") for pair in differing for path in pair)

    def _exchanged(self, here: str, there: str) -> bool:
        return self.answer[here] == self.truth[there] and self.answer[there] == self.truth[here]

    def _slips(self, rows: Sequence[Line]) -> Iterator[tuple[str, str]]:
        for row in rows:
            if not any(path in self.wrong for path in row):
                continue
            answer = [self.answer[path] for path in row]
            others = ([self.truth[path] for path in other] for other in rows if other != row)
            # A row that became zeros was not necessarily taken from a row of zeros.
            if any(answer) and answer in list(others):
                yield from ((path, "ROW_SLIP") for path in row if path in self.wrong)

    def _shifts(self, rows: Sequence[Line]) -> Iterator[tuple[str, str]]:
        for row in rows:
            answer = [self.answer[path] for path in row]
            truth = [self.truth[path] for path in row]
            wrong = [path for path in row if path in self.wrong]
            if len(wrong) > 1 and any(truth[1:-1]) and (answer[1:] == truth[:-1] or answer[:-1] == truth[1:]):
                yield from ((path, "SHIFT_COL") for path in wrong)

    def _repairs(self) -> Iterator[tuple[str, str]]:
        for equation in self.table.equations:
            if _holds(equation, self.truth) is False and _holds(equation, self.answer):
                yield from ((path, "ARITH_REPAIR") for path in equation.cells if path in self.wrong)


def _is_square(block: Block) -> bool:
    return not block.across and len(block.rows) > 1 and len(block.columns) > 1


def _rows(table: str, block: Block) -> Iterator[Line]:
    for row in block.rows:
        yield tuple(f"{table}.{row.key}.{column.key}" for column in block.columns)


def _turned(rows: Sequence[Line]) -> dict[str, str]:
    """Cell → the cell whose figure stands there when the figures are read down the columns."""
    across = [path for row in rows for path in row]
    down = [path for column in zip(*rows, strict=True) for path in column]
    return dict(zip(across, down, strict=True))


def _holds(equation: Equation, figures: Figures) -> bool | None:
    """Null when a cell states no number."""
    left, right = ([figures.get(path) for path in side] for side in equation.sides)
    if None in left or None in right:
        return None
    return sum(filter(None, left)) == sum(filter(None, right))


def _alone(truth: Decimal | None, cell: Cell | None) -> str:
    if cell is None:
        return "MISSING"
    if cell.kind in _NOT_READ:
        return "UNREAD"
    answer = value_of(cell)
    if truth is None:
        return "KIND" if answer is None else "INVENTED" if answer else "ZERO_FILL"
    return "NULL_ZERO" if answer is None else _numbers(truth, answer)


def _numbers(truth: Decimal, answer: Decimal) -> str:
    if truth == -answer:
        return "SIGN"
    if truth and answer and any(truth * power == answer for power in _POWERS):
        return "UNIT"
    one, other = (f"{abs(value):f}" for value in (truth, answer))
    if len(one) == len(other):
        return "DIGIT" if sum(left != right for left, right in zip(one, other, strict=True)) == 1 else "OTHER"
    longer, shorter = sorted((one, other), key=len, reverse=True)
    lost = any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    return "DIGIT" if lost else "OTHER"
