"""What a run may spend, and when it has had enough faults: shared by its processes, and by its next start if killed."""

from decimal import Decimal
from typing import cast

from extractor.llm.database import Database

__all__ = ["Spending"]

PICO = Decimal("1e12")
"""Picodollars make every price of a token a whole number, so that sums in the file are exact."""
FAULTS = 5
"""In a row, after which nothing more is asked in this run."""


class Spending:
    """The purse of one run."""

    def __init__(self, database: Database, run: str, *, budget: Decimal | None) -> None:
        """`run` names it for all its processes; without a `budget` everything is allowed."""
        self._database = database
        self._run = run
        self._budget = budget

    def reserve(self, worst: Decimal) -> bool:
        """Put the most that a request can cost aside; false when the budget does not allow it."""
        if self._budget is None:
            return True
        with self._database.writing():
            rows = self._database.rows("find-spending", self._run)
            spent = cast("int", rows[0][0]) if rows else 0
            if spent + _pico(worst) > _pico(self._budget):
                return False
            self._database.do("add-spending", self._run, _pico(worst))
            return True

    def settle(self, worst: Decimal, real: Decimal) -> None:
        """Replace what was put aside by what the request cost."""
        if self._budget is not None:
            with self._database.writing():
                self._database.do("add-spending", self._run, _pico(real) - _pico(worst))

    def given_up(self) -> str | None:
        """The code of the fault that so many questions in a row had that the next would only have it as well."""
        rows = self._database.rows("find-spending", self._run)
        if not rows:
            return None
        _, faults, cause = rows[0]
        return cast("str", cause) if cast("int", faults) >= FAULTS else None

    def failed(self, code: str) -> None:
        """Count a question that the endpoint left without any reply."""
        with self._database.writing():
            self._database.do("add-fault", self._run, code)

    def succeeded(self) -> None:
        """The endpoint answers again, or has a new chance at the start of a run; what was spent stays spent."""
        rows = self._database.rows("find-spending", self._run)
        if rows and rows[0][1]:
            with self._database.writing():
                self._database.do("forget-faults", self._run)

    def finish(self) -> None:
        """The run has ended; its next one has a budget of its own."""
        with self._database.writing():
            self._database.do("end-spending", self._run)


def _pico(dollars: Decimal) -> int:
    return int((dollars * PICO).to_integral_value())
