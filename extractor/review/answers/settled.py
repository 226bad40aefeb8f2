"""Records with what people settled."""

from collections.abc import Mapping

from extractor.model import Cell, Decision, Record
from extractor.review.answers.values import state_from
from extractor.review.questions.keys import printed_key
from extractor.store.ledger import Entry

__all__ = ["with_decisions"]


def with_decisions(record: Record, answers: Mapping[tuple[str, str], Entry]) -> Record:
    """The record with the decisions that hold for it, by path and printed value; what the machine says stays.

    A cell that somebody settled waits for nobody any more, so its status is `accepted`; an answer given blind is an
    audit of the machine and decides nothing.
    """
    if not answers:
        return record
    return record.model_copy(update={"cells": tuple(_cell(cell, answers) for cell in record.cells)})


def _cell(cell: Cell, answers: Mapping[tuple[str, str], Entry]) -> Cell:
    entry = answers.get((cell.path, printed_key(cell)))
    if entry is None or entry.action == "audit":
        return cell
    state = state_from(entry.after)
    decision = Decision(
        kind=state.kind,
        value=state.value,
        as_printed=state.as_printed,
        by=entry.actor,
        at=entry.at,
        reason=entry.reason or entry.action,
    )
    return cell.model_copy(update={"decision": decision, "status": "accepted"})
