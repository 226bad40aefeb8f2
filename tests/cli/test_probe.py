"""`gouji probe`: what an endpoint honours."""

import json
from collections.abc import Iterator

import pytest
from commands import Gouji
from inline_snapshot import snapshot

from extractor.llm.inspection import EndpointReport
from extractor.testing.dialects import DIALECTS
from extractor.testing.endpoint import Endpoint, Options


@pytest.fixture(name="ollama")
def ollama_endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """An endpoint that ignores formats and cuts long prompts, configured."""
    monkeypatch.setenv("GOUJI_LLM_MODEL", "truth")
    monkeypatch.setenv("GOUJI_CACHE", "cache")
    monkeypatch.setenv("COLUMNS", "100")
    with Endpoint({}, options=Options(dialect=DIALECTS["ollama"])) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        yield endpoint


def test_the_table_says_what_holds_and_what_follows(gouji: Gouji, ollama: Endpoint) -> None:
    """A line for everything, the mode of a run, and the bound at which prompts are cut, first of all warnings."""
    ran = gouji("probe")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.replace(ollama.origin, "http://127.0.0.1:PORT") == snapshot("""\
truth at http://127.0.0.1:PORT
asked for                      outcome   seen
list of models                 honoured
max_tokens                     honoured
max_completion_tokens          ignored
temperature                    honoured
seed                           honoured
strict schema                  ignored
schema                         ignored
forced function                ignored
json_object                    ignored
plain messages                 accepted
rules for strict schemas       ignored   takes schemas against the rules
the word JSON for json_object  ignored   asks for no word
long prompt                    ignored   cut at 4096 tokens without a word
pictures                       honoured
usage                          honoured
A run asks with GOUJI_LLM_MODE=plain.
Prompts lose their beginning at 4096 tokens without a word: longer questions are not asked. Raise
the context of the server.\
""")


def test_it_is_remembered_until_asked_afresh(gouji: Gouji, ollama: Endpoint) -> None:
    """The same report without a request; `--fresh` asks again."""
    first = json.loads(gouji("probe", "--json").out)
    sent = len(ollama.log)
    assert json.loads(gouji("probe", "--json").out) == first
    assert "Found out before" in gouji("probe").out
    assert len(ollama.log) == sent
    gouji("probe", "--fresh", "--json")
    assert len(ollama.log) == 2 * sent
    report = EndpointReport.model_validate(first)
    assert (report.mode, report.context, report.settings) == ("plain", 4096, {})


def test_it_says_what_to_set_in_chinese_too(gouji: Gouji, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reasoning model wants two settings changed."""
    monkeypatch.setenv("GOUJI_CACHE", "cache")
    with Endpoint({}, options=Options(dialect=DIALECTS["openai-reasoning"])) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        ran = gouji("probe", "--llm", "truth", "--lang", "zh")
    assert ran.code == 0
    assert "请设置 GOUJI_LLM_LIMIT=max_completion_tokens" in ran.out
    assert "请设置 GOUJI_LLM_TEMPERATURE=none" in ran.out


def test_without_an_endpoint_or_a_model_there_is_nothing_to_ask(gouji: Gouji) -> None:
    """One line and the exit code of a usage error."""
    ran = gouji("probe")
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert ran.err.startswith("model-unconfigured: probe: ")


def test_an_endpoint_that_refuses_the_key_is_one_line(gouji: Gouji, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 4, as of a run that could not start; the key is in no message."""
    monkeypatch.setenv("GOUJI_CACHE", "cache")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-wrong-0123456789")
    with Endpoint({}, options=Options(key="right")) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        ran = gouji("probe", "--llm", "truth")
    assert (ran.code, len(ran.err.splitlines())) == (4, 1)
    assert ran.err.startswith("model-rejected: http://127.0.0.1:")
    assert "sk-wrong" not in ran.err


def test_without_the_client_libraries_the_extra_is_named(gouji: Gouji, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that says what to install, before anything of them is imported."""
    monkeypatch.setenv("OPENAI_API_KEY", "any")
    monkeypatch.setattr("extractor.llm.library.LIBRARIES", ("a_library_that_nobody_has",))
    ran = gouji("probe", "--llm", "truth")
    assert (ran.code, ran.err.partition(":")[0]) == (2, "missing-extra")
