"""The audit: deterministic rules on what was read."""

from extractor.audit.arithmetic import Amount, EquationResult, Outcome, evaluate
from extractor.audit.coverage import measure_coverage
from extractor.audit.findings import arithmetic_findings, zero_findings

__all__ = [
    "Amount",
    "EquationResult",
    "Outcome",
    "arithmetic_findings",
    "evaluate",
    "measure_coverage",
    "zero_findings",
]
