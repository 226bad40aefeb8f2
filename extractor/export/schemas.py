"""JSON Schemas, generated from the models so that they cannot disagree."""

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from extractor.audit import DeploymentFile
from extractor.audit.catalogue import RulesFile
from extractor.forms import FormFile
from extractor.model import Record
from extractor.prompting.prompt_file import ExamplesFile, PromptFile, ReleasedFile

__all__ = ["json_schemas", "schema_text"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Complete(GenerateJsonSchema):
    """For what the program writes: every key is always there, so a reader may rely on it."""

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,  # noqa: FBT001 - pydantic's signature
    ) -> bool:
        """Say yes, whatever the default is."""
        _ = field, total
        return True


def json_schemas() -> dict[str, dict[str, object]]:
    """Every schema that is checked in, by file name."""
    record = Record.model_json_schema(mode="serialization", schema_generator=_Complete)
    # People write these: what has a default may be left out.
    form = FormFile.model_json_schema(mode="validation")
    rules = RulesFile.model_json_schema(mode="validation")
    deployment = DeploymentFile.model_json_schema(mode="validation")
    prompt = PromptFile.model_json_schema(mode="validation")
    examples = ExamplesFile.model_json_schema(mode="validation")
    released = ReleasedFile.model_json_schema(mode="validation")
    described = {
        "record.schema.json": _describe(record, Record),
        "form.schema.json": _describe(form, FormFile),
        "rules.schema.json": _describe(rules, RulesFile),
        "deployment.schema.json": _describe(deployment, DeploymentFile),
        "prompt.schema.json": _describe(prompt, PromptFile),
        "prompt-examples.schema.json": _describe(examples, ExamplesFile),
        "prompts-released.schema.json": _describe(released, ReleasedFile),
    }
    return {name: {"$schema": DIALECT, **schema} for name, schema in described.items()}


def schema_text(schema: Mapping[str, object]) -> str:
    """The schema as its file has it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _describe(schema: dict[str, object], top: type[BaseModel]) -> dict[str, object]:
    """Add the docstring under each field as its description: units and conventions are said there."""
    parts = {**cast("dict[str, dict[str, object]]", schema.get("$defs", {})), top.__name__: schema}
    for model in _models(top, set()):
        properties = cast("dict[str, dict[str, object]]", parts.get(model.__name__, {}).get("properties", {}))
        words = _field_docstrings(model)
        for field, info in model.model_fields.items():
            name = info.alias or field
            if field in words and name in properties:
                properties[name]["description"] = words[field]
    return schema


def _models(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """The model and all models in its fields."""
    if model in seen:
        return
    seen.add(model)
    yield model
    for info in model.model_fields.values():
        for inner in _classes(info.annotation):
            yield from _models(inner, seen)


def _classes(annotation: object) -> Iterator[type[BaseModel]]:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _classes(argument)


def _field_docstrings(model: type[BaseModel]) -> dict[str, str]:
    """The string that stands under each field of a class."""
    body = cast("ast.ClassDef", ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]).body
    words: dict[str, str] = {}
    for field, string in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(string, ast.Expr)
            and isinstance(string.value, ast.Constant)
            and isinstance(string.value.value, str)
        ):
            words[field.target.id] = inspect.cleandoc(string.value.value)
    return words
