"""What a comparison says, in each of its forms."""

import csv
import io
import json

import pytest

from eval.compare import Comparison, as_csv, as_json, as_markdown, as_page, compare
from eval.runs import DocumentResult, Fingerprints, RunResult, WrongCell

PRINTS = Fingerprints(golden="g", prompts="p" * 64, code="c", model="off")


def document(name: str, *wrong: WrongCell, missed: tuple[str, ...] = ()) -> DocumentResult:
    """A document with wrong cells."""
    return DocumentResult(
        id=name, split="dev", purpose="plain", family="f", readable=True, status="ok", error=None, exact=not wrong,
        cells=10, known_cells=10, non_zero=5, blank=0, accepted=10 - len(wrong), wrong=wrong, extra_accepted=(),
        ungrounded=(), misprinted=(), missed=missed, false_errors=(), metadata_wrong=(), editions_right=True,
        refused_rightly=None, schema_valid=True,
    )  # fmt: skip


def wrong(path: str, got: str, *, accepted: bool = False) -> WrongCell:
    """A wrong cell."""
    return WrongCell(
        path=path, kind="non_zero", expected="12", got=got, as_printed=got, accepted=accepted, tier="S0", code="DIGIT",
        known=True, excerpt=f"甲|<script>⟦{got}⟧",
    )  # fmt: skip


def run(*documents: DocumentResult) -> RunResult:
    """A run."""
    return RunResult(split="dev", fingerprints=PRINTS, repeats=1, documents=documents, totals={})


@pytest.fixture(name="comparison")
def comparison_fixture() -> Comparison:
    """One document broken, one fixed, one wrong in another way, one on each side only."""
    base = run(document("a"), document("b", wrong("t.r.c", "1")), document("c", wrong("t.r.c", "1")), document("x"))
    candidate = run(
        document("a", wrong("t.r.d", "13", accepted=True), missed=("owed",)),
        document("b"),
        document("c", wrong("t.r.c", "2")),
        document("y"),
    )
    return compare(base, candidate)


def test_every_cell_that_is_answered_otherwise_is_told(comparison: Comparison) -> None:
    """Broken, fixed, and wrong in another way, each with both answers."""
    told = [(change.document, change.path, change.how, change.before, change.after) for change in comparison.cells]
    assert told == [
        ("a", "t.r.d", "broken", "right", "13"),
        ("b", "t.r.c", "fixed", "1", "right"),
        ("c", "t.r.c", "other", "1", "2"),
    ]
    assert (comparison.broken, comparison.fixed) == (("a",), ("b",))
    assert (comparison.only_base, comparison.only_candidate) == (("x",), ("y",))
    assert comparison.changed[0].findings_lost == ("owed",)


def test_a_run_compared_with_itself_has_no_change() -> None:
    """Nothing broken, nothing fixed, no line."""
    same = run(document("a", wrong("t.r.c", "1")))
    comparison = compare(same, same)
    assert comparison.cells == ()
    assert comparison.changed == ()
    assert "cells | 90.000% (9/10) | 90.000% (9/10)" in as_markdown(comparison)


def test_markdown_lists_the_worst_first_and_keeps_text_from_being_markup(comparison: Comparison) -> None:
    """The accepted wrong cell stands on top; a bar or a tag in a document cannot break the table."""
    text = as_markdown(comparison)
    rows = [line for line in text.splitlines() if line.startswith("| a | `")]
    assert rows[0] == "| a | `t.r.d` | 12 | right | 13 | DIGIT | yes |"
    assert "<script>" not in text
    assert "only in the base: x" in text


def test_documents_failures_and_what_else_differs_are_told(comparison: Comparison) -> None:
    """A lost finding stands beside its document, each failure has both counts, and another golden set is named."""
    text = as_markdown(comparison)
    assert "| a | broken | 0 → 1 | owed |  |" in text
    assert "| DIGIT | 2 | 2 |" in text
    assert comparison.differing == ()
    other = comparison.candidate.model_copy(update={"fingerprints": PRINTS.model_copy(update={"golden": "h" * 64})})
    changed = compare(comparison.base, other)
    assert f"| golden | `g` | `{'h' * 12}` |" in as_markdown(changed)
    assert json.loads(as_json(changed))["differing"] == [["golden", "g", "h" * 64]]
    assert "h" * 12 in as_page(changed)


def test_csv_and_json_hold_every_change(comparison: Comparison) -> None:
    """A line each, with the excerpt of the source."""
    lines = list(csv.DictReader(io.StringIO(as_csv(comparison))))
    assert [line["how"] for line in lines] == ["broken", "fixed", "other"]
    assert lines[0]["excerpt"] == "甲|<script>⟦13⟧"
    value = json.loads(as_json(comparison))
    assert (value["broken"], value["fixed"], len(value["cells"])) == (["a"], ["b"], 3)


def test_the_page_opens_offline_and_shows_text_as_text(comparison: Comparison) -> None:
    """No address, no script; what the document says is escaped; where and what changed is there."""
    page = as_page(comparison)
    assert "<script" not in page
    assert "&lt;script&gt;⟦13⟧" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "t.r.d" in page
