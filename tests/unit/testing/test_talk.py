"""Replies to questions that are about no document."""

import jsonschema
import pytest

from extractor.prompting import table_reply
from extractor.testing.talk import instance_of


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"a": {"type": "string", "enum": ["x"]}}, "required": ["a"]},
        {"type": "array", "items": {"type": "integer"}, "minItems": 2},
        {"anyOf": [{"type": "null"}, {"type": "string"}]},
        {"const": 7},
        table_reply(7, 7).model_json_schema(),
        table_reply(2, 9).model_json_schema(),
    ],
)
def test_an_instance_fits_its_schema(schema: dict[str, object]) -> None:
    """Judged by another implementation of JSON Schema."""
    jsonschema.validate(instance_of(schema), schema)


def test_a_schema_that_holds_itself_ends() -> None:
    """A reference to its own beginning is not followed for ever."""
    node: dict[str, object] = {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}}
    assert isinstance(instance_of({"$ref": "#/$defs/Node", "$defs": {"Node": node}}), dict)
