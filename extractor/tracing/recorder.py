"""Notes what happens to a document, and hands it over when the document is done."""

import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import PurePath

from extractor.model import Answer, Question, Record
from extractor.ports import ModelClient
from extractor.tracing.trace import Generation, Step, Trace

__all__ = ["Recorder", "TracedModel", "scores_of"]


class _Notes(threading.local):
    """What is known so far of the document that this thread works at."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.generations: list[Generation] = []
        self.step = ""


class Recorder:
    """The `Tracer` of a deployment that keeps traces."""

    def __init__(self, keep: Callable[[Trace], None], *, text: bool = False) -> None:
        """`keep` takes a trace and returns at once, whatever becomes of it; `text` lets document text into it."""
        self._keep = keep
        self._text = text
        self._notes = _Notes()

    @contextmanager
    def document(self, path: str) -> Generator[Callable[[Record], None]]:
        """Note everything until the block ends; the record makes it a trace."""
        notes = self._notes
        notes.steps, notes.generations = [], []
        start = time.time_ns()

        def finished(record: Record) -> None:
            self._keep(
                Trace(
                    name=PurePath(path).name,
                    start=start,
                    end=time.time_ns(),
                    document=record.document.sha256,
                    status=record.status,
                    error=record.error.code if record.error else None,
                    form=record.form.id if record.form else None,
                    editions=dict(record.form.editions) if record.form else {},
                    steps=tuple(notes.steps),
                    generations=tuple(notes.generations),
                    scores=scores_of(record),
                )
            )

        yield finished

    @contextmanager
    def step(self, name: str) -> Generator[None]:
        """Note a step's beginning and end, and whether an exception left it."""
        notes = self._notes
        start, outer, failed = time.time_ns(), notes.step, True
        notes.step = name
        try:
            yield
            failed = False
        finally:
            notes.step = outer
            notes.steps.append(Step(name, start, time.time_ns(), failed))

    def asked(self, model: str, questions: Sequence[Question], answers: Sequence[Answer], start: int) -> None:
        """Note questions that were asked together."""
        end = time.time_ns()
        for question, answer in zip(questions, answers, strict=True):
            self._notes.generations.append(
                Generation(
                    step=self._notes.step,
                    start=start,
                    end=end,
                    model=model,
                    prompt=question.prompt,
                    digest=question.digest,
                    part=question.part,
                    repeat=question.repeat,
                    usage=answer.usage,
                    attempts=len(answer.attempts),
                    cached=answer.cached,
                    fault=answer.fault.code if answer.fault else None,
                    characters=sum(len(message.text) for message in question.messages),
                    shown=tuple((turn.role, turn.text) for turn in question.messages) if self._text else None,
                    said=answer.attempts if self._text else None,
                )
            )


class TracedModel:
    """A model whose questions are noted."""

    def __init__(self, client: ModelClient, recorder: Recorder) -> None:
        """Ask `client`, and tell `recorder`."""
        self._client = client
        self._recorder = recorder

    @property
    def name(self) -> str:
        """The model's name."""
        return self._client.name

    @property
    def sees(self) -> bool:
        """Whether it takes pictures."""
        return self._client.sees

    def ask(self, questions: Sequence[Question]) -> tuple[Answer, ...]:
        """Ask, and note what came of it."""
        start = time.time_ns()
        answers = self._client.ask(questions)
        self._recorder.asked(self.name, questions, answers, start)
        return answers


def scores_of(record: Record) -> tuple[tuple[str, float], ...]:
    """What the audit makes of the reading: accepted share, failed identities, cells for review.

    A document without cells has no accepted share: none is no figure.
    """
    accepted = sum(1 for cell in record.cells if cell.status == "accepted")
    failed = sum(1 for each in record.findings if each.family == "arithmetic" and each.status == "FAIL")
    scores = (("failed_identities", float(failed)), ("review_load", float(len(record.cells) - accepted)))
    return (("accepted_share", accepted / len(record.cells)), *scores) if record.cells else ()
