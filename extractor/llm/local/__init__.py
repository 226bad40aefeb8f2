"""A model in the command's own process: its weights, and the server that processes reach like any endpoint."""

from extractor.llm.local.packaged import Weights, installed, packaged_weights
from extractor.llm.local.server import LocalServer
from extractor.llm.local.weights import ready_weights, weights_path

__all__ = [
    "LocalServer",
    "Weights",
    "installed",
    "packaged_weights",
    "ready_weights",
    "weights_path",
]
