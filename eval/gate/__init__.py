"""The gate for changes of prompts, models and code: paired with the blessed result, and closed when in doubt."""

from eval.gate.baseline import Baseline, Blessing, bless, read_baseline, write_baseline
from eval.gate.judge import APPROVABLE, Check, Judgement, absolute_checks, judge

__all__ = [
    "APPROVABLE",
    "Baseline",
    "Blessing",
    "Check",
    "Judgement",
    "absolute_checks",
    "bless",
    "judge",
    "read_baseline",
    "write_baseline",
]
