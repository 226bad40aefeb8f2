"""Assembly: from what a command was asked for to a pipeline that can do it."""

from extractor.wiring.assembly import AUTO, Assembly, Recipe, assemble, choose_forms
from extractor.wiring.deployment import load_deployment
from extractor.wiring.elements import element_parser
from extractor.wiring.versions import fingerprint, package_version, record_versions

__all__ = [
    "AUTO",
    "Assembly",
    "Recipe",
    "assemble",
    "choose_forms",
    "element_parser",
    "fingerprint",
    "load_deployment",
    "package_version",
    "record_versions",
]
