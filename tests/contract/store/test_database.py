"""The store on SQLite and on PostgreSQL: one suite, so that no answer depends on which one keeps it."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from extractor.errors import UsageError
from extractor.model import Cell, Record
from extractor.review.answers import Reply
from extractor.review.desk import LEASE_MINUTES, Desk
from extractor.review.people import check_password, digest, hash_password, new_link, new_user, open_session
from extractor.store.database import decisions, items, people, runs
from extractor.store.database.opening import Database
from extractor.store.database.people import User
from extractor.store.database.shapes import Filters
from extractor.store.database.tables import METADATA

Report = tuple[Record, str]

START = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)


class Clock(Protocol):
    """As the fixture makes it."""

    time: datetime


def person(database: Database, name: str, role: str = "reviewer") -> User:
    """A new account."""
    with database.writing() as connection:
        return new_user(connection, name, role, START)


def reprinted(record: Record, path: str, printed: str) -> Record:
    """The record of a document that prints something else in one cell."""

    def changed(cell: Cell) -> Cell:
        return cell.model_copy(update={"as_printed": printed, "value": int(printed)}) if cell.path == path else cell

    return record.model_copy(update={"cells": tuple(map(changed, record.cells))})


class TestTables:
    """Migrations."""

    def test_the_migrations_make_the_tables_that_the_program_uses(self, database: Database) -> None:
        """Alembic finds no difference between what the steps made and what the queries are written for."""
        with database.reading() as connection:
            assert compare_metadata(MigrationContext.configure(connection), METADATA) == []

    def test_opening_again_changes_nothing(self, database: Database) -> None:
        """A second process finds the tables made."""
        Database(database.engine.url).close()
        with database.reading() as connection:
            assert decisions.read_head(connection).seq == 0


class TestRuns:
    """Records."""

    def test_records_come_out_as_they_went_in(
        self, database: Database, load: Callable[..., bool], doubtful_report: Report, tmp_path: Path
    ) -> None:
        """Byte for byte and in order, also where two documents have the same bytes."""
        record, content = doubtful_report
        again = record.model_copy(update={"document": record.document.model_copy(update={"path": "copies/qinghe.txt"})})
        assert load((record, content), (again, content))
        with database.reading() as connection:
            run = runs.latest_run(connection)
            assert run is not None
            lines = b"".join(line + b"\n" for line in runs.record_lines(connection, run.id))
        assert lines == (tmp_path / "out" / "records.jsonl").read_bytes()

    def test_what_one_database_refuses_goes_into_both(
        self, database: Database, load: Callable[..., bool], doubtful_report: Report, tmp_path: Path
    ) -> None:
        """A NUL in a file name and in a cell: PostgreSQL has none in its texts, and the record keeps it."""
        record, content = doubtful_report
        odd = reprinted(record, "requests.new_received.total", "52").model_copy(
            update={"document": record.document.model_copy(update={"path": "a\0b.txt", "name": "a\0b.txt"})}
        )
        cells = tuple(cell.model_copy(update={"as_printed": "5\0"}) for cell in odd.cells)
        load((odd.model_copy(update={"cells": cells}), content))
        with database.reading() as connection:
            (line,) = runs.record_lines(connection, 1)
        assert line + b"\n" == (tmp_path / "out" / "records.jsonl").read_bytes()

    def test_the_same_run_is_imported_once(self, load: Callable[..., bool], doubtful_report: Report) -> None:
        """The second time says that there was nothing new."""
        assert load(doubtful_report)
        assert not load(doubtful_report)

    def test_an_older_version_of_a_record_stays(
        self, database: Database, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """A re-run adds records and overwrites none."""
        record, content = doubtful_report
        load(doubtful_report)
        load((reprinted(record, "requests.new_received.total", "99"), content), finished="2026-02-02T00:00:00Z")
        with database.reading() as connection:
            first, second = (list(runs.record_lines(connection, number)) for number in (1, 2))
        assert Record.model_validate_json(first[0]) == record
        assert first != second


class TestQueue:
    """Order, leases, skips."""

    def test_the_largest_score_comes_first(
        self, desk: Desk, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """As listed, so handed out."""
        load(doubtful_report)
        user = person(desk.database, "wang")
        with desk.database.reading() as connection:
            listed = items.list_items(connection, Filters(), most=50)
        assert [item.score for item in listed] == sorted((item.score for item in listed), reverse=True)
        handed = desk.next(Filters(), user)
        assert handed is not None
        assert handed.id == listed[0].id

    def test_two_people_are_handed_different_questions(
        self, desk: Desk, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """Whoever asks second gets the next one, and the first keeps theirs when asking again."""
        load(doubtful_report)
        wang, li = person(desk.database, "wang"), person(desk.database, "li")
        first, second, again = desk.next(Filters(), wang), desk.next(Filters(), li), desk.next(Filters(), wang)
        assert first is not None
        assert second is not None
        assert first.id != second.id
        assert again == first

    def test_one_of_two_simultaneous_answers_counts(
        self, desk: Desk, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """Two threads answer one unclaimed question at the same moment: one is refused, and the chain has one entry."""
        load(doubtful_report)
        people_ = [person(desk.database, name) for name in ("wang", "li")]
        with desk.database.reading() as connection:
            number = items.list_items(connection, Filters(kind="cell"), most=1)[0].id
        start = threading.Barrier(2)
        outcomes: list[str] = []

        def answer(user: User) -> None:
            start.wait()
            try:
                desk.decide(number, Reply("accept"), user)
            except UsageError as error:
                outcomes.append(error.code)
            else:
                outcomes.append("kept")

        threads = [threading.Thread(target=answer, args=(user,)) for user in people_]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["item-settled", "kept"]
        with desk.database.reading() as connection:
            assert decisions.read_head(connection).seq == 1

    def test_a_question_is_taken_over_on_purpose_or_when_time_is_up(
        self, desk: Desk, clock: Clock, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """Until then nobody else may answer it."""
        load(doubtful_report)
        wang, li = person(desk.database, "wang"), person(desk.database, "li")
        item = desk.next(Filters(kind="cell"), wang)
        assert item is not None
        with pytest.raises(UsageError, match="item-taken"):
            desk.claim(item.id, li)
        with pytest.raises(UsageError, match="item-taken"):
            desk.decide(item.id, Reply("accept"), li)
        desk.claim(item.id, li, force=True)
        with pytest.raises(UsageError, match="item-taken"):
            desk.decide(item.id, Reply("accept"), wang)
        clock.time += timedelta(minutes=LEASE_MINUTES + 1)
        desk.claim(item.id, wang)
        assert desk.decide(item.id, Reply("accept"), wang)[0].actor == "wang"

    def test_a_skipped_question_goes_to_others(
        self, desk: Desk, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """Not to the one who skipped it, and with the reason; without a reason it is not skipped."""
        load(doubtful_report)
        wang, li = person(desk.database, "wang"), person(desk.database, "li")
        item = desk.next(Filters(), wang)
        assert item is not None
        with pytest.raises(UsageError, match="reason-missing"):
            desk.skip(item.id, wang, "  ")
        desk.skip(item.id, wang, "the scan is too dark")
        mine, theirs = desk.next(Filters(), wang), desk.next(Filters(), li)
        assert mine is not None
        assert mine.id != item.id
        assert theirs is not None
        assert theirs.id == item.id
        assert [each.reason for each in desk.look(item.id).skips] == ["the scan is too dark"]

    def test_filters_and_facets_agree(self, desk: Desk, load: Callable[..., bool], doubtful_report: Report) -> None:
        """The number beside a value is how many questions the filter leaves."""
        load(doubtful_report)
        with desk.database.reading() as connection:
            counted = items.facets(connection, Filters())
        assert dict(counted["kind"])["cell"] == 12
        for name, values in counted.items():
            for value, count in values:
                chosen = int(value) if name == "year" else value
                assert desk.left(replace(Filters(), **{name: chosen})) == count

    def test_a_filter_by_tier_or_rule_shows_no_blind_question(
        self, desk: Desk, load: Callable[..., bool], doubtful_report: Report
    ) -> None:
        """It would tell how well the machine thinks the cell is proven."""
        load(doubtful_report, audit=1.0)
        with desk.database.reading() as connection:
            everything = items.list_items(connection, Filters(kind="cell"), most=500)
            assert sum(item.blind for item in everything) > 100
            narrowed = [items.list_items(connection, Filters(tier=tier), most=500) for tier in ("S0", "S1", "T2")]
        assert sum(map(len, narrowed)) == 12
        assert not any(item.blind for listed in narrowed for item in listed)


class TestPeople:
    """Accounts, sessions, links."""

    def test_a_password_lets_in_and_only_it(self, database: Database) -> None:
        """Neither another password, nor another name, nor an account without one or one that is disabled."""
        user = person(database, "wang")
        person(database, "li")
        with database.writing() as connection:
            people.change_user(connection, user.id, password=hash_password("correct horse battery"))
            assert check_password(connection, "wang", "correct horse battery") is not None
            assert check_password(connection, "wang", "correct horse batter") is None
            assert check_password(connection, "li", "") is None
            assert check_password(connection, "nobody", "correct horse battery") is None
            people.change_user(connection, user.id, disabled=True)
            assert check_password(connection, "wang", "correct horse battery") is None

    def test_a_session_ends(self, database: Database) -> None:
        """By time, by sign-out, and when the account is disabled; the secret itself is not in the database."""
        user = person(database, "wang")
        with database.writing() as connection:
            secret = open_session(connection, user, START)
            kept = digest(secret)
            assert people.session_of(connection, secret, START.isoformat()) is None
            session = people.session_of(connection, kept, START.isoformat())
            assert session is not None
            assert session.user == user
            assert people.session_of(connection, kept, (START + timedelta(days=1)).isoformat()) is None
            people.change_user(connection, user.id, disabled=True)
            assert people.session_of(connection, kept, START.isoformat()) is None

    def test_a_link_lets_in_once(self, database: Database) -> None:
        """The second use finds nothing, nor does one after a day."""
        user = person(database, "wang")
        with database.writing() as connection:
            kept = digest(new_link(connection, user, START))
            assert people.use_link(connection, kept, START.isoformat()) == user
            assert people.use_link(connection, kept, START.isoformat()) is None
            late = digest(new_link(connection, user, START))
            assert people.use_link(connection, late, (START + timedelta(days=2)).isoformat()) is None
