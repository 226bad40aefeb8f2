"""Faults put in one place, before any reader or in one reply, and what becomes of them."""

from eval.inject.campaign import FULL, inject
from eval.inject.removal import rule_codes
from eval.inject.tally import ClassTally, Effect, Fate, Report
from eval.inject.telling import as_markdown, as_value

__all__ = ["FULL", "ClassTally", "Effect", "Fate", "Report", "as_markdown", "as_value", "inject", "rule_codes"]
