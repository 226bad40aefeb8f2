"""One project of a Langfuse server: how it is spoken to, and how spans are written for it."""

import base64
import gzip
import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from extractor.tracing.options import TraceOptions
from extractor.tracing.sink import SinkError

if TYPE_CHECKING:
    from google.protobuf.internal.containers import RepeatedCompositeFieldContainer
    from opentelemetry.proto.common.v1.common_pb2 import KeyValue
    from opentelemetry.proto.trace.v1 import trace_pb2

__all__ = ["Attributes", "Project", "Span", "can_trace"]

TRACES = "/api/public/otel/v1/traces"
LONGEST_REPLY = 1 << 24
"""Bytes; more is no reply of this server."""

Attributes = Mapping[str, str | int | float | None]


@dataclass(frozen=True, slots=True)
class Span:
    """A span of a trace; ids as OTLP has them, times in nanoseconds of Unix time."""

    trace_id: bytes
    parent: bytes
    """The span around it; empty for the outermost."""
    own: bytes
    name: str
    start: int
    end: int
    attributes: Attributes = field(default_factory=dict[str, str | int | float | None])


def can_trace() -> bool:
    """Whether the extra `langfuse` is installed."""
    return find_spec("opentelemetry") is not None and find_spec("opentelemetry.proto") is not None


class Project:
    """A project; every call is one request."""

    def __init__(self, options: TraceOptions, *, timeout: float) -> None:
        """Nothing is sent yet; `timeout` is in seconds without a byte."""
        self._base = options.base_url.rstrip("/")
        self._environment = options.environment
        self._timeout = timeout
        keys = base64.b64encode(f"{options.public_key}:{options.secret_key}".encode()).decode()
        self._headers = {
            "Authorization": f"Basic {keys}",
            "x-langfuse-sdk-name": "gouji",
            "x-langfuse-public-key": options.public_key,
            "x-langfuse-ingestion-version": "4",
        }

    def get(self, path: str, **query: str | int) -> object:
        """Ask for something.

        Raises:
            SinkError: there was no answer, or none that is JSON.
        """
        return _decoded(self._exchange("GET", f"{path}?{urlencode(query)}" if query else path, None, {}))

    def post(self, path: str, value: object) -> object:
        """Send something; the answer.

        Raises:
            SinkError: the server did not take it.
        """
        body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        return _decoded(self._exchange("POST", path, body, {"Content-Type": "application/json"}))

    def post_spans(self, spans: Sequence[Span]) -> None:
        """Send spans.

        Raises:
            SinkError: the server did not take them.
        """
        kind = {"Content-Type": "application/x-protobuf", "Content-Encoding": "gzip"}
        self._exchange("POST", TRACES, gzip.compress(self._encoded(spans)), kind)

    def _exchange(self, method: str, path: str, body: bytes | None, more: Mapping[str, str]) -> bytes:
        headers = {**self._headers, **more}
        try:
            request = urllib.request.Request(self._base + path, body, headers, method=method)  # noqa: S310 - the operator's own server
            with urllib.request.urlopen(request, timeout=self._timeout) as response:  # noqa: S310 - as above
                return response.read(LONGEST_REPLY)
        except urllib.error.HTTPError as error:
            with error:
                raise SinkError(
                    f"HTTP {error.code}", status=error.code, retry_after=error.headers.get("retry-after")
                ) from None
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise SinkError(type(reason if isinstance(reason, Exception) else error).__name__) from None

    def _encoded(self, spans: Sequence[Span]) -> bytes:
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
        from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans

        scope = ScopeSpans(spans=map(self._written, spans))
        scope.scope.name = "langfuse-sdk"
        scope.scope.version = _version()
        resource = ResourceSpans(scope_spans=[scope])
        _add(resource.resource.attributes, {"service.name": "gouji", "service.version": _version()})
        return ExportTraceServiceRequest(resource_spans=[resource]).SerializeToString()

    def _written(self, told: Span) -> "trace_pb2.Span":
        from opentelemetry.proto.trace.v1 import trace_pb2

        span = trace_pb2.Span(
            trace_id=told.trace_id,
            span_id=told.own,
            parent_span_id=told.parent,
            name=told.name,
            kind=trace_pb2.Span.SPAN_KIND_INTERNAL,
            start_time_unix_nano=told.start,
            end_time_unix_nano=told.end,
        )
        ours = {"langfuse.environment": self._environment or None, "langfuse.release": _version()}
        _add(span.attributes, {**ours, **told.attributes})
        return span


def _decoded(reply: bytes) -> object:
    try:
        return json.loads(reply) if reply.strip() else None
    except ValueError as error:
        raise SinkError(type(error).__name__) from None


def _add(attributes: "RepeatedCompositeFieldContainer[KeyValue]", values: Attributes) -> None:
    for key, value in values.items():
        if value is None:
            continue
        added = attributes.add(key=key).value
        if isinstance(value, str):
            # A file name may hold bytes that are no text; protobuf takes no such string.
            added.string_value = value.encode("utf-8", "replace").decode()
        elif isinstance(value, int):
            added.int_value = value
        else:
            added.double_value = value


def _version() -> str:
    try:
        return version("gouji")
    except PackageNotFoundError:
        return "unknown"
