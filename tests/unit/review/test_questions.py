"""Which questions a record puts, and in which order."""

from collections.abc import Iterable

import pytest

from extractor.forms import builtin_forms
from extractor.model import Cell, Record
from extractor.review.questions import Subject, default_weights, in_sample, printed_key, questions_of
from extractor.store.database.shapes import NewItem

Report = tuple[Record, str]

FORMS = {form.id: form for form in builtin_forms()}


def asked(record: Record, *, rate: float = 0.0) -> list[NewItem]:
    """The questions of a record of the disclosure form."""
    weights = default_weights()
    weights = weights.model_copy(update={"audit": weights.audit.model_copy(update={"rate": rate})})
    form = FORMS[record.form.id] if record.form else None
    return list(questions_of(record, version="v", form=form, subject=Subject("某机关", 2023), weights=weights))


def changed(record: Record, path: str, **update: object) -> Record:
    """The record with one cell changed."""
    return record.model_copy(
        update={"cells": tuple(cell.model_copy(update=update) if cell.path == path else cell for cell in record.cells)}
    )


def score_of(items: Iterable[NewItem], path: str) -> float:
    """The score of a cell's question."""
    return next(item.score for item in items if item.subject == path)


class TestQuestions:
    """What is asked."""

    def test_every_doubtful_cell_and_every_failed_rule_is_asked_once(self, doubtful_report: Report) -> None:
        """And nothing else: no accepted cell, no rule that passed, no info."""
        record, _ = doubtful_report
        items = asked(record)
        doubtful = [cell.path for cell in record.cells if cell.status == "review"]
        assert [item.subject for item in items if item.kind == "cell"] == doubtful
        failed = [each.fingerprint for each in record.findings if each.status == "FAIL" and each.severity != "info"]
        assert failed
        assert [item.subject for item in items if item.kind == "finding"] == failed

    def test_a_document_that_was_never_read_asks_nothing(self, doubtful_report: Report) -> None:
        """Without a hash there is nothing that an answer could be kept for."""
        record, _ = doubtful_report
        unread = record.model_copy(update={"document": record.document.model_copy(update={"sha256": None})})
        assert asked(unread) == []

    def test_a_waived_finding_is_not_asked(self, doubtful_report: Report) -> None:
        """Somebody has dealt with it."""
        record, _ = doubtful_report
        form = FORMS["gov-disclosure"]
        items = questions_of(
            record,
            version="v",
            form=form,
            subject=Subject("", None),
            weights=default_weights(),
            waived=lambda _finding: True,
        )
        assert [item for item in items if item.kind == "finding"] == []

    def test_the_printed_value_is_part_of_the_question(self, doubtful_report: Report) -> None:
        """Another print, another question; a cell that prints `missing` is not one that is missing."""
        record, _ = doubtful_report
        cell = record.cells[0]
        printed = cell.model_copy(update={"as_printed": "missing"})
        absent = cell.model_copy(update={"as_printed": None, "kind": "missing"})
        assert len({printed_key(each) for each in (cell, printed, absent)}) == 3

    def test_no_question_holds_what_a_database_refuses(self, doubtful_report: Report) -> None:
        """A NUL in a cell, which PostgreSQL cannot keep in a text."""
        record, _ = doubtful_report
        path = next(cell.path for cell in record.cells if cell.status == "review")
        items = asked(changed(record, path, as_printed="5\0"))
        assert not any("\0" in item.printed for item in items)


class TestOrder:
    """Suspicion × impact."""

    PATH = "requests.new_received.natural_person"

    def test_what_is_likelier_wrong_comes_first(self, doubtful_report: Report) -> None:
        """A cell that was not read, before one that is known by its place only, before one with a right proposal."""
        record, _ = doubtful_report
        plain = {"readings": ()}
        unread, unproven, proposed = (
            score_of(asked(changed(record, self.PATH, **plain, **each)), self.PATH)
            for each in ({"tier": "T4", "kind": "unread"}, {"tier": "T4"}, {"tier": "T2"})
        )
        assert unread > unproven > proposed

    def test_a_weak_recognition_raises_the_score(self, doubtful_report: Report) -> None:
        """One less its score is the suspicion."""
        record, _ = doubtful_report
        reading = next(cell for cell in record.cells if cell.path == self.PATH).readings[0]

        def scored(score: float) -> float:
            readings = (reading.model_copy(update={"score": score}),)
            return score_of(asked(changed(record, self.PATH, readings=readings)), self.PATH)

        assert scored(0.05) > scored(0.3) > scored(0.7) == scored(0.99)

    def test_the_larger_number_comes_first(self, doubtful_report: Report) -> None:
        """Of two cells in the same row, everything else being equal."""
        record, _ = doubtful_report
        small, large = (
            score_of(asked(changed(record, self.PATH, readings=(), value=value)), self.PATH) for value in (3, 30_000)
        )
        assert large > small

    def test_a_number_of_any_length_has_a_score(self, doubtful_report: Report) -> None:
        """Neither infinite nor not a number, which no database sorts."""
        record, _ = doubtful_report
        for value in (10**400, "9" * 400, "1E+9999", "无"):
            score = score_of(asked(changed(record, self.PATH, value=value)), self.PATH)
            assert 0 <= score < 1000


class TestSample:
    """The audit of accepted cells."""

    def test_the_sample_is_sticky_and_as_large_as_asked(self, doubtful_report: Report) -> None:
        """The same cells every time; about one in twenty over many documents."""
        record, _ = doubtful_report
        one, other = ([item.subject for item in asked(record, rate=0.05) if item.blind] for _ in range(2))
        assert one == other
        drawn = sum(in_sample(f"{number:064x}", "requests.total.total", 0.05) for number in range(4000))
        assert drawn == pytest.approx(200, abs=60)

    def test_what_was_read_has_no_say_in_it(self, read_report: Report) -> None:
        """Other values, same sample, and the same place in the queue."""
        record, _ = read_report

        def shifted(cell: Cell) -> Cell:
            value = cell.value + 1 if isinstance(cell.value, int) else cell.value
            return cell.model_copy(update={"value": value, "as_printed": str(value)})

        moved = record.model_copy(update={"cells": tuple(map(shifted, record.cells))})
        one, other = (
            [(item.subject, item.score) for item in asked(each, rate=0.3) if item.blind] for each in (record, moved)
        )
        assert one == other != []

    def test_a_doubtful_cell_is_not_asked_blind(self, doubtful_report: Report) -> None:
        """It is asked anyway."""
        record, _ = doubtful_report
        doubtful = {cell.path for cell in record.cells if cell.status == "review"}
        assert not any(item.blind and item.subject in doubtful for item in asked(record, rate=1.0))
