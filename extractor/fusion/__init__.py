"""Fusion: from readings and the outcome of the identities to cells with an evidence tier."""

from extractor.fusion.recognised import Sighting, judge_recognised, sighting_of
from extractor.fusion.table_alone import Outcome, Verdict, fuse_table_reader

__all__ = ["Outcome", "Sighting", "Verdict", "fuse_table_reader", "judge_recognised", "sighting_of"]
