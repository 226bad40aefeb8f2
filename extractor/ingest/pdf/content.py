"""What a page paints, in the order in which it paints it, in points from the top left of the unrotated page."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from extractor.ingest.pdf.colour import Colour
from extractor.model import Box

__all__ = ["BROKEN", "Content", "Fill", "Glyph", "Picture", "Stroke"]

BROKEN = "\ufffd"
"""Stands for a character whose font does not tell which one it is."""


@dataclass(slots=True)
class Glyph:
    """A character, or the few that one shape stands for."""

    text: str
    box: Box
    base: tuple[float, float]
    """Where it stands on its line."""
    size: float
    """Points of its font, as seen."""
    turn: int | None
    """Quarter turns clockwise of its line of writing; null for a slanted one."""
    colour: Colour | None
    """Null where it is not known, as of patterns."""
    unseen: bool
    """Painted with neither fill nor stroke, or fully transparent."""
    clip: Box
    order: int
    font: Hashable
    shape: Hashable
    """Which one of its font."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line along one of the axes."""

    box: Box
    """Of its middle: without width."""
    colour: Colour | None
    order: int


@dataclass(frozen=True, slots=True)
class Fill:
    """An area in one colour."""

    box: Box
    colour: Colour | None
    order: int
    opaque: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """An embedded picture; never unpacked here."""

    box: Box
    pixels: int
    order: int
    opaque: bool


@dataclass(slots=True)
class Content:
    """A page's objects."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list[Glyph])
    strokes: list[Stroke] = field(default_factory=list[Stroke])
    fills: list[Fill] = field(default_factory=list[Fill])
    pictures: list[Picture] = field(default_factory=list[Picture])
    shapes: list[Box] = field(default_factory=list[Box])
    """What is drawn besides lines along the axes and areas."""
