"""The audit: deterministic rules on what was read."""

from extractor.audit.arithmetic import Amount, EquationResult, Outcome, evaluate
from extractor.audit.coverage import measure_coverage
from extractor.audit.findings import arithmetic_findings, zero_findings
from extractor.audit.hidden import HIDDEN_TEXT, hidden_findings

__all__ = [
    "HIDDEN_TEXT",
    "Amount",
    "EquationResult",
    "Outcome",
    "arithmetic_findings",
    "evaluate",
    "hidden_findings",
    "measure_coverage",
    "zero_findings",
]
