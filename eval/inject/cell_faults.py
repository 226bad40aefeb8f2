"""Faults in the figures of a table as printed: what goes wrong with cells before anybody reads them."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from random import Random

__all__ = ["CELL_FAULTS", "Figures", "Number", "Strike"]

Number = int | Decimal
Figures = Mapping[str, Number]
"""Cell path → printed number."""
Rows = Sequence[Sequence[str]]
"""The rows of one table, each with its cell paths from left to right; only rows of several columns."""
Strike = Callable[[Figures, Rows, Random], Mapping[str, Number] | None]
"""The cells that are printed otherwise; null where the figures offer no place."""


def _one(figures: Figures, random: Random, wanted: Callable[[Number], bool]) -> str | None:
    paths = [path for path, value in figures.items() if wanted(value)]
    return random.choice(paths) if paths else None


def _digit(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """One digit is another one."""
    del rows
    path = _one(figures, random, lambda value: isinstance(value, int))
    if path is None:
        return None
    text = str(figures[path])
    at = random.randrange(len(text))
    first = at == 0 and len(text) > 1
    digits = [digit for digit in "0123456789" if digit != text[at] and not (first and digit == "0")]
    return {path: int(text[:at] + random.choice(digits) + text[at + 1 :])}


def _digit_lost(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """The last digit is gone: 10 becomes 1."""
    del rows
    path = _one(figures, random, lambda value: isinstance(value, int) and abs(value) > 9)  # noqa: PLR2004 - two digits
    return None if path is None else {path: int(str(figures[path])[:-1])}


def _digit_gained(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """A digit of what stands beside it, such as the number of a page, became part of the number."""
    del rows
    path = _one(figures, random, lambda value: isinstance(value, int) and value > 0)
    return None if path is None else {path: int(f"{figures[path]}{random.randrange(10)}")}


def _to_zero(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """A figure became 0."""
    del rows
    path = _one(figures, random, bool)
    return None if path is None else {path: 0}


def _from_zero(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """A figure stands where 0 was."""
    del rows
    path = _one(figures, random, lambda value: value == 0)
    return None if path is None else {path: random.randrange(1, 40)}


def _total_off(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """A total is off by a little: the agency added up wrongly."""
    totals = [row[-1] for row in rows]
    path = random.choice(totals)
    value = figures[path]
    change = random.choice([item for item in (-2, -1, 1, 2) if value + item >= 0])
    return {path: value + change}


def _moved(figures: Figures, paths: Sequence[str], sources: Sequence[str]) -> Mapping[str, Number] | None:
    changed = {path: figures[source] for path, source in zip(paths, sources, strict=True)}
    changed = {path: value for path, value in changed.items() if value != figures[path]}
    return changed or None


def _adjacent_swap(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """Two neighbours in a row are exchanged."""
    row = random.choice(rows)
    at = random.randrange(len(row) - 1)
    return _moved(figures, row[at : at + 2], row[at : at + 2][::-1])


def _row_shift(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """The figures of a row stand one column too far to the right; a 0 fills the gap."""
    row = random.choice(rows)
    moved = dict(_moved(figures, row[1:], row[:-1]) or {})
    if figures[row[0]]:
        moved[row[0]] = 0
    return moved or None


def _row_slip(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """A row prints the figures of the row below."""
    at = random.randrange(len(rows) - 1)
    return _moved(figures, rows[at], rows[at + 1]) if len(rows[at]) == len(rows[at + 1]) else None


def _rows_exchanged(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """Two rows print each other's figures."""
    one, other = random.sample(range(len(rows)), 2)
    return _moved(figures, (*rows[one], *rows[other]), (*rows[other], *rows[one]))


def _columns_exchanged(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """Two columns print each other's figures in every row."""
    one, other = random.sample(range(len(rows[0]) - 1), 2)
    left, right = [row[one] for row in rows], [row[other] for row in rows]
    return _moved(figures, (*left, *right), (*right, *left))


def _two_rows_merged(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """The figures of two rows ran together into one number: 396 and 704 become 396704."""
    at = random.randrange(len(rows) - 1)
    column = random.randrange(len(rows[at]))
    upper, lower = figures[rows[at][column]], figures[rows[at + 1][column]]
    return {rows[at][column]: int(f"{upper}{lower}")} if upper and lower else None


def _repeated(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """One figure stands in every field of its row."""
    row = random.choice(rows)
    source = random.choice([path for path in row if figures[path]] or list(row))
    return _moved(figures, row, [source] * len(row))


def _all_zero(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """Every figure of the table is 0: a skeleton."""
    del random
    changed: dict[str, Number] = {path: 0 for row in rows for path in row if figures[path]}
    return changed or None


def _two_digits(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """Two separate cells have a wrong digit each."""
    one, other = _digit(figures, rows, random), _digit(figures, rows, random)
    return {**one, **other} if one and other and one.keys() != other.keys() else None


def _totals_recomputed(figures: Figures, rows: Rows, random: Random) -> Mapping[str, Number] | None:
    """A leaf is wrong, and its row's total was made to fit."""
    row = random.choice(rows)
    leaf, more = random.choice(row[:-1]), random.randrange(1, 30)
    return {leaf: figures[leaf] + more, row[-1]: figures[row[-1]] + more}


CELL_FAULTS: Mapping[str, Strike] = {
    "digit": _digit,
    "digit lost": _digit_lost,
    "digit gained": _digit_gained,
    "figure became zero": _to_zero,
    "zero became a figure": _from_zero,
    "total off by a little": _total_off,
    "neighbours exchanged": _adjacent_swap,
    "row shifted by a column": _row_shift,
    "row with the figures of the next": _row_slip,
    "rows exchanged": _rows_exchanged,
    "columns exchanged": _columns_exchanged,
    "figures of two rows run together": _two_rows_merged,
    "figure repeated along the row": _repeated,
    "table of zeros": _all_zero,
    "two digits": _two_digits,
    "leaf and its row's total": _totals_recomputed,
}
"""By name; each strikes one table."""
