"""One suite for every `ModelClient`: the fake in our process, and the real client against the endpoint over HTTP.

Both answer by the same scripts, so a test that holds for the fake tells what holds for the real one.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from extractor.forms import builtin_forms
from extractor.llm import Mode, ModelOptions, Secret
from extractor.model import Question
from extractor.ports import ModelClient
from extractor.prompting import TableReply, builtin_prompts, metadata_question, second_look_question, table_question
from extractor.testing import (
    Asked,
    Behaviour,
    DocumentTruth,
    Script,
    ScriptedModel,
    Shape,
    Transport,
    always,
)
from extractor.testing.endpoint import Endpoint, Options

FORM = next(form for form in builtin_forms() if form.id == "gov-disclosure")
EDITION = FORM.table("disputes").edition("2021")
TEXT = "青禾县水务局\n行政复议\t未经复议直接起诉\t复议后起诉\n1\t0\t0\t0\t1\t0\t0\t0\t2\t2\t0\t0\t0\t0\t0\n"
DOCUMENT = hashlib.sha256(TEXT.encode()).hexdigest()
PRINTED = (1, 0, 0, 0, 1, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0)
TRUTHS = {
    DOCUMENT[:12]: DocumentTruth(
        cells={cell.path: value for cell, value in zip(EDITION.cells, PRINTED, strict=True)},
        meta={"agency": "青禾县水务局"},
    )
}
SHORT = Behaviour(shape=Shape.SHORT_ROW)

Maker = Callable[[Script], ModelClient]

CLIENTS: tuple[Mode | None, ...] = (None, "strict", "tools", "object", "plain", "responses")
"""The fake, and the real client in each of its modes."""


@pytest.fixture(name="client", params=CLIENTS, ids=lambda mode: mode or "scripted")
def any_client(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Maker]:
    """Makes a client whose model answers by a script: the fake, or the real one in any of its modes."""
    with ExitStack() as stack:
        yield maker_of_clients(request.param, tmp_path, monkeypatch, stack)


@pytest.fixture(name="either", params=(None, "strict"), ids=lambda mode: mode or "scripted")
def fake_or_real(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Maker]:
    """Makes the fake or the real client, for what does not depend on the mode."""
    with ExitStack() as stack:
        yield maker_of_clients(request.param, tmp_path, monkeypatch, stack)


def maker_of_clients(mode: Mode | None, folder: Path, monkeypatch: pytest.MonkeyPatch, stack: ExitStack) -> Maker:
    """The maker behind both fixtures; endpoints end with the stack."""
    # Pauses between tries lengthen a test and prove nothing here.
    monkeypatch.setattr("extractor.llm.sender.FIRST_PAUSE", 0.001)

    def make(script: Script) -> ModelClient:
        if mode is None:
            return ScriptedModel(TRUTHS, script, name="truth")
        from extractor.llm.client import EndpointModel

        endpoint = stack.enter_context(Endpoint(TRUTHS, script, Options(retry_after=0.001, patience=5)))
        options = ModelOptions(
            "truth", base_url=endpoint.url, key=Secret("k"), timeout=0.5, cache=str(folder / "cache")
        )
        return EndpointModel(options, mode)

    return make


def question(repeat: int = 0) -> Question:
    """A question about the table of disputes, by the prompts that ship."""
    return table_question(builtin_prompts(), EDITION, TEXT, document=DOCUMENT, repeat=repeat)


def at_first(first: Behaviour) -> Script:
    """Answer the first asking one way and all others faithfully."""

    def script(_asked: Asked, before: int) -> Behaviour:
        return Behaviour() if before else first

    return script


def test_a_faithful_model_copies_the_table(client: Maker) -> None:
    """One attempt, without fault, with the figures as printed, one request and the tokens of both sides."""
    (answer,) = client(always()).ask([question()])
    assert answer.fault is None
    assert len(answer.attempts) == 1
    reply = TableReply.model_validate(answer.attempts[-1])
    assert [cell for row in reply.rows for cell in row.cells] == [str(value) for value in PRINTED]
    assert answer.usage.requests == 1
    assert answer.usage.input > 200
    assert answer.usage.output > 20


def test_answers_come_in_the_order_of_their_questions(client: Maker) -> None:
    """A table, one row of it again, and the metadata, asked at once."""
    prompts = builtin_prompts()
    answers = client(always()).ask(
        [
            metadata_question(prompts, FORM, TEXT, document=DOCUMENT),
            question(),
            second_look_question(prompts, EDITION, "litigation_direct", TEXT, document=DOCUMENT),
        ]
    )
    assert [answer.fault for answer in answers] == [None, None, None]
    metadata, table, row = (answer.attempts[-1] for answer in answers)
    assert metadata == {"items": [{"key": "agency", "quote": "青禾县水务局"}]}
    assert len(TableReply.model_validate(table).rows) == 3
    assert row == {"label": "未经复议直接起诉", "cells": ["0", "0", "0", "2", "2"]}


def test_no_question_is_no_answer(client: Maker) -> None:
    """Nothing is asked, and nothing comes."""
    assert client(always()).ask([]) == ()


def test_a_wrong_shape_is_asked_again_once(client: Maker) -> None:
    """Both attempts are kept and paid, and the second one fits."""
    (answer,) = client(at_first(SHORT)).ask([question()])
    assert answer.fault is None
    assert len(answer.attempts) == 2
    assert answer.usage.requests == 2


def test_two_wrong_shapes_are_a_fault(client: Maker) -> None:
    """The attempts stay, because their other rows are good."""
    (answer,) = client(always(shape=Shape.SHORT_ROW)).ask([question()])
    assert answer.fault is not None
    assert answer.fault.code == "model-shape"
    assert len(answer.attempts) == 2
    assert answer.usage.requests == 2


@pytest.mark.parametrize("shape", [Shape.NOT_JSON, Shape.BROKEN_JSON])
def test_words_and_broken_json_are_faults_of_the_shape(client: Maker, shape: Shape) -> None:
    """There is nothing to decode, and both requests are counted."""
    (answer,) = client(always(shape=shape)).ask([question()])
    assert answer.fault is not None
    assert answer.fault.code == "model-shape"
    assert answer.usage.requests == 2


@pytest.mark.parametrize(("shape", "code"), [(Shape.TRUNCATED, "model-truncated"), (Shape.REFUSAL, "model-refused")])
def test_truncation_and_refusal_fail_fast(client: Maker, shape: Shape, code: str) -> None:
    """No second request is sent for them, and their tokens are counted."""
    (answer,) = client(always(shape=shape)).ask([question()])
    assert answer.fault is not None
    assert answer.fault.code == code
    assert answer.usage.requests == 1
    assert answer.usage.input > 0


PASSING = (
    Transport.RATE_LIMITED,
    Transport.SERVER_ERROR,
    Transport.BAD_GATEWAY,
    Transport.UNAVAILABLE,
    Transport.RESET,
    Transport.RESET_MID_BODY,
    Transport.SHORT_BODY,
    Transport.WRONG_TYPE,
    Transport.INVALID_JSON,
    Transport.EMPTY_BODY,
    Transport.HANG,
    Transport.LOADING,
)


@pytest.mark.parametrize("transport", PASSING)
def test_a_fault_of_the_transport_that_passes_is_not_seen(either: Maker, transport: Transport) -> None:
    """The request is sent again, both are counted, and one attempt is what came."""
    (answer,) = either(at_first(Behaviour(transport=transport))).ask([question()])
    assert answer.fault is None
    assert answer.usage.requests == 2
    assert len(answer.attempts) == 1


@pytest.mark.parametrize(
    ("transport", "code"),
    [
        (Transport.RATE_LIMITED, "model-rate-limited"),
        (Transport.SERVER_ERROR, "model-unreachable"),
        (Transport.RESET, "model-unreachable"),
    ],
)
def test_a_fault_of_the_transport_that_stays_is_the_answer(either: Maker, transport: Transport, code: str) -> None:
    """Its code says which; tries are bounded, and nothing is raised."""
    (answer,) = either(always(transport=transport)).ask([question()])
    assert answer.fault is not None
    assert answer.fault.code == code
    assert answer.attempts == ()
    assert 2 <= answer.usage.requests <= 8


@pytest.mark.parametrize(
    "transport",
    [
        Transport.QUOTA,
        Transport.UNAUTHORISED,
        Transport.FORBIDDEN,
        Transport.NOT_FOUND,
        Transport.BAD_REQUEST,
    ],
)
def test_what_the_endpoint_refuses_is_not_sent_again(either: Maker, transport: Transport) -> None:
    """One request, and a code that says that waiting mends nothing."""
    (answer,) = either(always(transport=transport)).ask([question()])
    assert answer.fault is not None
    assert answer.fault.code == "model-rejected"
    assert answer.usage.requests == 1


@pytest.mark.parametrize(
    ("transport", "code"), [(Transport.TOO_LONG, "model-context"), (Transport.CONTENT_FILTER, "model-refused")]
)
def test_what_one_question_says_is_its_own_fault(either: Maker, transport: Transport, code: str) -> None:
    """A prompt that is too long, or that a filter holds back: asked once, and no fault of the endpoint."""
    (answer,) = either(always(transport=transport)).ask([question()])
    assert answer.fault is not None
    assert answer.fault.code == code
    assert answer.usage.requests == 1


def test_a_reply_that_a_filter_breaks_off_is_a_refusal(client: Maker) -> None:
    """Half a table is none, whatever of it could be parsed."""
    (answer,) = client(always(shape=Shape.FILTERED)).ask([question()])
    assert answer.fault is not None
    assert (answer.fault.code, answer.attempts) == ("model-refused", ())


def test_a_reply_that_the_endpoint_gave_up_is_not_seen(either: Maker) -> None:
    """Half a reply is asked for again, as after a connection that broke off."""
    (answer,) = either(at_first(Behaviour(shape=Shape.INTERRUPTED))).ask([question()])
    assert (answer.fault, answer.usage.requests, len(answer.attempts)) == (None, 2, 1)


def test_blanks_are_a_fault_of_the_shape(client: Maker) -> None:
    """DeepSeek sends them in the place of content that is no JSON."""
    (answer,) = client(at_first(Behaviour(shape=Shape.BLANK))).ask([question()])
    assert (answer.fault, answer.usage.requests) == (None, 2)


def test_a_faulty_question_does_not_spoil_the_others(either: Maker) -> None:
    """Each question has its own answer: one is refused, the other one is copied."""

    def script(asked: Asked, _before: int) -> Behaviour:
        return Behaviour(transport=Transport.BAD_REQUEST) if asked.part == "meta" else Behaviour()

    refused, copied = either(script).ask(
        [metadata_question(builtin_prompts(), FORM, TEXT, document=DOCUMENT), question()]
    )
    assert refused.fault is not None
    assert copied.fault is None


def test_the_client_says_which_model_it_asks(either: Maker) -> None:
    """The name is what readings and the manifest state."""
    made = either(always())
    assert made.name == "truth"
    assert not made.sees
