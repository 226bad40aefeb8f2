"""What the provoking endpoint refuses and ignores, as the real ones do."""

import json
from typing import cast

import pytest
from endpoint_requests import (
    FENCED,
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

from extractor.testing.endpoint import DIALECTS, Dialect, Endpoint, Options


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
        assert "\n" in text_of(post(endpoint, asking(response_format=STRICT)))


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


def test_azure_answers_at_the_address_of_a_deployment_alone() -> None:
    """Without `api-version`, elsewhere, or for a deployment that is not there: 404, each with its code."""
    with Endpoint(TRUTHS, options=Options(dialect=DIALECTS["azure"], models=("mine",))) as endpoint:

        def error(path: str) -> tuple[object, object]:
            answer = post(endpoint, asking(), path=path)
            return answer["status"], cast("Body", answer.get("error") or {}).get("code")

        version = "api-version=2024-10-21"
        assert error(f"/openai/deployments/mine/chat/completions?{version}") == (200, None)
        assert error(f"/openai/deployments/other/chat/completions?{version}") == (404, "DeploymentNotFound")
        assert error("/openai/deployments/mine/chat/completions") == (404, "404")
        assert error(f"/v1/chat/completions?{version}") == (404, "404")


def test_a_model_that_thinks_refuses_formats_and_replies_in_one_piece() -> None:
    """Unless the body says not to think, in DashScope's words for it."""
    with Endpoint(TRUTHS, options=Options(dialect=DIALECTS["qwen"])) as endpoint:
        whole = post(endpoint, asking())
        bound = post(endpoint, asking(response_format={"type": "json_object"}))
        told = post(endpoint, asking(response_format={"type": "json_object"}, enable_thinking=False))
    assert "non-streaming" in cast("dict[str, str]", whole["error"])["message"]
    assert "Json mode" in cast("dict[str, str]", bound["error"])["message"]
    assert (whole["status"], bound["status"], told["status"]) == (400, 400, 200)


def test_a_share_of_objects_is_blank() -> None:
    """DeepSeek puts blanks in the place of what is no JSON and says that it has finished; another asking may differ."""
    blank = DIALECTS["deepseek"].model_copy(update={"blank_objects": 0.5})
    with Endpoint(TRUTHS, options=Options(dialect=blank)) as endpoint:
        replies = [text_of(post(endpoint, asking(response_format={"type": "json_object"}))) for _ in range(12)]
    assert {not reply.strip() for reply in replies} == {True, False}


def test_a_prompt_longer_than_the_context_is_cut_without_a_word_and_answered_wrong() -> None:
    """Every figure is another one, the usage states the context, and the status is that of success."""
    short = DIALECTS["ollama"].model_copy(update={"context": 60})
    with Endpoint(TRUTHS, options=Options(dialect=short)) as endpoint:
        answer = post(endpoint, asking())
        assert len(endpoint.wrong) == 15
    assert answer["status"] == 200
    assert cast("dict[str, int]", answer["usage"])["prompt_tokens"] == 60


def test_errors_look_as_the_vendor_writes_them() -> None:
    """llama.cpp has numbers for codes, refuses pictures with a 500, and says when a prompt is too long."""
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    seen: list[Body] = [{"role": "user", "content": [{"type": "text", "text": FENCED}, picture]}]
    dialect = DIALECTS["llama.cpp"].model_copy(update={"context": 60})
    with Endpoint(TRUTHS, options=Options(dialect=dialect)) as endpoint:
        blind, long = post(endpoint, asking(messages=seen)), post(endpoint, asking())
    assert (blind["status"], cast("Body", blind["error"])["code"]) == (500, 500)
    assert (long["status"], cast("Body", long["error"])["type"]) == (400, "exceed_context_size_error")


def test_only_some_say_when_to_come_back() -> None:
    """OpenAI and Azure state it in seconds and milliseconds, the others not at all."""
    told: dict[str, set[str]] = {}
    for name in ("azure", "deepseek"):
        options = Options(dialect=DIALECTS[name], limit=0)
        with Endpoint(TRUTHS, options=options) as endpoint:
            headers = cast("dict[str, str]", post(endpoint, asking())["headers"])
        told[name] = {header.lower() for header in headers} & {"retry-after", "retry-after-ms"}
    assert told == {"azure": {"retry-after", "retry-after-ms"}, "deepseek": set()}
