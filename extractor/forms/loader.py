"""Form files: found, read, and refused with every fault and its line."""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

import yaml
from pydantic import ValidationError

from extractor.errors import FormError
from extractor.forms.compiler import compile_form
from extractor.forms.faults import faults_of
from extractor.forms.form import Form
from extractor.forms.schema import FormFile
from extractor.forms.yaml_places import dotted, keys_twice, line_of, shape_faults

__all__ = ["builtin_forms", "load_form", "parse_form"]


@cache
def builtin_forms() -> tuple[Form, ...]:
    """The forms that ship with the package, in the order of their ids."""
    folder = files("extractor.forms").joinpath("data")
    found = sorted((item for item in folder.iterdir() if item.name.endswith(".yaml")), key=lambda item: item.name)
    return tuple(parse_form(item.read_text(encoding="utf-8"), item.name) for item in found)


def load_form(path: Path) -> Form:
    """Read one form file.

    Raises:
        FormError: `form-unreadable` when the file cannot be read, else as `parse_form`.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FormError("form-unreadable", str(error), place=str(path), hint="name a UTF-8 YAML file") from error
    return parse_form(text, str(path))


def parse_form(text: str, name: str) -> Form:
    """Compile a form from the text of its file.

    Raises:
        FormError: `form-syntax` when the text is no YAML mapping, `form-invalid` with all faults, each with its line.
    """
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        content = cast("object", yaml.load(text, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, RecursionError) as error:
        raise FormError("form-syntax", " ".join(str(error).split()), place=name, hint="mend the YAML") from error
    if not isinstance(content, dict) or node is None:
        raise FormError("form-syntax", "not a mapping", place=name, hint="start with `schema: gouji/form/1`")
    twice = list(keys_twice(node))
    try:
        file = FormFile.model_validate(content)
        faults = [*twice, *((fault.place, fault.message) for fault in faults_of(file))]
    except ValidationError as error:
        faults = [*twice, *shape_faults(error)]
        file = None
    if faults or file is None:
        lines = tuple(f"{name}:{line_of(node, place)}: {dotted(place)}: {message}" for place, message in faults)
        raise FormError(
            "form-invalid", f"{len(lines)} faults: " + "; ".join(lines), hint="mend the form file", faults=lines
        )
    return compile_form(file, hashlib.sha256(text.encode()).hexdigest())
