"""The smallest pieces the table reader works with: fields, and the lines they stand on."""

from dataclasses import dataclass
from typing import Literal

from extractor.text.labels import LabelKey, label_key
from extractor.text.numbers import Parsed, parse_value

__all__ = ["GRID_LAYOUTS", "Field", "FieldKind", "Layout", "Line", "make_field"]

FieldKind = Literal["label", "value", "empty"]

Layout = Literal["cell", "tabs", "pipes", "grid", "spaces", "blank"]
"""cell: the line is one cell. tabs, pipes, grid: the line is a row of a grid, the last one stated by the file's own
markup. spaces: label and numbers on one line."""

GRID_LAYOUTS: frozenset[Layout] = frozenset({"tabs", "pipes", "grid"})


TORN = Parsed("illegible", None, None, None)


@dataclass(frozen=True, slots=True)
class Field:
    """One cell as found: its text without the white space around it, and where that stands."""

    text: str
    start: int
    """Half-open code-point interval in the document's text; empty for a blank field."""
    end: int
    kind: FieldKind
    index: int = 0
    """0-based position on its line."""
    column: int | None = None
    """1-based column of its grid, spans counted; null for layouts without a grid."""
    column_span: int = 1
    row_span: int = 1
    left: int | None = None
    """On a line laid out with spaces: columns of display width before it, a Chinese character counting two."""
    torn: bool = False
    """The text runs over lines in a way that leaves open which number belongs to the cell."""

    @property
    def key(self) -> LabelKey:
        """The text ready to be compared with labels."""
        return label_key(self.text)

    @property
    def parsed(self) -> Parsed:
        """What the text says as a value; a torn one is illegible."""
        return TORN if self.torn else parse_value(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table region, cut into fields."""

    fields: tuple[Field, ...]
    layout: Layout
    start: int
    end: int
    grid: int | None = None
    """1-based ordinal of the grid; null for layouts without a grid."""
    row: int | None = None
    """1-based row in that grid."""
    values_first: bool = False
    """The numbers stand left of the text: it need not be their label."""

    @property
    def has_value(self) -> bool:
        """Whether any field prints something that is no label."""
        return any(field.kind == "value" for field in self.fields)


def make_field(  # noqa: PLR0913, PLR0917 - a field has as many sides
    text: str,
    start: int,
    end: int,
    index: int = 0,
    column: int | None = None,
    column_span: int = 1,
    row_span: int = 1,
) -> Field:
    """Trim `text[start:end]` and say whether it is a label, a value or empty."""
    raw = text[start:end]
    body = raw.strip()
    kind = parse_value(body).kind if body else "blank"
    if kind == "blank":
        return Field("", start, start, "empty", index, column, column_span, row_span)
    begin = start + raw.index(body[0]) if raw[0].isspace() else start
    told: FieldKind = "label" if kind == "text" else "value"
    return Field(body, begin, begin + len(body), told, index, column, column_span, row_span)
