"""Figures that satisfy every identity of a form, from a town where nothing happened to a dense province."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from random import Random

from eval.generator.chance import happens
from extractor.forms import Block, CellSpec, Equation, Form, TableEdition

__all__ = ["PROFILES", "Figures", "Profile", "broken", "draw_figures"]

Figures = dict[str, int | Decimal]
"""Cell path → value, for every cell of the chosen editions, in the form's order."""

_FLOWS = 2
_EXACT = frozenset({"money", "decimal"})


@dataclass(frozen=True)
class Profile:
    """What kind of agency the figures look like."""

    name: str
    agencies: tuple[str, ...]
    """Kinds of agency that report such figures."""
    plain_chance: float
    """Chance that a cell no identity covers is not zero."""
    plain_scale: int
    row_chance: float
    """Chance that a row of a reconciled table is used at all."""
    column_chance: float
    """Chance that a used row has something in a column other than its first."""
    first_chance: float
    scale: int
    """Upper bound of a figure in the first column."""
    side_scale: int
    """Upper bound elsewhere."""


PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("zero", ("town", "street"), 0.0, 1, 0.0, 0.0, 0.0, 1, 1),
        Profile("town", ("town", "street"), 0.35, 120, 0.05, 0.03, 0.9, 3, 1),
        Profile("office", ("office", "department", "town"), 0.5, 300, 0.3, 0.08, 0.85, 12, 3),
        Profile("department", ("department",), 0.6, 4000, 0.45, 0.15, 0.9, 40, 9),
        Profile("county", ("county",), 0.8, 20000, 0.65, 0.2, 0.92, 180, 24),
        Profile("city", ("city", "department"), 0.9, 90000, 0.85, 0.35, 0.95, 900, 80),
        Profile("province", ("province", "city"), 1.0, 900000, 1.0, 0.9, 1.0, 9000, 900),
    )
}


def draw_figures(form: Form, editions: Mapping[str, str], profile: Profile, random: Random) -> Figures:
    """Draw a value for every cell of the tables in `editions` so that every identity of the form holds."""
    figures: Figures = {}
    tables = list(form.table_editions(dict(editions)))
    for table in tables:
        figures.update(_reconciled(table, profile, random) if table.equations else _plain(table, profile, random))
    return _balanced(form.equations_between(tables), tables, figures, random)


def broken(equations: Sequence[Equation], figures: Mapping[str, int | Decimal]) -> list[Equation]:
    """The equations that do not hold; every cell must have a value."""
    return [
        equation
        for equation in equations
        if sum(figures[path] for path in equation.left) != sum(figures[path] for path in equation.right)
    ]


def _magnitude(random: Random, scale: int) -> int:
    """Small figures are frequent and large ones rare, as in real reports."""
    return max(1, int(scale ** random.random()))


def _plain(table: TableEdition, profile: Profile, random: Random) -> Figures:
    figures: Figures = {}
    specs = {(spec.row, spec.column): spec for spec in table.cells}
    for block in table.blocks:
        # Documents and items are counted in tens or hundreds where decisions are counted in thousands.
        scale = profile.plain_scale if len(block.columns) == 1 else int(profile.plain_scale**0.6)
        for row in block.rows:
            drawn = {
                spec.path: _plain_value(spec, profile, random, scale)
                for spec in (specs[row.key, column.key] for column in block.columns)
            }
            figures.update(_sensible(block, drawn))
    return {spec.path: figures[spec.path] for spec in table.cells}


def _sensible(block: Block, drawn: Figures) -> Figures:
    """A stock contains its flow, and a change cannot take away more than there was."""
    paths = list(drawn)
    for position, column in enumerate(block.columns):
        if column.type == "change" and drawn[paths[position - 1]] + drawn[paths[position]] < 0:
            drawn[paths[position]] = -drawn[paths[position]]
    if len(paths) > _FLOWS and all(column.type == "count" for column in block.columns):
        # A stock that was left at zero while the year brought some would contradict itself.
        drawn[paths[-1]] = max(drawn[paths[-1]], *(drawn[path] for path in paths[:-1]))
    return drawn


def _plain_value(spec: CellSpec, profile: Profile, random: Random, scale: int) -> int | Decimal:
    if not happens(random, profile.plain_chance):
        return 0
    match spec.type:
        case "change":
            return random.choice((-1, 1)) * _magnitude(random, max(2, scale // 10))
        case "money" | "decimal":
            places = random.choice((0, 1, 2, 2))
            # Drawn as text: the figure is what would be printed, digit for digit.
            part = f".{random.randrange(10**places):0{places}d}" if places else ""
            return Decimal(f"{_magnitude(random, scale)}{part}")
        case "count":
            return _magnitude(random, scale)


def _reconciled(table: TableEdition, profile: Profile, random: Random) -> Figures:
    targets = {_target(equation) for equation in table.equations}
    figures: Figures = {}
    money = any(spec.type in _EXACT for spec in table.cells)
    nothing = random.choice((0, Decimal("0.00"))) if money else 0
    for block in table.blocks:
        for row in block.rows:
            used = happens(random, profile.row_chance)
            paths = {f"{table.table}.{row.key}.{column.key}": column for column in block.columns}
            for position, path in enumerate([path for path in paths if path not in targets]):
                chance = profile.first_chance if position == 0 else profile.column_chance
                scale = profile.scale if position == 0 else profile.side_scale
                figures[path] = nothing
                if used and happens(random, chance):
                    exact = paths[path].type in _EXACT
                    figures[path] = _amount(random, profile.plain_scale) if exact else _magnitude(random, scale)
    solved = _solve(table, figures)
    while negative := [equation for equation in table.equations if solved[_target(equation)] < 0]:
        for equation in negative:
            # What was left over cannot exceed what came of it: take the other summands away and add up again.
            figures.update(dict.fromkeys(set(equation.left[1:]) & figures.keys(), 0))
        solved = _solve(table, figures)
    return {spec.path: solved[spec.path] for spec in table.cells}


def _amount(random: Random, scale: int) -> Decimal:
    """An amount in two decimals, as budgets are printed."""
    return Decimal(f"{_magnitude(random, scale)}.{random.randrange(100):02d}")


def _balanced(between: Sequence[Equation], tables: Sequence[TableEdition], figures: Figures, random: Random) -> Figures:
    """Make the tables agree with each other: the smaller side of each equation gets more of something."""
    totals = {_target(equation): equation for table in tables for equation in table.equations}
    for equation in between:
        left, right = (sum(figures[path] for path in side) for side in equation.sides)
        if left == right:
            continue
        path = random.choice(equation.left if left < right else equation.right)
        while path in totals:
            path = random.choice(totals[path].left)
        figures[path] += abs(left - right)
        for table in tables:
            if path.startswith(f"{table.table}."):
                free = {spec.path: figures[spec.path] for spec in table.cells if spec.path not in totals}
                figures.update(_solve(table, free))
    if failing := broken(between, figures):
        raise ValueError(
            f"identities {[equation.id for equation in failing]!r} between tables cannot be met one by one"
        )
    return figures


def _target(equation: Equation) -> str:
    """The cell an equation determines: its total, or, with several cells on both sides, its first."""
    return equation.right[0] if len(equation.right) == 1 else equation.left[0]


def _solve(table: TableEdition, drawn: Figures) -> Figures:
    solved = dict(drawn)
    waiting = list(table.equations)
    while waiting:
        left_over: list[Equation] = []
        for equation in waiting:
            target = _target(equation)
            others = [path for path in equation.cells if path != target]
            if any(path not in solved for path in others):
                left_over.append(equation)
            elif target not in solved:
                sign = 1 if target in equation.right else -1
                left = sum(solved[path] for path in islice(equation.left, 0 if sign > 0 else 1, None))
                solved[target] = left if sign > 0 else sum(solved[path] for path in equation.right) - left
        if len(left_over) == len(waiting):
            raise ValueError(f"the identities of table {table.table!r} do not determine {left_over[0].cells!r}")
        waiting = left_over
    return solved
