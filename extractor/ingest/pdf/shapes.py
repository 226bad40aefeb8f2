"""What figures look like, as 24 by 24 black and white dots, beside those of the fonts that every viewer has.

Fonts differ in everything but in what makes a figure itself: of 185 fonts at hand none had two figures that looked more
like each other's standard shapes than like their own (docs/design/pdf.md).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import permutations
from typing import TypeAlias

from PIL import Image

from extractor.ingest.pdf.picture import draw_sheet

__all__ = ["HEIGHT", "Likeness", "are_exchanged", "has_ink", "likeness_of"]

Likeness: TypeAlias = tuple[float, ...]
"""How much a shape resembles each of the ten figures, from 0 to 1."""

SIDE = 24
"""Dots, and so a whole number of bytes."""
HEIGHT = 64
"""Dots of a figure as it is cut out of a page; at 32, one of the 185 fonts had two figures nearer to each other."""
DARK = 128
"""Of 255: ink is darker."""
WHOLE = 255
INK_OF = (*(WHOLE for _ in range(DARK)), *(0 for _ in range(256 - DARK)))
"""White where ink is, black elsewhere."""
FAR = 0.15
"""A shape so much liker another figure is none of the figure that it is said to be; 0.12 was seen of old-style ones."""
FONTS = tuple(
    family + style
    for family, styles in (
        ("Helvetica", ("", "-Bold", "-Oblique", "-BoldOblique")),
        ("Courier", ("", "-Bold", "-Oblique", "-BoldOblique")),
        ("Times", ("-Roman", "-Bold", "-Italic", "-BoldItalic")),
    )
    for style in styles
)
"""Those of the PDF standard (ISO 32000-1, 9.6.2.2), which the drawing library carries with it."""
FIGURES = "0123456789"
CELL = 100
"""Points of a side of the sheet on which the known shapes are drawn, one in each square."""


def likeness_of(picture: Image.Image) -> Likeness | None:
    """How much what is on a picture, dark on light, resembles each figure; null where there is no ink."""
    shape = _shape(picture)
    if shape is None:
        return None
    return tuple(max(_alike(shape, known) for known in of_figure) for of_figure in _known())


def has_ink(picture: Image.Image) -> bool:
    """Whether anything dark is on it."""
    return any(picture.convert("L").histogram()[:DARK])


def are_exchanged(font: Mapping[int, Sequence[Likeness]]) -> bool:
    """Whether the figures of a font look like others than they are said to be.

    `font` has, for each figure it is said to show, the shapes that are said to be it. Two that look more like each
    other's figures than like their own are exchanged; a single one must look much more like another.
    """
    shapes = [(figure, shape) for figure, shown in font.items() for shape in shown]
    if any(max(shape) - shape[figure] > FAR for figure, shape in shapes):
        return True
    return any(one[b] + other[a] > one[a] + other[b] for (a, one), (b, other) in permutations(shapes, 2) if a != b)


def _shape(picture: Image.Image) -> int | None:
    """The ink as the bits of one number: as high as the square, at its own proportions, in the middle."""
    ink = _without_lines(picture.convert("L").point(INK_OF))
    box = ink.getbbox()
    if box is None:
        return None
    wide = max(1, min(SIDE, round(SIDE * (box[2] - box[0]) / (box[3] - box[1]))))
    fitted = ink.crop(box).resize((wide, SIDE), Image.Resampling.BOX)
    square = Image.new("L", (SIDE, SIDE))
    square.paste(fitted, ((SIDE - wide) // 2, 0))
    return int.from_bytes(square.convert("1", dither=Image.Dither.NONE).tobytes())


def _without_lines(ink: Image.Image) -> Image.Image:
    """Without what runs from edge to edge: a figure has room on all its sides, and the lines of a table do not end."""
    width, height = ink.size
    rows, columns = (ink.resize(size, Image.Resampling.BOX).tobytes() for size in ((1, height), (width, 1)))
    for row in (row for row, mean in enumerate(rows) if mean == WHOLE):
        ink.paste(0, (0, row, width, row + 1))
    for column in (column for column, mean in enumerate(columns) if mean == WHOLE):
        ink.paste(0, (column, 0, column + 1, height))
    return ink


def _alike(one: int, other: int) -> float:
    """Dice's coefficient of two sets of dots."""
    return 2 * (one & other).bit_count() / ((one.bit_count() + other.bit_count()) or 1)


@cache
def _known() -> tuple[tuple[int, ...], ...]:
    """The shapes of each figure in the standard fonts, drawn once a process."""
    sheet = draw_sheet(_sheet())
    found: list[tuple[int, ...]] = []
    for column in range(len(FIGURES)):
        squares = (
            sheet.crop((column * CELL, row * CELL, (column + 1) * CELL, (row + 1) * CELL)) for row in range(len(FONTS))
        )
        found.append(tuple(shape for square in squares if (shape := _shape(square)) is not None))
    return tuple(found)


def _sheet() -> bytes:
    """A file of one page with the figures of each font in a row; without a table of its objects, which is rebuilt."""
    high = CELL * len(FONTS)
    signs = "".join(
        f"BT /F{row} {HEIGHT / 0.7:.0f} Tf {CELL * column + 20} {high - CELL * row - 80} Td ({figure}) Tj ET\n"
        for row in range(len(FONTS))
        for column, figure in enumerate(FIGURES)
    )
    fonts = "".join(f"/F{row} <</Type/Font/Subtype/Type1/BaseFont/{name}>>" for row, name in enumerate(FONTS))
    return (
        "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
        "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
        f"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 {CELL * len(FIGURES)} {high}]"
        f"/Resources<</Font<<{fonts}>>>>/Contents 4 0 R>> endobj\n"
        f"4 0 obj <</Length {len(signs)}>>\nstream\n{signs}endstream endobj\n"
        "trailer <</Root 1 0 R>>\n%%EOF\n"
    ).encode()
