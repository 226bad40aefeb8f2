"""Which questions a record puts to people, and in which order."""

from extractor.review.questions.build import Subject, questions_of
from extractor.review.questions.keys import in_sample, printed_key
from extractor.review.questions.weights import Weights, default_weights

__all__ = ["Subject", "Weights", "default_weights", "in_sample", "printed_key", "questions_of"]
