"""The purse of a run."""

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.errors import StoreError
from extractor.llm.database import FILE_NAME, Database
from extractor.llm.spending import Spending


def purse(folder: Path, budget: str | None = "1", run: str = "r") -> Spending:
    """The purse, as another process of the run has it."""
    return Spending(Database(folder), run, budget=None if budget is None else Decimal(budget))


def test_what_is_reserved_is_gone_for_everybody(tmp_path: Path) -> None:
    """Two processes cannot both spend the last dollar."""
    assert purse(tmp_path).reserve(Decimal("0.7"))
    assert not purse(tmp_path).reserve(Decimal("0.4"))
    assert purse(tmp_path).reserve(Decimal("0.3"))


def test_the_real_cost_replaces_what_was_reserved(tmp_path: Path) -> None:
    """The worst case is rarely what happens."""
    mine = purse(tmp_path)
    assert mine.reserve(Decimal(1))
    mine.settle(Decimal(1), Decimal("0.25"))
    assert mine.reserve(Decimal("0.75"))
    assert not mine.reserve(Decimal("0.000001"))


def test_a_killed_run_goes_on_with_what_is_left_and_a_new_one_anew(tmp_path: Path) -> None:
    """The file remembers until the run has ended."""
    assert purse(tmp_path).reserve(Decimal(1))
    assert not purse(tmp_path).reserve(Decimal("0.1"))
    assert purse(tmp_path, run="other").reserve(Decimal(1))
    purse(tmp_path).finish()
    assert purse(tmp_path).reserve(Decimal(1))


def test_without_a_budget_everything_is_allowed(tmp_path: Path) -> None:
    """And nothing is written down."""
    mine = purse(tmp_path, None)
    assert mine.reserve(Decimal(10**9))
    assert purse(tmp_path).reserve(Decimal(1))


def test_five_faults_in_a_row_are_enough(tmp_path: Path) -> None:
    """Counted over processes; an answer starts the count anew."""
    for _ in range(4):
        purse(tmp_path).failed("model-unreachable")
    assert purse(tmp_path).given_up() is None
    purse(tmp_path).failed("model-rejected")
    assert purse(tmp_path).given_up() == "model-rejected"
    purse(tmp_path).succeeded()
    assert purse(tmp_path).given_up() is None


def test_a_file_that_is_no_cache_is_refused(tmp_path: Path) -> None:
    """One line with the file and the next step, no trace."""
    (tmp_path / FILE_NAME).write_bytes(b"something else entirely, and long enough to be read as a page" * 20)
    with pytest.raises(StoreError, match="GOUJI_CACHE") as raised:
        Database(tmp_path)
    assert raised.value.code == "cache-unusable"
    assert isinstance(raised.value.__cause__, sqlite3.Error)
