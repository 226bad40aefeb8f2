"""Which cells of a sheet are seen where: merged cells, and rows and columns that are hidden.

Nothing is allocated by what a file declares: a merged range over the whole sheet costs as much as one over two cells.
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush

from extractor.errors import DocumentError
from extractor.ingest.ooxml_xml import damaged

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "Merge", "MergeMap", "Shown", "parse_range", "parse_reference", "too_many"]

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_MERGES = 100_000

REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """A rectangle of cells drawn as one; all four sides belong to it, 1-based."""

    top: int
    left: int
    bottom: int
    right: int


def parse_reference(text: str) -> tuple[int, int]:
    """Read `C7` as (7, 3): row and column, 1-based.

    Raises:
        DocumentError: `damaged-archive`.
    """
    found = REFERENCE.fullmatch(text)
    row, column = (int(found[2]), _column(found[1])) if found else (0, 0)
    if not (1 <= row <= MOST_ROWS and 1 <= column <= MOST_COLUMNS):
        raise damaged(f"{text[:20]!r} is no place in a sheet")
    return row, column


def parse_range(text: str) -> Merge:
    """Read `A1:C2`; a single place is a range of one cell.

    Raises:
        DocumentError: `damaged-archive`.
    """
    first, _, last = text.partition(":")
    one, other = parse_reference(first), parse_reference(last or first)
    return Merge(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))


def too_many(message: str) -> DocumentError:
    """Make the refusal of a sheet with more cells than a report can have."""
    return DocumentError(
        "too-many-cells", message, hint="check what kind of workbook it is; save the report's own sheet alone"
    )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class MergeMap:
    """Tells row by row, from the top, which merged range covers a cell."""

    def __init__(self, merges: Iterable[Merge]) -> None:
        """Take the ranges in any order.

        Raises:
            DocumentError: `too-many-cells`.
        """
        self._waiting = sorted(merges, reverse=True)
        if len(self._waiting) > MOST_MERGES:
            raise too_many(f"more than {MOST_MERGES} merged ranges in a sheet")
        self._lefts: list[int] = []
        self._by_left: dict[int, Merge] = {}
        self._ends: list[tuple[int, int]] = []
        self.left_out: set[Merge] = set()
        """Ranges that lie over an earlier one."""

    def over(self, row: int, column: int) -> Merge | None:
        """Name the range that covers a cell; rows are asked for in order."""
        while self._waiting and self._waiting[-1].top <= row:
            self._open(self._waiting.pop())
        self._close(row)
        at = bisect_right(self._lefts, column) - 1
        merge = self._by_left[self._lefts[at]] if at >= 0 else None
        return merge if merge and merge.right >= column else None

    def _open(self, merge: Merge) -> None:
        self._close(merge.top)
        at = bisect_left(self._lefts, merge.left)
        before = self._by_left[self._lefts[at - 1]] if at else None
        after = self._lefts[at] if at < len(self._lefts) else MOST_COLUMNS + 1
        if (before and before.right >= merge.left) or after <= merge.right:
            self.left_out.add(merge)
            return
        insort(self._lefts, merge.left)
        self._by_left[merge.left] = merge
        heappush(self._ends, (merge.bottom, merge.left))

    def _close(self, row: int) -> None:
        while self._ends and self._ends[0][0] < row:
            _, left = heappop(self._ends)
            del self._by_left[left]
            del self._lefts[bisect_left(self._lefts, left)]


@dataclass(slots=True)
class Shown:
    """Rows or columns without those that are hidden, numbered on."""

    _first: list[int] = field(default_factory=list[int])
    _last: list[int] = field(default_factory=list[int])
    _before: list[int] = field(default_factory=list[int])
    """How many are hidden up to and with each run."""

    @classmethod
    def without(cls, hidden: Iterable[tuple[int, int]]) -> "Shown":
        """Leave out runs of numbers, first and last of each."""
        shown = cls()
        for first, last in sorted(hidden):
            if shown._last and first <= shown._last[-1] + 1:
                grown = max(last, shown._last[-1])
                shown._before[-1] += grown - shown._last[-1]
                shown._last[-1] = grown
            elif first <= last:
                shown._before.append((shown._before[-1] if shown._before else 0) + last - first + 1)
                shown._first.append(first)
                shown._last.append(last)
        return shown

    def hides(self, number: int) -> bool:
        """Whether a row or column is hidden."""
        at = bisect_right(self._first, number) - 1
        return at >= 0 and number <= self._last[at]

    def place(self, number: int) -> int:
        """The place of a row or column among the shown ones, 1-based; of a hidden one the place of the next."""
        at = bisect_right(self._first, number) - 1
        if at < 0:
            return number
        if number <= self._last[at]:
            return self._first[at] - (self._before[at - 1] if at else 0)
        return number - self._before[at]

    def numbers(self, first: int, last: int) -> list[int]:
        """The numbers that stand at a run of places."""
        # Where the hidden runs would stand; these places never fall.
        ranks = [start - (self._before[at - 1] if at else 0) for at, start in enumerate(self._first)]
        found: list[int] = []
        for place in range(first, last + 1):
            at = bisect_right(ranks, place)
            found.append(place + (self._before[at - 1] if at else 0))
        return found
