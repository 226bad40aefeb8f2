"""Traces as Langfuse 5 takes them: spans by OTLP over HTTP, scores by its own API.

The client of the package `langfuse` is not used: it takes two seconds of computing to import in every worker, starts
threads of its own, and waits at the end of the process for as long as its server likes. What it would send is an open
protocol; a test holds the names below to those of the package.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence

from extractor.tracing.options import TraceOptions
from extractor.tracing.project import Attributes, Project, Span
from extractor.tracing.trace import Generation, Step, Trace

__all__ = ["Langfuse"]

SCORES = "/api/public/scores"
TIMEOUT = 3.0
"""Seconds without a byte."""
MASKED = "masked"


class Langfuse:
    """Delivers traces to one project."""

    def __init__(self, options: TraceOptions) -> None:
        """Nothing is sent yet."""
        self._environment = options.environment
        self._project = Project(options, timeout=TIMEOUT)

    def deliver(self, traces: Sequence[Trace]) -> None:
        """Send traces and their scores.

        Raises:
            SinkError: the server did not take them.
        """
        named = [(os.urandom(16), trace) for trace in traces]
        self._project.post_spans([span for trace_id, trace in named for span in _spans(trace_id, trace)])
        scores = [score for trace_id, trace in named for score in self._scores(trace_id, trace)]
        if scores:
            self._project.post(SCORES, scores)

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
            yield {**score, "environment": self._environment} if self._environment else score


def _spans(trace_id: bytes, trace: Trace) -> Iterator[Span]:
    root = os.urandom(8)
    yield Span(trace_id, b"", root, "document", trace.start, trace.end, _document(trace))
    steps: dict[str, bytes] = {}
    for step in trace.steps:
        steps[step.name] = os.urandom(8)
        yield Span(trace_id, root, steps[step.name], step.name, step.start, step.end, _step(step))
    for asked in trace.generations:
        outer = steps.get(asked.step, root)
        name = f"{asked.prompt} {asked.part}"
        yield Span(trace_id, outer, os.urandom(8), name, asked.start, asked.end, _generation(asked))


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
