"""The recogniser's library, as we call it."""

import cv2
import numpy as np
import pytest

from extractor.ingest.recognise.engine import Engine, broadened


def test_the_number_of_threads_changes_nothing_that_is_read() -> None:
    """The same texts, scores and boxes on one core and on two, for a page and for crops of it."""
    page = np.full((400, 600, 3), 255, np.uint8)
    for line in range(6):
        cv2.putText(page, f"{line}17 {line * 7}09", (40, 60 + 55 * line), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (0, 0, 0), 2)
    crops = [np.ascontiguousarray(page[30 + 55 * line : 70 + 55 * line, 30:150]) for line in range(6)]
    seen = [
        (
            [(token.text, token.score, token.quad.tolist()) for token in engine.read_page(page, 100.0)],
            engine.read_boxes(crops),
        )
        for engine in (Engine(1), Engine(2))
    ]
    assert len(seen[0][0]) >= 6
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("given", "made"), [((1600, 3), (1600, 200)), ((3, 1601), (201, 1601)), ((800, 100), (800, 100)), ((2, 2), (2, 2))]
)
def test_a_slim_picture_is_broadened_with_white(given: tuple[int, int], made: tuple[int, int]) -> None:
    """At most eight times as long as wide, so that the library enlarges it within limits; what it shows stays put."""
    picture = np.full((*given, 3), 7, np.uint8)
    wider = broadened(picture)
    assert wider.shape == (*made, 3)
    assert (wider[: given[0], : given[1]] == picture).all()
    assert int((wider == 255).sum()) == wider.size - picture.size
