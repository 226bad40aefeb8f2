"""Two runs held against each other: what changed, where, and what the source says there."""

from eval.compare.changes import CellChange, Comparison, DocumentChange, compare
from eval.compare.render import as_csv, as_json, as_markdown, as_page, summary

__all__ = [
    "CellChange",
    "Comparison",
    "DocumentChange",
    "as_csv",
    "as_json",
    "as_markdown",
    "as_page",
    "compare",
    "summary",
]
