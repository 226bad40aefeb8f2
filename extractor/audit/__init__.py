"""The audit: deterministic rules on what was read."""

from extractor.audit.arithmetic import Amount, EquationResult, Outcome, evaluate
from extractor.audit.catalogue import RuleEntry, rule_catalogue
from extractor.audit.coverage import CheckPower, check_power, measure_coverage
from extractor.audit.deployment import (
    Deployment,
    DeploymentFile,
    Waiver,
    Waivers,
    levels_from,
    levels_text,
    parse_deployment,
)
from extractor.audit.engine import FROM_SOURCE, Checked, Levels, run_rules, with_levels
from extractor.audit.evaluated import amounts_of, evaluate_cells
from extractor.audit.findings import arithmetic_findings
from extractor.audit.localise import Located, Repair, lines_of, locate, proposals_of, suspects
from extractor.audit.view import DamagedLabel, Facts, Section, View

__all__ = [
    "FROM_SOURCE",
    "Amount",
    "CheckPower",
    "Checked",
    "DamagedLabel",
    "Deployment",
    "DeploymentFile",
    "EquationResult",
    "Facts",
    "Levels",
    "Located",
    "Outcome",
    "Repair",
    "RuleEntry",
    "Section",
    "View",
    "Waiver",
    "Waivers",
    "amounts_of",
    "arithmetic_findings",
    "check_power",
    "evaluate",
    "evaluate_cells",
    "levels_from",
    "levels_text",
    "lines_of",
    "locate",
    "measure_coverage",
    "parse_deployment",
    "proposals_of",
    "rule_catalogue",
    "run_rules",
    "suspects",
    "with_levels",
]
