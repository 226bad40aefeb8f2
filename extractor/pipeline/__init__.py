"""The pipeline: one document in, one record out; no input or output of its own."""

from extractor.pipeline.model_reading import RowLimits
from extractor.pipeline.process import Pipeline, Processed
from extractor.pipeline.untraced import Untraced

__all__ = ["Pipeline", "Processed", "RowLimits", "Untraced"]
