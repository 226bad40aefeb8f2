"""What a generated document prints, as a careful person would read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NotRequired, TypedDict

__all__ = ["Absence", "Expected", "Figure", "MetaValue", "PrintedNumber", "Truth", "expected_number", "numeric"]


class Absence(TypedDict):
    """A cell that prints no number: blank, dash, slash, none_word, missing or illegible."""

    kind: str


class PrintedNumber(TypedDict):
    """A number that is printed with its own unit."""

    kind: str
    value: int | float
    unit: NotRequired[str]
    as_printed: str


class Expected(TypedDict):
    """A finding that an audit of the document must report."""

    severity: str
    attribution: NotRequired[str]
    about: str
    cells: NotRequired[list[str]]
    quote: NotRequired[str]


Figure = int | float | Absence | PrintedNumber
"""A cell of a truth file."""

MetaValue = str | int


@dataclass(frozen=True)
class Truth:
    """The right answer for one document, in the parts of a truth file."""

    editions: Mapping[str, str]
    """Edition per table."""
    meta: Mapping[str, MetaValue]
    """What the document says about itself; a key stands here only when the document prints it."""
    cells: Mapping[str, Figure]
    """Every cell of the editions, by path. Where nobody could tell what the source said, the source's own value."""
    clean: bool
    """No finding of severity error would be just."""
    must_find: tuple[Expected, ...] = field(default=())

    def to_json(self) -> dict[str, object]:
        """The content of a truth file."""
        return {
            "editions": dict(self.editions),
            "meta": dict(self.meta),
            "cells": dict(self.cells),
            "must_find": [dict(expected) for expected in self.must_find],
            "must_not_find": ["any finding of severity error"] if self.clean else [],
            "clean": self.clean,
        }


def expected_number(value: int | Decimal) -> int | float:
    """A number as a truth file holds it: an integer wherever it is one."""
    return int(value) if value == int(value) else float(value)


def numeric(figure: Figure) -> Decimal | None:
    """The number a cell prints, or None when it prints none."""
    if isinstance(figure, int | float):
        return Decimal(str(figure))
    value = figure.get("value")
    return Decimal(str(value)) if isinstance(value, int | float) else None
