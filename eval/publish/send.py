"""Sends an experiment as Langfuse 5 takes it: datasets, items and scores by its API, the run as spans.

The package's own client loses items that failed and doubles a run that is repeated; here every id follows from what was
measured, so that sending again replaces. A test holds every request to the package's own.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ParamSpec, TypeVar, cast

from eval.publish.experiment import Content, Experiment
from eval.publish.written import Frame, item_body, item_scores, item_spans, score_body
from extractor.tracing.project import Project, Span
from extractor.tracing.sink import SinkError

__all__ = ["Delivered", "publish"]

DATASETS, ITEMS = "/api/public/v2/datasets", "/api/public/dataset-items"
PROJECTS, EXPERIMENTS, SCORES = "/api/public/projects", "/api/public/experiments", "/api/public/scores"
PAGE, TOGETHER = 50, 100
"""Items that are asked for, and scores that are sent, in one request."""
TRIES, LONGEST_REST = 4, 10.0
"""A server that is busy is asked again, each time after so many seconds at the most."""
BUSY = frozenset((429, 502, 503, 504))
"""Statuses of a server that may answer a moment later."""
LONG_AGO = "2020-01-01T00:00:00Z"
"""Before any experiment: the interface wants a beginning."""
MILLISECOND = 1_000_000
"""Nanoseconds."""

Given = ParamSpec("Given")
Got = TypeVar("Got")


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a delivery."""

    documents: int
    """Whose run and scores were taken."""
    of_documents: int
    cause: str = ""
    """Of the failure that ended it; empty when everything was taken."""


def publish(content: Content, project: Project, *, rest: Callable[[float], None] = time.sleep) -> Delivered:
    """Send everything, or as much as the server takes; raises nothing that the server brings about."""
    runs = content.experiment.runs
    sender = _Sender(project, rest)
    taken = 0
    try:
        dataset = sender.dataset(content)
        frame = sender.frame(content.experiment, dataset)
        for some in _batches(runs, TOGETHER // 2):
            sender.spans([span for run in some for span in item_spans(run, content.experiment, frame)])
            sender.scores([score for run in some for score in item_scores(run, frame)])
            taken += len(some)
        sender.scores([score_body(score, frame, {"datasetRunId": frame.id}) for score in content.experiment.scores])
    except SinkError as error:
        return Delivered(taken, len(runs), str(error))
    return Delivered(taken, len(runs))


@dataclass(frozen=True, slots=True)
class _Sender:
    project: Project
    rest: Callable[[float], None]

    def dataset(self, content: Content) -> str:
        """Make the dataset what the golden set is, and send no more than what differs; its id."""
        body = {"name": content.dataset, "description": content.description}
        made = self._patiently(self.project.post, DATASETS, body)
        wanted = {item.id: item_body(item, content.dataset) for item in content.items}
        known = {str(item.get("id")): item for item in self._known(content.dataset)}
        for name, item in wanted.items():
            if not _same(known.get(name), item):
                self._patiently(self.project.post, ITEMS, item)
        for name in known.keys() - wanted.keys():
            if name.startswith(f"{content.dataset}.") and known[name].get("status") != "ARCHIVED":
                gone = {"id": name, "datasetName": content.dataset, "status": "ARCHIVED"}
                self._patiently(self.project.post, ITEMS, gone)
        return _text(made, "id")

    def frame(self, experiment: Experiment, dataset: str) -> Frame:
        """The experiment's id, as the server makes it of its name, and when it began."""
        project = _text(_first(self._patiently(self.project.get, PROJECTS)), "id")
        named = json.dumps(
            ["langfuse-experiment-v1", project, dataset, experiment.name], separators=(",", ":"), ensure_ascii=False
        )
        name = hashlib.sha256(named.encode()).hexdigest()[:16]
        return Frame(name, dataset, self._began(name) or time.time_ns() // MILLISECOND * MILLISECOND)

    def spans(self, spans: Sequence[Span]) -> None:
        """Send spans."""
        self._patiently(self.project.post_spans, spans)

    def scores(self, scores: Sequence[Mapping[str, object]]) -> None:
        """Send scores; a batch of which a part was refused is not sent again."""
        for some in _batches(scores, TOGETHER):
            answer = self._patiently(self.project.post, SCORES, list(some))
            refused = _mapping(answer).get("rejected")
            if refused:
                raise SinkError(f"{refused} of {len(some)} scores were refused")

    def _known(self, dataset: str) -> Iterator[Mapping[str, object]]:
        page, pages = 1, 1
        while page <= pages:
            found = self._patiently(self.project.get, ITEMS, datasetName=dataset, page=page, limit=PAGE)
            answer = _mapping(found)
            yield from map(_mapping, _list(answer.get("data")))
            total = _mapping(answer.get("meta")).get("totalPages")
            page, pages = page + 1, total if isinstance(total, int) else 0

    def _began(self, experiment: str) -> int | None:
        """When an earlier delivery began; null for the first one, and of a server that does not say."""
        try:
            answer = self._patiently(self.project.get, EXPERIMENTS, id=experiment, fromStartTime=LONG_AGO, limit=1)
        except SinkError as error:
            if error.status is None:
                raise
            return None
        found = _list(_mapping(answer).get("data"))
        began = _mapping(found[0]).get("startTime") if found else None
        try:
            moment = datetime.fromisoformat(str(began)) if began else None
        except ValueError:
            return None
        return None if moment is None else round(moment.timestamp() * 1000) * MILLISECOND

    def _patiently(self, call: Callable[Given, Got], *values: Given.args, **named: Given.kwargs) -> Got:
        for _ in range(TRIES - 1):
            try:
                return call(*values, **named)
            except SinkError as error:
                if error.status not in BUSY:
                    raise
                after = error.retry_after or ""
                self.rest(min(float(after) if after.isdecimal() else 1.0, LONGEST_REST))
        return call(*values, **named)


def _same(known: Mapping[str, object] | None, wanted: Mapping[str, object]) -> bool:
    return known is not None and all(known.get(key) == value for key, value in wanted.items() if key != "datasetName")


def _batches(values: Sequence[Got], size: int) -> Iterator[Sequence[Got]]:
    return (values[place : place + size] for place in range(0, len(values), size))


def _mapping(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


def _first(value: object) -> object:
    found = _list(_mapping(value).get("data"))
    return found[0] if found else None


def _text(value: object, key: str) -> str:
    """A text of the answer.

    Raises:
        SinkError: the answer lacks it: this is no Langfuse.
    """
    found = _mapping(value).get(key)
    if not isinstance(found, str) or not found:
        raise SinkError(f"the answer has no {key}")
    return found
