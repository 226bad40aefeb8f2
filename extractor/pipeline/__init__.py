"""The pipeline: one document in, one record out; no input or output of its own."""

from extractor.pipeline.process import Pipeline, Processed

__all__ = ["Pipeline", "Processed"]
