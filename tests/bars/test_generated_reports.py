"""Quality bar: on generated reports in every layout and damage, no wrong cell is ever accepted (design.md §7)."""

import os
from collections import Counter
from collections.abc import Callable

import pytest

from eval.generator import Generated, draw
from extractor.forms import builtin_forms
from extractor.ingest import TextIngester
from extractor.model import Cell
from extractor.pipeline import Pipeline

REPORTS = 20_000 if os.environ.get("GOUJI_BARS") == "full" else 2_000
FIRST_SEED = 1

IsRight = Callable[[object, Cell], bool]


def wrong_accepted(report: Generated, cells: tuple[Cell, ...], is_right: IsRight) -> list[str]:
    """Names the accepted cells that differ from what the report prints."""
    return [
        cell.path
        for cell in cells
        if cell.status == "accepted"
        and (cell.path not in report.truth.cells or not is_right(report.truth.cells[cell.path], cell))
    ]


@pytest.mark.bars
def test_no_wrong_cell_is_accepted_in_any_layout(capsys: pytest.CaptureFixture[str], is_right: IsRight) -> None:
    """Every accepted cell of some thousand drawn reports is as printed; accepted shares are shown by layout."""
    pipeline = Pipeline(TextIngester(), builtin_forms())
    accepted: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong: list[str] = []
    for seed in range(FIRST_SEED, FIRST_SEED + REPORTS):
        report = draw(seed)
        record = pipeline.process(report.text.encode(), name=f"{seed}.txt", path=f"{seed}.txt").record
        for group in (report.layout.value, *(f"damage {name}" for name in report.damages), "all"):
            total[group] += len(report.truth.cells)
            accepted[group] += sum(cell.status == "accepted" for cell in record.cells)
        wrong += [
            f"seed {seed} {report.layout.value} {report.damages}: {path}"
            for path in wrong_accepted(report, record.cells, is_right)
        ]
    with capsys.disabled():
        print(f"\n{REPORTS} generated reports, wrong accepted cells: {len(wrong)}")  # noqa: T201 - the figure is the point
        for group in sorted(total):
            print(f"  {group:<32} accepted {accepted[group] / total[group]:7.2%} of {total[group]} cells")  # noqa: T201
    assert wrong == []
