"""The JSON Schemas that are checked in."""

import json
from pathlib import Path
from typing import cast

import jsonschema
import pytest

from extractor.export import json_schemas, schema_text

Schema = dict[str, object]

SCHEMAS = tuple(json_schemas())


@pytest.fixture(name="record_schema", scope="module")
def record_schema_fixture() -> Schema:
    """The schema of records."""
    return json_schemas()["record.schema.json"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_on_disk_is_the_one_of_the_models(project_root: Path, name: str) -> None:
    """`make schemas` was run after the last change of a model."""
    on_disk = (project_root / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert on_disk == schema_text(json_schemas()[name])


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_a_valid_schema(name: str) -> None:
    """A validator accepts it."""
    jsonschema.Draft202012Validator.check_schema(json_schemas()[name])


def test_a_record_has_every_key_always(record_schema: Schema) -> None:
    """Readers may rely on keys whose value is null."""
    parts = cast("dict[str, Schema]", record_schema["$defs"])
    for part in (record_schema, *parts.values()):
        assert set(cast("list[str]", part["required"])) == set(cast("Schema", part["properties"]))


def test_units_and_conventions_are_in_the_schema(record_schema: Schema) -> None:
    """What a docstring says of a field, the schema says of the key."""
    place = cast("dict[str, Schema]", cast("dict[str, Schema]", record_schema["$defs"])["Place"]["properties"])
    assert "code point" in str(place["start"]["description"])


def test_the_builtin_form_follows_the_schema(project_root: Path) -> None:
    """An editor that checks the form file by the schema finds nothing wrong."""
    import yaml

    path = project_root / "extractor" / "forms" / "data" / "gov-disclosure.yaml"
    form = cast("object", yaml.safe_load(path.read_text(encoding="utf-8")))
    jsonschema.validate(json.loads(json.dumps(form)), json_schemas()["form.schema.json"])


def test_the_rule_catalogue_follows_its_schema(project_root: Path) -> None:
    """The first line of the catalogue names that schema to editors."""
    import yaml

    path = project_root / "extractor" / "audit" / "data" / "rules.yaml"
    rules = cast("object", yaml.safe_load(path.read_text(encoding="utf-8")))
    jsonschema.validate(json.loads(json.dumps(rules)), json_schemas()["rules.schema.json"])
