"""The gate for changes of prompts, models and code: paired with the blessed result, and closed when in doubt."""

from eval.gate.baseline import Baseline, Blessing, bless, measured, read_baseline, write_baseline
from eval.gate.judge import (
    APPROVABLE,
    Beside,
    Check,
    Judgement,
    absolute_checks,
    judge,
    judge_beside,
    refuse_incomparable,
)

__all__ = [
    "APPROVABLE",
    "Baseline",
    "Beside",
    "Blessing",
    "Check",
    "Judgement",
    "absolute_checks",
    "bless",
    "judge",
    "judge_beside",
    "measured",
    "read_baseline",
    "refuse_incomparable",
    "write_baseline",
]
