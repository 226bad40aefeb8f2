"""Stands in for a model: replies made from a truth, faithful or wrong in chosen ways, in process or over HTTP.

For our tests and for users' own gates (docs/design/provoking-endpoint.md); nothing that reads documents imports it.
"""

from extractor.testing.asked import Asked, asked_in
from extractor.testing.mistakes import Misreading, Mistakes
from extractor.testing.replies import Made, make_reply
from extractor.testing.scripted import Behaviour, Script, ScriptedModel, always
from extractor.testing.shapes import Shape, Spoken, spoken
from extractor.testing.truths import DocumentTruth, StatedTruth, Truths

__all__ = [
    "Asked",
    "Behaviour",
    "DocumentTruth",
    "Made",
    "Misreading",
    "Mistakes",
    "Script",
    "ScriptedModel",
    "Shape",
    "Spoken",
    "StatedTruth",
    "Truths",
    "always",
    "asked_in",
    "make_reply",
    "spoken",
]
