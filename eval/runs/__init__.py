"""Runs of the evaluation: golden documents through the production pipeline, scored and kept."""

from eval.runs.evaluate import Evaluated, Plan, choose, evaluate, evaluate_in_turn, fingerprints_of
from eval.runs.execute import Scored, score_alternately, score_items
from eval.runs.result import DocumentResult, Fingerprints, RateResult, RunResult, WrongCell, read_result
from eval.runs.write import csv_text, write_run

__all__ = [
    "DocumentResult",
    "Evaluated",
    "Fingerprints",
    "Plan",
    "RateResult",
    "RunResult",
    "Scored",
    "WrongCell",
    "choose",
    "csv_text",
    "evaluate",
    "evaluate_in_turn",
    "fingerprints_of",
    "read_result",
    "score_alternately",
    "score_items",
    "write_run",
]
