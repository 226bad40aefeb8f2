"""The rules of the gate, one by one, on small results."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from eval.gate import Baseline, Blessing, bless, judge, judge_beside, measured, read_baseline, write_baseline
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


def repeated(first: DocumentResult, *again: DocumentResult) -> RunResult:
    """A run that read the first document several times, and nine others as often."""
    others = [document(number) for number in range(1, 10)]
    return result(first, *others, repeats=1 + len(again)).model_copy(
        update={"again": (*again, *(other for other in others for _ in again))}
    )


def test_most_readings_decide_and_never_the_best_one(baseline: Baseline) -> None:
    """A total wrong in one reading of three is chance; in two of three it blocks, whichever reading came first."""
    good, bad = document(0), document(0, wrong=(wrong(TOTAL),), exact=False)
    three = bless(repeated(good, good, good), baseline.blessing, None)
    assert judge(repeated(bad, good, good), three).passed
    assert [check.name for check in judge(repeated(good, bad, bad), three).blocking] == ["critical"]


def test_an_absolute_rule_holds_in_every_reading(baseline: Baseline) -> None:
    """A wrong cell that was accepted once was accepted."""
    good, bad = document(0), document(0, wrong=(wrong(accepted=True),), exact=False)
    three = bless(repeated(good, good, good), baseline.blessing, None)
    assert [check.name for check in judge(repeated(good, good, bad), three).blocking] == ["wrong-accepted"]


def test_shares_are_means_over_the_readings() -> None:
    """Of two readings, one with half of the non-zero cells wrong."""
    bad = [wrong(f"a.b.{number}", kind="non_zero") for number in range(25)]
    summed = measured([document(0), document(0, wrong=tuple(bad), exact=False, accepted=100)])
    assert (summed.non_zero_right, summed.accepted, summed.exact) == (0.75, 150, False)
    assert len(summed.wrong) == 25


def test_a_reading_that_is_missing_or_unanswered_is_no_verdict(baseline: Baseline) -> None:
    """Also when only a repeat lacks it."""
    good = document(0)
    two = bless(repeated(good, good), baseline.blessing, None)
    whole = repeated(good, good)
    with pytest.raises(NothingToDoError, match="some documents lack readings"):
        judge(whole.model_copy(update={"again": whole.again[:-1]}), two)
    with pytest.raises(NothingToDoError, match="did not answer for 1 documents"):
        judge(repeated(good, document(0, error="model-unreachable")), two)


def test_replies_out_of_the_cache_hide_a_price_only_of_other_prompts(baseline: Baseline) -> None:
    """A replay of the blessed prompts costs what they cost; one of others would pass for free."""
    documents = (document(0, replayed=3), *map(document, range(1, 10)))
    assert judge(result(*documents), baseline).passed
    others = result(*documents, prints=PRINTS.model_copy(update={"prompts": "q"}))
    assert [check.name for check in judge(others, baseline).blocking] == ["cost"]
    assert judge(others, baseline, frozenset({"cost"})).passed


def test_what_was_read_in_turn_takes_the_place_of_the_blessed_figures(baseline: Baseline) -> None:
    """Where both sides lost a document today, the candidate lost none; what the endpoint lost is told."""
    lost = [document(number, wrong=(wrong(),), exact=False) for number in range(5)]
    today = result(*lost, *map(document, range(5, 10)))
    assert [check.name for check in judge(today, baseline).blocking] == ["documents"]
    verdict = judge_beside(today, today, baseline)
    assert verdict.passed
    assert verdict.beside is not None
    assert (verdict.beside.exact, verdict.beside.exact_blessed) == (5, 10)
    other = today.model_copy(update={"fingerprints": PRINTS.model_copy(update={"prompts": "q"})})
    with pytest.raises(NothingToDoError, match="are not the blessed prompts"):
        judge_beside(today, other, baseline)
    with pytest.raises(NothingToDoError, match="did not answer for 1 documents"):
        judge_beside(today, result(document(0, error="model-unreachable"), *today.documents[1:]), baseline)


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
