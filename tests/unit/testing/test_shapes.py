"""How replies are written down, and which of them fit the wire shape."""

import json

import pytest
from pydantic import ValidationError

from extractor.prompting import table_reply
from extractor.testing import Shape, spoken

CONTENT: dict[str, object] = {
    "header": ["甲", "乙"],
    "rows": [{"id": f"r0{row}", "label": "行", "cells": [str(row), None]} for row in range(1, 5)],
    "unreadable": [],
}
REPLY = table_reply(2, 2)


@pytest.mark.parametrize("shape", [Shape.FITTING, Shape.INDENTED, Shape.MISSING_ROWS, Shape.EXTRA_ROWS])
def test_these_shapes_fit(shape: Shape) -> None:
    """They are JSON of the wire shape, read strictly, and end as finished."""
    said = spoken(CONTENT, shape)
    assert said.finish == "stop"
    REPLY.model_validate_json(said.text, strict=True)


@pytest.mark.parametrize(
    "shape",
    [Shape.SHORT_ROW, Shape.LONG_ROW, Shape.NUMBERS, Shape.OTHER_KEY, Shape.EXTRA_KEY, Shape.BARE_LIST],
)
def test_these_shapes_are_json_that_does_not_fit(shape: Shape) -> None:
    """They decode, and the wire shape refuses them."""
    decoded = json.loads(spoken(CONTENT, shape).text)
    with pytest.raises(ValidationError):
        REPLY.model_validate(decoded, strict=True)


@pytest.mark.parametrize(
    "shape", [Shape.NOT_JSON, Shape.BROKEN_JSON, Shape.TRUNCATED, Shape.REFUSAL, Shape.EMPTY, Shape.PROSE]
)
def test_these_shapes_are_no_json(shape: Shape) -> None:
    """They do not decode as they stand."""
    with pytest.raises(json.JSONDecodeError):
        json.loads(spoken(CONTENT, shape).text)


def test_rows_are_left_out_and_added() -> None:
    """Every third row goes; a row of no form and a repeated one come."""
    missing = REPLY.model_validate_json(spoken(CONTENT, Shape.MISSING_ROWS).text)
    extra = REPLY.model_validate_json(spoken(CONTENT, Shape.EXTRA_ROWS).text)
    assert [row.id for row in missing.rows] == ["r01", "r02", "r04"]
    assert [row.id for row in extra.rows] == ["r01", "r02", "r03", "r04", "r99", "r01"]


def test_every_shape_leaves_a_reply_without_rows_whole() -> None:
    """Claims and metadata have no rows; a shape about rows has nothing to change in them."""
    content: dict[str, object] = {"claims": []}
    for shape in (Shape.MISSING_ROWS, Shape.EXTRA_ROWS, Shape.SHORT_ROW, Shape.LONG_ROW, Shape.NUMBERS):
        assert json.loads(spoken(content, shape).text) == content
