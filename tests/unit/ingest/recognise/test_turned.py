"""Which way up a page is, by the words on it."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest

from extractor.ingest.recognise.engine import Engine, RawToken
from extractor.ingest.recognise.ink import Pixels
from extractor.ingest.recognise.turned import quarters_off

PAGE = np.full((400, 400, 3), 255, np.uint8)
PAGE[:200] = 0


class Scoring:
    """Reads the crops of each direction with the next score."""

    def __init__(self, *scores: float) -> None:
        """`scores` in the order in which directions are tried."""
        self._scores = iter(scores)

    def read_boxes(self, crops: Sequence[Pixels]) -> list[tuple[str, float]]:
        """The same score for all of them."""
        score = next(self._scores)
        return [("公开", score) for _ in crops]


def tall(x0: int) -> RawToken:
    """A word that is higher than wide."""
    return RawToken("公开", np.array([(x0, 10.0), (x0 + 20.0, 10.0), (x0 + 20.0, 110.0), (x0, 110.0)]), 0.9)


@pytest.mark.parametrize(
    ("scores", "quarters"),
    [
        pytest.param((0.99, 0.4), 1, id="on its right side"),
        pytest.param((0.4, 0.99), 3, id="on its left side"),
        pytest.param((0.3, 0.55), 0, id="characters below each other"),
        pytest.param((0.95, 0.9), 0, id="no direction is better"),
    ],
)
def test_a_page_is_turned_only_to_where_its_words_are_read_well(scores: tuple[float, float], quarters: int) -> None:
    """Labels in columns as wide as a character are high boxes too, and read badly in every direction."""
    engine = cast("Engine", Scoring(*scores))
    assert quarters_off(PAGE, [tall(20), tall(80), tall(140)], engine) == quarters
