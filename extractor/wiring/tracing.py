"""The tracer that a deployment's keys ask for."""

import logging
from functools import cache
from importlib.util import find_spec

from extractor.pipeline import Untraced
from extractor.ports import ModelClient, Tracer
from extractor.tracing import TraceOptions

__all__ = ["traced_model", "tracer_for"]


@cache
def tracer_for(options: TraceOptions | None) -> Tracer:
    """The tracer for a process, which has one queue and one thread for it; without keys nothing is imported.

    Keys may be there for other programs: without the extra it says so once, and the run goes on.
    """
    if options is None:
        return Untraced()
    if find_spec("opentelemetry") is None or find_spec("opentelemetry.proto") is None:
        logging.getLogger("gouji.tracing").warning(
            "missing-extra: LANGFUSE_PUBLIC_KEY is set, but traces need pip install 'gouji[langfuse]'"
        )
        return Untraced()
    from extractor.tracing.langfuse import Langfuse
    from extractor.tracing.recorder import Recorder
    from extractor.tracing.sink import Sink

    return Recorder(Sink(Langfuse(options).deliver).put, text=options.text)


def traced_model(client: ModelClient, tracer: Tracer) -> ModelClient:
    """The model, with its questions noted where traces are kept."""
    if isinstance(tracer, Untraced):
        return client
    from extractor.tracing.recorder import Recorder, TracedModel

    return TracedModel(client, tracer) if isinstance(tracer, Recorder) else client
