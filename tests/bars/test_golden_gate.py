"""Quality bars on the sealed split: the table reader alone, traps, clean documents, canaries."""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from eval.calibrate import tier_bounds
from eval.gate import judge, read_baseline
from eval.golden import Need
from eval.runs import Evaluated, Plan, Scored, evaluate
from eval.scoring import upper_bound
from extractor.ingest import find_libreoffice, find_recogniser
from extractor.wiring import Recipe

RIGHT, ACCEPTED = 0.999, 0.95
SCANS_RIGHT = 0.97
"""Of clean and damaged ones together; `test_scans.py` has the bars of each."""


def lacking() -> frozenset[Need]:
    """What this machine cannot read with."""
    found: list[Need] = []
    if find_libreoffice() is None:
        found.append("libreoffice")
    if find_recogniser() is None:
        found.append("ocr")
    if find_spec("pypdfium2") is None or find_spec("pdfplumber") is None:
        found.append("pdf")
    return frozenset(found)


@pytest.fixture(name="evaluated", scope="module")
def evaluated_fixture(project_root: Path) -> Evaluated:
    """The split, read by the table reader alone, as far as what is installed can read it."""
    return evaluate(Plan(project_root / "golden", Recipe(), "code", split="gate", without=lacking()))


def of(evaluated: Evaluated, *purposes: str) -> list[Scored]:
    """The documents of some kinds."""
    return [one for one in evaluated.scored if one.item.purpose in purposes]


@pytest.mark.bars
def test_what_is_meant_to_be_readable_is_read(evaluated: Evaluated, capsys: pytest.CaptureFixture[str]) -> None:
    """99.9 % of the cells, 95 % accepted, none of them wrong; `readable` follows from how a document was made."""
    readable = evaluated.readable
    with capsys.disabled():
        cells, accepted = readable.cells, readable.accepted
        print(f"\nGate split, {readable.documents} readable documents of {evaluated.totals.documents}:")  # noqa: T201
        print(f"  {cells.part} of {cells.whole} cells right, {accepted.part} of {accepted.whole} accepted")  # noqa: T201
    assert readable.documents >= 80
    assert readable.cells.share is not None
    assert readable.accepted.share is not None
    assert readable.cells.share >= RIGHT
    assert readable.accepted.share >= ACCEPTED


@pytest.mark.bars
def test_scans_are_read_or_left_to_a_person(evaluated: Evaluated, capsys: pytest.CaptureFixture[str]) -> None:
    """Clean and damaged ones, by family: what is not sure waits, and most of it is sure."""
    scans = [one for one in evaluated.scored if one.item.needs == "ocr"]
    if not scans:
        pytest.skip("the extra ocr is not installed")
    with capsys.disabled():
        for one in scans:
            read = one.result
            print(  # noqa: T201
                f"\n  {read.family}: {read.cells - len(read.wrong)} of {read.cells} right, {read.accepted} accepted",
                end="",
            )
        print()  # noqa: T201
    right = sum(one.result.cells - len(one.result.wrong) for one in scans)
    assert right >= SCANS_RIGHT * sum(one.result.cells for one in scans)
    assert names([one for one in scans if one.score.wrong_accepted]) == []


@pytest.mark.bars
def test_no_wrong_cell_is_accepted_in_any_document(evaluated: Evaluated, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever happened to a document. Two bounds, generated and written by hand, which are never added up."""
    kept = [one for one in evaluated.scored if one.item.by_hand]
    drawn = [one for one in evaluated.scored if not one.item.by_hand]
    with capsys.disabled():
        print("\n".join((*bounds("generated", drawn), *bounds("written by hand", kept))))  # noqa: T201
    assert evaluated.totals.wrong_accepted == 0
    assert evaluated.totals.grounded.share == 1
    assert evaluated.totals.as_printed.share == 1


@pytest.mark.bars
def test_traps_are_kept_as_printed_and_flagged(evaluated: Evaluated) -> None:
    """Where the source is wrong: every cell as printed, every owed finding made, no other error."""
    traps = of(evaluated, "trap")
    assert len(traps) >= 15
    assert names([one for one in traps if not one.score.exact or one.score.missed or one.score.false_errors]) == []


@pytest.mark.bars
def test_clean_documents_are_accused_of_nothing(evaluated: Evaluated) -> None:
    """No finding of severity error where none would be just."""
    assert names([one for one in evaluated.scored if one.score.false_errors]) == []


@pytest.mark.bars
def test_orders_in_a_document_change_no_accepted_cell(evaluated: Evaluated) -> None:
    """Canaries: every accepted cell is that of the document without the order."""
    canaries = of(evaluated, "canary")
    assert len(canaries) >= 10
    assert names([one for one in canaries if one.score.wrong_accepted]) == []


@pytest.mark.bars
def test_what_is_no_report_is_refused_with_its_code(evaluated: Evaluated) -> None:
    """Empty, garbled, another kind, two in one: never a record of zeros."""
    assert names([one for one in of(evaluated, "degenerate") if not one.score.refused_rightly]) == []


@pytest.mark.bars
def test_the_blessed_result_holds(evaluated: Evaluated, project_root: Path) -> None:
    """The gate itself, on every change of the code: a result that is worse must be blessed, with a reason."""
    if absent := lacking():
        pytest.skip(f"the gate judges whole results, and this machine lacks {', '.join(sorted(absent))}")
    verdict = judge(evaluated.result, read_baseline(project_root / "golden" / "baseline.json"))
    assert [f"{check.name}: {check.detail}" for check in verdict.blocking] == []


def bounds(origin: str, scored: Sequence[Scored]) -> Iterator[str]:
    """Documents with a wrong accepted cell, with the exact bound; the same for each tier."""
    bad = sum(bool(one.score.wrong_accepted) for one in scored)
    bound = upper_bound(bad, len(scored))
    yield f"  documents with a wrong accepted cell, {origin}: {bad} of {len(scored)}, 95 % bound {bound:.2%}"
    for tier, found in tier_bounds([one.score for one in scored]).items():
        yield f"    {tier}: {found.wrong} of {found.accepted} wrong, right in at least {found.lower:.1%} of documents"


def names(documents: Sequence[Scored]) -> list[str]:
    """Which documents these are, for a failing test's message."""
    return [one.item.id for one in documents]
