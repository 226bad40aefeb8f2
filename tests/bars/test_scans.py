"""Quality bar: scans are read, and a figure that is not sure waits for a person (design.md §7)."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from eval.generator.scans import PICTURE_DAMAGES, Printed, print_reports, scan
from extractor.forms import builtin_forms
from extractor.ingest import FileIngester, find_libreoffice, find_recogniser
from extractor.model import Cell, Record
from extractor.pipeline import Pipeline
from extractor.settings import available_cores

FULL = os.environ.get("GOUJI_BARS") == "full"
CLEAN_SEEDS = range(1, 15) if FULL else range(9, 10)
DEGRADED_SEEDS = range(21, 34) if FULL else range(21, 23)
LEAST_PAGES = 60 if FULL else 4

LEAST_RIGHT, LEAST_ACCEPTED = 0.995, 0.80
LEAST_RIGHT_DEGRADED = 0.97

IsRight = Callable[[object, Cell], bool]


@dataclass
class Tally:
    """What became of the cells of some scans."""

    total: int = 0
    right: int = 0
    accepted: int = 0
    pages: int = 0
    wrong: list[str] = field(default_factory=list[str])
    errors: list[str] = field(default_factory=list[str])
    """Findings of severity error in reports that deserve none."""
    seen: Counter[str] = field(default_factory=Counter[str])
    """Cells by the damage of their page; those without a place count as `unread`."""
    refused: Counter[str] = field(default_factory=Counter[str])

    def add(self, printed: Printed, record: Record, damages: Sequence[str], is_right: IsRight) -> None:
        """Count one report."""
        truth = printed.report.truth
        cells = {cell.path: cell for cell in record.cells}
        self.total += len(truth.cells)
        self.pages += len({cell.source.page for cell in record.cells if cell.source})
        for path, figure in truth.cells.items():
            cell = cells.get(path)
            right = cell is not None and is_right(figure, cell)
            accepted = cell is not None and cell.status == "accepted"
            page = cell.source.page if cell is not None and cell.source else None
            where = "unread" if page is None else damages[page - 1] or "none"
            self.right += right
            self.accepted += accepted
            self.seen[where] += 1
            self.refused[where] += not accepted
            if accepted and not right:
                self.wrong.append(f"seed {printed.seed} {where}: {path} {cell.as_printed if cell else None!r}")
        if truth.clean:
            self.errors += [
                f"seed {printed.seed}: {item.code} {item.message}"
                for item in record.findings
                if item.severity == "error" and item.status == "FAIL"
            ]

    def show(self, name: str) -> None:
        """Print the figures."""
        print(  # noqa: T201 - the figure is the point
            f"\n{name}: {self.pages} table pages, right {self.right / self.total:.2%} of {self.total} cells, accepted "
            f"{self.accepted / self.total:.2%}, wrong accepted {len(self.wrong)}, false errors {len(self.errors)}"
        )
        for where, count in sorted(self.seen.items()):
            print(f"  {where:<14} {count:>5} cells, refused {self.refused[where] / count:7.2%}")  # noqa: T201


def read(printed: Sequence[Printed], damages: Sequence[Sequence[str]], is_right: IsRight) -> Tally:
    """Scan, read and count reports, each with the damages of its pages in turn."""
    recogniser = find_recogniser(available_cores())
    pipeline = Pipeline(FileIngester(None, recogniser), builtin_forms())
    tally = Tally()
    for report, names in zip(printed, damages, strict=True):
        scanned = scan(report, names)
        name = f"{report.seed:06d}.tiff"
        tally.add(report, pipeline.process(scanned.data, name=name, path=name).record, scanned.damages, is_right)
    return tally


@pytest.fixture(autouse=True)
def needs_libreoffice() -> None:
    """Skips where the reports cannot be printed."""
    if find_libreoffice() is None:
        pytest.skip("LibreOffice is not installed, so there is nothing to scan")


@pytest.mark.bars
def test_clean_scans_are_read_and_nothing_wrong_is_accepted(
    capsys: pytest.CaptureFixture[str], is_right: IsRight
) -> None:
    """At 200 dots an inch nearly every cell is read as printed, and most need no person."""
    printed = print_reports(CLEAN_SEEDS)
    tally = read(printed, [()] * len(printed), is_right)
    with capsys.disabled():
        tally.show("clean scans")
    assert tally.wrong == []
    assert tally.errors == []
    assert tally.pages >= LEAST_PAGES
    assert tally.right / tally.total >= LEAST_RIGHT
    assert tally.accepted / tally.total >= LEAST_ACCEPTED


@pytest.mark.bars
def test_degraded_scans_are_read_or_refused(capsys: pytest.CaptureFixture[str], is_right: IsRight) -> None:
    """Whatever a scanner does to a page, its figures are read as printed or wait for a person."""
    printed = print_reports(DEGRADED_SEEDS)
    names = list(PICTURE_DAMAGES)
    # Each report begins with another damage, so that every kind of page meets every damage.
    damages = [names[at % len(names) :] + names[: at % len(names)] for at in range(0, 6 * len(printed), 6)]
    tally = read(printed, damages, is_right)
    with capsys.disabled():
        tally.show("degraded scans")
    assert tally.wrong == []
    assert tally.errors == []
    assert tally.right / tally.total >= LEAST_RIGHT_DEGRADED
