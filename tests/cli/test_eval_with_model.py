"""`gouji eval` with a model behind a real endpoint: scored, replayed without a key, calibrated, and gated."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from commands import Gouji, Ran

from eval.golden import load, read_manifest
from eval.runs import read_result
from extractor.llm import sender
from extractor.llm.standing import read_standings
from extractor.prompting import builtin_prompts
from extractor.prompting.catalogue import prompts_folder
from extractor.testing import DocumentTruth, Misreading, Mistakes, always
from extractor.testing.endpoint import Endpoint, Options

KEY = "sk-evaluation-0123456789"
LIMIT = 2


@pytest.fixture(name="golden", scope="session")
def golden_fixture(project_root: Path) -> str:
    """The golden folder."""
    return str(project_root / "golden")


@pytest.fixture(name="truths", scope="session")
def truths_fixture(golden: str) -> dict[str, DocumentTruth]:
    """The right answers for the documents that are asked about."""
    items = read_manifest(Path(golden)).of_split("calibration")
    chosen = [load(items[place * len(items) // LIMIT], Path(golden)) for place in range(LIMIT)]
    return {
        hashlib.sha256(document.data).hexdigest()[:12]: DocumentTruth(document.truth.cells, document.truth.meta)
        for document in chosen
    }


@pytest.fixture(name="serve")
def serve_fixture(
    truths: dict[str, DocumentTruth], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Mistakes | None], Endpoint]:
    """Makes an endpoint with such mistakes, named by the environment."""
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.01)
    monkeypatch.setenv("GOUJI_CACHE", "cache")
    monkeypatch.setenv("GOUJI_PRICE_INPUT", "1")
    monkeypatch.setenv("GOUJI_PRICE_OUTPUT", "2")

    def make(mistakes: Mistakes | None) -> Endpoint:
        return Endpoint(truths, always(mistakes), options=Options(key=KEY))

    return make


@pytest.fixture(name="asked")
def asked_fixture(
    serve: Callable[[Mistakes | None], Endpoint], gouji: Gouji, golden: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Ran]:
    """A run at a faithful endpoint, into the folder `one`."""
    with serve(None) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield gouji("eval", "run", *words(golden), "--llm", "scripted", "-o", "one")


def words(golden: str) -> tuple[str, ...]:
    """The documents of this module."""
    return ("--golden", golden, "--split", "calibration", "--limit", str(LIMIT))


def test_what_asking_would_take_is_told_before_and_counted_after(asked: Ran) -> None:
    """Tokens and cost stand on stderr before anything is asked; the result has what was really used."""
    assert asked.code == 0
    told = re.search(r"^cost: (\d+\.\d{4}) USD$", asked.err, re.MULTILINE)
    assert told is not None
    result = read_result(Path("one"))
    costs = [document.cost_usd or 0.0 for document in result.documents]
    assert 0 < sum(costs) < float(told[1])
    assert result.fingerprints.model == "scripted"
    assert result.fingerprints.prompts == builtin_prompts().digest
    assert all(document.input_tokens and document.output_tokens for document in result.documents)
    assert not any(document.wrong_accepted for document in result.documents)


def test_a_run_over_the_calibration_split_keeps_what_it_measured(asked: Ran) -> None:
    """The cell error with its bound is the last line, and a file that `GOUJI_STANDINGS` may name."""
    (measured,) = read_standings("one/standings.json").standings
    assert (measured.model, measured.split, measured.documents, measured.errors) == (
        "scripted",
        "calibration",
        LIMIT,
        0,
    )
    assert 0 < measured.upper < 1
    last = asked.out.splitlines()[-1]
    assert last.startswith(f"scripted: 0 of {measured.cells} cells read wrong in {LIMIT} documents")
    assert last.endswith("advisory")


def test_recorded_replies_are_replayed_without_a_key(
    asked: Ran, gouji: Gouji, golden: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The endpoint's address stays, the key is gone, nothing is asked: every document has the same score."""
    assert asked.code == 0
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.setenv("GOUJI_LLM_MODE", "strict")
    again = gouji("eval", "run", *words(golden), "--llm", "scripted", "--replay", "-o", "two")
    assert again.code == 0
    one, two = (read_result(Path(name)).documents for name in ("one", "two"))
    for before, after in zip(one, two, strict=True):
        same = {"seconds": 0, "input_tokens": 0, "output_tokens": 0, "cost_usd": 0.0, "replayed": 0}
        assert before.model_copy(update=same) == after.model_copy(update=same)


def test_repeats_are_asked_and_never_recalled(
    serve: Callable[[Mistakes | None], Endpoint], gouji: Gouji, golden: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second round costs as much as the first; a model that reads otherwise then has changed cells."""
    with serve(None) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        once = gouji("eval", "run", *words(golden), "--llm", "scripted", "-o", "once")
        sent = len(endpoint.log)
        twice = gouji("eval", "run", *words(golden), "--llm", "scripted", "--repeats", "2", "-o", "twice")
        assert (once.code, twice.code) == (0, 0)
        # The first round is known from the run before; the second is asked, and the mode was found out by then.
        assert sent * 0.8 < len(endpoint.log) - sent <= sent
    one, two = read_result(Path("once")), read_result(Path("twice"))
    assert len(two.again) == len(two.documents) == LIMIT
    assert [document.replayed for document in one.documents] == [0] * LIMIT
    assert all(document.replayed > 0 and document.input_tokens > 0 for document in two.documents)


def test_a_changed_prompt_without_a_result_of_its_own_is_not_let_through(asked: Ran, gouji: Gouji) -> None:
    """What was measured with other prompts says nothing about these: exit code 4."""
    assert asked.code == 0
    assert gouji("eval", "bless", "one", "--by", "A", "--reason", "b", "--baseline", "base.json").code == 0
    assert gouji("eval", "gate", "--baseline", "base.json", "--result", "one").code == 0
    value = json.loads(Path("one/result.json").read_text(encoding="utf-8"))
    value["fingerprints"]["prompts"] = "0" * 64
    Path("other.json").write_text(json.dumps(value), encoding="utf-8")
    stale = gouji("eval", "gate", "--baseline", "base.json", "--result", "other.json")
    assert (stale.code, "the prompts were changed" in stale.err) == (4, True)
    Path("stale.json").write_text(
        Path("base.json").read_text(encoding="utf-8").replace(builtin_prompts().digest, "0" * 64), encoding="utf-8"
    )
    replayed = gouji("eval", "gate", "--baseline", "stale.json", "--llm", "scripted", "--replay")
    assert (replayed.code, "the prompts were changed" in replayed.err) == (4, True)


def test_a_prompt_file_is_tried_in_the_place_of_its_like(
    asked: Ran, gouji: Gouji, golden: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The result names other prompts; cells that the present ones answer otherwise are listed, where it is recorded."""
    assert asked.code == 0
    text = prompts_folder().joinpath("table/1.md").read_text(encoding="utf-8")
    Path("table.md").write_text(text.replace("careful typist", "very careful typist"), encoding="utf-8")
    ran = gouji("eval", "run", *words(golden), "--llm", "scripted", "--prompt", "table.md", "-o", "two")
    assert ran.code == 0
    assert read_result(Path("two")).fingerprints.prompts != builtin_prompts().digest
    assert f"Beside the present prompts, as recorded: {LIMIT} documents, 0 cells broken, 0 fixed" in ran.out
    monkeypatch.setenv("GOUJI_CACHE", "empty")
    alone = gouji("eval", "run", *words(golden), "--llm", "scripted", "--prompt", "table.md")
    assert "No replies to the present prompts are recorded" in alone.out
    assert prompts_folder().joinpath("table/1.md").read_text(encoding="utf-8") == text
    nothing = gouji("eval", "run", *words(golden), "--prompt", "table.md")
    assert (nothing.code, "--prompt needs a model" in nothing.err) == (2, True)


@pytest.mark.parametrize("mistakes", [None, Mistakes((Misreading.DIGIT,), rate=0.2, seed=1)])
def test_a_models_error_is_measured_and_two_documents_make_no_witness(
    mistakes: Mistakes | None,
    serve: Callable[[Mistakes | None], Endpoint],
    gouji: Gouji,
    golden: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The counts are kept; a faithful model has none wrong, and is still advisory: too little was measured."""
    with serve(mistakes) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        ran = gouji(
            "eval", "calibrate", "--golden", golden, "--limit", str(LIMIT), "--llm", "scripted",
            "--standings", "standings.json", "--to", "tiers.json",
        )  # fmt: skip
    assert ran.code == 0
    assert ran.out.endswith("advisory")
    (measured,) = read_standings("standings.json").standings
    assert (measured.model, measured.documents) == ("scripted", LIMIT)
    assert (measured.errors == 0) == (mistakes is None)
    assert measured.error < measured.upper <= 1
    assert json.loads(Path("tiers.json").read_text(encoding="utf-8"))["documents"] == LIMIT
