"""A server on loopback that takes traces as Langfuse does, decodes them, and can be slow, broken or silent."""

import gzip
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

__all__ = ["OtlpReceiver", "Span"]

Manner = Literal["takes", "fails", "hangs"]


@dataclass(frozen=True)
class Span:
    """A decoded span."""

    trace_id: str
    span_id: str
    parent: str
    name: str
    start: int
    end: int
    attributes: Mapping[str, Any]


@dataclass
class OtlpReceiver:
    """The server; `with` starts and stops it."""

    manner: Manner = "takes"
    spans: list[Span] = field(default_factory=list[Span])
    scores: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    headers: list[Mapping[str, str]] = field(default_factory=list[Mapping[str, str]])
    bodies: list[bytes] = field(default_factory=list[bytes])
    """As sent, unpacked."""

    def __enter__(self) -> Self:
        """Start."""
        self.ending = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"receiver": self}))
        self._server.daemon_threads = True
        self._server.block_on_close = False
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.ending.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """For `LANGFUSE_BASE_URL`."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def named(self, name: str) -> list[Span]:
        """The spans with this name."""
        return [span for span in self.spans if span.name == name]

    @property
    def roots(self) -> list[Span]:
        """The spans that no other one is around: one a trace."""
        return [span for span in self.spans if not span.parent]


class _Handler(BaseHTTPRequestHandler):
    receiver: OtlpReceiver

    def do_POST(self) -> None:
        """Take a delivery."""
        receiver = self.receiver
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        receiver.bodies.append(body)
        receiver.headers.append({name.lower(): value for name, value in self.headers.items()})
        if receiver.manner == "hangs":
            receiver.ending.wait(30)
            return
        if receiver.manner == "takes":
            self._take(body)
        self.send_response(200 if receiver.manner == "takes" else 500)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the inherited parameter
        """Say nothing."""

    def _take(self, body: bytes) -> None:
        if self.path == "/api/public/scores":
            self.receiver.scores += json.loads(body)
            return
        assert self.path == "/api/public/otel/v1/traces"
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            for scope in resource.scope_spans:
                for span in scope.spans:
                    attributes = {each.key: _value(each.value) for each in span.attributes}
                    times = (span.start_time_unix_nano, span.end_time_unix_nano)
                    ids = (span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex())
                    self.receiver.spans.append(Span(*ids, span.name, *times, attributes))


def _value(value: Any) -> Any:  # noqa: ANN401 - a message of protobuf
    return getattr(value, value.WhichOneof("value"))
