"""The rules of the gate, one by one, on small results."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from eval.gate import Baseline, Blessing, bless, judge, read_baseline, write_baseline
from eval.runs import DocumentResult, Fingerprints, RunResult, WrongCell
from extractor.errors import NothingToDoError, UsageError

LEAF, TOTAL = "disputes.reconsideration.upheld", "disputes.reconsideration.total"
PRINTS = Fingerprints(golden="g", prompts="p", code="c", model="off")


def document(number: int, **changes: object) -> DocumentResult:
    """A document that was read exactly, but for the changes."""
    whole: Mapping[str, object] = {
        "id": f"d{number}", "split": "gate", "purpose": "plain", "family": "f", "readable": True, "status": "ok",
        "error": None, "exact": True, "cells": 200, "known_cells": 200, "non_zero": 50, "blank": 0, "accepted": 200,
        "wrong": (), "extra_accepted": (), "ungrounded": (), "misprinted": (), "missed": (), "false_errors": (),
        "metadata_wrong": (), "editions_right": True, "refused_rightly": None, "schema_valid": True,
    }  # fmt: skip
    return DocumentResult.model_validate({**whole, **changes})


def wrong(path: str = LEAF, *, accepted: bool = False, kind: str = "zero", known: bool = True) -> WrongCell:
    """A wrong cell."""
    return WrongCell(
        path=path, kind=kind, expected="0", got="unread", as_printed=None, accepted=accepted, tier="T4", code="UNREAD",
        known=known, excerpt="",
    )  # fmt: skip


def result(*documents: DocumentResult, prints: Fingerprints = PRINTS, repeats: int = 1) -> RunResult:
    """A run."""
    return RunResult(split="gate", fingerprints=prints, repeats=repeats, documents=documents, totals={})


@pytest.fixture(name="baseline")
def baseline_fixture() -> Baseline:
    """Ten exact documents, blessed."""
    blessing = Blessing(by="a", at="2026-01-01T00:00:00+00:00", reason="b", fingerprints=PRINTS)
    return bless(result(*map(document, range(10))), blessing, None)


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({}, []),
        ({"wrong": (wrong(),), "exact": False}, []),
        ({"wrong": (wrong(accepted=True),), "exact": False}, ["wrong-accepted"]),
        ({"extra_accepted": ("requests.x.y",), "exact": False}, ["wrong-accepted"]),
        ({"wrong": (wrong(TOTAL),), "exact": False}, ["critical"]),
        ({"wrong": (wrong(TOTAL, known=False),)}, []),
        ({"ungrounded": (LEAF,)}, ["grounding"]),
        ({"misprinted": (LEAF,)}, ["grounding"]),
        ({"purpose": "canary", "wrong": (wrong(accepted=True),), "exact": False}, ["wrong-accepted", "canaries"]),
        ({"purpose": "trap", "missed": ("total",)}, ["traps"]),
        ({"purpose": "trap", "wrong": (wrong(),), "exact": False}, ["traps"]),
        ({"false_errors": ("unjust",)}, ["false-errors"]),
        ({"refused_rightly": False, "error": None}, ["refusals"]),
        ({"schema_valid": False}, ["schema"]),
        ({"input_tokens": 10}, ["cost"]),
        ({"accepted": 100}, ["review"]),
    ],
)
def test_each_rule_blocks_by_its_name(changes: dict[str, object], names: list[str], baseline: Baseline) -> None:
    """One changed document, and the rules that close the gate for it."""
    verdict = judge(result(document(0, **changes), *map(document, range(1, 10))), baseline)
    assert [check.name for check in verdict.blocking] == names
    assert verdict.passed == (not names)


def test_a_fall_of_the_non_zero_accuracy_blocks(baseline: Baseline) -> None:
    """Many documents with a few wrong non-zero cells each, all of them wrong as a whole before, too."""
    bad = [document(number, wrong=(wrong(kind="non_zero"),), exact=False) for number in range(10)]
    before = bless(result(*(document(number, exact=False) for number in range(10))), baseline.blessing, None)
    assert [check.name for check in judge(result(*bad), before).blocking] == ["non-zero"]


def test_a_person_may_approve_cost_and_review_and_nothing_else(baseline: Baseline) -> None:
    """What was approved by name no longer blocks; it is still listed as failed."""
    dearer = result(document(0, input_tokens=10, accepted=100), *map(document, range(1, 10)))
    assert not judge(dearer, baseline, frozenset({"cost"})).passed
    verdict = judge(dearer, baseline, frozenset({"cost", "review"}))
    assert verdict.passed
    assert [check.name for check in verdict.checks if not check.passed] == ["cost", "review"]


@pytest.mark.parametrize(
    ("prints", "repeats", "reason"),
    [
        (PRINTS.model_copy(update={"golden": "h"}), 1, "the golden set is another"),
        (PRINTS.model_copy(update={"model": "m"}), 1, "the model is m, was off"),
        (PRINTS, 3, "3 repeats, were 1"),
    ],
)
def test_what_cannot_be_compared_is_not_judged(
    prints: Fingerprints, repeats: int, reason: str, baseline: Baseline
) -> None:
    """Another set, model or number of repeats: no verdict."""
    with pytest.raises(NothingToDoError, match=reason):
        judge(result(*map(document, range(10)), prints=prints, repeats=repeats), baseline)


def test_a_baseline_is_written_and_read_and_keeps_its_blessings(baseline: Baseline, tmp_path: Path) -> None:
    """Who blessed what and when stays on record when it is blessed anew."""
    again = baseline.blessing.model_copy(update={"by": "c"})
    second = bless(result(*map(document, range(3))), again, baseline)
    write_baseline(second, tmp_path / "baseline.json")
    read = read_baseline(tmp_path / "baseline.json")
    assert read == second
    assert [blessing.by for blessing in read.blessings] == ["a", "c"]
    assert len(read.documents) == 3


def test_a_missing_or_broken_baseline_is_told(tmp_path: Path) -> None:
    """Nothing to compare with is no pass."""
    with pytest.raises(NothingToDoError, match="no-baseline"):
        read_baseline(tmp_path / "baseline.json")
    (tmp_path / "baseline.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="baseline-invalid"):
        read_baseline(tmp_path / "baseline.json")


@pytest.mark.parametrize("code", ["converter-missing", "missing-extra"])
def test_a_machine_that_cannot_read_a_format_cannot_judge(code: str, baseline: Baseline) -> None:
    """What was not measured is no regression and no pass, whichever program or extra is missing."""
    absent = document(0, error=code, status="failed", exact=False)
    with pytest.raises(NothingToDoError, match="not-comparable: what reads 1 documents is not installed"):
        judge(result(absent, *map(document, range(1, 10))), baseline)
