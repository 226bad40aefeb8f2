"""Black ink is told from coloured ink, also where one lies over the other."""

import cv2
import numpy as np
import pytest

from extractor.ingest.recognise.ink import Pixels, black_of, grey_of, ink_of, marks_in, seal_of

DPI = 200.0
SEAL = (45, 40, 205)
"""Blue, green, red."""


def stamped() -> Pixels:
    """A page with a black line from left to right and a red disk over its middle, darker where both are."""
    page = np.full((400, 400, 3), 255, np.uint8)
    cv2.rectangle(page, (20, 200), (380, 201), (0, 0, 0), -1)
    ink = np.full((400, 400, 3), 255, np.uint8)
    cv2.circle(ink, (200, 200), 60, SEAL, -1, cv2.LINE_AA)
    return np.minimum(page, ink)


def test_a_line_goes_on_under_a_seal() -> None:
    """What is black under the seal is print, what is red is none."""
    page = stamped()
    black = black_of(page, ink_of(grey_of(page), DPI), seal_of(page), DPI)
    assert bool(black[200, 20:380].all())
    assert not black[150:198].any()


def test_a_page_without_colours_keeps_all_of_its_ink() -> None:
    """Nothing is taken for coloured where all colours are alike."""
    page = np.full((400, 400, 3), 255, np.uint8)
    cv2.rectangle(page, (20, 200), (380, 201), (0, 0, 0), -1)
    ink = ink_of(grey_of(page), DPI)
    assert not seal_of(page).any()
    assert np.array_equal(black_of(page, ink, seal_of(page), DPI), ink)


@pytest.mark.parametrize("shape", [(13, 0), (0, 13), (0, 0)])
def test_a_piece_without_dots_has_no_marks(shape: tuple[int, int]) -> None:
    """A cell narrower than its lines leaves nothing between them; OpenCV would end the process for it."""
    assert list(marks_in(np.zeros(shape, np.uint8), 60.0)) == []
