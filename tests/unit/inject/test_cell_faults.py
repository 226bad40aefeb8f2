"""Faults in figures: each changes what it says, and nothing else."""

from decimal import Decimal
from random import Random

import pytest

from eval.inject.cell_faults import CELL_FAULTS, Figures

ROWS = [[f"t.r{row}.c{column}" for column in range(4)] for row in range(5)]
FIGURES: Figures = {path: 10 + 7 * place for place, path in enumerate(path for row in ROWS for path in row)}
ZEROS: Figures = dict.fromkeys(FIGURES, 0)


@pytest.mark.parametrize("name", sorted(CELL_FAULTS))
def test_a_fault_changes_figures_of_the_table_and_none_to_itself(name: str) -> None:
    """Every change is a change, in a cell of the table, to a number that could be printed."""
    struck = [CELL_FAULTS[name](FIGURES, ROWS, Random(seed)) for seed in range(40)]
    changes = [changed for changed in struck if changed is not None]
    # Where no figure is 0, none can appear in its place.
    assert bool(changes) == (name != "zero became a figure")
    for changed in changes:
        assert changed
        assert changed.keys() <= FIGURES.keys()
        assert all(value != FIGURES[path] and value >= 0 for path, value in changed.items())
        assert all(isinstance(value, int | Decimal) for value in changed.values())


@pytest.mark.parametrize("name", sorted(CELL_FAULTS))
def test_the_same_seed_strikes_the_same_cells(name: str) -> None:
    """A fault can be made again."""
    once, again = (CELL_FAULTS[name](FIGURES, ROWS, Random(7)) for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    ("name", "cells"),
    [("digit", 1), ("digit lost", 1), ("neighbours exchanged", 2), ("leaf and its row's total", 2), ("two digits", 2)],
)
def test_a_fault_strikes_so_many_cells(name: str, cells: int) -> None:
    """One place each."""
    struck = [CELL_FAULTS[name](FIGURES, ROWS, Random(seed)) for seed in range(20)]
    assert {len(changed) for changed in struck if changed is not None} == {cells}


def test_moved_figures_are_those_of_the_table() -> None:
    """Exchanged rows and columns hold the same figures, in other places."""
    for name in ("rows exchanged", "columns exchanged", "neighbours exchanged"):
        changed = CELL_FAULTS[name](FIGURES, ROWS, Random(3))
        assert changed is not None
        assert sorted({**FIGURES, **changed}.values()) == sorted(FIGURES.values())


def test_what_has_no_place_in_a_table_of_zeros_is_not_made() -> None:
    """No figure to lose, no two rows to merge, nothing to exchange."""
    for name in (
        "digit lost",
        "digit gained",
        "figure became zero",
        "figures of two rows run together",
        "table of zeros",
    ):
        assert CELL_FAULTS[name](ZEROS, ROWS, Random(1)) is None
