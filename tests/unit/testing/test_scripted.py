"""The model in the caller's process."""

import hashlib

from endpoint_requests import FIGURES, TEXT

from extractor.model import Message, Question
from extractor.prompting import TableReply, table_reply
from extractor.testing import (
    Asked,
    Behaviour,
    DocumentTruth,
    Misreading,
    Mistakes,
    Script,
    ScriptedModel,
    Shape,
    Transport,
    always,
)

DOCUMENT = hashlib.sha256(TEXT.encode()).hexdigest()
TRUTHS = {DOCUMENT[:12]: DocumentTruth(cells=FIGURES)}
SHORT = Behaviour(shape=Shape.SHORT_ROW)


def question() -> Question:
    """A question about the document's table of disputes."""
    fenced = f"<<<document {DOCUMENT[:12]} disputes 2021>>>\n{TEXT}<<<end of document {DOCUMENT[:12]}>>>"
    return Question(
        prompt="table.disputes@1",
        digest="0" * 64,
        messages=(Message("system", "Read tables."), Message("user", f"Read this.\n{fenced}\n")),
        reply=table_reply(5, 5),
        max_tokens=600,
        document=DOCUMENT,
        part="disputes",
    )


def first_then(first: Behaviour, then: Behaviour) -> Script:
    """Answer a question one way, and its re-ask another way."""

    def script(_asked: Asked, before: int) -> Behaviour:
        return then if before else first

    return script


def test_it_answers_from_the_truth() -> None:
    """One faithful attempt, with the tokens of what was sent and said."""
    model = ScriptedModel(TRUTHS)
    (answer,) = model.ask([question()])
    assert answer.fault is None
    reply = TableReply.model_validate(answer.attempts[-1])
    assert [cell for row in reply.rows for cell in row.cells] == [str(value) for value in FIGURES.values()]
    assert answer.usage.requests == 1
    assert answer.usage.input > 0
    assert answer.usage.output > 0
    assert model.wrong == {}


def test_a_shape_error_is_asked_again_once() -> None:
    """The first attempt is kept, the second one fits, and both are paid."""
    (answer,) = ScriptedModel(TRUTHS, first_then(SHORT, Behaviour())).ask([question()])
    assert answer.fault is None
    assert len(answer.attempts) == 2
    assert answer.usage.requests == 2


def test_two_shape_errors_are_a_fault_that_keeps_both_attempts() -> None:
    """The valid cells of both attempts are still there to be used."""
    (answer,) = ScriptedModel(TRUTHS, always(shape=Shape.SHORT_ROW)).ask([question()])
    assert answer.fault is not None
    assert answer.fault.code == "model-shape"
    assert len(answer.attempts) == 2


def test_truncation_and_refusal_are_not_asked_again() -> None:
    """Both fail fast, with codes of their own."""
    for shape, code in ((Shape.TRUNCATED, "model-truncated"), (Shape.REFUSAL, "model-refused")):
        (answer,) = ScriptedModel(TRUTHS, always(shape=shape)).ask([question()])
        assert answer.fault is not None
        assert answer.fault.code == code
        assert answer.usage.requests == 1


def test_a_fault_that_stays_is_the_answer() -> None:
    """What a transport ends with is the answer's fault, never an exception."""
    (answer,) = ScriptedModel(TRUTHS, always(transport=Transport.RESET)).ask([question()])
    assert answer.fault is not None
    assert answer.fault.code == "model-unreachable"


def test_it_tells_what_it_misread() -> None:
    """The test that uses it knows every wrong cell and the token that stood there."""
    chosen = Mistakes((Misreading.DIGIT,), cells=frozenset(["disputes.reconsideration.total"]))
    model = ScriptedModel(TRUTHS, always(chosen))
    (answer,) = model.ask([question()])
    given = TableReply.model_validate(answer.attempts[-1]).rows[0].cells[4]
    assert model.wrong == {(DOCUMENT[:12], "disputes.reconsideration.total"): given}
    assert given != "1"
