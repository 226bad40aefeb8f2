"""Fusion: from readings and the outcome of the identities to cells with an evidence tier."""

from extractor.fusion.disagreement import Disagreement, disagreement
from extractor.fusion.table_alone import Outcome, Verdict, fuse_table_reader
from extractor.fusion.two_readers import Fusion, Settled, TableSide, differences, settle
from extractor.fusion.witness import Pair, Witness, same_place

__all__ = [
    "Disagreement",
    "Fusion",
    "Outcome",
    "Pair",
    "Settled",
    "TableSide",
    "Verdict",
    "Witness",
    "differences",
    "disagreement",
    "fuse_table_reader",
    "same_place",
    "settle",
]
