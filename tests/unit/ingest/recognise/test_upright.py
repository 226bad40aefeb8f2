"""Pictures are made upright, and points find their way back."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractor.ingest.recognise.ink import Pixels, grey_of, ink_of
from extractor.ingest.recognise.ruling import find_lattices
from extractor.ingest.recognise.upright import View, straighten, turn

DPI = 150.0
XS, YS = range(150, 1051, 150), range(200, 1401, 100)


def page() -> Pixels:
    """A page with a table of 12 rows and 6 columns."""
    made = np.full((1754, 1240, 3), 255, np.uint8)
    for x in XS:
        cv2.rectangle(made, (x, YS[0]), (x + 1, YS[-1]), (0, 0, 0), -1)
    for y in YS:
        cv2.rectangle(made, (XS[0], y), (XS[-1], y + 1), (0, 0, 0), -1)
    return made


def cells_of(view: View) -> int:
    """How many cells are found on a view."""
    return sum(len(item.cells) for item in find_lattices(ink_of(grey_of(view.picture), DPI), DPI))


def warped(matrix: NDArray[np.float64]) -> Pixels:
    """The page under a matrix."""
    made = page()
    size = (made.shape[1], made.shape[0])
    return np.asarray(cv2.warpPerspective(made, matrix, size, borderValue=(255, 255, 255)), dtype=np.uint8)


def rotation(degrees: float) -> NDArray[np.float64]:
    """A turn around the middle of the page, counter-clockwise."""
    part = np.asarray(cv2.getRotationMatrix2D((620, 877), degrees, 1.0), dtype=np.float64)
    return np.vstack([part, [0.0, 0.0, 1.0]])


def perspective() -> NDArray[np.float64]:
    """A view from below on the right."""
    given = np.array([(0, 0), (1240, 0), (1240, 1754), (0, 1754)], dtype=np.float32)
    seen = np.array([(30, 40), (1200, 12), (1225, 1740), (12, 1700)], dtype=np.float32)
    return np.asarray(cv2.getPerspectiveTransform(given, seen), dtype=np.float64)


MOVES = [
    pytest.param(rotation(0.3), id="hardly"),
    pytest.param(rotation(-3.0), id="clockwise"),
    pytest.param(rotation(4.5), id="counter-clockwise"),
    pytest.param(perspective(), id="perspective"),
]


def test_a_level_page_is_left_alone() -> None:
    """Nothing is resampled where nothing is askew."""
    given = page()
    view = straighten(given, grey_of(given))
    assert view.picture is given
    assert view.placing(1.0) is None


@pytest.mark.parametrize("matrix", MOVES)
def test_skew_and_perspective_are_mended(matrix: NDArray[np.float64]) -> None:
    """All cells of a table are found on the mended page."""
    given = warped(matrix)
    assert cells_of(straighten(given, grey_of(given))) == 72


@pytest.mark.parametrize("matrix", MOVES)
def test_points_find_their_way_back(matrix: NDArray[np.float64]) -> None:
    """The corner of a cell of the mended page leads to where it stands in the given picture."""
    given = warped(matrix)
    view = straighten(given, grey_of(given))
    (lattice,) = find_lattices(ink_of(grey_of(view.picture), DPI), DPI)
    placing = view.placing(1.0)
    assert placing is not None
    corner = view.read(np.array([lattice.box[:2]], dtype=np.float64)).reshape(1, 1, 2)
    back = cv2.perspectiveTransform(corner, np.array(placing).reshape(3, 3)).ravel()
    there = cv2.perspectiveTransform(np.array([[[150.0, 200.0]]]), matrix).ravel()
    assert np.asarray(back) == pytest.approx(np.asarray(there), abs=3)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_turning_keeps_places(quarters: int) -> None:
    """A dot of the turned view leads back to the dot that it was."""
    picture = np.zeros((40, 60, 3), np.uint8)
    picture[10, 50] = 255
    view = turn(View(picture, np.eye(3)), quarters)
    y, x = (int(axis[0]) for axis in np.nonzero(view.picture[:, :, 0]))
    placing = view.placing(1.0)
    assert placing is not None
    back = np.array(placing).reshape(3, 3) @ np.array([x, y, 1.0])
    assert (round(back[0]), round(back[1])) == (50, 10)
    assert view.turn == (-quarters) % 4
