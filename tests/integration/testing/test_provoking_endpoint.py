"""The provoking endpoint on the wire, asked by the client library that everybody uses and by bare sockets."""

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import openai
import pytest
from endpoint_requests import (
    DOCUMENT,
    FENCED,
    FIGURES,
    FUNCTION,
    MESSAGES,
    SCHEMA,
    STRICT,
    TRUTHS,
    Body,
    asking,
    post,
    text_of,
)

from extractor.prompting import TableReply, table_reply
from extractor.testing import Misreading, Mistakes, Script, Shape, Transport, always, script_of
from extractor.testing.endpoint import Endpoint, Options


def client_of(endpoint: Endpoint, *, timeout: float = 10) -> openai.OpenAI:
    """The client library, without retries of its own."""
    return openai.OpenAI(base_url=endpoint.url, api_key="key", max_retries=0, timeout=timeout)


def figures(reply: TableReply) -> list[str | None]:
    """All cells of a reply."""
    return [cell for row in reply.rows for cell in row.cells]


def test_the_client_library_reads_a_strict_chat_reply(faithful: Endpoint) -> None:
    """The library parses it into the wire shape, and the log shows that strict was sent."""
    with client_of(faithful) as client:
        answer = client.chat.completions.parse(
            model="truth",
            messages=[{"role": "system", "content": "Copy."}, {"role": "user", "content": FENCED}],
            response_format=table_reply(5, 5),
        )
    parsed = answer.choices[0].message.parsed
    assert parsed is not None
    assert figures(parsed) == [str(value) for value in FIGURES.values()]
    (received,) = faithful.log.all
    sent = cast("dict[str, dict[str, dict[str, object]]]", received.body)
    assert sent["response_format"]["json_schema"]["strict"] is True
    assert received.headers["authorization"] == "Bearer key"
    assert received.asked is not None
    assert received.asked.part == "disputes"


def test_the_client_library_reads_a_reply_of_the_responses_api(faithful: Endpoint) -> None:
    """A text format and a function are both answered in the wire shape, with usage figures that add up."""
    with client_of(faithful) as client:
        answer = client.responses.parse(
            model="truth", input=[{"role": "user", "content": FENCED}], text_format=table_reply(5, 5)
        )
        called = client.responses.create(
            model="truth",
            input=[{"role": "user", "content": FENCED}],
            tools=[{"type": "function", "name": "table", "strict": True, "parameters": SCHEMA}],
            tool_choice={"type": "function", "name": "table"},
        )
    parsed = answer.output_parsed
    assert parsed is not None
    assert len(parsed.rows) == 3
    assert answer.usage is not None
    assert answer.usage.input_tokens + answer.usage.output_tokens == answer.usage.total_tokens
    call = called.output[0]
    assert call.type == "function_call"
    assert call.name == "table"
    table_reply(5, 5).model_validate_json(call.arguments)


def test_the_client_library_reads_streams_and_the_list_of_models(faithful: Endpoint) -> None:
    """The pieces of a stream make up the same reply."""
    with client_of(faithful) as client:
        pieces = client.chat.completions.create(
            model="truth",
            messages=[{"role": "user", "content": FENCED}],
            response_format={"type": "json_schema", "json_schema": {"name": "t", "strict": True, "schema": SCHEMA}},
            stream=True,
        )
        said = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
        assert [model.id for model in client.models.list()] == ["truth"]
    assert len(table_reply(5, 5).model_validate_json(said).rows) == 3


def test_a_forced_function_is_called(faithful: Endpoint) -> None:
    """The reply stands in the arguments; OpenAI gives no finish reason of its own for a function that is forced."""
    choice = {"type": "function", "function": {"name": "table"}}
    answer = post(faithful, asking(tools=[{"type": "function", "function": FUNCTION}], tool_choice=choice))
    chosen = cast("list[dict[str, object]]", answer["choices"])[0]
    assert chosen["finish_reason"] == "stop"
    call = cast("dict[str, list[dict[str, dict[str, str]]]]", chosen["message"])["tool_calls"][0]
    assert call["function"]["name"] == "table"
    table_reply(5, 5).model_validate_json(call["function"]["arguments"])


STATUSES = {
    Transport.RATE_LIMITED: openai.RateLimitError,
    Transport.QUOTA: openai.RateLimitError,
    Transport.SERVER_ERROR: openai.InternalServerError,
    Transport.BAD_GATEWAY: openai.InternalServerError,
    Transport.UNAVAILABLE: openai.InternalServerError,
    Transport.UNAUTHORISED: openai.AuthenticationError,
    Transport.FORBIDDEN: openai.PermissionDeniedError,
    Transport.NOT_FOUND: openai.NotFoundError,
    Transport.BAD_REQUEST: openai.BadRequestError,
    Transport.TOO_LONG: openai.BadRequestError,
    Transport.HANG: openai.APITimeoutError,
    Transport.RESET: openai.APIConnectionError,
    Transport.RESET_MID_BODY: openai.APIConnectionError,
    Transport.SHORT_BODY: openai.APIConnectionError,
    Transport.INVALID_JSON: json.JSONDecodeError,
    Transport.EMPTY_BODY: json.JSONDecodeError,
}


@pytest.mark.parametrize(("transport", "error"), STATUSES.items())
def test_every_failure_of_the_transport_reaches_the_client(transport: Transport, error: type[Exception]) -> None:
    """Each arrives as what it is, and one request was all it took."""
    options = Options(retry_after=0.01)
    with (
        Endpoint(TRUTHS, always(transport=transport), options) as endpoint,
        client_of(endpoint, timeout=0.5 if transport is Transport.HANG else 10) as client,
        pytest.raises(error),
    ):
        client.chat.completions.create(model="truth", messages=[{"role": "user", "content": FENCED}])
    assert len(endpoint.log) == 1


def test_a_page_in_html_comes_with_a_status_of_success() -> None:
    """The client library hands such a page out as text: who uses it must look."""
    with Endpoint(TRUTHS, always(transport=Transport.WRONG_TYPE)) as endpoint, client_of(endpoint) as client:
        answer = client.chat.completions.create(model="truth", messages=[{"role": "user", "content": FENCED}])
    assert isinstance(answer, str)


def test_a_slow_answer_arrives_whole_and_late() -> None:
    """It comes in pieces over the time that was set."""
    options = Options(slowness=0.4)
    with Endpoint(TRUTHS, always(transport=Transport.SLOW), options) as endpoint:
        started = time.monotonic()
        answer = post(endpoint, asking(response_format=STRICT))
    assert time.monotonic() - started >= 0.38
    assert len(table_reply(5, 5).model_validate_json(text_of(answer)).rows) == 3


def test_a_connection_is_let_go_when_the_endpoint_stops() -> None:
    """A request that hangs ends with the endpoint, not with its own time-out."""
    with ThreadPoolExecutor(1) as pool, Endpoint(TRUTHS, always(transport=Transport.HANG)) as endpoint:
        waiting = pool.submit(post, endpoint, asking(), timeout=30)
        while not endpoint.log:
            time.sleep(0.01)
        endpoint.__exit__()
        with pytest.raises(http.client.RemoteDisconnected):
            waiting.result(timeout=5)


def test_retry_after_is_stated() -> None:
    """A 429 says how long to wait, in seconds and in milliseconds."""
    with Endpoint(TRUTHS, always(transport=Transport.RATE_LIMITED), Options(retry_after=2)) as endpoint:
        answer = post(endpoint, asking())
    assert answer["status"] == 429
    headers = cast("dict[str, str]", answer["headers"])
    assert (headers["Retry-After"], headers["Retry-After-Ms"]) == ("2", "2000")


def test_truncation_and_refusal_are_said_in_the_terms_of_the_api() -> None:
    """The finish reason is `length`, a refusal stands in a field of its own."""
    with Endpoint(TRUTHS, always(shape=Shape.TRUNCATED)) as endpoint:
        answer = post(endpoint, asking(response_format=STRICT))
    assert cast("list[Body]", answer["choices"])[0]["finish_reason"] == "length"
    with Endpoint(TRUTHS, always(shape=Shape.REFUSAL)) as endpoint:
        answer = post(endpoint, asking(response_format=STRICT))
        spoken = post(endpoint, {"model": "truth", "input": MESSAGES}, path="/v1/responses")
    message = cast("list[dict[str, Body]]", answer["choices"])[0]["message"]
    assert message["content"] is None
    assert message["refusal"]
    content = cast("list[dict[str, list[Body]]]", spoken["output"])[0]["content"]
    assert content[0]["type"] == "refusal"


def test_a_reply_longer_than_its_bound_is_cut_off(faithful: Endpoint) -> None:
    """As many tokens as were granted, and the finish reason that says so; no script is needed for it."""
    answer = post(faithful, asking(response_format=STRICT, max_tokens=20))
    assert cast("list[Body]", answer["choices"])[0]["finish_reason"] == "length"
    usage = cast("dict[str, int]", answer["usage"])
    assert usage["completion_tokens"] <= 22


def test_only_the_key_that_was_set_opens_it() -> None:
    """Another key gets 401, before anything else is looked at."""
    with Endpoint(TRUTHS, options=Options(key="right")) as endpoint:
        assert post(endpoint, asking())["status"] == 401


def test_requests_above_the_limit_of_a_second_are_refused() -> None:
    """No second holds more than ten answers, the others get 429, and the log counts both."""

    def ask(_number: int) -> object:
        return post(endpoint, asking())["status"]

    with Endpoint(TRUTHS, options=Options(limit=10, latency=0.05)) as endpoint, ThreadPoolExecutor(30) as pool:
        statuses = [*pool.map(ask, range(60))]
    assert statuses.count(200) + statuses.count(429) == len(endpoint.log) == 60
    assert statuses.count(429) > 0
    granted = [received.at for received in endpoint.log.all if received.status == 200]
    assert all(later - at >= 1 for at, later in zip(granted, granted[10:], strict=False))
    assert endpoint.log.busiest_second > 10
    assert endpoint.log.rate > 0


def test_a_script_answers_by_part_and_by_count() -> None:
    """The second asking may fare otherwise than the first, and the endpoint tells which cells it misread."""
    wrong = Mistakes((Misreading.DIGIT,), cells=frozenset(["disputes.reconsideration.total"]))
    first, then = always(transport=Transport.SERVER_ERROR), always(wrong)
    script: Script = lambda asked, before: (then if before else first)(asked, before)  # noqa: E731 - a script is a rule
    with Endpoint(TRUTHS, script) as endpoint:
        assert post(endpoint, asking())["status"] == 500
        assert post(endpoint, asking())["status"] == 200
    assert list(endpoint.wrong) == [(DOCUMENT, "disputes.reconsideration.total")]


def test_modes_by_name_share_the_rate() -> None:
    """At a rate of one half about half of many requests fail, the same ones again with the same seed."""
    script = script_of("server-error,DIGIT", rate=0.5, seed=7)
    with Endpoint(TRUTHS, script) as endpoint:
        first = [post(endpoint, asking())["status"] for _ in range(40)]
    with Endpoint(TRUTHS, script_of("server-error,DIGIT", rate=0.5, seed=7)) as endpoint:
        again = [post(endpoint, asking())["status"] for _ in range(40)]
    assert first == again
    assert 8 <= first.count(500) <= 32


def test_a_document_without_a_truth_has_unreadable_rows_only() -> None:
    """Nothing is made up for a document that the endpoint does not know."""
    with Endpoint({}) as endpoint:
        reply = TableReply.model_validate_json(text_of(post(endpoint, asking(response_format=STRICT))))
    assert reply.rows == []
    assert reply.unreadable == ["r01", "r02", "r03"]
