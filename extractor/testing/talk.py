"""What the model says to a question that is about no document: in the shape it is bound to, else in plain words.

Probes ask such questions. The words count, so that a limit of tokens shows, begin with a name that depends on the seed,
and name the colour of a picture.
"""

import base64
import binascii
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from extractor.testing.calls import Call
from extractor.testing.dialects import Dialect
from extractor.testing.mistakes import draw

__all__ = ["instance_of", "said_to"]

NAMES = ("Alder", "Birch", "Cedar", "Elm", "Hazel", "Larch", "Maple", "Oak", "Pine", "Rowan", "Spruce", "Willow")
COLOURS = ("red", "green", "blue")
COUNTED = " ".join(f"number {count}" for count in range(1, 101))
"""Longer than any bound that a trial sets."""
DEEPEST = 16
"""Levels of a schema; one that refers to itself has no end."""
EMPTY: Mapping[str, object] = {"string": "", "integer": 0, "number": 0, "boolean": False, "null": None}

Json = Mapping[str, object]


def said_to(call: Call, dialect: Dialect, number: int) -> dict[str, object] | str:
    """Answer request `number`: an object where the call binds the reply, words where it does not."""
    if call.binding in {"strict", "schema"} and call.schema is not None:
        return cast("dict[str, object]", instance_of(call.schema))
    if call.binding == "object":
        return {"answer": "hello"}
    colour = _colour(call.request)
    if colour is not None:
        return f"It is {colour}."
    seeded = dialect.seed == "honoured" and call.request.get("seed") is not None
    warm = dialect.temperature == "ignored" or call.request.get("temperature") != 0
    chance = call.request["seed"] if seeded else number
    name = NAMES[draw(chance, "name") % len(NAMES)] if warm else NAMES[0]
    return f"{name} says hello. {COUNTED}"


def instance_of(schema: Json) -> object:
    """The smallest value that fits a schema."""
    return _instance(schema, schema, 0)


def _instance(node: Json, root: Json, depth: int) -> object:
    node = _resolved(node, root)
    if "enum" in node or "const" in node:
        return cast("list[object]", node.get("enum") or [node.get("const")])[0]
    kind = str(node.get("type"))
    if kind in EMPTY or depth > DEEPEST:
        return EMPTY.get(kind)
    if kind == "array":
        child = cast("Json", node.get("items") or {})
        return [_instance(child, root, depth + 1) for _ in range(cast("int", node.get("minItems") or 0))]
    properties = cast("Mapping[str, Json]", node.get("properties") or {})
    return {name: _instance(child, root, depth + 1) for name, child in properties.items()}


def _resolved(node: Json, root: Json) -> Json:
    """The first choice, and what a reference stands for."""
    if "anyOf" in node:
        return _resolved(cast("Sequence[Json]", node["anyOf"])[0], root)
    if "$ref" in node:
        return cast("dict[str, Json]", root.get("$defs") or {})[str(node["$ref"]).rpartition("/")[2]]
    return node


def _colour(request: Json) -> str | None:
    """The colour of the first point of the last picture in a request."""
    url = next(reversed([*_pictures(request)]), None)
    if url is None:
        return None
    try:
        image = base64.b64decode(url.partition("base64,")[2])
        start = image.index(b"IDAT") + 4
        # A scan line begins with the byte of its filter.
        point = zlib.decompressobj().decompress(image[start:], 4)[1:]
        return COLOURS[point.index(max(point))]
    except (binascii.Error, ValueError, zlib.error):
        return "of no colour"


def _pictures(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        for value in cast("Json", node).values():
            yield from _pictures(value)
    elif isinstance(node, list):
        for value in cast("list[object]", node):
            yield from _pictures(value)
    elif isinstance(node, str) and node.startswith("data:image"):
        yield node
