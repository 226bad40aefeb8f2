"""Where in a document something stands."""

from pydantic import BaseModel, ConfigDict

__all__ = ["Place"]


class Place(BaseModel):
    """A citation into the extracted text, and into the page where the format has pages (design.md §6.3)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    page: int | None = None
    """1-based page; null where the format has none."""
    start: int
    """First Unicode code point of the citation in `texts/<sha256>.txt`."""
    end: int
    """One past the last code point; equal to `start` for a blank field."""
    bbox: tuple[float, float, float, float] | None = None
    """x0, y0, x1, y1 in points from the top left of the unrotated page; null without geometry."""
    table: int | None = None
    """1-based ordinal of the grid in the document; null for layouts without a grid."""
    row: int | None = None
    """1-based row in that grid, spans counted."""
    column: int | None = None
    """1-based column in that grid, spans counted."""
