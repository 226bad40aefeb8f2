"""Fusion: from readings and the outcome of the identities to cells with an evidence tier."""

from extractor.fusion.table_alone import Outcome, Verdict, fuse_table_reader

__all__ = ["Outcome", "Verdict", "fuse_table_reader"]
