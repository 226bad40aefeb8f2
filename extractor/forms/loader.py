"""Form files: found, read, and refused with every fault and its line."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

import yaml
from pydantic import ValidationError

from extractor.errors import FormError
from extractor.forms.compiler import compile_form, faults_of
from extractor.forms.form import Form
from extractor.forms.schema import FormFile

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
    twice = list(_keys_twice(node, (), frozenset()))
    try:
        file = FormFile.model_validate(content)
        faults = [*twice, *((fault.place, fault.message) for fault in faults_of(file))]
    except ValidationError as error:
        faults = [*twice, *_shape_faults(error)]
        file = None
    if faults or file is None:
        lines = tuple(f"{name}:{_line(node, place)}: {_dotted(place)}: {message}" for place, message in faults)
        raise FormError(
            "form-invalid", f"{len(lines)} faults: " + "; ".join(lines), hint="mend the form file", faults=lines
        )
    return compile_form(file, hashlib.sha256(text.encode()).hexdigest())


def _keys_twice(
    node: yaml.Node, place: tuple[str | int, ...], above: frozenset[int]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """YAML lets the second of two equal keys win in silence, which would lose a row or a column."""
    if id(node) in above:
        yield place, "this part holds itself"
        return
    inside = above | {id(node)}
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield (*place, key.value), "this key stands there twice"
            seen.add(key.value)
            yield from _keys_twice(value, (*place, key.value), inside)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _keys_twice(item, (*place, number), inside)


def _shape_faults(error: ValidationError) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What pydantic found, less the lists it calls empty because it threw their faulty items away."""
    errors = error.errors()
    for item in errors:
        place = item["loc"]
        inside = any(other["loc"][: len(place)] == place and len(other["loc"]) > len(place) for other in errors)
        if not (item["type"] == "too_short" and inside):
            yield place, item["msg"]


def _dotted(place: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in place) or "(top)"


def _line(node: yaml.Node, place: tuple[str | int, ...]) -> int:
    """The 1-based line of the deepest part of `place` that the file has."""
    for part in place:
        child = None
        if isinstance(node, yaml.MappingNode):
            child = next((value for key, value in node.value if key.value == str(part)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            child = node.value[part]
        if child is None:
            break
        node = child
    return node.start_mark.line + 1
