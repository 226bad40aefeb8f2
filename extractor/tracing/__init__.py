"""Traces of what was done to a document and what a model was asked about it, for whoever keeps a Langfuse."""

from extractor.tracing.options import CLOUD, TraceOptions

__all__ = ["CLOUD", "TraceOptions"]
