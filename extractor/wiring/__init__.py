"""Assembly: from what a command was asked for to a pipeline that can do it."""

from extractor.wiring.assembly import AUTO, Assembly, Recipe, assemble, choose_forms
from extractor.wiring.deployment import load_deployment
from extractor.wiring.elements import element_parser
from extractor.wiring.local_model import serving
from extractor.wiring.model_reader import ModelRecipe, choose_model, finish_run, forecasting, ready_model
from extractor.wiring.versions import fingerprint, package_version, record_versions

__all__ = [
    "AUTO",
    "Assembly",
    "ModelRecipe",
    "Recipe",
    "assemble",
    "choose_forms",
    "choose_model",
    "element_parser",
    "fingerprint",
    "finish_run",
    "forecasting",
    "load_deployment",
    "package_version",
    "ready_model",
    "record_versions",
    "serving",
]
