"""A reply to a question, judged: what it settles, or why it cannot."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from extractor.errors import UsageError
from extractor.forms import CellSpec
from extractor.model import Cell, Finding
from extractor.review.answers.choices import ABSENT, Choice
from extractor.review.answers.values import State, state_of_cell, typed

__all__ = ["CELL_ACTIONS", "FINDING_ACTIONS", "Reply", "ReplyAction", "Settled", "settle_cell", "settle_finding"]

ReplyAction = Literal["accept", "pick", "type", "blank", "illegible", "source_wrong", "waive"]

CELL_ACTIONS: frozenset[ReplyAction] = frozenset({"accept", "pick", "type", "blank", "illegible", "source_wrong"})
FINDING_ACTIONS: frozenset[ReplyAction] = frozenset({"accept", "pick", "source_wrong", "waive"})
BLIND_ACTIONS: frozenset[ReplyAction] = frozenset({"type", "blank", "illegible"})
"""With the machine's value out of sight there is nothing to accept or to pick."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person answers."""

    action: ReplyAction
    text: str = ""
    """What was typed."""
    choice: int = 0
    """Which choice or proposal was picked, from 1."""
    reason: str = ""
    until: str = ""
    """Last day of a waiver, ISO 8601; empty: for good."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a reply settles."""

    before: str
    """JSON."""
    after: str
    """JSON."""
    cell: State | None = None
    """What stands in the cell; null for findings."""


def settle_cell(
    reply: Reply, cell: Cell, choices: Sequence[Choice], spec: CellSpec | None, *, blind: bool = False
) -> Settled:
    """Judge a reply about a cell.

    Raises:
        UsageError: `bad-answer` or `not-a-value`.
    """
    if reply.action not in (BLIND_ACTIONS if blind else CELL_ACTIONS):
        raise _bad(reply, "is no answer to this question")
    state = _cell_state(reply, cell, choices, spec)
    return Settled(state_of_cell(cell).json, state.json, state)


def settle_finding(reply: Reply, finding: Finding) -> Settled:
    """Judge a reply about a finding; the cells of a picked proposal are settled by whoever calls.

    Raises:
        UsageError: `bad-answer` or `reason-missing`.
    """
    if reply.action not in FINDING_ACTIONS:
        raise _bad(reply, "is no answer to a finding")
    if reply.action == "waive":
        if not reply.reason.strip():
            raise _reason("a waiver needs its reason")
        try:
            until = date.fromisoformat(reply.until).isoformat() if reply.until else None
        except ValueError as error:
            raise _bad(reply, f"{reply.until!r} is no day") from error
        return _finding(finding, {"verdict": "waived", "until": until})
    if reply.action == "pick":
        if not 1 <= reply.choice <= len(finding.proposals):
            raise _bad(reply, f"there is no proposal {reply.choice}")
        chosen = finding.proposals[reply.choice - 1]
        return _finding(finding, {"verdict": "misread", "proposal": chosen.model_dump(mode="json", by_alias=True)})
    return _finding(finding, {"verdict": "source"})


def _cell_state(reply: Reply, cell: Cell, choices: Sequence[Choice], spec: CellSpec | None) -> State:
    match reply.action:
        case "type":
            return typed(reply.text, spec)
        case "blank":
            return State("blank", None, "")
        case "illegible":
            return State("illegible", None, None)
        case "pick":
            for choice in choices:
                if choice.number == reply.choice:
                    return State(choice.kind, choice.value, choice.as_printed)
            raise _bad(reply, f"there is no choice {reply.choice}")
        case "source_wrong" if not reply.reason.strip():
            raise _reason("say what is wrong in the report")
        case _:
            if cell.kind in ABSENT:
                raise _bad(reply, "nothing was read that could be accepted")
            return state_of_cell(cell)


def _finding(finding: Finding, after: dict[str, object]) -> Settled:
    before = {"code": finding.code, "attribution": finding.attribution}
    return Settled(json.dumps(before, ensure_ascii=False), json.dumps(after, ensure_ascii=False))


def _bad(reply: Reply, why: str) -> UsageError:
    return UsageError("bad-answer", why, place=reply.action, hint="choose one of the answers that are offered")


def _reason(why: str) -> UsageError:
    return UsageError("reason-missing", why, hint="add a reason")
