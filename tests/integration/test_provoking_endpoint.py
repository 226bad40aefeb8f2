"""The provoking endpoint on the wire, asked by the client library that everybody uses and by bare sockets."""

import hashlib
import http.client
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import openai
import pytest

from extractor.prompting import TableReply, table_reply
from extractor.testing import DocumentTruth, Misreading, Mistakes, Script, Shape, Transport, always, script_of
from extractor.testing.endpoint import DIALECTS, Dialect, Endpoint, Options, main

Body = dict[str, object]

TEXT = "行政复议\t未经复议直接起诉\t复议后起诉\n1\t0\t0\t0\t1\t0\t0\t0\t2\t2\t0\t0\t0\t0\t0\n"
DOCUMENT = hashlib.sha256(TEXT.encode()).hexdigest()[:12]
FIGURES = dict(
    zip(
        (
            f"disputes.{row}.{column}"
            for row in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
            for column in ("upheld", "corrected", "other_result", "pending", "total")
        ),
        (1, 0, 0, 0, 1, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0),
        strict=True,
    )
)
TRUTHS = {DOCUMENT: DocumentTruth(cells=FIGURES)}
FENCED = f"<<<document {DOCUMENT} disputes 2021>>>\n{TEXT}\n<<<end of document {DOCUMENT}>>>"
SCHEMA = table_reply(5, 5).model_json_schema()
MESSAGES: list[Body] = [{"role": "system", "content": "Answer in JSON."}, {"role": "user", "content": FENCED}]
STRICT: Body = {"type": "json_schema", "json_schema": {"name": "table", "strict": True, "schema": SCHEMA}}
FUNCTION: Body = {"name": "table", "strict": True, "parameters": SCHEMA}


@pytest.fixture(name="faithful")
def faithful_endpoint() -> Iterator[Endpoint]:
    """An endpoint without a fault."""
    with Endpoint(TRUTHS) as endpoint:
        yield endpoint


def post(endpoint: Endpoint, body: object, *, path: str = "/v1/chat/completions", timeout: float = 10) -> Body:
    """Send a request without any client library; the decoded answer with its status."""
    connection = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=timeout)
    try:
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        return {"status": response.status, "headers": dict(response.headers), **json.loads(response.read())}
    finally:
        connection.close()


def asking(**more: object) -> Body:
    """A request of the chat API."""
    return {"model": "truth", "messages": MESSAGES, **more}


def text_of(answer: Mapping[str, object]) -> str:
    """What the model said."""
    choice = cast("list[dict[str, dict[str, object]]]", answer["choices"])[0]
    return str(choice["message"]["content"])


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
    """The reply stands in the arguments of the call, and the finish reason says so."""
    choice = {"type": "function", "function": {"name": "table"}}
    answer = post(faithful, asking(tools=[{"type": "function", "function": FUNCTION}], tool_choice=choice))
    chosen = cast("list[dict[str, object]]", answer["choices"])[0]
    assert chosen["finish_reason"] == "tool_calls"
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


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"messages": MESSAGES}, "model"),
        ({"model": "truth"}, "Missing"),
        ({"model": "truth", "messages": ["hello"]}, "object"),
        (asking(response_format={"type": "xml"}), "xml"),
        (asking(response_format={"type": "json_schema"}), "Missing"),
        (asking(messages=[{"role": "user", "content": FENCED}], response_format={"type": "json_object"}), "json"),
        (
            asking(tools=[{"type": "function", "function": FUNCTION}], tool_choice={"function": {"name": "other"}}),
            "tool",
        ),
        (asking(messages=[{"role": "user", "content": FENCED.replace("disputes", "visits")}]), "visits"),
        (None, "parse"),
    ],
)
def test_requests_that_are_none_are_refused(faithful: Endpoint, body: object, words: str) -> None:
    """An error 400 names what is wrong, as the real endpoint does."""
    answer = post(faithful, body)
    assert answer["status"] == 400
    assert words in cast("dict[str, str]", answer["error"])["message"]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": [], "additionalProperties": False},
        {
            "type": "object",
            "properties": {"a": {"type": "array", "prefixItems": [{"type": "string"}]}},
            "required": ["a"],
            "additionalProperties": False,
        },
        {"type": "array", "items": {"type": "string"}},
    ],
)
def test_a_strict_schema_is_held_to_the_rules_for_strict_ones(faithful: Endpoint, schema: Body) -> None:
    """What OpenAI refuses is refused here; the same schema passes when it does not say strict."""
    named: Body = {"name": "t", "schema": schema}
    strict = post(faithful, asking(response_format={"type": "json_schema", "json_schema": {**named, "strict": True}}))
    loose = post(faithful, asking(response_format={"type": "json_schema", "json_schema": named}))
    assert (strict["status"], loose["status"]) == (400, 200)


def test_dialects_refuse_ignore_and_lack_what_they_name() -> None:
    """A refused schema is an error, an ignored one leaves the reply unbound, and an API that is not there is 404."""
    with Endpoint(TRUTHS, options=Options(dialect=DIALECTS["deepseek"])) as endpoint:
        assert post(endpoint, asking(response_format=STRICT))["status"] == 400
        assert post(endpoint, {"model": "truth", "input": MESSAGES}, path="/v1/responses")["status"] == 404
        bound = text_of(post(endpoint, asking(response_format={"type": "json_object"}, seed=1)))
    assert len(json.loads(bound)["rows"]) == 3
    with Endpoint(TRUTHS, options=Options(dialect=DIALECTS["ollama"])) as endpoint:
        unbound = text_of(post(endpoint, asking(response_format=STRICT)))
    assert unbound.startswith("Here is")
    with Endpoint(TRUTHS, options=Options(dialect=DIALECTS["openai-reasoning"])) as endpoint:
        assert post(endpoint, asking(temperature=0))["status"] == 400
    with Endpoint(TRUTHS, options=Options(dialect=DIALECTS["llama.cpp"])) as endpoint:
        loose: Body = {"type": "json_schema", "json_schema": {"name": "t", "schema": SCHEMA}}
        assert "\n" in text_of(post(endpoint, asking(response_format=loose)))
        assert "\n" not in text_of(post(endpoint, asking(response_format=STRICT)))


def test_pictures_context_and_usage_are_switches() -> None:
    """A model that does not see refuses pictures, a prompt that is too long is refused, usage can be left out."""
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    seen: list[Body] = [{"role": "user", "content": [{"type": "text", "text": FENCED}, picture]}]
    with Endpoint(TRUTHS, options=Options(dialect=Dialect(sees=False, usage=False))) as endpoint:
        assert post(endpoint, asking(messages=seen))["status"] == 400
        assert "usage" not in post(endpoint, asking())
    with Endpoint(TRUTHS, options=Options(dialect=Dialect(context=50))) as endpoint:
        error = cast("dict[str, str]", post(endpoint, asking())["error"])
    assert error["code"] == "context_length_exceeded"
    with Endpoint(TRUTHS) as endpoint:
        with_picture, plain = post(endpoint, asking(messages=seen)), post(endpoint, asking())
    assert cast("dict[str, int]", with_picture["usage"])["prompt_tokens"] > 765
    assert cast("dict[str, int]", plain["usage"])["prompt_tokens"] < 765


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


def test_the_command_serves_and_sums_up(tmp_path: Path) -> None:
    """It prints its address, answers, logs requests without their key, and ends at a signal with a summary."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt.truth.json").write_text(json.dumps({"cells": FIGURES}), encoding="utf-8")
    log = tmp_path / "log.jsonl"
    command = [sys.executable, "-m", "extractor.testing.endpoint", "--truth", str(tmp_path), "--log", str(log)]
    with subprocess.Popen([*command, "--mode", "NULL_ZERO"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        with openai.OpenAI(base_url=url, api_key="sk-secret", max_retries=0) as client:
            client.chat.completions.create(model="truth", messages=[{"role": "user", "content": FENCED}])
        process.send_signal(signal.SIGTERM)
        summary = json.loads(process.stdout.read())
    assert process.returncode == 0
    assert (summary["requests"], summary["statuses"], summary["wrong_cells"]) == (1, {"200": 1}, 11)
    line = json.loads(log.read_text(encoding="utf-8"))
    assert (line["document"], line["part"], line["status"]) == (DOCUMENT, "disputes", 200)
    assert "sk-secret" not in log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        (["--mode", "sleepy"], "unknown-mode: sleepy", 2),
        (["--mode", "faithful"], "no-truth", 2),
        (["--form", "none-such"], "unknown-form", 2),
    ],
)
def test_the_command_says_what_is_wrong(
    arguments: list[str], code: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line with a code and the next step."""
    if "--form" in arguments:
        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
        (tmp_path / "a.txt.truth.json").write_text(json.dumps({"cells": FIGURES}), encoding="utf-8")
    assert main(["--truth", str(tmp_path), *arguments]) == status
    error = capsys.readouterr().err
    assert error.startswith(code)
    assert error.count("\n") == 1


def test_a_truth_file_that_is_none_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the file."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt.truth.json").write_text("[]", encoding="utf-8")
    assert main(["--truth", str(tmp_path)]) == 2
    assert "a.txt.truth.json" in capsys.readouterr().err


def test_a_port_that_is_taken_is_said(faithful: Endpoint, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second server on a port cannot start, and says so in one line."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt.truth.json").write_text(json.dumps({"cells": FIGURES}), encoding="utf-8")
    assert main(["--truth", str(tmp_path), "--port", str(faithful.port)]) == 4
    assert capsys.readouterr().err.startswith("cannot-serve")
