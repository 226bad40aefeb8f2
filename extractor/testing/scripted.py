"""A model in the caller's process that answers from truths; it keeps the contract of `ModelClient` without any HTTP."""

import json
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pydantic import ValidationError

from extractor.forms import Form, builtin_forms
from extractor.model import Answer, ModelFault, Question, Usage
from extractor.testing.asked import Asked, asked_in
from extractor.testing.replies import Made, make_reply
from extractor.testing.scripts import Behaviour, Script, always
from extractor.testing.shapes import Shape, Spoken, spoken
from extractor.testing.tokens import count_tokens
from extractor.testing.transport import fault_of
from extractor.testing.truths import DocumentTruth, Truths

__all__ = ["ScriptedModel", "decode"]

ATTEMPTS = 2
"""The question and one re-ask for shape errors (design.md §4.3)."""
TRIES = 3
"""Requests for one attempt while faults of the transport may pass."""


class ScriptedModel:
    """A `ModelClient` that answers from truths as a script says."""

    def __init__(
        self,
        truths: Truths,
        script: Script | None = None,
        *,
        forms: Sequence[Form] | None = None,
        name: str = "scripted",
        sees: bool = False,
    ) -> None:
        """Without a script every reply is faithful."""
        self._truths = truths
        self._script = script or always()
        self._forms = tuple(forms or builtin_forms())
        self._name = name
        self._sees = sees
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, str, str, str]] = Counter()
        self.asked: list[Question] = []
        """Every question, in order."""
        self.wrong: dict[tuple[str, str], str | None] = {}
        """What replies had wrong: by document (its first twelve digits) and cell path, the token given."""

    @property
    def name(self) -> str:
        """The model's name."""
        return self._name

    @property
    def sees(self) -> bool:
        """Whether it takes pictures; it reads no picture, but answers from the truth all the same."""
        return self._sees

    def ask(self, questions: Sequence[Question]) -> tuple[Answer, ...]:
        """Answer each question from its document's truth."""
        return tuple(self._answer(question) for question in questions)

    def _answer(self, question: Question) -> Answer:
        self.asked.append(question)
        asked = asked_in(message.text for message in question.messages if message.role == "user")
        if asked is None:
            return Answer((), ModelFault("model-rejected", "the prompt fences no document"))
        attempts: list[object] = []
        sent = sum(count_tokens(message.text) for message in question.messages)
        usage = Usage()
        for _ in range(ATTEMPTS):
            behaviour, fault, tries = self._sent(asked)
            if fault:
                return Answer(tuple(attempts), fault, replace(usage, requests=usage.requests + tries))
            made = make_reply(asked, self._truths.get(asked.document, NOTHING), self._forms, behaviour.mistakes)
            said = spoken(made.content, behaviour.shape)
            usage = replace(
                usage,
                input=usage.input + sent,
                output=usage.output + count_tokens(said.text),
                requests=usage.requests + tries,
            )
            if stopped := _stopped(said):
                return Answer(tuple(attempts), stopped, usage)
            decoded = decode(said.text)
            if decoded is not None:
                attempts.append(decoded)
                if _fits(question, decoded):
                    self._note(asked, made)
                    return Answer(tuple(attempts), None, usage)
        return Answer(tuple(attempts), ModelFault("model-shape", "the reply does not fit its shape"), usage)

    def _sent(self, asked: Asked) -> tuple[Behaviour, ModelFault | None, int]:
        """What a request meets in the end, the fault that no retry mended, and the requests that it took."""
        for tries in range(1, TRIES + 1):
            behaviour = self._script(asked, self._count(asked))
            fault = GIVEN_UP if behaviour.shape is Shape.INTERRUPTED else fault_of(behaviour.transport)
            if fault is None:
                return behaviour, None, tries
            code, passing = fault
            if not passing or tries == TRIES:
                return behaviour, ModelFault(code, f"scripted: {behaviour.transport}"), tries
        raise AssertionError

    def _count(self, asked: Asked) -> int:
        key = (asked.document, asked.part, asked.edition, asked.target)
        with self._lock:
            self._counts[key] += 1
            return self._counts[key] - 1

    def _note(self, asked: Asked, made: Made) -> None:
        with self._lock:
            self.wrong.update({(asked.document, path): token for path, token in made.wrong.items()})


GIVEN_UP = ("model-unreachable", True)
"""Half a reply is as good as a connection that broke off."""
NOTHING = DocumentTruth(cells={})
"""Of a document that no truth speaks of: every row is unreadable."""


def decode(text: str) -> object:
    """The JSON in a reply, out of a Markdown fence where there is one; null when there is none."""
    fenced = text.partition("```json\n")[2].partition("\n```")[0]
    try:
        return json.loads(fenced or text)
    except ValueError:
        return None


def _stopped(said: Spoken) -> ModelFault | None:
    if said.finish == "length":
        return ModelFault("model-truncated", "the reply was cut off")
    if said.finish in {"refusal", "content_filter"}:
        return ModelFault("model-refused", "the model or a filter refused")
    return None


def _fits(question: Question, decoded: object) -> bool:
    try:
        question.reply.model_validate(decoded, strict=True)
    except ValidationError:
        return False
    return True
