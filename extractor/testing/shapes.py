"""From a reply's content to what the model says: in the asked shape, or in one of the shapes that models fall into."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, cast

__all__ = ["Finish", "Shape", "Spoken", "spoken"]

Finish = Literal["stop", "length", "refusal", "content_filter", "insufficient_system_resource"]

REFUSED = "I'm sorry, but I can't help with that."

Json = dict[str, object]


class Shape(StrEnum):
    """How a reply is written down."""

    FITTING = "fitting"
    INDENTED = "indented"
    """Fits, with spaces that cost tokens."""
    PROSE = "prose"
    """Fits, in a Markdown fence with words around it."""
    MISSING_ROWS = "missing-rows"
    """Fits, but every third row is left out."""
    EXTRA_ROWS = "extra-rows"
    """Fits, but a row that the form does not have follows, and the first row comes twice."""
    SHORT_ROW = "short-row"
    """The second row has a cell too few."""
    LONG_ROW = "long-row"
    """The second row has a cell too many."""
    NUMBERS = "numbers"
    """Figures are JSON numbers."""
    OTHER_KEY = "other-key"
    """The first key has another name."""
    EXTRA_KEY = "extra-key"
    BARE_LIST = "bare-list"
    """The list alone, without the object around it."""
    NOT_JSON = "not-json"
    """Words only."""
    BROKEN_JSON = "broken-json"
    """A closing bracket is lost, though the model says that it has finished."""
    TRUNCATED = "truncated"
    """Cut off in the middle, with the finish reason that says so."""
    REFUSAL = "refusal"
    EMPTY = "empty"
    """No text at all."""
    BLANK = "blank"
    """Nothing but spaces, though the model says that it has finished."""
    FILTERED = "filtered"
    """Half of it: a filter of the endpoint held the rest back."""
    INTERRUPTED = "interrupted"
    """Half of it: the endpoint had no more room, and the finish reason says so."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the model says and why it stopped."""

    text: str
    finish: Finish = "stop"


def spoken(content: Json, shape: Shape = Shape.FITTING) -> Spoken:
    """Write a reply down.

    Shapes that speak of rows leave a reply without any as it is.
    """
    if shape is Shape.REFUSAL:
        return Spoken(REFUSED, "refusal")
    text = _minified(_SHAPED[shape](content) if shape in _SHAPED else content)
    if shape in _BROKEN_OFF:
        return Spoken(text[: len(text) // 2], _BROKEN_OFF[shape])
    if shape is Shape.INDENTED:
        return Spoken(json.dumps(content, ensure_ascii=False, indent=2))
    texts = {
        Shape.BROKEN_JSON: text[:-1],
        Shape.NOT_JSON: "The table shows figures for the year.",
        Shape.EMPTY: "",
        Shape.BLANK: " " * len(text),
        Shape.PROSE: f"Here is the table:\n```json\n{text}\n```\nAll figures are as printed.",
    }
    return Spoken(texts.get(shape, text))


_BROKEN_OFF: Mapping[Shape, Finish] = {
    Shape.TRUNCATED: "length",
    Shape.FILTERED: "content_filter",
    Shape.INTERRUPTED: "insufficient_system_resource",
}


def _minified(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _rows(content: Json) -> list[Json]:
    return cast("list[Json]", content.get("rows", []))


def _with_rows(content: Json, rows: list[Json]) -> Json:
    return {**content, "rows": rows} if "rows" in content else content


def _missing_rows(content: Json) -> Json:
    rows = _rows(content)
    return _with_rows(content, [row for row in rows if row not in rows[2::3]])


def _extra_rows(content: Json) -> Json:
    rows = _rows(content)
    return _with_rows(content, [*rows, *({**row, "id": "r99"} for row in rows[-1:]), *rows[:1]])


def _resized(change: Callable[[list[object]], list[object]]) -> Callable[[Json], Json]:
    def resize(content: Json) -> Json:
        rows = _rows(content)
        place = min(1, len(rows) - 1)
        return _with_rows(
            content,
            [
                {**row, "cells": change(cast("list[object]", row["cells"]))} if at == place else row
                for at, row in enumerate(rows)
            ],
        )

    return resize


def _numbers(content: Json) -> Json:
    def number(token: object) -> object:
        return int(token) if isinstance(token, str) and token.isascii() and token.isdigit() else token

    rows = [{**row, "cells": [number(cell) for cell in cast("list[object]", row["cells"])]} for row in _rows(content)]
    return _with_rows(content, rows)


def _other_key(content: Json) -> Json:
    return {("data" if place == 0 else key): value for place, (key, value) in enumerate(content.items())}


def _extra_key(content: Json) -> Json:
    return {**content, "remarks": "read with care"}


def _bare_list(content: Json) -> object:
    return next((value for value in reversed(content.values()) if value and not isinstance(value, str)), None)


_SHAPED: Mapping[Shape, Callable[[Json], object]] = {
    Shape.MISSING_ROWS: _missing_rows,
    Shape.EXTRA_ROWS: _extra_rows,
    Shape.SHORT_ROW: _resized(lambda cells: cells[:-1]),
    Shape.LONG_ROW: _resized(lambda cells: [*cells, "0"]),
    Shape.NUMBERS: _numbers,
    Shape.OTHER_KEY: _other_key,
    Shape.EXTRA_KEY: _extra_key,
    Shape.BARE_LIST: _bare_list,
}
