"""The desk at which people sit: it hands out questions, takes answers, and lets them be taken back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from extractor.errors import UsageError
from extractor.forms import Form
from extractor.review.answers import Rechecked, Reply, Settled, recheck, settle_cell, settle_finding
from extractor.review.answers.choices import ABSENT
from extractor.review.ledger import Signer, signer
from extractor.review.proposals import settle_proposal
from extractor.review.question import Question, load_question
from extractor.store.database import decisions, items, leases
from extractor.store.database.opening import Database
from extractor.store.database.people import User
from extractor.store.database.shapes import Filters, Item
from extractor.store.ledger import Entry

__all__ = ["LEASE_MINUTES", "Desk", "Scope"]

LEASE_MINUTES = 10
"""How long a question stays with whoever opened it last."""

DISPUTED = 100.0
"""Score of a question whose blind answer is not what the machine says: it comes before all others."""

Scope = Literal["row", "table"]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that people do with questions; each call is one transaction."""

    database: Database
    forms: Mapping[str, Form]
    """By id."""
    now: Callable[[], datetime]
    """The time, UTC."""

    def left(self, filters: Filters) -> int:
        """How many questions are open."""
        with self.database.reading() as connection:
            return items.count_left(connection, filters)

    def look(self, number: int) -> Question:
        """A question, without taking it.

        Raises:
            UsageError: `unknown-item`.
        """
        with self.database.reading() as connection:
            return load_question(connection, number, self.forms, self._time())

    def next(self, filters: Filters, user: User) -> Item | None:
        """Hand out the next question; null when none is left for this person."""
        with self.database.writing() as connection:
            while (item := items.next_item(connection, filters, user.id, self._time())) is not None:
                if self._take(connection, item.id, user) is None:
                    return item
        return None

    def claim(self, number: int, user: User, *, force: bool = False) -> None:
        """Take a question; `force` takes it over from somebody else.

        Raises:
            UsageError: `unknown-item`; `item-taken`, with the name of who has it.
        """
        with self.database.writing() as connection:
            if items.get_item(connection, number) is None:
                raise UsageError("unknown-item", "there is no such question", place=str(number))
            other = self._take(connection, number, user, force=force)
            if other is not None:
                raise _taken(number, other)

    def skip(self, number: int, user: User, reason: str) -> None:
        """Leave a question to others.

        Raises:
            UsageError: `reason-missing`, `unknown-item` or `item-taken`.
        """
        if not reason.strip():
            raise UsageError("reason-missing", "say why you leave it to others", hint="add a reason")
        with self.database.writing() as connection:
            question = load_question(connection, number, self.forms, self._time())
            self._refuse(question, user)
            leases.skip(connection, number, user.id, reason.strip(), self._time())
            leases.release(connection, number)

    def check(self, number: int, reply: Reply) -> Rechecked:
        """Which identities the answer would break or mend; none for a question that is asked blind.

        Raises:
            UsageError: as `settle_cell`.
        """
        question = self.look(number)
        if question.cell is None or question.item.blind:
            return Rechecked((), (), ())
        settled = settle_cell(reply, question.cell, question.choices, question.spec)
        return _rechecked(question, settled)

    def decide(self, number: int, reply: Reply, user: User) -> tuple[Entry, ...]:
        """Take an answer; when this returns it is on the disk.

        Raises:
            UsageError: `unknown-item`, `item-taken`, `item-settled`; `rule-broken` when the answer breaks an identity
                and gives no reason; otherwise as `settle_cell` and `settle_finding`.
        """
        with self.database.writing() as connection:
            self._lock(connection, number)
            question = load_question(connection, number, self.forms, self._time())
            self._refuse(question, user)
            sign = signer(connection, user.name, self._time())
            if question.cell is None:
                return self._decide_finding(connection, question, reply, user, sign)
            blind = question.item.blind
            settled = settle_cell(reply, question.cell, question.choices, question.spec, blind=blind)
            if blind:
                return (_audit(connection, question, reply, settled, sign),)
            broken = _rechecked(question, settled).broken
            if broken and not reply.reason.strip():
                raise UsageError(
                    "rule-broken",
                    "the answer breaks " + ", ".join(dict.fromkeys(result.equation.id for result in broken)),
                    place=question.cell.path,
                    hint="look again, or give the reason why it stands so in the report",
                )
            return (_keep(connection, question, reply, settled, sign),)

    def settle_at_once(self, number: int, scope: Scope, user: User) -> tuple[Entry, ...]:
        """Accept what the machine read in every open cell of a row or table, with the one in question.

        Cells that somebody else is at, that are asked blind, or where nothing was read stay open.

        Raises:
            UsageError: `unknown-item`, `item-taken`, `item-settled`, or `bad-answer` when there is nothing to accept.
        """
        with self.database.writing() as connection:
            self._lock(connection, number)
            asked = load_question(connection, number, self.forms, self._time())
            self._refuse(asked, user)
            if asked.cell is None or asked.item.blind:
                raise UsageError("bad-answer", "only doubtful cells are settled at once", place=scope)
            sign = signer(connection, user.name, self._time())
            entries = tuple(
                _keep(connection, question, reply, settle_cell(reply, cell, (), None), sign)
                for question in self._together(connection, asked, scope, user)
                if (cell := question.cell) is not None and cell.kind not in ABSENT
                for reply in [Reply("accept", reason=f"with its {scope}")]
            )
            if not entries:
                raise UsageError("bad-answer", "nothing was read that could be accepted", place=scope)
            return entries

    def undo(self, user: User, seq: int | None = None) -> tuple[Item, ...]:
        """Take back an entry and what was settled with it: the newest of this person, or the one named.

        Raises:
            UsageError: `nothing-to-undo`; `not-yours` when a reviewer names somebody else's.
        """
        with self.database.writing() as connection:
            entry = decisions.latest_by(connection, user.name) if seq is None else decisions.entry_at(connection, seq)
            together = () if entry is None else decisions.given_with(connection, entry)
            if entry is None or not together:
                raise UsageError("nothing-to-undo", "no answer stands there", place=str(seq or user.name))
            if entry.actor != user.name and user.role == "reviewer":
                raise UsageError("not-yours", "only a supervisor takes back what another settled", place=str(entry.seq))
            sign = signer(connection, user.name, self._time())
            reopened: list[Item] = []
            for each in together:
                sign.undo(connection, each)
                items.mark(connection, each.item, settled=None, blind=each.action == "audit")
                item = items.get_item(connection, each.item)
                if item is not None:
                    reopened.append(item)
            self._take(connection, reopened[0].id, user)
            return tuple(reopened)

    def undoable(self, seq: int, user: User) -> bool:
        """Whether an entry stands and is this person's. A blind answer that differs does not: it is known by now."""
        with self.database.reading() as connection:
            entry = decisions.entry_at(connection, seq)
            return entry is not None and entry.actor == user.name and bool(decisions.given_with(connection, entry))

    def _decide_finding(
        self, connection: Connection, question: Question, reply: Reply, user: User, sign: Signer
    ) -> tuple[Entry, ...]:
        finding = question.findings[0]
        settled = settle_finding(reply, finding)
        kept = _keep(connection, question, reply, settled, sign)
        if reply.action != "pick":
            return (kept,)
        proposal = finding.proposals[reply.choice - 1]
        cells = settle_proposal(connection, question, proposal, reply, sign, user, self._time())
        return (kept, *cells)

    def _together(self, connection: Connection, asked: Question, scope: Scope, user: User) -> Iterator[Question]:
        yield asked
        for item in items.neighbours(connection, asked.item, scope):
            if item.id == asked.item.id:
                continue
            question = load_question(connection, item.id, self.forms, self._time())
            if question.lease is None or question.lease.user == user.id:
                yield question

    def _take(self, connection: Connection, number: int, user: User, *, force: bool = False) -> str | None:
        """Take a question; the name of who has it when it is somebody else."""
        until = (self.now() + timedelta(minutes=LEASE_MINUTES)).isoformat(timespec="microseconds")
        lease = leases.take(connection, number, user.id, now=self._time(), until=until, force=force)
        return None if lease.user == user.id else lease.name

    @staticmethod
    def _lock(connection: Connection, number: int) -> None:
        items.lock(connection, number)

    @staticmethod
    def _refuse(question: Question, user: User) -> None:
        number = question.item.id
        if question.item.settled is not None:
            by = question.entries[-1].actor if question.entries else ""
            raise UsageError(
                "item-settled", f"{by} has answered it already", place=str(number), hint="go on with the next one"
            )
        if question.lease is not None and question.lease.user != user.id:
            raise _taken(number, question.lease.name)

    def _time(self) -> str:
        return self.now().isoformat(timespec="microseconds")


def _taken(number: int, name: str) -> UsageError:
    return UsageError("item-taken", f"{name} is at it", place=str(number), hint="take it over, or go on with the next")


def _rechecked(question: Question, settled: Settled) -> Rechecked:
    if question.form is None or question.cell is None or settled.cell is None:
        return Rechecked((), (), ())
    return recheck(question.form, question.record, question.settled, {question.cell.path: settled.cell})


def _keep(connection: Connection, question: Question, reply: Reply, settled: Settled, sign: Signer) -> Entry:
    entry = sign.answer(connection, question, reply.action, settled, reply.reason)
    items.mark(connection, question.item.id, settled=entry.seq)
    leases.release(connection, question.item.id)
    return entry


def _audit(connection: Connection, question: Question, reply: Reply, settled: Settled, sign: Signer) -> Entry:
    """A blind answer: it settles the question when it is what the machine says, else a second look decides."""
    cell = question.cell
    same = (
        cell is not None
        and settled.cell is not None
        and (cell.kind, cell.value) == (settled.cell.kind, settled.cell.value)
    )
    entry = sign.answer(connection, question, "audit", settled, reply.reason)
    items.mark(connection, question.item.id, settled=entry.seq if same else None, score=None if same else DISPUTED)
    leases.release(connection, question.item.id)
    return entry
