"""Faults of a YAML file that people write, each with the line it stands in."""

from collections.abc import Iterator

import yaml
from pydantic import ValidationError

__all__ = ["YamlPlace", "dotted", "keys_twice", "line_of", "shape_faults"]

YamlPlace = tuple[str | int, ...]
"""Keys and indexes from the top of the file."""


def keys_twice(
    node: yaml.Node, place: YamlPlace = (), above: frozenset[int] = frozenset()
) -> Iterator[tuple[YamlPlace, str]]:
    """YAML lets the second of two equal keys win in silence, which would lose what stands under the first."""
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
            yield from keys_twice(value, (*place, key.value), inside)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from keys_twice(item, (*place, number), inside)


def shape_faults(error: ValidationError) -> Iterator[tuple[YamlPlace, str]]:
    """What pydantic found, less the lists it calls empty because it threw their faulty items away."""
    errors = error.errors()
    for item in errors:
        place = item["loc"]
        inside = any(other["loc"][: len(place)] == place and len(other["loc"]) > len(place) for other in errors)
        if not (item["type"] == "too_short" and inside):
            yield place, item["msg"]


def dotted(place: YamlPlace) -> str:
    """The place as people write it: `levels.R1`."""
    return ".".join(str(part) for part in place) or "(top)"


def line_of(node: yaml.Node, place: YamlPlace) -> int:
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
