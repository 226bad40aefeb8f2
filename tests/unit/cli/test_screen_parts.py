"""Parts of what is printed."""

import io

import pytest

from extractor.batch import Totals
from extractor.cli.progress import PlainProgress, clock
from extractor.cli.safe import printable
from extractor.cli.screen.signs import SIGNS, cell_text, legend, sign
from extractor.cli.texts import Texts
from extractor.cli.totals import percent
from extractor.model import Cell, Failure, Kind, Reading
from extractor.store import Head


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("报告.txt", "报告.txt"),
        ("a\x1b[31mred.txt", r"a\x1b[31mred.txt"),
        ("line\nbreak", r"line\nbreak"),
        ("\u202etxt.exe", r"\u202etxt.exe"),
        ("\udcb1", r"\udcb1"),
        ("bell\x07", r"bell\x07"),
    ],
)
def test_nothing_that_a_terminal_obeys_is_printed(text: str, shown: str) -> None:
    """File names come from outside: colours, line breaks and reversed writing are spelled out."""
    assert printable(text) == shown


@pytest.mark.parametrize("kind", sorted(SIGNS))
def test_what_is_absent_is_never_shown_as_a_number(kind: Kind) -> None:
    """Each kind of absence has a sign of its own, without digits."""
    cell = Cell(path="a.b.c", as_printed=None, value=None, kind=kind, tier="S1", status="accepted", source=None)
    assert not any(character.isdigit() for character in sign(cell))
    assert len(set(SIGNS.values())) == len(SIGNS)


@pytest.mark.parametrize(
    ("reader", "value", "in_findings", "shown"),
    [
        ("llm:m", 7, [], "7 "),
        ("llm:m", 8, [], "7^"),
        ("llm:m#second-look", 8, [], "7^"),
        ("table", 8, [], "7 "),
        ("llm:m", 8, ["a.b.c"], "7*"),
    ],
)
def test_an_accepted_cell_that_a_model_reads_otherwise_is_marked(
    reader: str, value: int, in_findings: list[str], shown: str
) -> None:
    """The value stays the accepted one; a finding on the cell is the graver mark."""
    said = Reading(reader=reader, as_printed=str(value), value=value, kind="number", source=None)
    cell = Cell(
        path="a.b.c",
        as_printed="7",
        value=7,
        kind="number",
        tier="S1",
        status="accepted",
        source=None,
        readings=(said,),
    )
    assert cell_text(cell, in_findings, marked=True).plain == shown
    assert ("^" in legend([cell], in_findings, Texts("en")).plain) == ("^" in shown)


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(199, 200, "99.5 %"), (9999, 10_000, "99.9 %"), (5, 5, "100.0 %")]
)
def test_shares_are_rounded_down(part: int, whole: int, shown: str) -> None:
    """Only all of them are 100 %."""
    assert percent(part, whole) == shown


@pytest.mark.parametrize(("seconds", "shown"), [(0.4, "00:00"), (75, "01:15"), (3723, "1:02:03")])
def test_times_are_read_at_a_glance(seconds: float, shown: str) -> None:
    """Hours appear when there are any."""
    assert clock(seconds) == shown


class Ticking:
    """A clock that moves by a set amount with each look."""

    def __init__(self, step: float) -> None:
        self.step = step
        self.time = 0.0

    def __call__(self) -> float:
        """Seconds."""
        self.time += self.step
        return self.time


def lines(step: float, documents: int, error: Failure | None = None) -> list[str]:
    """What a run of so many documents prints when each takes `step` seconds."""
    file = io.StringIO()
    progress = PlainProgress(Texts("en"), file, Ticking(step))
    totals = Totals(documents)
    progress.started(totals)
    for _ in range(documents):
        totals.done += 1
        progress.advanced(totals, Head("failed" if error else "ok", "a\x1b.txt", "a.txt", None, None, error))
    return file.getvalue().splitlines()


class TestPlainProgress:
    """Progress for a log file."""

    def test_a_line_comes_after_a_tenth(self) -> None:
        """With elapsed time and time left."""
        printed = lines(0.5, 40)
        assert len(printed) == 10
        assert printed[1] == "8/40 documents, 0 failed, 00:04 elapsed, 00:16 left"

    def test_a_quick_run_prints_no_progress(self) -> None:
        """The table at its end is enough."""
        assert lines(0.001, 100) == []

    def test_a_slow_run_prints_every_five_seconds(self) -> None:
        """So that a log shows life."""
        assert len(lines(1.0, 100)) == 20

    def test_failures_are_named_up_to_a_point(self) -> None:
        """A folder of them would hide everything else; the name is made safe."""
        printed = lines(0.001, 30, Failure(code="empty-file", message="no text", hint=None))
        assert len(printed) == 21
        assert printed[0] == r"empty-file: a\x1b.txt: no text"
        assert printed[-1] == "more failures follow; all are in records.jsonl"
