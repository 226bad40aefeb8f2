"""Where two JSON values part."""

import pytest

from extractor.batch.difference import first_difference


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"a": 1}, {"a": 2}, "a: 1 → 2"),
        ({"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 1}, {"b": "2"}]}, 'a[1].b: 2 → "2"'),
        ({"a": [1]}, {"a": [1, 2]}, "a[1]: null → 2"),
        ({"a": 1, "b": 2}, {"a": 1}, "b: 2 → null"),
        ({"a": [1]}, {"a": {"b": 1}}, 'a: [1] → {"b": 1}'),
        ({"a": "x" * 100}, {"a": ""}, 'a: "' + "x" * 58 + '… → ""'),
        ({"a": 1}, {"a": 1}, 'formatting: {"a": 1} → {"a": 1}'),
    ],
    ids=["value", "type", "longer", "key-gone", "shape", "long-value", "equal"],
)
def test_the_first_difference_is_named_with_its_place(one: object, other: object, expected: str) -> None:
    """A path that leads there, and both values."""
    assert first_difference(one, other) == expected
