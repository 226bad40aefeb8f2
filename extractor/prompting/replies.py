"""What the attempts at one reply say together.

Valid cells of the first attempt stay when a re-ask breaks others; a re-ask only fills what was missing or invalid.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

__all__ = ["MergedRow", "MergedTable", "merge_items", "merge_table"]


@dataclass(frozen=True, slots=True)
class MergedRow:
    """One row; a cell that no attempt has in a valid form is not in `cells`."""

    label: str
    cells: Mapping[int, str | None]
    """By position, counted from 0; null for a field that is blank."""


@dataclass(frozen=True, slots=True)
class MergedTable:
    """A table as the attempts have it together."""

    header: tuple[str, ...]
    rows: Mapping[str, MergedRow]
    """By the key of the row."""
    unreadable: frozenset[str]


def merge_table(attempts: Sequence[object], widths: Mapping[str, int]) -> MergedTable:
    """Put the attempts together; `widths` gives the number of cells of each row that was asked for."""
    header: tuple[str, ...] = ()
    rows: dict[str, MergedRow] = {}
    unreadable: set[str] = set()
    for attempt in attempts:
        content = _mapping(attempt)
        heads = _list(content.get("header"))
        header = header or (tuple(map(str, heads)) if all(isinstance(head, str) for head in heads) else ())
        unreadable.update(name for name in _list(content.get("unreadable")) if isinstance(name, str))
        for key, row in _rows(content, widths):
            rows[key] = _filled(rows[key], row) if key in rows else row
    return MergedTable(header, rows, frozenset(unreadable))


def _rows(content: Mapping[str, object], widths: Mapping[str, int]) -> Iterator[tuple[str, MergedRow]]:
    """The rows of one attempt; a row that is there twice could be either."""
    stated = [_mapping(row) for row in _list(content.get("rows"))]
    keys = [row.get("id") for row in stated]
    for key, row in zip(keys, stated, strict=True):
        label, cells = row.get("label"), _list(row.get("cells"))
        if isinstance(key, str) and isinstance(label, str) and len(cells) == widths.get(key) and keys.count(key) == 1:
            valid = {place: cell for place, cell in enumerate(cells) if cell is None or isinstance(cell, str)}
            yield key, MergedRow(label, valid)


def _filled(first: MergedRow, later: MergedRow) -> MergedRow:
    return MergedRow(first.label, {**later.cells, **first.cells}) if first.label == later.label else first


def merge_items(attempts: Sequence[object], key: str) -> Iterator[Mapping[str, object]]:
    """The items of a reply that is one list: of the first attempt that has any, else of the next."""
    for attempt in attempts:
        items = [_mapping(item) for item in _list(_mapping(attempt).get(key))]
        if items:
            yield from items
            return


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        return {}
    return {key: item for key, item in cast("Mapping[object, object]", value).items() if isinstance(key, str)}


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []
