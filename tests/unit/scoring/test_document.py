"""What a document's score counts, and what it never forgives."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from eval.scoring import Expectation, ExpectedFinding, Spent, flips, score_document, total_up
from extractor.forms import Form
from extractor.model import Finding
from extractor.pipeline import Processed

Figures = Mapping[str, Decimal | None]
Answer = Callable[[Figures], Processed]
TOTAL = "disputes.reconsideration.total"


def finding(code: str, severity: str = "error", cells: tuple[str, ...] = (TOTAL,)) -> Finding:
    """A failed identity."""
    return Finding.model_validate(
        {
            "code": code,
            "family": "arithmetic",
            "severity": severity,
            "status": "FAIL",
            "attribution": "source",
            "message": code,
            "message_zh": code,
            "clause": "",
            "cells": cells,
            "fingerprint": code,
        }
    )


def with_findings(processed: Processed, *findings: Finding) -> Processed:
    """The same answer with findings."""
    return Processed(processed.record.model_copy(update={"findings": findings}), processed.text)


def test_a_lost_document_is_wrong_in_every_cell(truth: Expectation, form: Form) -> None:
    """The denominator is the truth's, whatever came back."""
    totals = total_up([score_document(truth, None, form)])
    assert (totals.cells.part, totals.cells.whole) == (0, len(truth.cells))
    assert totals.exact.share == 0
    assert totals.schema_valid.share == 0


def test_a_cell_that_is_left_out_is_wrong(truth: Expectation, figures: Figures, answer: Answer, form: Form) -> None:
    """It stays in the denominator and bears the code of a missing one."""
    given = {path: value for path, value in figures.items() if path != TOTAL}
    score = score_document(truth, answer(given), form)
    assert score.codes == {TOTAL: "MISSING"}
    assert len(score.cells) == len(truth.cells)


def test_a_value_beyond_the_truth_is_a_wrong_accepted_cell(
    truth: Expectation, figures: Figures, answer: Answer, form: Form
) -> None:
    """A figure for a cell that the document does not have was invented."""
    score = score_document(truth, answer({**figures, "requests.invented.total": Decimal(3)}), form)
    assert score.wrong_accepted == ("requests.invented.total",)
    assert not score.exact


def test_a_token_that_does_not_stand_at_its_place_is_not_grounded(
    truth: Expectation, figures: Figures, answer: Answer, form: Form
) -> None:
    """The text moved by one character: every place is off."""
    right = answer(figures)
    moved = score_document(truth, Processed(right.record, f"x{right.text}"), form)
    assert score_document(truth, right, form).ungrounded == ()
    assert len(moved.ungrounded) > len(truth.cells) / 2


def test_a_printed_token_that_was_rewritten_is_told(
    truth: Expectation, figures: Figures, answer: Answer, form: Form
) -> None:
    """1,234 is not printed where the document prints 1234."""
    known = replace(truth, tokens={TOTAL: (f"{figures[TOTAL]},",)})
    assert score_document(known, answer(figures), form).misprinted == (TOTAL,)


def test_an_unjust_error_is_counted_and_an_owed_one_is_missed(
    truth: Expectation, figures: Figures, answer: Answer, form: Form
) -> None:
    """Recall and precision by level, from one document with a wrong accusation and one without the owed finding."""
    owed = ExpectedFinding("total wrong", "error", "source", cells=frozenset({TOTAL}))
    source = replace(truth, findings=(owed,), clean=False)
    right = answer(figures)
    made = score_document(source, with_findings(right, finding("R4")), form)
    missed = score_document(source, with_findings(right, finding("R1", cells=("requests.carried_in.total",))), form)
    assert (made.missed, made.false_errors) == ((), ())
    assert (missed.missed, missed.false_errors) == (("total wrong",), ("R1",))
    totals = total_up([made, missed]).severities["error"]
    assert (totals.owed, totals.made, totals.false) == (2, 1, 1)
    assert (totals.recall, totals.precision) == (0.5, 0.5)


def test_what_nobody_could_tell_is_only_counted_when_it_was_accepted_wrongly(
    truth: Expectation, figures: Figures, answer: Answer, form: Form
) -> None:
    """Leaving it to a person is right."""
    given = {**figures, TOTAL: (figures[TOTAL] or Decimal(0)) + 1}
    torn = replace(truth, unknowable=frozenset({TOTAL}))
    score = score_document(torn, answer(given), form)
    assert score.wrong_accepted == (TOTAL,)
    assert not score.exact
    left = answer(figures).record
    cells = tuple(
        cell.model_copy(update={"status": "review", "kind": "unread", "value": None}) if cell.path == TOTAL else cell
        for cell in left.cells
    )
    refused = score_document(torn, Processed(left.model_copy(update={"cells": cells}), answer(figures).text), form)
    assert refused.exact
    assert total_up([refused]).review == 1


def test_a_changed_answer_between_repeats_is_a_flip() -> None:
    """A cell that one repeat lacks has flipped too."""
    assert flips([{"a": "1", "b": "2"}, {"a": "1", "b": "3"}, {"a": "1"}]) == (1, 2)


def test_what_it_cost_is_added_up(truth: Expectation, figures: Figures, answer: Answer, form: Form) -> None:
    """Tokens, money and time of all documents, and the slowest one."""
    spent = [Spent(1.0, 10, 5, 0.5), Spent(3.0, 20, 5, 0.25)]
    totals = total_up([score_document(truth, answer(figures), form, spent=item) for item in spent])
    assert (totals.seconds, totals.slowest, totals.input_tokens, totals.output_tokens) == (4.0, 3.0, 30, 10)
    assert totals.cost_usd == 0.75
    unknown = [score_document(truth, answer(figures), form, spent=Spent(cost_usd=cost)) for cost in (0.5, None)]
    assert total_up(unknown).cost_usd is None
