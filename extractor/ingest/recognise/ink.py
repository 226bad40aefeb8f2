"""What is printed on a picture: ink told from paper, in light that may be uneven."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Mask", "Pixels", "Quad", "Rectangle", "black_of", "grey_of", "ink_of", "marks_in", "seal_of"]

Pixels = NDArray[np.uint8]
"""Height × width × 3 (blue, green, red), or height × width of grey."""
Mask = NDArray[np.uint8]
"""Height × width; 255 where it holds, else 0."""
Quad = NDArray[np.float64]
"""Four corners, x and y in pixels."""
Rectangle = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels, half-open."""

NEIGHBOURHOOD = 0.25
"""Inches: paper is as bright as the brightest dots around; wider than any stroke, narrower than a shadow."""
COARSE = 4
"""Dots of the picture that make one where brightness is looked for."""
FAINT = 18
"""Grey levels: paper grain and the marks of JPEG are less dark than this."""
GRAIN = 2.0
"""Grey levels that half of the dots of grainy paper differ from their neighbours; without grain, paper is even."""
INKY = 85
"""Percentile of what is darker than paper that is as dark as the page's own print."""
OWN = 0.3
"""Of its darkness, from which something is print: what shines through from the back of the sheet is fainter."""
SPECK = 0.02
"""Inches: a mark less wide and high than this is a speck, or the dot of a number, which no blank cell has."""
RIM = 5
"""Dots: the blurred edge of coloured ink has less of its colour, and tells nothing of how dark black print is."""
COLOURED = 60
"""Difference of the strongest and the weakest colour from which ink is coloured."""


def grey_of(picture: Pixels) -> Pixels:
    """The picture without colours."""
    return picture if picture.ndim == 2 else _bytes(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))  # noqa: PLR2004 - planes


def ink_of(grey: Pixels, dpi: float, *, apart: Mask | None = None) -> Mask:
    """Where something is printed on this side of the sheet; how dark its print is shows outside `apart`."""
    grey = _without_grain(grey)
    height, width = grey.shape
    size = (max(1, width // COARSE), max(1, height // COARSE))
    coarse = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    reach = max(3, round(NEIGHBOURHOOD * dpi / COARSE) | 1)
    paper = cv2.GaussianBlur(cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)), (5, 5), 0)
    dark = _bytes(cv2.subtract(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), grey))
    marked = dark[dark > FAINT] if apart is None else dark[(dark > FAINT) & (apart == 0)]
    least = max(float(FAINT), OWN * float(np.percentile(marked, INKY))) if marked.size else float(FAINT)
    return np.where(dark > least, np.uint8(255), np.uint8(0))


def seal_of(picture: Pixels) -> Mask:
    """Where coloured ink is: seals, stamps, coloured pencils."""
    if picture.ndim == 2:  # noqa: PLR2004 - planes
        return np.zeros(picture.shape, np.uint8)
    blue, green, red = cv2.split(picture)
    strongest, weakest = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    return _bytes(cv2.threshold(cv2.subtract(strongest, weakest), COLOURED, 255, cv2.THRESH_BINARY)[1])


def _without_grain(grey: Pixels) -> Pixels:
    """The picture smoothed, if its paper is grainy; a clean one keeps its hairlines as sharp as they are."""
    # A median would tell grain best, but takes hairlines away; it only measures.
    differs = cv2.absdiff(grey, cv2.medianBlur(grey, 3))[::4, ::4]
    return _bytes(cv2.GaussianBlur(grey, (3, 3), 0)) if float(np.median(differs)) > GRAIN else grey


def black_of(picture: Pixels, ink: Mask, seal: Mask, dpi: float) -> Mask:
    """The ink that is not coloured, also where coloured ink lies over it.

    In its strongest colour, coloured ink is nearly as bright as paper, and black is as dark as in the others.
    """
    if not seal.any():
        return ink
    apart = _bytes(cv2.dilate(seal, np.ones((RIM, RIM), np.uint8)))
    return _bytes(cv2.subtract(ink_of(_bytes(picture.max(axis=2)), dpi, apart=apart), seal))


def marks_in(ink: Mask, dpi: float) -> Iterator[Rectangle]:
    """The boxes of the connected marks of a piece of a picture that are larger than specks."""
    if not ink.size:
        # OpenCV 5 does not refuse an empty picture: the process dies.
        return
    smallest = max(2.0, SPECK * dpi)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    for at in range(1, count):
        x, y, width, height = (int(stats[at, side]) for side in range(4))
        if max(width, height) > smallest:
            yield x, y, x + width, y + height


def _bytes(array: object) -> Pixels:
    return np.asarray(array, dtype=np.uint8)
