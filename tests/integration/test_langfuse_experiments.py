"""`gouji eval --langfuse` on the wire: what a server of Langfuse is sent, held to what its own package sends."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from langfuse_server import ITEMS, SCORES, SPANS, LangfuseServer, Request

from eval.golden import read_manifest
from eval.publish import Score, content_of, publish
from eval.runs import Plan, RunResult, evaluate, read_result
from extractor.audit import Facts
from extractor.cli import main
from extractor.pipeline import Pipeline, Processed
from extractor.tracing import TraceOptions
from extractor.tracing.project import Project
from extractor.wiring import Recipe

SECRET = "sk-lf-very-secret"  # noqa: S105 - of no server
LIMIT = 5


@pytest.fixture(name="server")
def server_of_experiments(monkeypatch: pytest.MonkeyPatch) -> Iterator[LangfuseServer]:
    """A server that takes everything, named by the environment."""
    with LangfuseServer() as server:
        set_keys(monkeypatch, server.url)
        yield server


@pytest.fixture(name="golden", scope="module")
def golden_fixture(project_root: Path) -> Path:
    """The golden folder."""
    return project_root / "golden"


@pytest.fixture(name="broken", scope="module")
def broken_fixture(golden: Path) -> RunResult:
    """Documents of which the first one killed the reader."""
    return evaluate(Plan(golden, lambda: Dying(Recipe()()), "code", split="dev", limit=LIMIT)).result


class Dying:
    """A pipeline that dies of its first document."""

    def __init__(self, pipeline: Pipeline) -> None:
        """The documents after it are read by `pipeline`."""
        self._pipeline = pipeline
        self._first = True

    def process(self, data: bytes, *, name: str, path: str, facts: Facts | None = None) -> Processed:
        """Read a document.

        Raises:
            ZeroDivisionError: it is the first one.
        """
        if self._first:
            self._first = False
            raise ZeroDivisionError
        return self._pipeline.process(data, name=name, path=path, facts=facts)


def set_keys(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Name the server in the environment."""
    monkeypatch.setenv("LANGFUSE_PUBLIC_KEY", "pk-lf-public")
    monkeypatch.setenv("LANGFUSE_SECRET_KEY", SECRET)
    monkeypatch.setenv("LANGFUSE_BASE_URL", url)


def options(server: LangfuseServer) -> TraceOptions:
    """Of a project on the server."""
    return TraceOptions("pk-lf-public", SECRET, server.url)


def run(golden: Path, *more: str) -> int:
    """Evaluate some documents by the command."""
    return main(["eval", "run", "--golden", str(golden), "--limit", str(LIMIT), *more])


def of_document(server: LangfuseServer, document: str) -> dict[str, Mapping[str, Any]]:
    """The scores of a document, by name."""
    traces = {span["trace"] for span in server.spans.values() if span["attributes"]["langfuse.trace.name"] == document}
    (trace,) = traces
    return {score["name"]: score for score in server.scores.values() if score.get("traceId") == trace}


def test_a_run_is_an_experiment_over_a_dataset_with_every_document_of_the_split(
    server: LangfuseServer, golden: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Every document is an item, those that were read have a run with scores, and no figure of any leaves the house."""
    assert run(golden, "--langfuse", "-o", "out") == 0
    result = read_result(Path("out"))
    split = read_manifest(golden).of_split("dev")
    assert {item["input"]["document"] for item in server.items.values()} == {item.id for item in split}
    (experiment,) = server.experiments().values()
    assert experiment == {f"gouji-golden-dev.{document.id}" for document in result.documents}
    for document in result.documents:
        scores = of_document(server, document.id)
        assert scores["exact"]["value"] == float(document.exact)
        assert scores["exact"]["dataType"] == "BOOLEAN"
        assert scores["review_load"]["value"] == document.review
        assert (
            scores["cells_right"]["comment"]
            == f"{document.known_cells - len(document.known_wrong)} of {document.known_cells} cells"
        )
        assert all(score["metadata"]["cells"] == document.cells for score in scores.values())
    (whole,) = [score for score in server.scores.values() if "datasetRunId" in score and score["name"] == "cells"]
    assert whole["metadata"]["whole"] == sum(document.known_cells for document in result.documents)
    assert f"Langfuse has {LIMIT} documents" in capfd.readouterr().err
    sent = json.dumps([request.body for request in server.requests], ensure_ascii=False)
    assert SECRET not in sent
    assert "excerpt" not in sent


def test_a_repeated_run_doubles_nothing(server: LangfuseServer, golden: Path) -> None:
    """The second delivery replaces spans and scores, and sends no item that is there as it should be."""
    assert run(golden, "--langfuse") == 0
    kept = (set(server.spans), set(server.scores), len(server.sent("POST", ITEMS)))
    assert run(golden, "--langfuse") == 0
    assert (set(server.spans), set(server.scores), len(server.sent("POST", ITEMS))) == kept
    assert len(server.sent("POST", SPANS)) == 2


def test_items_follow_the_golden_set(server: LangfuseServer, golden: Path, broken: RunResult) -> None:
    """One that changed is sent again, one that left is archived, and what others keep in the dataset is theirs."""
    items = read_manifest(golden).of_split("dev")
    content = content_of(broken, items)
    server.items["theirs"] = {"id": "theirs", "datasetName": content.dataset, "status": "ACTIVE"}
    assert publish(content, Project(options(server), timeout=5)).cause == ""
    sent = len(server.sent("POST", ITEMS))
    first = {document.id for document in broken.documents}
    gone = next(item for item in items if item.id not in first)
    changed = [item.model_copy(update={"sha256": "0" * 64}) if item.id in first else item for item in items]
    after = content_of(broken, [item for item in changed if item.id != gone.id])
    assert publish(after, Project(options(server), timeout=5)).cause == ""
    assert len(server.sent("POST", ITEMS)) - sent == LIMIT + 1
    assert server.items[f"gouji-golden-dev.{gone.id}"]["status"] == "ARCHIVED"
    assert server.items["theirs"]["status"] == "ACTIVE"


def test_a_document_without_a_record_has_its_run_and_its_zeros(
    server: LangfuseServer, golden: Path, broken: RunResult
) -> None:
    """Nothing is filtered out of the experiment: the lost document is wrong in every cell."""
    delivered = publish(content_of(broken, read_manifest(golden).of_split("dev")), Project(options(server), timeout=5))
    assert (delivered.documents, delivered.of_documents, delivered.cause) == (LIMIT, LIMIT, "")
    lost = broken.documents[0]
    scores = of_document(server, lost.id)
    values = {name: scores[name]["value"] for name in ("cells_right", "accepted_share", "exact", "read")}
    assert values == {"cells_right": 0, "accepted_share": 0, "exact": 0, "read": 0}
    assert scores["cells_right"]["comment"] == f"0 of {lost.known_cells} cells"
    assert scores["exact"]["comment"] == "internal-error"
    spans = [span for span in server.spans.values() if span["attributes"]["langfuse.trace.name"] == lost.id]
    assert {span["attributes"]["langfuse.observation.level"] for span in spans} == {"ERROR"}


def test_a_gate_sends_its_verdict(server: LangfuseServer, golden: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The experiment of the run that was judged has one more score: yes or no, and what blocks."""
    run(golden, "-o", "out")
    words = ["--baseline", "base.json"]
    main(["eval", "bless", "out", "--by", "A", "--reason", "b", *words])
    stored = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
    stored["documents"][0]["extra_accepted"] = ["requests.invented.total"]
    Path("worse.json").write_text(json.dumps(stored), encoding="utf-8")
    capfd.readouterr()
    code = main(["eval", "gate", "--result", "worse.json", "--golden", str(golden), "--langfuse", "--json", *words])
    assert code == 1
    (verdict,) = [score for score in server.scores.values() if score["name"] == "gate"]
    assert (verdict["value"], verdict["dataType"], verdict["comment"]) == (0, "BOOLEAN", "wrong-accepted")
    assert json.loads(capfd.readouterr().out)["passed"] is False
    digest = stored["fingerprints"]["golden"]
    for name in ("worse.json", "base.json"):
        text = Path(name).read_text(encoding="utf-8")
        Path(name).write_text(text.replace(digest, "0" * 64), encoding="utf-8")
    sent = len(server.requests)
    assert main(["eval", "gate", "--result", "worse.json", "--golden", str(golden), "--langfuse", *words]) == 1
    assert "langfuse-lost: 127.0.0.1: the golden set is another" in capfd.readouterr().err
    assert len(server.requests) == sent


def test_text_goes_along_when_it_is_asked_for(server: LangfuseServer, golden: Path, broken: RunResult) -> None:
    """Wrong cells with what the document prints there; the lost document has all of them."""
    content = content_of(broken, read_manifest(golden).of_split("dev"), text=True)
    publish(content, Project(options(server), timeout=5))
    outputs = [json.loads(span["attributes"]["langfuse.observation.output"]) for span in server.spans.values()]
    assert max(len(output["wrong_cells"]) for output in outputs) == broken.documents[0].cells


Refusal = Callable[[Request, int], tuple[int, Mapping[str, str]] | None]


def refusing(path: str, status: int, *, times: int = 1000) -> Refusal:
    """Refuse the first requests to a path."""
    headers = {"Retry-After": "0"}
    return lambda request, before: (status, headers) if request.path == path and before < times else None


@pytest.mark.parametrize(
    ("refuse", "said"),
    [
        (refusing("/api/public/v2/datasets", 401), "0 of 5 documents were delivered (HTTP 401)"),
        (refusing(ITEMS, 500), "0 of 5 documents were delivered (HTTP 500)"),
        (refusing("/api/public/projects", 429), "0 of 5 documents were delivered (HTTP 429)"),
        (refusing(SPANS, 413), "0 of 5 documents were delivered (HTTP 413)"),
        (refusing(SCORES, 503), "0 of 5 documents were delivered (HTTP 503)"),
    ],
)
def test_a_server_that_refuses_costs_one_line(
    refuse: Refusal, said: str, server: LangfuseServer, golden: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The result and the exit code are those of a run that sends nothing."""
    server.refuse = refuse
    assert run(golden, "--langfuse", "-o", "out") == 0
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"langfuse-lost: 127.0.0.1: {said}; ")
    assert len(read_result(Path("out")).documents) == LIMIT


def test_a_server_that_is_gone_costs_one_line(
    golden: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nobody listens at the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        set_keys(monkeypatch, f"http://127.0.0.1:{free.getsockname()[1]}")
    assert run(golden, "--langfuse") == 0
    assert (
        "langfuse-lost: 127.0.0.1: 0 of 5 documents were delivered (ConnectionRefusedError)" in capfd.readouterr().err
    )


def test_a_busy_server_is_asked_again_and_refused_scores_are_told(
    server: LangfuseServer, golden: Path, broken: RunResult
) -> None:
    """Twice 429 and then everything; but a batch of which a part was refused is a loss, and is not sent again."""
    content = content_of(broken, read_manifest(golden).of_split("dev"), more=[Score("gate", 1.0, boolean=True)])
    server.refuse = refusing(SPANS, 429, times=2)
    rests: list[float] = []
    assert publish(content, Project(options(server), timeout=5), rest=rests.append).cause == ""
    assert rests == [0.0, 0.0]
    server.rejects, sent = 2, len(server.sent("POST", SCORES))
    delivered = publish(content, Project(options(server), timeout=5))
    assert delivered.cause == f"2 of {len(server.sent('POST', SCORES)[-1].body)} scores were refused"
    assert len(server.sent("POST", SCORES)) == sent + 1


def test_a_server_that_lists_no_experiments_is_good_enough(
    server: LangfuseServer, golden: Path, broken: RunResult
) -> None:
    """Then the second delivery has times of its own, and still the same ids."""
    server.knows_experiments = False
    content = content_of(broken, read_manifest(golden).of_split("dev"))
    for _ in range(2):
        assert publish(content, Project(options(server), timeout=5)).cause == ""
    assert len({key[:2] for key in server.spans}) == 2 * LIMIT


@pytest.mark.parametrize("command", ["run", "gate"])
def test_without_keys_it_is_refused_before_anything_is_read(
    command: str, golden: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A wish that cannot come true is told at once."""
    assert main(["eval", command, "--golden", str(golden), "--langfuse"]) == 2
    assert capfd.readouterr().err.startswith("langfuse-unconfigured: --langfuse: ")


PEER = """
import json, sys
from langfuse import Evaluation, Langfuse

client = Langfuse(timeout=5)
client.create_dataset(name=sys.argv[1], description="d")
for name in json.loads(sys.argv[3]):
    client.create_dataset_item(
        dataset_name=sys.argv[1], id=f"{sys.argv[1]}.{name}", input={"document": name}, expected_output={"t": 1},
        metadata={"purpose": "plain"},
    )
result = client.get_dataset(sys.argv[1]).run_experiment(
    name=sys.argv[2],
    run_name=sys.argv[2],
    description="d",
    task=lambda *, item, **_: {"status": "ok"},
    evaluators=[
        lambda **_: [
            Evaluation(name="cells_right", value=0.5),
            Evaluation(name="exact", value=1.0, data_type="BOOLEAN", comment="c", metadata={"a": 1}),
        ]
    ],
    run_evaluators=[lambda **_: Evaluation(name="cells", value=0.5, comment="c", metadata={"a": 1})],
    metadata={"m": 1},
)
client.shutdown()
print(result.experiment_id)
"""


def by_kind(server: LangfuseServer) -> dict[tuple[str, str], list[Any]]:
    """Bodies by method and path."""
    found: dict[tuple[str, str], list[Any]] = {}
    for request in server.requests:
        found.setdefault((request.method, request.path), []).append(request.body)
    return found


def test_the_requests_are_those_of_the_package(
    golden: Path, broken: RunResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package's own client runs an experiment of the same name at a server like ours.

    Both use the same paths for datasets, items, spans and scores; ours are bodies that its models take; experiment,
    items and scores hang together in the same way, and the experiment has the same id.
    """
    from langfuse.api.core.pydantic_utilities import parse_obj_as
    from langfuse.api.dataset_items.types.create_dataset_item_request import CreateDatasetItemRequest
    from langfuse.api.datasets.types.create_dataset_request import CreateDatasetRequest
    from langfuse.api.scores.types.create_score_request import CreateScoreRequest

    content = content_of(broken, read_manifest(golden).of_split("dev"))
    names = [document.id for document in broken.documents]
    with LangfuseServer() as ours:
        assert publish(content, Project(options(ours), timeout=5)).cause == ""
    with LangfuseServer() as theirs:
        set_keys(monkeypatch, theirs.url)
        ran = subprocess.run(
            [sys.executable, "-c", PEER, content.dataset, content.experiment.name, json.dumps(names)],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    posted = {kind: bodies for kind, bodies in by_kind(ours).items() if kind[0] == "POST"}
    assert posted.keys() == {kind for kind in by_kind(theirs) if kind[0] == "POST"}
    for kind, model, bodies in (
        ("dataset", CreateDatasetRequest, posted["POST", "/api/public/v2/datasets"]),
        ("item", CreateDatasetItemRequest, posted["POST", ITEMS]),
        ("score", CreateScoreRequest, [score for batch in posted["POST", SCORES] for score in batch]),
    ):
        for body in bodies:
            assert not parse_obj_as(model, body).model_extra, (kind, body)
    assert_same_shape(ours, theirs, ran.stdout.split()[-1])


def assert_same_shape(ours: LangfuseServer, theirs: LangfuseServer, experiment: str) -> None:
    """Spans and scores hang together alike."""
    shapes = [shape(server) for server in (ours, theirs)]
    assert shapes[0]["experiment"] == shapes[1]["experiment"] == {experiment}
    assert shapes[0]["items"] == shapes[1]["items"]
    for name in ("experiment-item-run", "experiment-item-task"):
        mine, peer = shapes[0][name], shapes[1][name]
        assert {key for key in peer if key.startswith(("langfuse.experiment.", "langfuse.environment"))} <= mine
        assert {key for key in mine if not key.startswith("langfuse.observation.metadata.")} - peer <= {
            "langfuse.trace.name",
            "langfuse.observation.level",
            "langfuse.observation.status_message",
            "langfuse.release",
        }
    for server in (ours, theirs):
        done = [span for span in server.spans.values() if span["name"] == "experiment-item-task"]
        tasks = {(span["trace"], span["id"]) for span in done}
        roots = {span["attributes"]["langfuse.experiment.item.root_observation_id"] for span in done}
        assert roots == {own for _, own in tasks}
        placed = [score for score in server.scores.values() if "traceId" in score]
        assert {(score["traceId"], score["observationId"]) for score in placed} == tasks
        assert {score["datasetRunId"] for score in server.scores.values() if "datasetRunId" in score} == {experiment}


def shape(server: LangfuseServer) -> dict[str, set[str]]:
    """Names of attributes by name of span; experiments and items."""
    spans: Sequence[Mapping[str, Any]] = list(server.spans.values())
    found: dict[str, set[str]] = {
        "experiment": {span["attributes"]["langfuse.experiment.id"] for span in spans},
        "items": {span["attributes"]["langfuse.experiment.item.id"] for span in spans},
    }
    for span in spans:
        found.setdefault(span["name"], set()).update(span["attributes"])
    return found
