"""Excerpts: the text itself, the cited places first, never more than the budget."""

import random
from pathlib import Path

import pytest

from extractor.export.page.excerpts import AROUND, excerpts
from extractor.forms import builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Record
from extractor.pipeline import Pipeline


@pytest.fixture(name="report", scope="module")
def report_fixture(project_root: Path) -> tuple[Record, str]:
    """A record with one finding, and its text followed by much that nothing cites."""
    path = project_root / "golden" / "reports" / "qinghe_2023.txt"
    processed = Pipeline(FileIngester(), builtin_forms()).process(path.read_bytes(), name=path.name, path=path.name)
    assert processed.text is not None
    return processed.record, processed.text + "余" * 20_000


def test_a_text_within_the_budget_is_whole(report: tuple[Record, str]) -> None:
    """Nothing is left out without need."""
    assert excerpts(report[0], report[1], most=len(report[1])) == [(0, report[1])]


def test_an_empty_text_has_no_excerpt(report: tuple[Record, str]) -> None:
    """A document may have no text at all."""
    assert excerpts(report[0], "") == []


@pytest.mark.parametrize("seed", range(20))
def test_excerpts_are_the_text_at_their_place_in_order_within_the_budget(report: tuple[Record, str], seed: int) -> None:
    """Whatever the budget: verbatim, apart from each other, and together no longer than it."""
    record, text = report
    most = random.Random(seed).randrange(1, 3500)
    pieces = excerpts(record, text, most=most)
    assert all(text[start : start + len(piece)] == piece for start, piece in pieces)
    ends = [start + len(piece) for start, piece in pieces]
    assert all(end < start for end, (start, _) in zip(ends, pieces[1:], strict=False))
    assert sum(len(piece) for _, piece in pieces) <= most


def test_the_cells_of_a_failed_equation_come_first(report: tuple[Record, str]) -> None:
    """Even a small budget shows why the equation fails."""
    record, text = report
    cells = {cell.path: cell.source for cell in record.cells}
    places = [place for path in record.findings[0].cells if (place := cells[path]) is not None]
    pieces = excerpts(record, text, most=2 * AROUND + 100)
    assert len(places) == 5
    assert all(
        any(start <= place.start and place.end <= start + len(piece) for start, piece in pieces) for place in places
    )


def test_a_place_beyond_the_text_is_left_out(report: tuple[Record, str]) -> None:
    """A text that was cut on the disk is no crash."""
    record, text = report
    pieces = excerpts(record, text[:200], most=100)
    assert all(start + len(piece) <= 200 for start, piece in pieces)
