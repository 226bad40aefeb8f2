"""Quality bar: faults before the readers and in replies; none escapes (design.md §7)."""

import os
from pathlib import Path

import pytest

from eval.cli.screen import origin_lines
from eval.inject import FULL, Report, as_markdown, inject, rule_codes
from eval.runs import Plan, evaluate
from extractor.cli.texts import Texts
from extractor.wiring import Recipe, assemble

WHOLE = os.environ.get("GOUJI_BARS") == "full"
FAULTS, SEED = (FULL, 1) if WHOLE else (FULL // 10, 1)
HEAD = """# Measured

Written by `make bars`; every figure comes from the run that wrote it.

## Faults injected

"""
SINGLE = (
    "digit",
    "digit lost",
    "digit gained",
    "figure became zero",
    "zero became a figure",
    "total off by a little",
)
IDLE = {"DL1", "U1"}
"""DL1 needs the date of publication, and what U1 notices is no fault: it only attributes otherwise."""
NEVER_SEEN = {"columns exchanged", "table of zeros"}
"""Classes of wrong figures that break no identity, whatever the figures are."""


def bounds(golden: Path) -> str:
    """How many documents may hold a wrong accepted cell, by origin, over the whole golden set."""
    recipe = Recipe()
    evaluated = evaluate(Plan(folder=golden, factory=recipe, code=assemble(recipe).fingerprint))
    lines = "\n".join(f"- {line}" for line in origin_lines(evaluated, Texts("en")))
    told = "Over the golden set, by origin; the two are never added up."
    return f"## Documents with a wrong accepted cell\n\n{told}\n\n{lines}\n"


@pytest.fixture(name="report", scope="module")
def report_fixture() -> Report:
    """One injection for all tests."""
    return inject(FAULTS, SEED)


@pytest.mark.bars
def test_no_fault_escapes(report: Report, project_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In one reply none; before the readers none in any class, those that leave no trace included."""
    text = as_markdown(report)
    with capsys.disabled():
        print(f"\n{text}")  # noqa: T201 - the figures are the point
    if WHOLE:
        page = project_root / "docs" / "reference" / "measured.md"
        page.write_text(f"{HEAD}{text}\n{bounds(project_root / 'golden')}", encoding="utf-8")
    assert report.total >= FAULTS
    assert {name: tally.escaped for name, tally in report.replies.items() if tally.escaped} == {}
    assert report.escaped == 0
    assert report.skipped.keys() <= {"prints"}, "only LibreOffice may be missing"
    assert bool(report.prints) == ("prints" not in report.skipped)


@pytest.mark.bars
def test_every_wrong_cell_of_a_reply_is_noticed(report: Report) -> None:
    """It differs from the table reader's, is not printed where it says, or waits for a person."""
    assert {name: tally.undetected for name, tally in report.replies.items() if tally.detected < tally.faults} == {}
    assert len(report.replies) == 10


@pytest.mark.bars
def test_a_single_wrong_figure_is_always_noticed(report: Report) -> None:
    """And the true cell is among what is shown."""
    for name in (
        "digit",
        "digit lost",
        "digit gained",
        "figure became zero",
        "zero became a figure",
        "total off by a little",
    ):
        tally = report.figures[name]
        assert (tally.detected, tally.located) == (tally.faults, tally.faults), name


@pytest.mark.bars
def test_what_identities_cannot_see_is_told_by_name(report: Report) -> None:
    """Exchanged columns and a table of zeros leave no trace in the sums: the report says so."""
    traceless = report.traceless()
    assert {name: traceless[name] for name in NEVER_SEEN} == dict.fromkeys(NEVER_SEEN, 1.0)


@pytest.mark.bars
def test_the_short_way_of_judging_figures_is_that_of_the_whole_pipeline(report: Report) -> None:
    """Faults in figures that were printed and read whole gave the same findings of the identities, to the cell."""
    assert report.checked >= FAULTS // 500
    assert report.differing == []


@pytest.mark.bars
def test_taking_away_almost_any_rule_changes_what_becomes_of_faults(report: Report) -> None:
    """Every rule was removed and the faults judged again; the few without which nothing changes are known by name."""
    assert report.removed.keys() >= rule_codes()
    assert set(report.idle()) & rule_codes() <= IDLE
    assert all(report.removed[code].detected for code in ("R2", "R3", "R4"))
    assert sum(report.removed[code].escaped for code in rule_codes()) == 0


@pytest.mark.bars
def test_without_the_second_read_misread_figures_would_be_accepted(report: Report) -> None:
    """It is what one wrong reply of the recogniser is told by; that no rule could do it is said as plainly."""
    assert report.removed["second read"].escaped > 0
    silent = {name for name, tally in report.sightings.items() if tally.undetected}
    assert silent <= {"label confused"}, "a label that is still its own row's is none's loss"


@pytest.mark.bars
def test_what_no_reader_could_tell_is_told_by_name(report: Report) -> None:
    """Two reads that are wrong alike escape, and stand in no total."""
    assert "both reads, digit confused alike" in report.beyond
    assert not report.beyond.keys() & {*report.prints, *report.sightings}
