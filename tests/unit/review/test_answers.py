"""What an answer settles, and what it would break."""

import pytest

from extractor.errors import UsageError
from extractor.forms import builtin_forms
from extractor.model import Cell, Record
from extractor.review.answers import Reply, State, choices_of, recheck, settle_cell, typed, with_decisions
from extractor.review.question import spec_of
from extractor.review.questions import printed_key
from extractor.store.ledger import Action, Entry

Report = tuple[Record, str]

FORM = {form.id: form for form in builtin_forms()}["gov-disclosure"]
PATH = "requests.new_received.natural_person"
FEES = "proactive.fees.amount"


def cell_of(record: Record, path: str = PATH) -> Cell:
    """A cell of the record."""
    return next(cell for cell in record.cells if cell.path == path)


class TestTyped:
    """What a person types is read as a document is."""

    @pytest.mark.parametrize(
        ("text", "state"),
        [
            ("52", State("number", 52, "52")),
            (" 1,024 ", State("number", 1024, " 1,024 ")),
            ("３", State("number", 3, "３")),
            ("", State("blank", None, "")),
            ("-", State("dash", None, "-")),
            ("/", State("slash", None, "/")),
            ("无", State("none_word", None, "无")),
        ],
    )
    def test_a_count_or_a_sign_for_none(self, doubtful_report: Report, text: str, state: State) -> None:
        """An absence keeps its kind and is never 0."""
        assert typed(text, spec_of(FORM, doubtful_report[0], PATH)) == state

    @pytest.mark.parametrize("text", ["see above", "12 3", "1.5", "-4", "O"])
    def test_what_the_form_cannot_have_there_is_refused(self, doubtful_report: Report, text: str) -> None:
        """A word, two numbers, a fraction of a case, a negative count, a letter."""
        with pytest.raises(UsageError, match="not-a-value"):
            typed(text, spec_of(FORM, doubtful_report[0], PATH))

    def test_money_keeps_its_places(self, doubtful_report: Report) -> None:
        """Decimals are strings, as in records."""
        assert typed("143.60", spec_of(FORM, doubtful_report[0], FEES)).value == "143.60"


class TestSettle:
    """Answers to questions about cells."""

    def test_the_machines_own_value_is_the_first_choice(self, doubtful_report: Report) -> None:
        """Then the other reader's; each value once, numbered from 1."""
        cell = cell_of(doubtful_report[0])
        assert isinstance(cell.value, int)
        assert [(each.number, each.value) for each in choices_of(cell, ())] == [(1, cell.value), (2, cell.value + 1)]

    def test_nothing_read_is_nothing_to_accept(self, doubtful_report: Report) -> None:
        """A cell that was not read has no value that one key could confirm."""
        unread = cell_of(doubtful_report[0]).model_copy(
            update={"kind": "unread", "value": None, "as_printed": None, "readings": ()}
        )
        assert choices_of(unread, ()) == ()
        for action in ("accept", "source_wrong"):
            with pytest.raises(UsageError, match="bad-answer"):
                settle_cell(Reply(action, reason="x"), unread, (), None)

    @pytest.mark.parametrize("choice", [0, 3, 9])
    def test_a_choice_that_is_not_there_is_refused(self, doubtful_report: Report, choice: int) -> None:
        """Two are there."""
        cell = cell_of(doubtful_report[0])
        with pytest.raises(UsageError, match="bad-answer"):
            settle_cell(Reply("pick", choice=choice), cell, choices_of(cell, ()), None)

    def test_a_wrong_report_needs_to_be_told_why(self, doubtful_report: Report) -> None:
        """And the cell stays as printed."""
        cell = cell_of(doubtful_report[0])
        with pytest.raises(UsageError, match="reason-missing"):
            settle_cell(Reply("source_wrong"), cell, (), None)
        settled = settle_cell(Reply("source_wrong", reason="does not add up"), cell, (), None)
        assert settled.cell == State("number", cell.value, cell.as_printed)


class TestRecheck:
    """Identities under an answer."""

    def test_an_answer_breaks_and_another_mends(self, read_report: Report) -> None:
        """The report's own total of table four is wrong: the right one mends it, and a change of table three breaks."""
        record = read_report[0]
        mended = recheck(FORM, record, {}, {"disputes.reconsideration.total": State("number", 3, "3")})
        assert [each.equation.id for each in mended.mended] == ["R4"]
        assert mended.broken == ()
        broken = recheck(FORM, record, {}, {PATH: State("number", 9999, "9999")})
        assert {each.equation.id for each in broken.broken} >= {"R1"}
        assert broken.mended == ()

    def test_what_others_settled_counts(self, read_report: Report) -> None:
        """With the total settled, the answer that fits the printed total fails."""
        record = read_report[0]
        settled = {"disputes.reconsideration.total": State("number", 3, "3")}
        change = {"disputes.reconsideration.upheld": State("number", 1, "1")}
        assert recheck(FORM, record, {}, change).mended != ()
        assert recheck(FORM, record, settled, change).broken != ()

    def test_a_blank_cannot_be_added_up(self, read_report: Report) -> None:
        """It is no zero: nothing is broken, because nothing can be assessed."""
        found = recheck(FORM, read_report[0], {}, {PATH: State("blank", None, "")})
        assert (found.broken, found.mended) == ((), ())


class TestRecords:
    """Decisions in records."""

    def entry(self, record: Record, action: Action, state: State) -> dict[tuple[str, str], Entry]:
        """An answer that holds for the cell."""
        entry = Entry(
            1, 1, "d", PATH, action, "null", state.json, "why", "{}", "wang", "2026-05-01T00:00:00", 1.0, "", ""
        )  # fmt: skip
        return {(PATH, printed_key(cell_of(record))): entry}

    def test_a_decision_stands_beside_what_the_machine_says(self, doubtful_report: Report) -> None:
        """Nothing else of the record changes."""
        record = doubtful_report[0]
        settled = with_decisions(record, self.entry(record, "type", State("number", 7, "7")))
        cell = cell_of(settled)
        assert cell.decision is not None
        assert (cell.decision.value, cell.decision.by, cell.status) == (7, "wang", "accepted")
        back = cell.model_copy(update={"decision": None, "status": "review"})
        assert back == cell_of(record)
        assert [each for each in settled.cells if each.path != PATH] == [
            each for each in record.cells if each.path != PATH
        ]

    def test_a_blind_answer_decides_nothing(self, doubtful_report: Report) -> None:
        """It audits the machine."""
        record = doubtful_report[0]
        assert with_decisions(record, self.entry(record, "audit", State("number", 7, "7"))) == record

    def test_an_answer_about_another_print_does_not_hold(self, doubtful_report: Report) -> None:
        """The document now prints something else."""
        record = doubtful_report[0]
        answers = {(PATH, "=other"): next(iter(self.entry(record, "type", State("number", 7, "7")).values()))}
        assert with_decisions(record, answers) == record
