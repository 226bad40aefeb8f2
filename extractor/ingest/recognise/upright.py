"""Turns a picture upright: a skewed scan, a page on its side or head, a photograph taken at an angle.

Ruling lines tell by how much: they were level and plumb when they were printed. A page without lines stays as it is,
because the recogniser follows lines of text that slope a little.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.ingest.recognise.ink import Pixels, Quad

__all__ = ["LEVEL", "View", "straighten", "turn"]

LONG = 1 / 16
"""Of the picture's shorter side: a shorter segment may be the stroke of a character."""
STEEPEST = 20.0
"""Degrees that a level line may slope."""
SLIGHT = 0.08
"""Degrees below which nothing is mended: every change of a picture costs sharpness."""
FEWEST = 2
"""Lines in each direction that tell a perspective, if together they are as long as the picture is wide."""
SPREAD = 0.25
"""Of the picture: so far apart they must be."""
EDGES = (0.1, 0.9)
"""Where, in the width and height of the picture, the lines of the perspective are taken."""
LEVEL: NDArray[np.float64] = np.eye(3)


@dataclass(frozen=True, slots=True)
class View:
    """A picture made upright, and how its points come from those of the picture as it was given."""

    picture: Pixels
    matrix: NDArray[np.float64]
    """3 × 3, in pixels: from the given picture to the page as read, on which a table stands where it stood."""
    corner: tuple[float, float] = (0.0, 0.0)
    """Where this picture's upper left corner is on the page as read."""
    turn: int = 0
    """Quarter turns clockwise from left-to-right to the direction of writing in the given picture."""

    def read(self, corners: Quad) -> Quad:
        """Points of this picture as points of the page as read."""
        return corners + np.array(self.corner)

    def placing(self, scale: float) -> tuple[float, ...] | None:
        """From the page as read to the given picture, in units of so many a pixel; null where they are the same."""
        if np.array_equal(self.matrix, LEVEL):
            return None
        units = np.diag([scale, scale, 1.0])
        back = units @ np.linalg.inv(self.matrix) @ np.linalg.inv(units)
        return tuple(float(f"{value:.8g}") for value in (back / back[2, 2]).ravel())


def straighten(picture: Pixels, grey: Pixels) -> View:
    """Mend skew and perspective, where ruling lines show any."""
    matrix = _mending(grey)
    if matrix is None:
        return View(picture, LEVEL)
    return _warped(picture, matrix)


def turn(view: View, quarters: int) -> View:
    """The view turned clockwise by so many quarters of a circle."""
    if quarters % 4 == 0:
        return view
    height, width = view.picture.shape[:2]
    steps = {
        1: np.array([[0, -1, height - 1], [1, 0, 0], [0, 0, 1]], dtype=np.float64),
        2: np.array([[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]], dtype=np.float64),
        3: np.array([[0, 1, 0], [-1, 0, width - 1], [0, 0, 1]], dtype=np.float64),
    }
    turned = np.ascontiguousarray(np.rot90(view.picture, -quarters))
    moved = np.array([[1, 0, -view.corner[0]], [0, 1, -view.corner[1]], [0, 0, 1]], dtype=np.float64)
    return View(turned, steps[quarters % 4] @ moved @ view.matrix, turn=(view.turn - quarters) % 4)


def _mending(grey: Pixels) -> NDArray[np.float64] | None:
    """The matrix that makes the lines level and plumb; null when they are, or when there are none."""
    segments = _segments(grey)
    if len(segments) < FEWEST:
        return None
    start, stop = segments[:, :2], segments[:, 2:]
    along = stop - start
    length = np.hypot(along[:, 0], along[:, 1])
    angle = (np.degrees(np.arctan2(along[:, 1], along[:, 0])) + 45) % 180 - 45
    level = np.abs(angle) <= STEEPEST
    plumb = np.abs(angle - 90) <= STEEPEST
    slope = np.where(plumb, angle - 90, angle)
    middle = (start + stop) / 2
    height, width = grey.shape
    rows = _trend(middle[level, 1] / height, slope[level], length[level], min(width, height))
    columns = _trend(middle[plumb, 0] / width, slope[plumb], length[plumb], min(width, height))
    if rows is not None and columns is not None:
        slopes = [*rows, *columns]
        return None if max(map(abs, slopes)) < SLIGHT else _perspective(rows, columns, width, height)
    either = level | plumb
    if not either.any():
        return None
    skew = _median(slope[either], length[either])
    if abs(skew) < SLIGHT:
        return None
    rotation = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    return np.vstack([np.asarray(rotation, dtype=np.float64), [0.0, 0.0, 1.0]])


def _segments(grey: Pixels) -> NDArray[np.float64]:
    """Long straight segments: x and y of both ends, in pixels."""
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector().detect(half)[0]
    # Without any segment the library gives no array, whatever its types say.
    segments = np.zeros((0, 4)) if np.ndim(found) == 0 else np.asarray(found, dtype=np.float64).reshape(-1, 4) * 2
    length = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    return segments[length >= LONG * min(grey.shape)]


def _trend(
    place: NDArray[np.float64], slope: NDArray[np.float64], weight: NDArray[np.float64], least: float
) -> tuple[float, float] | None:
    """The slopes in degrees at both `EDGES`; null when the lines do not tell."""
    if len(place) < FEWEST or float(np.ptp(place)) < SPREAD or weight.sum() < least:
        return None
    keep = np.abs(slope - _median(slope, weight)) <= STEEPEST / 2
    if keep.sum() < FEWEST:
        return None
    gain, base = np.polyfit(place[keep], slope[keep], 1, w=weight[keep])
    # Once more without those that do not fit: an underline, the edge of a seal, the border of the paper.
    off = np.abs(slope - (gain * place + base))
    keep &= off <= max(0.3, 2 * float(np.median(off[keep])))
    if keep.sum() >= FEWEST and float(np.ptp(place[keep])) >= SPREAD:
        gain, base = np.polyfit(place[keep], slope[keep], 1, w=weight[keep])
    return float(gain * EDGES[0] + base), float(gain * EDGES[1] + base)


def _median(values: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    total = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])


def _perspective(
    rows: tuple[float, float], columns: tuple[float, float], width: int, height: int
) -> NDArray[np.float64]:
    """The matrix that makes a rectangle of two level and two plumb lines."""
    low, _ = EDGES
    level = [_line((width / 2, place * height), slope) for place, slope in zip(EDGES, rows, strict=True)]
    plumb = [_line((place * width, height / 2), slope + 90) for place, slope in zip(EDGES, columns, strict=True)]
    corners = [
        _meet(level[0], plumb[0]),
        _meet(level[0], plumb[1]),
        _meet(level[1], plumb[1]),
        _meet(level[1], plumb[0]),
    ]
    given = np.array(corners, dtype=np.float32)
    across = (np.hypot(*(given[1] - given[0])) + np.hypot(*(given[2] - given[3]))) / 2
    down = (np.hypot(*(given[3] - given[0])) + np.hypot(*(given[2] - given[1]))) / 2
    left, top = low * width, low * height
    wanted = np.array(
        [(left, top), (left + across, top), (left + across, top + down), (left, top + down)], dtype=np.float32
    )
    return np.asarray(cv2.getPerspectiveTransform(given, wanted), dtype=np.float64)


def _line(point: tuple[float, float], degrees: float) -> NDArray[np.float64]:
    """A line through a point, in homogeneous coordinates."""
    radians = np.radians(degrees)
    other = (point[0] + np.cos(radians), point[1] + np.sin(radians))
    return np.cross([*point, 1.0], [*other, 1.0])


def _meet(one: NDArray[np.float64], other: NDArray[np.float64]) -> tuple[float, float]:
    x, y, scale = np.cross(one, other)
    return float(x / scale), float(y / scale)


def _warped(picture: Pixels, matrix: NDArray[np.float64]) -> View:
    """The picture under a matrix, moved so that all of it stays in view and none of it grows beyond bounds."""
    height, width = picture.shape[:2]
    corners = np.array([[(0, 0), (width, 0), (width, height), (0, height)]], dtype=np.float64)
    seen = np.asarray(cv2.perspectiveTransform(corners, matrix), dtype=np.float64).reshape(-1, 2)
    low = np.maximum(seen.min(axis=0), [-width / 2, -height / 2])
    high = np.minimum(seen.max(axis=0), [1.5 * width, 1.5 * height])
    moved = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]], dtype=np.float64) @ matrix
    size = (max(1, int(high[0] - low[0])), max(1, int(high[1] - low[1])))
    made = cv2.warpPerspective(
        picture, moved, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(255, 255, 255)
    )
    return View(np.asarray(made, dtype=np.uint8), matrix, (float(low[0]), float(low[1])))
