"""The worked configurations in `examples/endpoints`, each read by the real settings and used against its dialect."""

import hashlib
import shlex
from collections import UserDict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from extractor.forms import builtin_forms
from extractor.llm.client import EndpointModel
from extractor.llm.probe import find_context, find_mode
from extractor.prompting import TableReply, builtin_prompts, table_question
from extractor.settings import read_settings
from extractor.testing import DocumentTruth
from extractor.testing.dialects import DIALECTS, read_dialects
from extractor.testing.endpoint import Endpoint, Options

FORM = next(form for form in builtin_forms() if form.id == "gov-disclosure")
EDITION = FORM.table("disputes").edition("2021")
TEXT = "行政复议\t未经复议直接起诉\t复议后起诉\n1\t0\t0\t0\t1\t0\t0\t0\t2\t2\t0\t0\t0\t0\t0\n"
DOCUMENT = hashlib.sha256(TEXT.encode()).hexdigest()
PRINTED = (1, 0, 0, 0, 1, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0)
TRUTHS = {
    DOCUMENT[:12]: DocumentTruth(cells={cell.path: value for cell, value in zip(EDITION.cells, PRINTED, strict=True)})
}
CONFIGURED = {name: entry.configuration for name, entry in read_dialects().items() if entry.configuration}
ADDRESSES = ("OPENAI_BASE_URL", "AZURE_OPENAI_ENDPOINT")


class Watched(UserDict[str, str]):
    """An environment that knows which of its variables were looked at."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.seen: set[str] = set()

    def __getitem__(self, key: str) -> str:
        """As a dictionary does."""
        self.seen.add(key)
        return super().__getitem__(key)


def variables(path: Path) -> dict[str, str]:
    """What a shell would set."""
    words = shlex.split(path.read_text(encoding="utf-8"), comments=True)
    return {name: value for name, _, value in (word.partition("=") for word in words)}


def files(project_root: Path) -> Iterator[Path]:
    """The configurations."""
    return (project_root / "examples" / "endpoints").glob("*.env")


def test_every_dialect_of_a_real_endpoint_has_its_configuration(project_root: Path) -> None:
    """And no configuration is without a dialect to try it on."""
    assert {path.stem for path in files(project_root)} == set(CONFIGURED.values())


@pytest.mark.parametrize("name", sorted(set(CONFIGURED.values())))
def test_settings_read_every_variable(name: str, project_root: Path) -> None:
    """A variable that nothing reads would be a promise that nobody keeps; the endpoint is the vendor's own."""
    watched = Watched(variables(project_root / f"examples/endpoints/{name}.env"))
    options = read_settings(watched).model
    assert watched.keys() <= watched.seen
    assert options.model
    assert options.host.startswith(("https://", "http://127.0.0.1"))


@pytest.mark.parametrize("dialect", CONFIGURED)
def test_a_configuration_reads_a_table_at_its_endpoint(
    dialect: str, project_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file as it is but for address and key: mode found out, table asked about, every figure as printed."""
    monkeypatch.setattr("extractor.llm.sender.FIRST_PAUSE", 0.001)
    environment = variables(project_root / f"examples/endpoints/{CONFIGURED[dialect]}.env")
    key = environment.get("AZURE_OPENAI_API_KEY") or environment.get("OPENAI_API_KEY")
    model = environment["GOUJI_LLM_MODEL"]
    with Endpoint(TRUTHS, options=Options(dialect=DIALECTS[dialect], key=key, models=(model,))) as endpoint:
        address = endpoint.origin if "AZURE_OPENAI_ENDPOINT" in environment else endpoint.url
        name = next((each for each in ADDRESSES if each in environment), "OPENAI_BASE_URL")
        options = read_settings({**environment, name: address, "GOUJI_CACHE": str(tmp_path)}).model
        mode = find_mode(options)
        cut = find_context(options)
        question = table_question(builtin_prompts(), EDITION, TEXT, document=DOCUMENT)
        (answer,) = EndpointModel(options, mode).ask([question])
    assert answer.fault is None
    reply = TableReply.model_validate(answer.attempts[-1])
    assert [cell for row in reply.rows for cell in row.cells] == [str(value) for value in PRINTED]
    assert (cut is not None) == (DIALECTS[dialect].overflow == "truncated")


def test_a_long_document_at_ollama_gives_no_figures_instead_of_wrong_ones(tmp_path: Path) -> None:
    """Its default context is too short for a long report: unchecked, the reply would fit and every figure lie."""
    long = TEXT + "政府信息公开工作年度报告正文。" * 400
    question = table_question(builtin_prompts(), EDITION, long, document=DOCUMENT)
    with Endpoint(TRUTHS, options=Options(dialect=DIALECTS["ollama"])) as endpoint:
        environment = {"OPENAI_BASE_URL": endpoint.url, "GOUJI_LLM_MODEL": "truth", "GOUJI_CACHE": str(tmp_path)}
        options = read_settings(environment).model
        # What no probe was asked for shows in the reply all the same.
        (unasked,) = EndpointModel(options, "plain").ask([question])
        assert endpoint.wrong
        bound = read_settings({**environment, "GOUJI_LLM_CONTEXT": str(find_context(options))}).model
        sent = len(endpoint.log)
        (asked,) = EndpointModel(bound, "plain").ask([question])
        assert len(endpoint.log) == sent
    for answer in (unasked, asked):
        assert answer.fault is not None
        assert (answer.fault.code, answer.attempts) == ("model-context", ())
