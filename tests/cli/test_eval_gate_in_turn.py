"""`gouji eval gate --repeats`: blessed prompts and candidate in turn, at an endpoint that gets worse."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from commands import Gouji

from eval.gate import Baseline, Blessing, write_baseline
from eval.gate.baseline import Measured
from eval.golden import Item, load, read_manifest
from eval.golden.manifest import Manifest
from eval.runs import Fingerprints, read_result
from extractor.llm import sender
from extractor.llm.standing import Standing, Standings, read_standings
from extractor.prompting import builtin_prompts, load_prompts
from extractor.prompting.catalogue import prompts_folder
from extractor.testing import DocumentTruth, Misreading, Mistakes, always
from extractor.testing.asked import Asked
from extractor.testing.calls import Api, Call
from extractor.testing.endpoint import Endpoint
from extractor.testing.shapes import Spoken
from extractor.testing.transport import Transport

DOCUMENTS = 4
TABLE, MARK = "You copy one table out", "very careful typist"
"""Words of every prompt for a table, and of the candidate alone."""
GOOD, BAD = always(), always(Mistakes((Misreading.DIGIT,), rate=0.5, seed=1))
Reading = tuple[str, bool]
"""Document, and whether by the candidate."""


@dataclass
class Drifting(Endpoint):
    """Reads well or badly, by how many readings there were before and by whose prompt it is."""

    bad: Callable[[int, bool], bool] = lambda _before, _candidate: False
    readings: list[Reading] = field(default_factory=list[Reading])

    def consider(self, api: Api, body: object) -> tuple[Call, Asked, Transport, Spoken]:
        """Answer as the moment has it; a document's questions come side by side, and its tables' share a prompt."""
        text = json.dumps(body, ensure_ascii=False)
        for document in (name for name in self.truths if name in text and TABLE in text):
            reading = (document, MARK in text)
            if self.readings[-1:] != [reading]:
                self.readings.append(reading)
            self.script = BAD if self.bad(len(self.readings) - 1, reading[1]) else GOOD
        return super().consider(api, body)


@pytest.fixture(name="items", scope="module")
def items_fixture(project_root: Path) -> tuple[Item, ...]:
    """Documents that the table reader alone does not read: figures float away from their labels."""
    items = [item for item in read_manifest(project_root / "golden").items if " floating " in item.family]
    return tuple(item.model_copy(update={"split": "gate"}) for item in items[:DOCUMENTS])


@pytest.fixture(name="truths", scope="module")
def truths_fixture(items: tuple[Item, ...], project_root: Path) -> dict[str, DocumentTruth]:
    """Their right answers."""
    loaded = [load(item, project_root / "golden") for item in items]
    return {
        hashlib.sha256(document.data).hexdigest()[:12]: DocumentTruth(document.truth.cells, document.truth.meta)
        for document in loaded
    }


@pytest.fixture(name="endpoint")
def endpoint_fixture(
    items: tuple[Item, ...], truths: dict[str, DocumentTruth], gouji: Gouji, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Drifting]:
    """An endpoint in its best days, at which the present prompts were blessed; and a prompt to judge."""
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.01)
    write_golden(items)
    text = prompts_folder().joinpath("table/1.md").read_text(encoding="utf-8")
    Path("table.md").write_text(text.replace("careful typist", MARK), encoding="utf-8")
    shutil.copytree(str(prompts_folder()), "prompts")
    shutil.copyfile("table.md", "prompts/table/1.md")
    for digest in (builtin_prompts().digest, load_prompts(Path("prompts")).digest):
        witness(digest)
    monkeypatch.setenv("GOUJI_STANDINGS", "standings.json")
    with Drifting(truths) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("GOUJI_CACHE", "cache")
        monkeypatch.setenv("GOUJI_LLM_MODE", "strict")
        monkeypatch.setenv("GOUJI_LLM_CONTEXT", "0")
        assert gouji("eval", "run", "--split", "gate", "--llm", "scripted", "-o", "one").code == 0
        blessed = gouji("eval", "bless", "one", "--by", "A", "--reason", "b", "--baseline", "base.json")
        assert blessed.code == 0, blessed.err
        endpoint.readings.clear()
        yield endpoint


def write_golden(items: tuple[Item, ...]) -> None:
    """A golden folder of these documents, all of which the generator makes."""
    Path("golden").mkdir()
    Path("golden/manifest.json").write_text(Manifest(items=items).model_dump_json(by_alias=True), encoding="utf-8")


def witness(prompts: str) -> None:
    """Count the model as a witness with these prompts."""
    path = Path("standings.json")
    known = read_standings(str(path)).standings if path.exists() else ()
    standing = Standing(
        model="scripted", prompts=prompts, split="calibration", documents=100, cells=20_000, errors=0, upper=0.001,
        measured="2026-01-01T00:00:00+00:00",
    )  # fmt: skip
    path.write_text(Standings(standings=(*known, standing)).model_dump_json(by_alias=True), encoding="utf-8")


GATE = ("eval", "gate", "--baseline", "base.json", "--llm", "scripted")


def test_an_endpoint_that_gets_worse_blocks_nobody_who_is_read_in_turn(
    endpoint: Drifting, gouji: Gouji, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It misreads half of the documents for both sides alike; the same candidate, read later by itself, is blocked."""
    endpoint.bad = lambda before, _: before >= DOCUMENTS
    ran = gouji(*GATE, "--prompt", "table.md", "--repeats", "1", "-o", "turns")
    assert ran.code == 0, ran.out
    assert ran.err.startswith("tokens: about ")
    assert f"{DOCUMENTS} of {DOCUMENTS} documents exact, {DOCUMENTS} when blessed" in ran.out
    pairs = list(zip(endpoint.readings[::2], endpoint.readings[1::2], strict=True))
    assert len(pairs) == DOCUMENTS
    assert all(one[0] == other[0] and {one[1], other[1]} == {False, True} for one, other in pairs)
    assert {first for (_, first), _ in pairs} == {False, True}
    base, candidate = (read_result(Path("turns") / side) for side in ("base", "candidate"))
    assert sum(document.review for document in base.documents) == sum(
        document.review for document in candidate.documents
    )
    monkeypatch.setenv("GOUJI_CACHE", "later")
    alone = gouji(*GATE, "--prompt", "table.md")
    assert (alone.code, "FAIL  review" in alone.out) == (1, True)


def test_a_worse_candidate_is_blocked_in_turn_and_its_two_results_are_judged_again_without_a_key(
    endpoint: Drifting, gouji: Gouji, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The endpoint has a worse second round besides, which shows as cells that changed for the blessed prompts too."""
    endpoint.bad = lambda before, candidate: candidate or before >= 2 * DOCUMENTS
    ran = gouji(*GATE, "--prompt", "table.md", "--repeats", "2", "-o", "turns", "--json")
    verdict = json.loads(ran.out)
    assert ran.code == 1
    assert [check["name"] for check in verdict["checks"] if not check["passed"]] == ["review"]
    assert len(endpoint.readings) == 4 * DOCUMENTS
    assert verdict["flips"][0] == 0
    assert 0 < verdict["beside"]["flips"][0] < verdict["beside"]["flips"][1]
    asked = len(endpoint.log)
    monkeypatch.delenv("OPENAI_BASE_URL")
    # The candidate's prompt is not the checkout's, so its result does not speak for the checkout.
    assert gouji("eval", "gate", "--baseline", "base.json", "--result", "turns").code == 4
    swapped = Path("swapped")
    shutil.copytree("turns/base", swapped / "candidate")
    shutil.copytree("turns/base", swapped / "base")
    assert gouji("eval", "gate", "--baseline", "base.json", "--result", "swapped").code == 0
    shutil.copytree("turns/candidate", swapped / "base", dirs_exist_ok=True)
    other = gouji("eval", "gate", "--baseline", "base.json", "--result", "swapped")
    assert (other.code, "are not the blessed prompts" in other.err) == (4, True)
    assert len(endpoint.log) == asked


@pytest.mark.parametrize(
    ("changes", "words", "code", "said"),
    [
        ({"prompts": "0" * 64}, ("--repeats", "1"), 4, "the blessed prompts are not there any more"),
        ({"prompts": "0" * 64}, ("--repeats", "1", "--base-prompts", "prompts"), 4, "not there any more"),
        ({"golden": "0" * 64}, ("--repeats", "1"), 4, "the golden set is another"),
        ({"model": "other"}, ("--repeats", "1"), 4, "the model is scripted, was other"),
        ({"model": "other"}, (), 4, "the model is scripted, was other"),
        ({}, ("--repeats", "0"), 2, "--repeats"),
        ({}, ("--repeats", "1", "--llm", "off"), 2, "--repeats needs a model"),
        ({}, ("--repeats", "1", "--replay"), 2, "measure nothing anew"),
        ({}, ("--result", "one", "-o", "two"), 2, "measure nothing anew"),
        ({}, ("--base-prompts", "prompts"), 2, "--base-prompts is for --repeats"),
    ],
)
def test_what_cannot_be_judged_is_refused_before_anything_is_asked(  # noqa: PLR0917 - a case and what it needs
    changes: dict[str, str],
    words: tuple[str, ...],
    code: int,
    said: str,
    truths: dict[str, DocumentTruth],
    items: tuple[Item, ...],
    gouji: Gouji,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is spent on a verdict that there cannot be."""
    write_golden(items)
    shutil.copytree(str(prompts_folder()), "prompts")
    digest = hashlib.sha256(Path("golden/manifest.json").read_bytes()).hexdigest()
    prints = {"golden": digest, "prompts": builtin_prompts().digest, "code": "c", "model": "scripted", **changes}
    blessing = Blessing(by="A", at="2026-01-01T00:00:00+00:00", reason="b", fingerprints=Fingerprints(**prints))
    documents = [
        Measured(id=item.id, exact=True, cells=1, non_zero=0, accepted=1, wrong=(), non_zero_right=None)
        for item in items
    ]
    baseline = Baseline(
        blessings=(blessing,), split="gate", repeats=1, tokens=0, cost_usd=0.0, documents=tuple(documents)
    )
    write_baseline(baseline, Path("base.json"))
    with Endpoint(truths) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("GOUJI_CACHE", "cache")
        monkeypatch.setenv("GOUJI_LLM_MODE", "strict")
        monkeypatch.setenv("GOUJI_LLM_CONTEXT", "0")
        ran = gouji(*GATE, *words)
        assert len(endpoint.log) == 0
    assert (ran.code, said in ran.err) == (code, True), ran.err
