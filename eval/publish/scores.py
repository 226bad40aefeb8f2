"""What a result says of each document and of all of them, as scores: numbers and yes or no, with their counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from pydantic import ValidationError

from eval.runs import DocumentResult, RateResult, RunResult

__all__ = ["Score", "document_scores", "run_scores"]


@dataclass(frozen=True, slots=True)
class Score:
    """One score."""

    name: str
    value: float
    boolean: bool = False
    """Whether the value is 1 for yes or 0 for no."""
    comment: str = ""
    counts: Mapping[str, int] = field(default_factory=dict[str, int])


def document_scores(document: DocumentResult) -> Iterator[Score]:
    """The scores of one document; the truth fixes every denominator, so that a lost document has zeros.

    A share of nothing, such as the non-zero cells of a table of zeros, is no score.
    """
    counts = {
        "cells": document.cells,
        "known_cells": document.known_cells,
        "non_zero": document.non_zero,
        "accepted": document.accepted,
        "wrong": len(document.known_wrong),
        "wrong_accepted": len(document.wrong_accepted),
        "flipped": document.flips.changed,
    }
    wrong_non_zero = sum(cell.kind == "non_zero" and cell.known for cell in document.wrong)
    shares = {
        "cells_right": (document.known_cells - len(document.known_wrong), document.known_cells),
        "non_zero_right": (document.non_zero - wrong_non_zero, document.non_zero),
        "accepted_share": (document.accepted, document.cells),
        "same_in_all_repeats": (document.flips.cells - document.flips.changed, document.flips.cells),
    }
    for name, (part, whole) in shares.items():
        if whole:
            yield Score(name, part / whole, comment=f"{part} of {whole} cells", counts=counts)
    answers = {
        "exact": document.exact,
        "read": document.status in {"ok", "partial"},
        "refused_rightly": document.refused_rightly,
        "grounded": not document.ungrounded,
        "as_printed": not document.misprinted,
        "editions_right": document.editions_right,
        "schema_valid": document.schema_valid,
    }
    for name, answer in answers.items():
        if answer is not None:
            yield Score(name, float(answer), boolean=True, comment=document.error or "", counts=counts)
    numbers = {
        "wrong_accepted": len(document.wrong_accepted),
        "review_load": document.review,
        "findings_missed": len(document.missed),
        "unjust_errors": len(document.false_errors),
        "input_tokens": document.input_tokens,
        "output_tokens": document.output_tokens,
        "cost_usd": document.cost_usd,
        "seconds": document.seconds,
    }
    for name, number in numbers.items():
        if number is not None:
            yield Score(name, float(number), counts=counts)


def run_scores(result: RunResult) -> Iterator[Score]:
    """The scores of a run: each rate with its counts and the exact interval over documents."""
    totals = cast("Mapping[str, object]", result.totals.get("all", {}))
    for name, value in totals.items():
        if isinstance(value, int | float):
            yield Score(name, float(value))
            continue
        rate = _rate(value)
        if rate is not None and rate.share is not None:
            yield Score(name, rate.share, comment=_comment(rate), counts={"part": rate.part, "whole": rate.whole})


def _rate(value: object) -> RateResult | None:
    try:
        return RateResult.model_validate(value)
    except ValidationError:
        return None


def _comment(rate: RateResult) -> str:
    text = f"{rate.part} of {rate.whole}; documents without fault {rate.documents} of {rate.of_documents}"
    return text if rate.low is None or rate.high is None else f"{text}, 95 %: {rate.low:.1%} to {rate.high:.1%}"
