"""Faults put in one place, before any reader or in one reply, and what becomes of them."""

from eval.inject.campaign import FULL, as_markdown, as_value, inject, rule_codes
from eval.inject.tally import ClassTally, Fate, Report

__all__ = ["FULL", "ClassTally", "Fate", "Report", "as_markdown", "as_value", "inject", "rule_codes"]
