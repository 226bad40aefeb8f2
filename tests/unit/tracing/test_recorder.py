"""What is noted of a document, without any server."""

from collections.abc import Sequence

import pytest

from extractor.model import Answer, DocumentInfo, Failure, Question, Record
from extractor.pipeline import Untraced
from extractor.prompting import MetadataReply
from extractor.tracing.recorder import Recorder, TracedModel, scores_of
from extractor.tracing.trace import Trace


def failed_record() -> Record:
    """The record of a file that could not be read."""
    return Record(
        status="failed",
        error=Failure(code="damaged-document", message="it ends early"),
        document=DocumentInfo(sha256="0" * 64, name="a.txt", path="in/a.txt", media_type=None),
        form=None,
        meta={},
        cells=(),
        unmapped=(),
        claims=(),
        findings=(),
        coverage=None,
    )


class Echo:
    """A model that has nothing to say."""

    name = "echo"
    sees = True

    def ask(self, questions: Sequence[Question]) -> tuple[Answer, ...]:
        """Answer with nothing."""
        return tuple(Answer(({},)) for _ in questions)


def question() -> Question:
    """A question without any text."""
    return Question("metadata@1", "d" * 64, (), MetadataReply, 100, "0" * 64, "meta")


def test_a_failed_document_is_traced_by_its_code() -> None:
    """Name without folder, status and code; no message, and no score for cells that it does not have."""
    kept: list[Trace] = []
    with Recorder(kept.append).document("secret/folder/a.txt") as finished:
        finished(failed_record())
    (trace,) = kept
    assert (trace.name, trace.status, trace.error) == ("a.txt", "failed", "damaged-document")
    assert trace.scores == scores_of(failed_record()) == ()
    assert "it ends early" not in repr(trace)
    assert "folder" not in repr(trace)


def test_steps_nest_and_end_when_an_exception_leaves_them() -> None:
    """A question belongs to the innermost step; a step that failed says so, and the exception goes on."""
    kept: list[Trace] = []
    recorder = Recorder(kept.append)
    model = TracedModel(Echo(), recorder)
    with recorder.document("a.txt") as finished:
        with recorder.step("outer"):
            with recorder.step("inner"):
                model.ask([question()])
            model.ask([question()])
        with pytest.raises(ZeroDivisionError), recorder.step("broken"):
            raise ZeroDivisionError
        finished(failed_record())
    (trace,) = kept
    assert [(step.name, step.failed) for step in trace.steps] == [
        ("inner", False),
        ("outer", False),
        ("broken", True),
    ]
    assert [asked.step for asked in trace.generations] == ["inner", "outer"]
    assert (model.name, model.sees) == ("echo", True)


def test_a_document_takes_nothing_over_from_one_that_died() -> None:
    """What was noted of a document without a record is forgotten with it."""
    kept: list[Trace] = []
    recorder = Recorder(kept.append)
    with pytest.raises(ZeroDivisionError), recorder.document("first.txt"), recorder.step("ingest"):
        raise ZeroDivisionError
    with recorder.document("second.txt") as finished:
        finished(failed_record())
    assert [(trace.name, trace.steps) for trace in kept] == [("second.txt", ())]


def test_without_traces_nothing_happens() -> None:
    """The tracer of everybody else takes the same calls."""
    tracer = Untraced()
    with tracer.document("a.txt") as finished, tracer.step("ingest"):
        finished(failed_record())
