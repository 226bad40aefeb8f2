"""An experiment as Langfuse 5 has it written, with ids that follow from what was measured: sending again replaces."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from eval.publish.experiment import DatasetItem, Experiment, ItemRun
from eval.publish.scores import Score
from extractor.tracing.project import Attributes, Span

__all__ = ["ENVIRONMENT", "Frame", "item_body", "item_scores", "item_spans", "score_body"]

ENVIRONMENT = "sdk-experiment"
"""Where Langfuse looks for experiments, and keeps them apart from traces of production."""
SECOND = 1_000_000_000
"""Nanoseconds."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every part of an experiment names."""

    id: str
    dataset: str
    start: int
    """Nanoseconds of Unix time, whole milliseconds: that of the first delivery, so that a later one replaces it."""

    def digest(self, *parts: str) -> bytes:
        """Bytes that follow from the experiment and the parts alone."""
        return hashlib.sha256("\0".join((self.id, *parts)).encode()).digest()

    def trace(self, run: ItemRun) -> bytes:
        """The trace's id."""
        return self.digest(run.item.id)[:16]

    def task(self, run: ItemRun) -> bytes:
        """The id of the span that has what was read."""
        return self.digest(run.item.id, "task")[:8]


def item_body(item: DatasetItem, dataset: str) -> dict[str, object]:
    """The body that makes an item what it should be."""
    return {
        "id": item.id,
        "datasetName": dataset,
        "input": dict(item.shown),
        "expectedOutput": dict(item.expected),
        "metadata": dict(item.metadata),
        "status": "ACTIVE",
    }


def item_spans(run: ItemRun, experiment: Experiment, frame: Frame) -> Iterator[Span]:
    """The run of an item and the task in it, as the package's own client writes them."""
    trace, root, task = frame.trace(run), frame.digest(run.item.id, "run")[:8], frame.task(run)
    end = frame.start + round(run.seconds * SECOND)
    told = {
        "experiment_name": experiment.name,
        "experiment_run_name": experiment.name,
        "dataset_id": frame.dataset,
        "dataset_item_id": run.item.id,
    }
    attributes: Attributes = {
        "langfuse.environment": ENVIRONMENT,
        "langfuse.trace.name": run.item.document,
        "langfuse.experiment.id": frame.id,
        "langfuse.experiment.name": experiment.name,
        "langfuse.experiment.description": experiment.description,
        "langfuse.experiment.metadata": _json(experiment.metadata),
        "langfuse.experiment.dataset.id": frame.dataset,
        "langfuse.experiment.item.id": run.item.id,
        "langfuse.experiment.item.metadata": _json(run.item.metadata),
        "langfuse.experiment.item.expected_output": _json(run.item.expected),
        "langfuse.experiment.item.root_observation_id": task.hex(),
        "langfuse.observation.type": "span",
        "langfuse.observation.input": _json(run.item.shown),
        "langfuse.observation.output": _json(run.output),
        "langfuse.observation.level": "ERROR" if run.error else "DEFAULT",
        "langfuse.observation.status_message": run.error,
        **{f"langfuse.observation.metadata.{key}": value for key, value in told.items()},
    }
    yield Span(trace, b"", root, "experiment-item-run", frame.start, end, attributes)
    yield Span(trace, root, task, "experiment-item-task", frame.start, end, attributes)


def item_scores(run: ItemRun, frame: Frame) -> Iterator[dict[str, object]]:
    """The scores of one document, at what was read."""
    place = {"traceId": frame.trace(run).hex(), "observationId": frame.task(run).hex()}
    for score in run.scores:
        yield score_body(score, frame, place)


def score_body(score: Score, frame: Frame, place: Mapping[str, object]) -> dict[str, object]:
    """A score at its place: a trace with its span, or an experiment."""
    written = {
        # The same id at the same time again replaces a score.
        "id": frame.digest(json.dumps(place, sort_keys=True), score.name).hex()[:32],
        **place,
        "name": score.name,
        "value": score.value,
        "dataType": "BOOLEAN" if score.boolean else "NUMERIC",
        "comment": score.comment or None,
        "metadata": dict(score.counts) or None,
        "environment": ENVIRONMENT,
        "timestamp": datetime.fromtimestamp(frame.start / SECOND, UTC).isoformat(timespec="milliseconds"),
    }
    return {key: value for key, value in written.items() if value is not None}


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False)
