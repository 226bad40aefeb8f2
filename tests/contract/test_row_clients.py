"""One suite for every model that reads rows: the provoking endpoint, and the local model in this process.

Nothing here depends on how well a model copies; what is held is what the pipeline relies on.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from extractor.forms import builtin_forms
from extractor.llm import ModelOptions, Secret
from extractor.llm.client import EndpointModel
from extractor.llm.local import LocalServer, packaged_weights, weights_path
from extractor.model import Question
from extractor.prompting import SecondLookReply, builtin_prompts, row_question
from extractor.testing import DocumentTruth
from extractor.testing.endpoint import Endpoint, Options
from extractor.wiring.local_model import FOLDER

EDITION = next(form for form in builtin_forms() if form.id == "gov-disclosure").table("proactive").edition("2021")
TEXT = "行政强制\t0"
DOCUMENT = hashlib.sha256(TEXT.encode()).hexdigest()
PATIENCE = 300.0
"""Seconds: a busy machine computes slowly, and that is not what is tested."""


@dataclass(frozen=True)
class Served:
    """Where a model answers."""

    model: str
    url: str
    key: Secret


Maker = Callable[..., EndpointModel]


@pytest.fixture(name="served", scope="module", params=["provoking", "local"])
def any_served(request: pytest.FixtureRequest) -> Iterator[Served]:
    """Serves one model for all tests of this file."""
    with ExitStack() as stack:
        if request.param == "provoking":
            truth = DocumentTruth(cells={cell.path: 0 for cell in EDITION.cells}, meta={})
            endpoint = stack.enter_context(Endpoint({DOCUMENT[:12]: truth}, options=Options(key="k")))
            yield Served("truth", endpoint.url, Secret("k"))
            return
        cache: Path = request.getfixturevalue("local_cache")
        weights = packaged_weights()
        server = LocalServer(weights_path(cache / FOLDER, weights), model=weights.model, threads=1)
        stack.enter_context(server)
        yield Served(weights.model, server.url, server.key)


@pytest.fixture(name="client")
def client_fixture(served: Served, tmp_path: Path) -> Maker:
    """Makes a client of that model with a cache of this test's own."""

    def make(key: Secret | None = None) -> EndpointModel:
        options = ModelOptions(
            served.model,
            base_url=served.url,
            key=served.key if key is None else key,
            timeout=PATIENCE,
            cache=str(tmp_path / "cache"),
        )
        return EndpointModel(options, "strict")

    return make


def question(row: str = "coercion", text: str = TEXT) -> Question:
    """A question about one row, by the prompts that ship."""
    return row_question(builtin_prompts(), EDITION, row, text, document=DOCUMENT)


def test_a_reply_has_the_shape_that_was_asked_for(client: Maker) -> None:
    """Two rows of different width, in order: exactly their cells, one request each, tokens of both sides counted."""
    wide = question("regulations", "规章\t0\t0\t0")
    answers = client().ask([question(), wide])
    assert [answer.fault for answer in answers] == [None, None]
    assert [answer.usage.requests for answer in answers] == [1, 1]
    assert all(answer.usage.input > 100 and answer.usage.output > 5 for answer in answers)
    replies = [SecondLookReply.model_validate(answer.attempts[-1]) for answer in answers]
    assert [len(reply.cells) for reply in replies] == [1, 3]


def test_the_same_question_is_answered_out_of_the_cache(client: Maker) -> None:
    """By another client too: nothing is sent, and the words are the same."""
    (first,) = client().ask([question()])
    (again,) = client().ask([question()])
    assert again.attempts == first.attempts
    assert (again.cached, again.usage.requests, again.usage.replayed) == (True, 0, 1)


def test_a_reply_that_is_cut_off_is_a_fault_and_is_not_kept(client: Maker) -> None:
    """Fewer tokens are granted than the shape takes; it is not asked again."""
    (answer,) = client().ask([replace(question(), max_tokens=4)])
    assert answer.fault is not None
    assert (answer.fault.code, answer.usage.requests) == ("model-truncated", 1)
    (again,) = client().ask([replace(question(), max_tokens=4)])
    assert not again.cached


def test_a_wrong_key_is_refused(client: Maker) -> None:
    """The port is open to every user of the machine, the model is not."""
    (answer,) = client(Secret("wrong")).ask([question()])
    assert answer.fault is not None
    assert (answer.fault.code, answer.usage.requests) == ("model-rejected", 1)
