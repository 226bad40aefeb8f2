"""What `gouji eval --langfuse` sends, held to what the package of Langfuse itself sends."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from langfuse_runs import options, set_keys
from langfuse_server import ITEMS, SCORES, LangfuseServer

from eval.golden import read_manifest
from eval.publish import content_of, publish
from eval.runs import RunResult
from extractor.tracing.project import Project

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
