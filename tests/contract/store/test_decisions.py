"""Answers and their chain on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from extractor.errors import UsageError
from extractor.model import Cell, Record
from extractor.review.answers import Reply
from extractor.review.desk import Desk
from extractor.review.people import new_user
from extractor.store.database import decisions, items
from extractor.store.database.opening import Database
from extractor.store.database.people import User
from extractor.store.database.shapes import Filters
from extractor.store.database.tables import chain_head
from extractor.store.database.tables import decisions as decisions_table
from extractor.store.ledger import walk

Report = tuple[Record, str]

START = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)


def person(database: Database, name: str, role: str = "reviewer") -> User:
    """A new account."""
    with database.writing() as connection:
        return new_user(connection, name, role, START)


def broken_places(database: Database) -> list[int]:
    """Where the chain does not hold."""
    with database.reading() as connection:
        return [each.seq for each in walk(decisions.read_chain(connection), decisions.read_head(connection))]


def reprinted(record: Record, path: str, printed: str) -> Record:
    """The record of a document that prints something else in one cell."""

    def changed(cell: Cell) -> Cell:
        return cell.model_copy(update={"as_printed": printed, "value": int(printed)}) if cell.path == path else cell

    return record.model_copy(update={"cells": tuple(map(changed, record.cells))})


class TestDecisions:
    """Answers and their chain."""

    def test_a_hundred_decisions_survive_a_rerun(
        self, desk: Desk, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """Nothing that is answered is asked again, and the changed cell alone is open again (invariant 7)."""
        record, content = doubtful_report
        everything = record.model_copy(
            update={"cells": tuple(cell.model_copy(update={"status": "review"}) for cell in record.cells)}
        )
        load((everything, content))
        user = person(desk.database, "wang")
        answered = 0
        while answered < 100:
            item = desk.next(Filters(kind="cell"), user)
            assert item is not None
            desk.decide(item.id, Reply("type", text="7", reason="read from the paper"), user)
            answered += 1
        with desk.database.reading() as connection:
            held = {answer.subject for answer in decisions.standing(connection)}
        before = desk.left(Filters(kind="cell"))
        load((everything, content), finished="2026-02-02T00:00:00Z")
        assert desk.left(Filters(kind="cell")) == before
        changed = min(held)
        load((reprinted(everything, changed, "4321"), content), finished="2026-03-03T00:00:00Z")
        assert desk.left(Filters(kind="cell")) == before + 1
        with desk.database.reading() as connection:
            reopened = [item for item in items.list_items(connection, Filters(), most=500) if item.printed == "=4321"]
            assert [item.subject for item in reopened] == [changed]
            assert {answer.subject for answer in decisions.standing(connection)} == held
        load((everything, content), finished="2026-04-04T00:00:00Z")
        assert desk.left(Filters(kind="cell")) == before

    def test_an_undone_answer_is_asked_again(
        self, desk: Desk, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """Both stay in the chain, and the question is back with the person."""
        load(doubtful_report)
        user = person(desk.database, "wang")
        item = desk.next(Filters(kind="cell"), user)
        assert item is not None
        left = desk.left(Filters())
        desk.decide(item.id, Reply("accept"), user)
        assert desk.left(Filters()) == left - 1
        assert [each.id for each in desk.undo(user)] == [item.id]
        assert desk.left(Filters()) == left
        assert [entry.action for entry in desk.look(item.id).entries] == ["accept", "undo"]
        with pytest.raises(UsageError, match="nothing-to-undo"):
            desk.undo(user)
        assert broken_places(desk.database) == []

    def test_nobody_undoes_anothers_answer_but_a_supervisor(
        self, desk: Desk, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """A reviewer who names another's entry is refused."""
        load(doubtful_report)
        wang, li = person(desk.database, "wang"), person(desk.database, "li")
        chief = person(desk.database, "zhao", "supervisor")
        item = desk.next(Filters(kind="cell"), wang)
        assert item is not None
        seq = desk.decide(item.id, Reply("accept"), wang)[0].seq
        with pytest.raises(UsageError, match="not-yours"):
            desk.undo(li, seq)
        assert desk.undo(chief, seq)[0].id == item.id

    def test_a_row_is_settled_at_once_and_undone_at_once(
        self, desk: Desk, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """One key, one entry for each cell; undo takes all of them back."""
        load(doubtful_report)
        user = person(desk.database, "wang")
        with desk.database.reading() as connection:
            listed = items.list_items(connection, Filters(kind="cell"), most=50)
        row = [item for item in listed if item.row_key == listed[0].row_key]
        assert len(row) > 1
        entries = desk.settle_at_once(row[0].id, "row", user)
        assert {entry.item for entry in entries} == {item.id for item in row}
        assert desk.left(Filters(kind="cell")) == len(listed) - len(row)
        assert {item.id for item in desk.undo(user)} == {item.id for item in row}
        assert desk.left(Filters(kind="cell")) == len(listed)

    def test_an_answer_that_breaks_an_identity_needs_a_reason(
        self, desk: Desk, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """The identity is named; with a reason the answer is kept all the same."""
        load(doubtful_report)
        user = person(desk.database, "wang")
        with desk.database.reading() as connection:
            item = items.list_items(connection, Filters(kind="cell"), most=1)[0]
        assert desk.check(item.id, Reply("accept")).broken == ()
        wrong = Reply("type", text="123456")
        named = {result.equation.id for result in desk.check(item.id, wrong).broken}
        assert named
        with pytest.raises(UsageError, match=f"rule-broken.*{min(named)}"):
            desk.decide(item.id, wrong, user)
        assert desk.decide(item.id, replace(wrong, reason="so the paper says"), user)[0].reason == "so the paper says"

    def test_a_blind_answer_that_differs_is_looked_at_again(
        self, desk: Desk, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """It comes first, with the machine's value and the blind one as choices, also after a re-run."""
        load(doubtful_report, audit=1.0)
        user = person(desk.database, "wang")
        with desk.database.reading() as connection:
            blind = [item for item in items.list_items(connection, Filters(kind="cell"), most=500) if item.blind]
        agreeing, differing = blind[0], blind[1]
        machine = desk.look(agreeing.id).cell
        assert machine is not None
        assert machine.as_printed is not None
        desk.decide(agreeing.id, Reply("type", text=machine.as_printed), user)
        assert desk.look(agreeing.id).item.settled is not None
        with pytest.raises(UsageError, match="bad-answer"):
            desk.decide(differing.id, Reply("accept"), user)
        told = desk.decide(differing.id, Reply("type", text="987654"), user)[0]
        assert not desk.undoable(told.seq, user)
        with pytest.raises(UsageError, match="nothing-to-undo"):
            desk.undo(user, told.seq)
        for finished in ("2026-02-02T00:00:00Z", "2026-03-03T00:00:00Z"):
            first = desk.next(Filters(), user)
            assert first is not None
            assert (first.id, first.blind, first.settled) == (differing.id, False, None)
            assert 987654 in [choice.value for choice in desk.look(differing.id).choices]
            load(doubtful_report, audit=1.0, finished=finished)

    def test_picking_a_proposal_of_a_finding_settles_its_cells(
        self, desk: Desk, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """The finding and every cell that the proposal changes, in one step."""
        load(doubtful_report)
        user = person(desk.database, "wang")
        with desk.database.reading() as connection:
            found = items.list_items(connection, Filters(kind="finding"), most=50)
        asked = next(desk.look(item.id) for item in found if desk.look(item.id).findings[0].proposals)
        proposal = asked.findings[0].proposals[0]
        entries = desk.decide(asked.item.id, Reply("pick", choice=1), user)
        assert [entry.subject for entry in entries[1:]] == [change.cell for change in proposal.changes]
        states = desk.look(asked.item.id).settled
        assert [states[change.cell].value for change in proposal.changes] == [change.to for change in proposal.changes]
        assert len(desk.undo(user)) == len(entries)

    def test_a_waiver_needs_a_reason(self, desk: Desk, load: Callable[..., bool], doubtful_report: Report) -> None:
        """And keeps its last day."""
        load(doubtful_report)
        user = person(desk.database, "wang")
        item = desk.next(Filters(kind="finding"), user)
        assert item is not None
        with pytest.raises(UsageError, match="reason-missing"):
            desk.decide(item.id, Reply("waive"), user)
        with pytest.raises(UsageError, match="bad-answer"):
            desk.decide(item.id, Reply("waive", reason="known", until="31.12.2026"), user)
        entry = desk.decide(item.id, Reply("waive", reason="known", until="2026-12-31"), user)[0]
        assert '"until": "2026-12-31"' in entry.after

    def test_entries_can_be_neither_changed_nor_removed(
        self, desk: Desk, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """The database itself refuses; whoever gets around that is found by walking the chain."""
        load(doubtful_report)
        user = person(desk.database, "wang")
        for _ in range(3):
            item = desk.next(Filters(kind="cell"), user)
            assert item is not None
            desk.decide(item.id, Reply("accept"), user)
        for statement in (update(decisions_table).values(reason="x"), delete(decisions_table)):
            with pytest.raises(DBAPIError, match="append only"), desk.database.writing() as connection:
                connection.execute(statement)
        assert broken_places(desk.database) == []

    @pytest.mark.parametrize(
        ("tamper", "found"),
        [
            ("UPDATE decisions SET reason = 'x' WHERE seq = 2", [2]),
            ("DELETE FROM decisions WHERE seq = 2", [3]),
            ("DELETE FROM decisions WHERE seq = 3", [3]),
        ],
    )
    def test_tampering_is_found(
        self, desk: Desk, load: Callable[..., bool], doubtful_report: Report, tamper: str, found: list[int]
    ) -> None:
        """A changed entry, one taken out of the middle, one taken off the end; each with the database's guard off."""
        load(doubtful_report)
        user = person(desk.database, "wang")
        for _ in range(3):
            item = desk.next(Filters(kind="cell"), user)
            assert item is not None
            desk.decide(item.id, Reply("accept"), user)
        guards = ("decisions_stay", "decisions_remain")
        with desk.database.writing() as connection:
            if connection.dialect.name == "sqlite":
                for guard in guards:
                    connection.execute(text(f"DROP TRIGGER {guard}"))
            else:
                connection.execute(text("DROP TRIGGER decisions_stay ON decisions"))
            connection.execute(text(tamper))
        assert broken_places(desk.database) == found

    def test_a_moved_head_is_found(self, desk: Desk) -> None:
        """A head that names entries that are not there."""
        with desk.database.writing() as connection:
            connection.execute(update(chain_head).values(seq=5))
        assert broken_places(desk.database) == [5]
