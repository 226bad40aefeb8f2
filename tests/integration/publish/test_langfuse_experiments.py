"""`gouji eval --langfuse` on the wire: what a server of Langfuse is told of a run."""

import json
from pathlib import Path

import pytest
from langfuse_runs import LIMIT, SECRET, of_document, options, run
from langfuse_server import ITEMS, SPANS, LangfuseServer

from eval.golden import read_manifest
from eval.publish import content_of, publish
from eval.runs import RunResult, read_result
from extractor.cli import main
from extractor.tracing.project import Project


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
