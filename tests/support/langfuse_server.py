"""A Langfuse on loopback as far as experiments go: it keeps what it is sent under the keys that the real one has.

Spans and scores of another time are others, items are versions of one id: what is sent twice carelessly is there twice.
"""

import gzip
import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

__all__ = ["ITEMS", "SCORES", "SPANS", "LangfuseServer", "Request"]

PROJECT = "project-1"
NOW = "2026-01-01T00:00:00.000Z"
SPANS, SCORES = "/api/public/otel/v1/traces", "/api/public/scores"
PROJECTS, EXPERIMENTS = "/api/public/projects", "/api/public/experiments"
ITEMS, DATASETS = "/api/public/dataset-items", "/api/public/v2/datasets"

Body = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """One request, decoded."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    body: Any
    headers: Mapping[str, str]


@dataclass
class LangfuseServer:
    """The server; `with` starts and stops it."""

    refuse: Callable[[Request, int], tuple[int, Mapping[str, str]] | None] = lambda _request, _before: None
    """Status and headers to refuse a request with, by how many of its path came before; null to take it."""
    requests: list[Request] = field(default_factory=list[Request])
    datasets: dict[str, Body] = field(default_factory=dict[str, Body])
    items: dict[str, Body] = field(default_factory=dict[str, Body])
    spans: dict[tuple[str, str, int], Body] = field(default_factory=dict[tuple[str, str, int], Body])
    scores: dict[tuple[str, str], Body] = field(default_factory=dict[tuple[str, str], Body])
    knows_experiments: bool = True
    """False: a server that cannot list them."""
    rejects: int = 0
    """Scores of each batch that are refused."""

    def __enter__(self) -> Self:
        """Start."""
        self.lock = threading.Lock()
        self._seen: Counter[str] = Counter()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"served": self}))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """For `LANGFUSE_BASE_URL`."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def sent(self, method: str, path: str) -> list[Request]:
        """The requests to a path."""
        return [request for request in self.requests if (request.method, request.path) == (method, path)]

    def experiments(self) -> dict[str, set[str]]:
        """Items by the name of their experiment, as spans tell."""
        found: dict[str, set[str]] = {}
        for span in self.spans.values():
            told = span["attributes"]
            found.setdefault(told["langfuse.experiment.name"], set()).add(told["langfuse.experiment.item.id"])
        return found

    def answer(self, request: Request) -> tuple[int, Mapping[str, str], Any]:
        """Take a request: status, headers, and what is said."""
        with self.lock:
            self.requests.append(request)
            before = self._seen[request.path]
            self._seen[request.path] += 1
            refused = self.refuse(request, before)
            if refused is not None:
                return (*refused, {"message": "refused"})
            return self._taken(request)

    def _taken(self, request: Request) -> tuple[int, Mapping[str, str], Any]:
        if request.method == "POST":
            take = {DATASETS: self._keep_dataset, ITEMS: self._keep_item, SPANS: self._keep_spans}.get(request.path)
            if request.path == SCORES:
                return self._keep_scores(request.body)
            return (200, {}, take(request.body)) if take else (404, {}, {})
        if request.path.startswith(f"{DATASETS}/"):
            return 200, {}, self.datasets[unquote(request.path.rsplit("/", 1)[1])]
        tell = {ITEMS: self._page, PROJECTS: self._projects}
        if self.knows_experiments:
            tell[EXPERIMENTS] = self._experiment
        return (200, {}, tell[request.path](request.query)) if request.path in tell else (404, {}, {})

    def _projects(self, _: Mapping[str, list[str]]) -> Body:
        return {"data": [{"id": PROJECT, "name": "p", "organization": {"id": "o", "name": "o"}, "metadata": {}}]}

    def _keep_dataset(self, body: Body) -> Body:
        made = {"id": f"dataset-{body['name']}", "projectId": PROJECT, "createdAt": NOW, "updatedAt": NOW}
        self.datasets[body["name"]] = {"metadata": None, **body, **made}
        return self.datasets[body["name"]]

    def _keep_spans(self, spans: list[Body]) -> Body:
        self.spans.update({(span["trace"], span["id"], span["start"]): span for span in spans})
        return {}

    def _keep_scores(self, scores: list[Body]) -> tuple[int, Mapping[str, str], Any]:
        kept = scores[self.rejects :]
        self.scores.update({(score["id"], score.get("timestamp", "")): score for score in kept})
        if self.rejects:
            return 207, {}, {"accepted": len(kept), "rejected": self.rejects, "errors": []}
        return 202, {}, {"message": "Accepted"}

    def _keep_item(self, body: Body) -> Body:
        known = self.items.get(
            body["id"], {"status": "ACTIVE", "input": None, "expectedOutput": None, "metadata": None}
        )
        said = {key: value for key, value in body.items() if value is not None}
        dataset = {"datasetId": f"dataset-{body['datasetName']}", "createdAt": NOW, "updatedAt": NOW}
        self.items[body["id"]] = {**known, **said, **dataset, "mediaReferences": []}
        return self.items[body["id"]]

    def _page(self, query: Mapping[str, list[str]]) -> Body:
        found = [item for item in self.items.values() if item["datasetName"] == query["datasetName"][0]]
        page, limit = int(query["page"][0]), int(query["limit"][0])
        meta = {"page": page, "limit": limit, "totalItems": len(found), "totalPages": -(-len(found) // limit)}
        return {"data": found[(page - 1) * limit : page * limit], "meta": meta}

    def _experiment(self, query: Mapping[str, list[str]]) -> Body:
        name = query["id"][0]
        mine = [span for span in self.spans.values() if span["attributes"]["langfuse.experiment.id"] == name]
        if not mine:
            return {"data": []}
        start = datetime.fromtimestamp(min(span["start"] for span in mine) / 1e9, UTC)
        began = start.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"data": [{"id": name, "startTime": began}], "meta": {}}


class _Handler(BaseHTTPRequestHandler):
    served: LangfuseServer

    def do_GET(self) -> None:
        """Answer."""
        self._answer(None)

    def do_POST(self) -> None:
        """Take something."""
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        self._answer(_spans(body) if urlsplit(self.path).path == SPANS else json.loads(body))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the inherited parameter
        """Say nothing."""

    def _answer(self, body: Any) -> None:  # noqa: ANN401 - decoded JSON
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, parts.path, parse_qs(parts.query), body, headers)
        status, more, said = self.served.answer(request)
        content = json.dumps(said).encode()
        self.send_response(status)
        for name, value in {**more, "Content-Type": "application/json", "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def _spans(body: bytes) -> list[Body]:
    return [
        {
            "trace": span.trace_id.hex(),
            "id": span.span_id.hex(),
            "parent": span.parent_span_id.hex(),
            "name": span.name,
            "start": span.start_time_unix_nano,
            "end": span.end_time_unix_nano,
            "attributes": {
                each.key: getattr(each.value, each.value.WhichOneof("value") or "") for each in span.attributes
            },
        }
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
