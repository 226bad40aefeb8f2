"""The shapes that a model fills in: strings and nulls as printed, never numbers, never the domain.

No identity of the form stands here: a re-ask that quotes an equation invites repaired arithmetic (design.md §4.3).
Lists, not tuples: `prefixItems` is refused by strict endpoints.
"""

from functools import cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, create_model

__all__ = [
    "ClaimsReply",
    "MetadataReply",
    "QuotedItem",
    "SecondLookReply",
    "StatedCount",
    "TableReply",
    "TableRow",
    "row_reply",
    "table_reply",
]


RowLabel = Annotated[str, Field(pattern=r'^[^"\\\n]{0,48}$')]
RowCell = Annotated[str, Field(pattern=r'^[^"\\\n]{0,32}$')]
"""No printed figure is longer, with its unit and a key before it."""


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TableRow(_Wire):
    """One row as printed."""

    id: str
    """The row's key in the prompt's list of rows: `r01`."""
    label: str
    """The first eight characters of the printed label after its ordinal."""
    cells: list[str | None]
    """The tokens as printed, the form's columns in order; null for a blank field."""


class TableReply(_Wire):
    """One table; `table_reply` fixes the number of cells in a row."""

    header: list[str]
    """The column heads as printed, once."""
    rows: list[TableRow]
    unreadable: list[str]
    """Ids of rows that the text shows damaged or not at all."""


class StatedCount(_Wire):
    """A number in the prose about something the form counts."""

    quote: str
    """Verbatim: the words that hold the number and what it counts."""
    counts: str
    """A key of the prompt's list of what may be counted."""
    number: str | None
    """The number as printed, a part of the quote; null where the words say that there was none."""


class ClaimsReply(_Wire):
    """The numbers that the prose states."""

    claims: list[StatedCount]


class QuotedItem(_Wire):
    """One item of metadata."""

    key: str
    quote: str
    """Verbatim: the value alone, as printed."""


class MetadataReply(_Wire):
    """What the document says about itself; items that it does not print are left out."""

    items: list[QuotedItem]


class SecondLookReply(_Wire):
    """What one line prints, without any candidate shown."""

    label: str
    cells: list[str | None]


@cache
def table_reply(fewest: int, most: int) -> type[TableReply]:
    """The reply for a table whose rows have from `fewest` to `most` value fields."""
    row = create_model(
        "TableRow", __base__=TableRow, cells=(list[str | None], Field(min_length=fewest, max_length=most))
    )
    return create_model("TableReply", __base__=TableReply, rows=(list[row], ...))  # pyright: ignore[reportInvalidTypeForm] - the class is made at run time


@cache
def row_reply(width: int) -> type[SecondLookReply]:
    """The reply for one row with so many value fields; a grammar then keeps small models from losing count.

    Its strings have an end, or a small model writes zeros until its tokens are used up. By pattern, which strict
    endpoints take, where they refuse a greatest length.
    """
    cells = (list[RowCell | None], Field(min_length=width, max_length=width))
    return create_model("SecondLookReply", __base__=SecondLookReply, label=(RowLabel, ...), cells=cells)
