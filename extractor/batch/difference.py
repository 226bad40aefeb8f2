"""Where two JSON values part."""

import json
from typing import cast

__all__ = ["first_difference"]

BRIEF = 60
"""Code points of a value that are shown."""


def first_difference(one: object, other: object, place: str = "") -> str:
    """The first place, depth first, where two unequal JSON values differ: `cells[3].value: 1 → 2`."""
    ours, theirs = _items(one), _items(other)
    if type(one) is type(other):
        for key in (*ours, *(key for key in theirs if key not in ours)):
            if key not in ours or key not in theirs or ours[key] != theirs[key]:
                return first_difference(ours.get(key), theirs.get(key), place + key)
    return f"{place.removeprefix('.') or 'formatting'}: {_brief(one)} → {_brief(other)}"


def _items(value: object) -> dict[str, object]:
    """The parts of a value by how a path names them; nothing for a value without parts."""
    if isinstance(value, dict):
        return {f".{key}": item for key, item in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return {f"[{index}]": item for index, item in enumerate(cast("list[object]", value))}
    return {}


def _brief(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= BRIEF else text[: BRIEF - 1] + "…"
