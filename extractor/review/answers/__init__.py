"""What a person may answer to a question, and what the answer does."""

from extractor.review.answers.choices import Choice, choices_of, proposed_cells
from extractor.review.answers.recheck import Rechecked, recheck
from extractor.review.answers.settle import Reply, ReplyAction, Settled, settle_cell, settle_finding
from extractor.review.answers.settled import with_decisions
from extractor.review.answers.values import State, state_from, state_of_cell, typed

__all__ = [
    "Choice",
    "Rechecked",
    "Reply",
    "ReplyAction",
    "Settled",
    "State",
    "choices_of",
    "proposed_cells",
    "recheck",
    "settle_cell",
    "settle_finding",
    "state_from",
    "state_of_cell",
    "typed",
    "with_decisions",
]
