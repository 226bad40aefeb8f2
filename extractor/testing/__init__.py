"""A stand-in for a model, for tests and users' own gates: replies made from a truth, faithful or wrong by choice."""

from extractor.testing.asked import Asked, asked_in
from extractor.testing.mistakes import Misreading, Mistakes
from extractor.testing.replies import Made, make_reply
from extractor.testing.scripted import ScriptedModel
from extractor.testing.scripts import Behaviour, Script, always, script_of
from extractor.testing.shapes import Shape, Spoken, spoken
from extractor.testing.transport import Transport
from extractor.testing.truths import DocumentTruth, StatedTruth, Truths, read_truths

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
    "Transport",
    "Truths",
    "always",
    "asked_in",
    "make_reply",
    "read_truths",
    "script_of",
    "spoken",
]
