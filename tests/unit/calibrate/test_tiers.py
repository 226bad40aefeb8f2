"""Bounds of tiers and the standing of a model, from counts that are known."""

from dataclasses import replace

import pytest

from eval.calibrate import standing_from, tier_bounds
from eval.scoring import CellScore, DocumentScore, upper_bound


def cell(path: str, *, right: bool = True, tier: str = "S0") -> CellScore:
    """An accepted cell."""
    return CellScore(
        path=path, kind="zero", right=right, accepted=True, expected="0", got="0", as_printed="0", tier=tier, start=0,
        end=1, known=True,
    )  # fmt: skip


def document(*cells: CellScore, model_wrong: int | None = None) -> DocumentScore:
    """A document with these cells."""
    return DocumentScore(
        status="ok", error=None, cells=cells, extra=(), extra_accepted=(), codes={}, findings=(), ungrounded=(),
        misprinted=(), meta=(), editions_right=True, refused_rightly=None, schema_valid=True, model_wrong=model_wrong,
    )  # fmt: skip


def test_a_tier_is_bounded_by_documents_not_by_cells() -> None:
    """Two wrong cells of one document are one event, whatever the number of right cells."""
    wrong = document(cell("a", right=False), cell("b", right=False), cell("c", tier="S1"))
    scores = [wrong, *(document(cell("a"), cell("b")) for _ in range(19))]
    bounds = tier_bounds(scores)
    assert (bounds["S0"].accepted, bounds["S0"].wrong) == (40, 2)
    assert (bounds["S0"].documents, bounds["S0"].documents_wrong) == (20, 1)
    assert bounds["S0"].lower == pytest.approx(1 - upper_bound(1, 20))
    assert (bounds["S1"].documents, bounds["S1"].lower) == (1, pytest.approx(0.05))


def test_a_model_that_reads_everything_right_still_has_the_bound_of_its_documents() -> None:
    """No error in 60 documents allows 4.9 % of documents with one."""
    scores = [document(cell("a"), cell("b"), model_wrong=0) for _ in range(60)]
    standing = standing_from(scores, "m", "p", "2026-01-01T00:00:00+00:00")
    assert (standing.documents, standing.cells, standing.errors) == (60, 120, 0)
    assert standing.upper == pytest.approx(upper_bound(0, 60))


def test_a_document_that_the_model_was_not_heard_of_in_is_read_wrong() -> None:
    """Silence is no witness; documents without cells are not counted."""
    scores = [document(cell("a"), cell("b"), model_wrong=None), document(cell("a"), model_wrong=0), document()]
    standing = standing_from(scores, "m", "p", "2026-01-01T00:00:00+00:00")
    assert (standing.documents, standing.cells, standing.errors) == (2, 3, 2)
    assert standing.error < standing.upper <= 1


def test_what_nobody_could_tell_is_no_error_of_a_model() -> None:
    """Only cells that anybody could tell are its denominator."""
    torn = replace(cell("b"), known=False)
    standing = standing_from([document(cell("a"), torn, model_wrong=0)], "m", "p", "2026-01-01T00:00:00+00:00")
    assert standing.cells == 1
