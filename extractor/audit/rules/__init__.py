"""The functions of the rule catalogue, one for each code; importing this package registers them all."""

from extractor.audit.rules import citation, completeness, content, fee, integrity, period, prose, rates, values
from extractor.audit.rules.registry import FUNCTIONS, Failed, NotAssessable, Outcome, Passed, RuleFunction

__all__ = [
    "FUNCTIONS",
    "Failed",
    "NotAssessable",
    "Outcome",
    "Passed",
    "RuleFunction",
    "citation",
    "completeness",
    "content",
    "fee",
    "integrity",
    "period",
    "prose",
    "rates",
    "values",
]
