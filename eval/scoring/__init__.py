"""Scores of records against truths: pure, exact, and with a denominator that no missing answer can shrink."""

from eval.scoring.cells import CellScore, is_right
from eval.scoring.codes import CODES, error_codes
from eval.scoring.document import DocumentScore, Spent, added_up, score_document
from eval.scoring.expectation import Expectation, ExpectedFinding, class_of
from eval.scoring.findings import FindingScore, answers, score_findings
from eval.scoring.flips import flips
from eval.scoring.grounding import misprinted, ungrounded
from eval.scoring.intervals import Interval, binomial_tail, clopper_pearson, mcnemar_worse, upper_bound
from eval.scoring.second_reader import model_reading, model_wrong
from eval.scoring.totals import FindingTotals, Rate, Totals, rate, total_up

__all__ = [
    "CODES",
    "CellScore",
    "DocumentScore",
    "Expectation",
    "ExpectedFinding",
    "FindingScore",
    "FindingTotals",
    "Interval",
    "Rate",
    "Spent",
    "Totals",
    "added_up",
    "answers",
    "binomial_tail",
    "class_of",
    "clopper_pearson",
    "error_codes",
    "flips",
    "is_right",
    "mcnemar_worse",
    "misprinted",
    "model_reading",
    "model_wrong",
    "rate",
    "score_document",
    "score_findings",
    "total_up",
    "ungrounded",
    "upper_bound",
]
