"""Boxes between the lines of a table, joined to cells where the line between them is missing."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["PRESENT", "Parted"]

PRESENT = 0.6
"""Share of a cell's side along which a line is seen from which it is there."""
ABSENT = 0.25
"""Share below which it is not; between the two it is broken, and nobody knows."""


class Parted:
    """Boxes of the full lattice, joined where the line between them is missing."""

    def __init__(self, over: NDArray[np.float64], left: NDArray[np.float64]) -> None:
        """`over` and `left`: the share of each box's upper and left side along which a line is seen."""
        self._over, self._left = over, left
        self._rows, self._columns = left.shape[0], over.shape[1]
        inner = [*over[1:-1].ravel(), *left[:, 1:-1].ravel()]
        self.doubtful = any(ABSENT < share < PRESENT for share in inner)

    def cells(self) -> list[tuple[int, int, int, int]]:
        """Top, first, bottom and last (half-open) of every cell."""
        taken = np.zeros((self._rows, self._columns), dtype=bool)
        found: list[tuple[int, int, int, int]] = []
        for row in range(self._rows):
            for column in range(self._columns):
                if taken[row, column]:
                    continue
                last = column + 1
                while last < self._columns and not taken[row, last] and self._left[row, last] < PRESENT:
                    last += 1
                bottom = row + 1
                while bottom < self._rows and self._open_below(bottom, column, last, taken):
                    bottom += 1
                taken[row:bottom, column:last] = True
                found.append((row, column, bottom, last))
        return found

    def _open_below(self, row: int, first: int, last: int, taken: NDArray[np.bool_]) -> bool:
        """Whether a cell goes on in the next row over its whole width."""
        return (
            not taken[row, first:last].any()
            and all(self._over[row, column] < PRESENT for column in range(first, last))
            and all(self._left[row, column] < PRESENT for column in range(first + 1, last))
            and (first == 0 or self._left[row, first] >= PRESENT)
            and (last == self._columns or self._left[row, last] >= PRESENT)
        )
