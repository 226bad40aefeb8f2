"""The numbers and statements that a report's prose makes about what its form also counts."""

from extractor.claims.grammar.reader import read_claims, read_prose
from extractor.model.prose import Breakdown, ChargeStatement, Completion, Prose, Quantity, Rate

__all__ = [
    "Breakdown",
    "ChargeStatement",
    "Completion",
    "Prose",
    "Quantity",
    "Rate",
    "read_claims",
    "read_prose",
]
