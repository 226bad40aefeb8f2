"""The rules that OpenAI holds a strict schema to, so that one which only works with a lenient endpoint is noticed."""

from collections.abc import Iterator, Mapping
from typing import cast

__all__ = ["strict_faults"]

UNSUPPORTED = ("prefixItems", "allOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas")
DEEPEST = 10


def strict_faults(schema: object) -> tuple[str, ...]:
    """What strict endpoints refuse in a schema, each with its place; empty for a good one."""
    if not isinstance(schema, Mapping):
        return ("schema must be an object",)
    root = cast("Mapping[str, object]", schema)
    if root.get("type") != "object":
        return ("schema must be a JSON Schema of 'type: \"object\"'",)
    return tuple(_faults(root, "", 0))


def _faults(node: Mapping[str, object], place: str, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        yield f"In context=({place}), more than {DEEPEST} levels of nesting"
        return
    yield from (f"In context=({place}), '{word}' is not permitted" for word in UNSUPPORTED if word in node)
    if node.get("type") == "object":
        properties = cast("Mapping[str, object]", node.get("properties") or {})
        if node.get("additionalProperties") is not False:
            yield f"In context=({place}), 'additionalProperties' is required to be supplied and to be false"
        lacking = sorted(properties.keys() - set(cast("list[str]", node.get("required") or [])))
        if lacking:
            yield f"In context=({place}), 'required' must name every property: {', '.join(lacking)}"
    if node.get("type") == "array" and not isinstance(node.get("items"), Mapping):
        yield f"In context=({place}), array schema missing items"
    for name, child in _children(node):
        yield from _faults(child, f"{place}.{name}" if place else name, depth + 1)


def _children(node: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    for group in ("properties", "$defs"):
        for name, child in cast("Mapping[str, object]", node.get(group) or {}).items():
            yield name, cast("Mapping[str, object]", child)
    if isinstance(node.get("items"), Mapping):
        yield "items", cast("Mapping[str, object]", node["items"])
    for place, child in enumerate(cast("list[Mapping[str, object]]", node.get("anyOf") or [])):
        yield f"anyOf.{place}", child
