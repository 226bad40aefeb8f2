"""The interface for programs: list, show, claim, decide. A blind question tells them no more than it tells people."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from extractor.model import Kind
from extractor.review.answers import Reply
from extractor.review.answers.settle import ReplyAction
from extractor.review.question import Question
from extractor.review.told import told_of
from extractor.review.web.guard import allow, visitor_of
from extractor.review.web.item import ItemNumber
from extractor.review.web.queue import NarrowedQuery, filters_of
from extractor.review.web.site import site_of
from extractor.store.database import items

__all__ = ["ChoiceOut", "ClaimIn", "DecisionIn", "DecisionOut", "ItemOut", "ItemsOut", "QuestionOut", "router"]

router = APIRouter(
    prefix="/v1/review",
    tags=["review"],
    responses={
        status: {"description": text}
        for status, text in (
            (400, "the request is none"),
            (401, "no key, or none that is known"),
            (403, "the role does not suffice"),
            (404, "there is no such question"),
            (409, "somebody else is at it, or it is settled"),
            (422, "the request or the answer makes no sense"),
        )
    },
)

Line = Annotated[str, Field(max_length=2000, pattern="^[^\\x00]*$")]


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True)


class _Received(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ItemOut(_Sent):
    """A question in the list."""

    id: int
    kind: Literal["cell", "finding"]
    document: str
    """SHA-256 of its bytes."""
    subject: str
    """Path of the cell, or fingerprint of the finding."""
    agency: str
    year: int | None
    format: str
    blind: bool
    tier: str | None
    """Null for findings and blind questions, as the next two are."""
    rule: str | None
    score: float | None


class ItemsOut(_Sent):
    """A part of the list."""

    left: int
    """How many are open in all."""
    items: tuple[ItemOut, ...]


class ChoiceOut(_Sent):
    """What can be picked."""

    number: int
    kind: Kind
    value: int | str | None
    why: str


class QuestionOut(ItemOut):
    """A question in full."""

    settled: bool
    as_printed: str | None
    """Null for findings and blind questions, as the next three are."""
    value: int | str | None
    cell_kind: Kind | None
    message: str | None
    reasons: tuple[str, ...]
    choices: tuple[ChoiceOut, ...]
    held_by: str | None


class ClaimIn(_Received):
    """Taking a question."""

    force: bool = False
    """Take it over from somebody else."""


class DecisionIn(_Received):
    """An answer."""

    action: ReplyAction
    text: Line = ""
    choice: Annotated[int, Field(ge=0, le=9)] = 0
    reason: Line = ""
    until: Annotated[str, Field(pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")] = ""


class DecisionOut(_Sent):
    """What was kept."""

    seq: int
    hash: str
    subject: str
    after: str
    """JSON."""


@router.get("/items")
@allow("reviewer", "program")
def list_items(
    request: Request,
    narrowed: NarrowedQuery,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> ItemsOut:
    """Open questions in the order in which they are asked."""
    filters = filters_of(narrowed)
    with site_of(request).desk.database.reading() as connection:
        listed = items.list_items(connection, filters, most=limit, skip=offset)
        left = items.count_left(connection, filters)
    return ItemsOut(left=left, items=tuple(ItemOut.model_validate(told_of(each)) for each in listed))


@router.get("/items/{number}")
@allow("reviewer", "program")
def show_item(request: Request, number: ItemNumber) -> QuestionOut:
    """One question."""
    return _question(site_of(request).desk.look(number))


@router.post("/items/{number}/claim")
@allow("reviewer", "program")
def claim_item(request: Request, number: ItemNumber, claim: ClaimIn) -> QuestionOut:
    """Take a question."""
    desk = site_of(request).desk
    desk.claim(number, visitor_of(request).user, force=claim.force)
    return _question(desk.look(number))


@router.post("/items/{number}/decision")
@allow("reviewer", "program")
def decide_item(request: Request, number: ItemNumber, decision: DecisionIn) -> tuple[DecisionOut, ...]:
    """Answer a question; the answer is on the disk when this returns."""
    reply = Reply(decision.action, decision.text, decision.choice, decision.reason, decision.until)
    entries = site_of(request).desk.decide(number, reply, visitor_of(request).user)
    return tuple(DecisionOut(seq=each.seq, hash=each.hash, subject=each.subject, after=each.after) for each in entries)


def _question(question: Question) -> QuestionOut:
    cell = None if question.item.blind else question.cell
    finding = question.findings[0] if question.findings and question.item.kind == "finding" else None
    choices = tuple(
        ChoiceOut(number=each.number, kind=each.kind, value=each.value, why=each.why) for each in question.choices
    )
    more: dict[str, object] = {
        "settled": question.item.settled is not None,
        "as_printed": cell.as_printed if cell else None,
        "value": cell.value if cell else None,
        "cell_kind": cell.kind if cell else None,
        "message": finding.message if finding else None,
        "reasons": question.reasons,
        "choices": choices,
        "held_by": question.lease.name if question.lease else None,
    }
    return QuestionOut.model_validate({**told_of(question.item), **more})
