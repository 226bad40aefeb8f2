"""Traces as Langfuse 5 takes them: spans by OTLP over HTTP, scores by its own API.

The client of the package `langfuse` is not used: it takes two seconds of computing to import in every worker, starts
threads of its own, and waits at the end of the process for as long as its server likes. What it would send is an open
protocol; a test holds the names below to those of the package.
"""

import base64
import gzip
import hashlib
import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPException
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from extractor.tracing.options import TraceOptions
from extractor.tracing.sink import SinkError
from extractor.tracing.trace import Generation, Step, Trace

if TYPE_CHECKING:
    from google.protobuf.internal.containers import RepeatedCompositeFieldContainer
    from opentelemetry.proto.common.v1.common_pb2 import KeyValue
    from opentelemetry.proto.trace.v1.trace_pb2 import Span

__all__ = ["Langfuse"]

TRACES = "/api/public/otel/v1/traces"
SCORES = "/api/public/scores"
TIMEOUT = 3.0
"""Seconds without a byte."""
MASKED = "masked"

Attributes = Mapping[str, str | int | float | None]


class Langfuse:
    """Delivers traces to one project."""

    def __init__(self, options: TraceOptions) -> None:
        """Nothing is sent yet."""
        self._options = options
        keys = base64.b64encode(f"{options.public_key}:{options.secret_key}".encode()).decode()
        self._headers = {
            "Authorization": f"Basic {keys}",
            "x-langfuse-sdk-name": "gouji",
            "x-langfuse-public-key": options.public_key,
            "x-langfuse-ingestion-version": "4",
        }

    def deliver(self, traces: Sequence[Trace]) -> None:
        """Send traces and their scores.

        Raises:
            SinkError: the server did not take them.
        """
        named = [(os.urandom(16), trace) for trace in traces]
        self._post(TRACES, gzip.compress(self._encoded(named)), "application/x-protobuf", {"Content-Encoding": "gzip"})
        scores = [score for trace_id, trace in named for score in self._scores(trace_id, trace)]
        if scores:
            self._post(SCORES, json.dumps(scores).encode(), "application/json", {})

    def _post(self, path: str, body: bytes, kind: str, more: Mapping[str, str]) -> None:
        url = self._options.base_url.rstrip("/") + path
        headers = {**self._headers, "Content-Type": kind, **more}
        try:
            request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 - the operator's own server
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 - as above
                response.read(1 << 16)
        except urllib.error.HTTPError as error:
            with error:
                raise SinkError(f"HTTP {error.code}") from None
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise SinkError(type(reason if isinstance(reason, Exception) else error).__name__) from None

    def _encoded(self, named: Sequence[tuple[bytes, Trace]]) -> bytes:
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
        from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans

        scope = ScopeSpans(spans=[span for trace_id, trace in named for span in self._spans(trace_id, trace)])
        scope.scope.name = "langfuse-sdk"
        scope.scope.version = _version()
        resource = ResourceSpans(scope_spans=[scope])
        _add(resource.resource.attributes, {"service.name": "gouji", "service.version": _version()})
        return ExportTraceServiceRequest(resource_spans=[resource]).SerializeToString()

    def _spans(self, trace_id: bytes, trace: Trace) -> Iterator["Span"]:
        root = os.urandom(8)
        yield self._span((trace_id, b"", root), "document", (trace.start, trace.end), _document(trace))
        steps: dict[str, bytes] = {}
        for step in trace.steps:
            steps[step.name] = os.urandom(8)
            yield self._span((trace_id, root, steps[step.name]), step.name, (step.start, step.end), _step(step))
        for asked in trace.generations:
            ids = (trace_id, steps.get(asked.step, root), os.urandom(8))
            yield self._span(ids, f"{asked.prompt} {asked.part}", (asked.start, asked.end), _generation(asked))

    def _span(self, ids: tuple[bytes, bytes, bytes], name: str, times: tuple[int, int], told: Attributes) -> "Span":
        """A span; `ids` are those of its trace, of the span around it, and its own."""
        from opentelemetry.proto.trace.v1.trace_pb2 import Span

        trace_id, parent, own = ids
        span = Span(trace_id=trace_id, span_id=own, parent_span_id=parent, name=name, kind=Span.SPAN_KIND_INTERNAL)
        span.start_time_unix_nano, span.end_time_unix_nano = times
        environment = self._options.environment or None
        _add(span.attributes, {**told, "langfuse.environment": environment, "langfuse.release": _version()})
        return span

    def _scores(self, trace_id: bytes, trace: Trace) -> Iterator[dict[str, object]]:
        for name, value in trace.scores:
            # The same id again replaces a score, so that a delivery that was repeated counts once.
            score: dict[str, object] = {
                "id": hashlib.sha256(trace_id + name.encode()).hexdigest()[:32],
                "traceId": trace_id.hex(),
                "name": name,
                "value": value,
                "dataType": "NUMERIC",
            }
            environment = self._options.environment
            yield {**score, "environment": environment} if environment else score


def _document(trace: Trace) -> Attributes:
    told = {
        "document": trace.document,
        "status": trace.status,
        "error": trace.error,
        "form": trace.form,
        "editions": trace.editions or None,
    }
    return {
        "langfuse.trace.name": trace.name,
        "langfuse.observation.type": "span",
        "langfuse.observation.level": "WARNING" if trace.error else "DEFAULT",
        **_metadata("langfuse.trace.metadata", told),
        **_metadata("langfuse.observation.metadata", told),
    }


def _step(step: Step) -> Attributes:
    return {
        "langfuse.observation.type": "span",
        "langfuse.observation.level": "ERROR" if step.failed else "DEFAULT",
    }


def _generation(asked: Generation) -> Attributes:
    usage = asked.usage
    tokens = {"input": usage.input - usage.cached_input, "input_cached_tokens": usage.cached_input}
    prompt, _, number = asked.prompt.partition("@")
    shown = None if asked.shown is None else [{"role": role, "content": text} for role, text in asked.shown]
    told = {
        "digest": asked.digest,
        "part": asked.part,
        "repeat": asked.repeat,
        "attempts": asked.attempts,
        "requests": usage.requests,
        "cached": asked.cached,
        "characters": asked.characters,
    }
    return {
        "langfuse.observation.type": "generation",
        "langfuse.observation.model.name": asked.model,
        "langfuse.observation.prompt.name": prompt,
        "langfuse.observation.prompt.version": int(number) if number.isdecimal() else None,
        "langfuse.observation.usage_details": json.dumps({**tokens, "output": usage.output}),
        "langfuse.observation.cost_details": None if usage.cost is None else json.dumps({"total": float(usage.cost)}),
        "langfuse.observation.level": "WARNING" if asked.fault else "DEFAULT",
        "langfuse.observation.status_message": asked.fault,
        "langfuse.observation.input": MASKED if shown is None else json.dumps(shown, ensure_ascii=False),
        "langfuse.observation.output": MASKED if asked.said is None else json.dumps(asked.said, ensure_ascii=False),
        **_metadata("langfuse.observation.metadata", told),
    }


def _metadata(prefix: str, told: Mapping[str, object]) -> dict[str, str | int | float | None]:
    return {
        f"{prefix}.{key}": json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        for key, value in told.items()
        if value is not None
    }


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
