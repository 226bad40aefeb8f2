"""What several property tests ask of a table reading."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from extractor.tables import CellReading
from extractor.text.numbers import parse_value

CheckPlaces = Callable[[str, Sequence[CellReading]], None]


def check(text: str, cells: Sequence[CellReading]) -> None:
    """Every citation is verbatim, values follow from it alone, and no two cells share a printed character."""
    taken: list[tuple[int, int]] = []
    for cell in cells:
        if cell.source is None:
            assert cell.value is None
            assert cell.kind in {"missing", "unread"}
            continue
        assert text[cell.source.start : cell.source.end] == cell.as_printed
        if cell.value is not None:
            assert cell.as_printed
            assert parse_value(cell.as_printed).kind == cell.kind == "number"
        if cell.source.end > cell.source.start:
            taken.append((cell.source.start, cell.source.end))
    assert all(one[1] <= other[0] for one, other in pairwise(sorted(taken)))


@pytest.fixture(scope="session")
def check_places() -> CheckPlaces:
    """Checks the cells that were read in a text against invariants 1 and 3 of design.md §3."""
    return check
