"""`gouji run` with a model behind a real endpoint, as an operator uses it."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Gouji

from extractor.llm import sender
from extractor.llm.standing import Standing, Standings
from extractor.prompting import builtin_prompts
from extractor.store import Manifest
from extractor.testing import Transport, Truths, always
from extractor.testing.dialects import DIALECTS
from extractor.testing.endpoint import Endpoint, Options

KEY = "sk-operator-0123456789"
QUESTIONS = 5
"""Three tables, the prose, the metadata."""
PROBES = 2
"""Before the first document: how a shape is asked for, and whether a long prompt arrives as a whole."""


@pytest.fixture(name="truths")
def truths_fixture(project_root: Path, report: str) -> Truths:
    """What the report in `in/` prints, by its bytes."""
    Path("in").mkdir()
    Path("in/a.txt").write_text(report, encoding="utf-8", newline="")
    from extractor.testing import read_truths

    return read_truths(project_root / "golden" / "reports")


@pytest.fixture(name="endpoint")
def endpoint_fixture(truths: Truths, monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """A faithful endpoint, named by the environment as an operator names it."""
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.01)
    with Endpoint(truths, options=Options(key=KEY)) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("GOUJI_CACHE", "cache")
        yield endpoint


def manifest() -> Manifest:
    """Of the last run."""
    return Manifest.model_validate_json(Path("out/manifest.json").read_bytes())


def record() -> dict[str, object]:
    """The only record of the last run."""
    return json.loads(Path("out/records.jsonl").read_text(encoding="utf-8"))


class TestAsking:
    """A model that answers."""

    def test_every_question_is_paid_once_and_counted(self, gouji: Gouji, endpoint: Endpoint) -> None:
        """One request finds out the mode, then one for each part; a second run into another folder asks nothing."""
        ran = gouji("run", "in", "-o", "out", "--llm", "truth")
        assert ran.code == 0
        told = manifest()
        assert len(endpoint.log) == PROBES + QUESTIONS
        assert (told.tokens.requests, told.tokens.replayed) == (QUESTIONS, 0)
        assert told.tokens.input > told.tokens.output > 0
        first = Path("out/records.jsonl").read_bytes()
        gouji("run", "in", "-o", "out", "--llm", "truth", "--fresh")
        assert len(endpoint.log) == PROBES + QUESTIONS
        assert (manifest().tokens.requests, manifest().tokens.replayed) == (0, QUESTIONS)
        assert Path("out/records.jsonl").read_bytes() == first

    def test_the_table_names_model_tokens_and_cost(
        self, gouji: Gouji, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With the operator's prices, as this endpoint is on no price list."""
        assert "unknown" in gouji("run", "in", "-o", "other", "--llm", "truth").out
        monkeypatch.setenv("GOUJI_PRICE_INPUT", "1")
        monkeypatch.setenv("GOUJI_PRICE_OUTPUT", "2")
        monkeypatch.setenv("GOUJI_CACHE", "elsewhere")
        ran = gouji("run", "in", "-o", "out", "--llm", "truth")
        told = manifest()
        cost = (told.tokens.input + 2 * told.tokens.output) / 1_000_000
        assert float(told.cost_usd or "0") == pytest.approx(cost)
        assert f"cost      {told.cost_usd} USD" in ran.out
        assert "model     truth (advisory)" in ran.out
        assert f"{QUESTIONS} requests, 0 replies from the cache" in ran.out
        assert endpoint.log.statuses[200] == 2 * (PROBES + QUESTIONS)

    def test_auto_asks_the_configured_model(
        self, gouji: Gouji, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An endpoint alone is not enough where no local model is installed, and `off` is off."""
        monkeypatch.setenv("GOUJI_LLM", "auto")
        monkeypatch.setattr("extractor.wiring.model_reader.installed", lambda: False)
        ran = gouji("run", "in", "-o", "out")
        assert "model     off" in ran.out
        assert "second reader: none" in ran.err
        monkeypatch.setenv("GOUJI_LLM_MODEL", "truth")
        assert "model     off" in gouji("run", "in", "-o", "out", "--llm", "off").out
        assert len(endpoint.log) == 0
        ran = gouji("run", "in", "-o", "out")
        assert "model     truth (advisory)" in ran.out
        assert "second reader: truth, at the configured endpoint" in ran.err

    def test_the_key_is_written_nowhere(self, gouji: Gouji, endpoint: Endpoint) -> None:
        """Not in the output, not in the cache, not on the screen; the endpoint's log shows that it was sent."""
        ran = gouji("run", "in", "-o", "out", "--llm", "truth", "--json")
        assert KEY not in ran.out + ran.err
        files = [path for folder in ("out", "cache") for path in Path(folder).rglob("*") if path.is_file()]
        assert len(files) > 5
        assert [path for path in files if KEY.encode() in path.read_bytes()] == []
        assert endpoint.log.statuses[200] == PROBES + QUESTIONS

    def test_only_a_measured_model_is_a_witness(
        self, gouji: Gouji, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The manifest says what it counts as, and records depend on it."""
        gouji("run", "in", "-o", "out", "--llm", "truth")
        before = manifest()
        standing = Standing(
            model="truth",
            prompts=builtin_prompts().digest,
            split="calibration",
            documents=30,
            cells=6000,
            errors=6,
            upper=0.003,
            measured="2026-01-01T00:00:00Z",
        )
        Path("standings.json").write_text(
            Standings(standings=(standing,)).model_dump_json(by_alias=True), encoding="utf-8"
        )
        monkeypatch.setenv("GOUJI_STANDINGS", "standings.json")
        ran = gouji("run", "in", "-o", "out", "--llm", "truth")
        assert "truth (independent witness)" in ran.out
        assert (before.settings["model_standing"], manifest().settings["model_standing"]) == ("advisory", "independent")
        assert before.fingerprint != manifest().fingerprint
        assert len(endpoint.log) == PROBES + QUESTIONS

    @pytest.mark.parametrize(("dialect", "mode"), [("openai", "strict"), ("deepseek", "tools"), ("bare", "plain")])
    def test_the_mode_is_what_the_endpoint_understands(
        self, gouji: Gouji, truths: Truths, dialect: str, mode: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Found out by asking, once."""
        monkeypatch.setenv("GOUJI_CACHE", "cache")
        with Endpoint(truths, options=Options(dialect=DIALECTS[dialect])) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            gouji("run", "in", "-o", "out", "--llm", "truth")
            assert manifest().settings["model_mode"] == mode
            before = len(endpoint.log)
            gouji("run", "in", "-o", "out2", "--llm", "truth")
            assert len(endpoint.log) == before


class TestBeforeAndWithout:
    """Nothing is asked."""

    def test_a_dry_run_asks_and_writes_nothing(
        self, gouji: Gouji, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It counts the calls that the run then makes, and never fewer tokens out than those come to."""
        monkeypatch.setenv("GOUJI_PRICE_INPUT", "1")
        monkeypatch.setenv("GOUJI_PRICE_OUTPUT", "2")
        ran = gouji("run", "in", "-o", "out", "--llm", "truth", "--dry-run", "--json")
        told = json.loads(ran.out)
        assert (len(endpoint.log), Path("out").exists()) == (0, False)
        assert (told["documents"], told["calls"], told["replayed"]) == (1, QUESTIONS, 0)
        gouji("run", "in", "-o", "out", "--llm", "truth")
        real = manifest()
        assert told["calls"] == real.tokens.requests
        assert told["output_tokens"] >= real.tokens.output
        assert 0.5 < told["input_tokens"] / real.tokens.input < 2
        assert float(told["cost_usd"]) > float(real.cost_usd or "0") * 0.5
        assert told["review"] == real.counts.review
        again = json.loads(gouji("run", "in", "-o", "new", "--llm", "truth", "--dry-run", "--json").out)
        assert (again["calls"], again["replayed"], again["cost_usd"]) == (0, QUESTIONS, "0")
        done = json.loads(gouji("run", "in", "-o", "out", "--llm", "truth", "--dry-run", "--json").out)
        assert (done["documents"], done["reused"]) == (0, 1)

    def test_without_a_model_no_client_library_is_imported(self, truths: Truths) -> None:
        """And no network library either."""
        # What measures coverage has imported some of them before.
        code = (
            "import sys; before = set(sys.modules);"
            "from extractor.cli import main; code = main(['run', 'in', '-o', 'out', '--llm', 'off']);"
            "bad = {'openai', 'instructor', 'httpx', 'httpx2', 'tenacity', 'genai_prices', 'sqlite3', 'unstructured'};"
            "print(code, sorted(bad & set(sys.modules) - before))"
        )
        assert truths
        ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        assert ended.stdout.splitlines()[-1] == "0 []"

    def test_a_stated_model_without_an_endpoint_is_a_usage_error(self, gouji: Gouji, truths: Truths) -> None:
        """Nothing is read."""
        assert truths
        ran = gouji("run", "in", "-o", "out", "--llm", "truth")
        assert (ran.code, ran.err.split(":")[0], Path("out").exists()) == (2, "model-unconfigured", False)

    def test_verify_hears_the_model_again_without_a_network(
        self, gouji: Gouji, truths: Truths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The endpoint is gone, and the records are proven; without the cache that is said, and is no mismatch."""
        monkeypatch.setenv("GOUJI_CACHE", "cache")
        with Endpoint(truths) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            gouji("run", "in", "-o", "out", "--llm", "truth")
        monkeypatch.delenv("OPENAI_BASE_URL")
        assert gouji("verify", "out").code == 0
        monkeypatch.setenv("GOUJI_CACHE", "empty")
        ran = gouji("verify", "out", "--json")
        told = json.loads(ran.out)
        assert (ran.code, [(item["code"], item["note"]) for item in told["mismatches"]]) == (
            0,
            [("replies-absent", True)],
        )

    def test_what_an_endpoint_wants_of_its_own_is_heard_again_too(
        self, gouji: Gouji, truths: Truths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The body that replies depend on is in the manifest, the headers are nowhere."""
        monkeypatch.setenv("GOUJI_CACHE", "cache")
        monkeypatch.setenv("GOUJI_LLM_BODY", '{"enable_thinking": false}')
        monkeypatch.setenv("GOUJI_LLM_HEADERS", '{"X-Key": "header-secret"}')
        with Endpoint(truths, options=Options(dialect=DIALECTS["qwen"])) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            assert gouji("run", "in", "-o", "out", "--llm", "truth").code == 0
        for name in ("OPENAI_BASE_URL", "GOUJI_LLM_BODY", "GOUJI_LLM_HEADERS"):
            monkeypatch.delenv(name)
        assert manifest().settings["model_body"] == '{"enable_thinking": false}'
        assert not any(b"header-secret" in path.read_bytes() for path in Path().rglob("*") if path.is_file())
        ran = gouji("verify", "out", "--json")
        assert (ran.code, json.loads(ran.out)["mismatches"]) == (0, [])

    def test_a_document_that_the_endpoint_would_cut_is_partial_and_keeps_its_own_cells(
        self, gouji: Gouji, truths: Truths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Ollama with a short context: no reading of the model, no accepted cell less, and the code that says why."""
        monkeypatch.setenv("GOUJI_CACHE", "cache")
        gouji("run", "in", "-o", "alone", "--llm", "off")
        alone = json.loads(Path("alone/manifest.json").read_text(encoding="utf-8"))["counts"]["accepted"]
        short = DIALECTS["ollama"].model_copy(update={"context": 600})
        with Endpoint(truths, options=Options(dialect=short)) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            gouji("run", "in", "-o", "out", "--llm", "truth")
        assert manifest().counts.shortfalls.keys() == {"model-context"}
        assert manifest().counts.accepted == alone
        assert '"llm:' not in Path("out/records.jsonl").read_text(encoding="utf-8")


class TestTrouble:
    """Endpoints that fail, and money that runs out."""

    def test_documents_without_the_model_stay_partial_and_are_done_by_the_same_command(
        self, gouji: Gouji, truths: Truths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The table reader's cells are there already; one line says what to do."""
        monkeypatch.setattr(sender, "FIRST_PAUSE", 0.01)
        monkeypatch.setenv("GOUJI_CACHE", "cache")
        monkeypatch.setenv("GOUJI_LLM_MODE", "strict")
        with Endpoint(truths, always(transport=Transport.SERVER_ERROR)) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            ran = gouji("run", "in", "-o", "out", "--llm", "truth")
        assert "1 documents lack the model's reading (1 model-unreachable)" in ran.err.splitlines()[-1]
        assert manifest().counts.shortfalls == {"model-unreachable": 1}
        lacking = record()
        assert lacking["status"] == "partial"
        assert manifest().counts.accepted > 0
        with Endpoint(truths) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            gouji("run", "in", "-o", "out", "--llm", "truth")
            # And whether a long prompt arrives, which nobody could find out before.
            assert len(endpoint.log) == QUESTIONS + 1
        assert record()["status"] == "ok"

    def test_an_endpoint_that_is_down_stops_a_run_at_its_start(
        self, gouji: Gouji, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """While nobody knows what it understands, nothing can be asked of it."""
        monkeypatch.setenv("OPENAI_API_KEY", "wrong")
        ran = gouji("run", "in", "-o", "out", "--llm", "truth")
        assert (ran.code, len(ran.err.splitlines())) == (4, 1)
        assert ran.err.startswith("model-rejected: http://127.0.0.1:")
        assert "HTTP 401" in ran.err
        assert not Path("out").exists()
        assert set(endpoint.log.statuses) == {401}

    def test_a_budget_leaves_the_rest_for_later(
        self, gouji: Gouji, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Never more is spent than was allowed; a second budget finishes the work."""
        monkeypatch.setenv("GOUJI_PRICE_INPUT", "1")
        monkeypatch.setenv("GOUJI_PRICE_OUTPUT", "1")
        monkeypatch.setenv("GOUJI_LLM_CONCURRENCY", "1")
        gouji("run", "in", "-o", "out", "--llm", "truth", "--budget", "0.012")
        told = manifest()
        assert told.counts.shortfalls == {"model-budget": 1}
        assert 0 < float(told.cost_usd or "0") <= 0.012
        assert told.settings["budget_usd"] == "0.012"
        asked = len(endpoint.log)
        assert PROBES < asked < PROBES + QUESTIONS
        gouji("run", "in", "-o", "out", "--llm", "truth", "--budget", "1")
        assert len(endpoint.log) == PROBES + QUESTIONS
        assert record()["status"] == "ok"

    def test_a_budget_without_a_price_is_refused(self, gouji: Gouji, endpoint: Endpoint) -> None:
        """What cannot be counted cannot be kept."""
        ran = gouji("run", "in", "-o", "out", "--llm", "truth", "--budget", "1")
        assert (ran.code, ran.err.split(":")[0], len(endpoint.log)) == (4, "price-unknown", 0)


def test_off_is_what_it_was(gouji: Gouji, truths: Truths) -> None:
    """Without a model the versions name none of its parts, so records of earlier runs stay current."""
    gouji("run", "in", "-o", "out", "--llm", "off")
    named = manifest().versions.keys()
    assert truths
    assert not {"model", "prompts", "instructor"} & named
    assert hashlib.sha256(Path("out/records.jsonl").read_bytes()).hexdigest() == manifest().records.sha256
