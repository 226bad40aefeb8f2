"""Identities as an error-correcting code: where failed sums point, and what would reconcile them."""

from extractor.audit.localise.locate import Located, Repair, Why, locate, suspects
from extractor.audit.localise.proposals import MOST_SHOWN, proposals_of
from extractor.audit.localise.structure import lines_of

__all__ = ["MOST_SHOWN", "Located", "Repair", "Why", "lines_of", "locate", "proposals_of", "suspects"]
