"""Results as experiments of a Langfuse server, for whoever keeps one; nothing that is measured depends on it."""

from eval.publish.experiment import Content, Experiment, ItemRun, content_of
from eval.publish.scores import Score, document_scores, run_scores
from eval.publish.send import Delivered, publish

__all__ = [
    "Content",
    "Delivered",
    "Experiment",
    "ItemRun",
    "Score",
    "content_of",
    "document_scores",
    "publish",
    "run_scores",
]
