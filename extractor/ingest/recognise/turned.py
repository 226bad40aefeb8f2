"""Pages on their side or on their head: the words say which way is up."""

from collections.abc import Sequence
from statistics import fmean

import numpy as np

from extractor.ingest.recognise.cells import box_of
from extractor.ingest.recognise.engine import Engine, RawToken
from extractor.ingest.recognise.ink import Pixels, Rectangle

__all__ = ["quarters_off"]

SAMPLE = 10
"""Words that are asked."""
WORDY = 1.7
"""Long side by short side: a word of two characters or more."""
SURE = 0.9
"""Mean score from which the words are the right way up: no word is read so well on its head."""
BETTER = 0.15
"""By which another way up must score higher; else the page is merely hard to read."""
LEGIBLE = 0.9
"""Mean score of words that are the right way up: characters below each other in a narrow column look
like a word on its side, and read worse in either direction."""


def quarters_off(picture: Pixels, tokens: Sequence[RawToken], engine: Engine) -> int:
    """Quarter turns clockwise that bring the page upright; 0 for one that is, and where the words do not tell."""
    words = sorted((token for token in tokens if _is_word(box_of(token))), key=_length, reverse=True)[:SAMPLE]
    if not words:
        return 0
    boxes = [box_of(token) for token in words]
    lying = sum(_is_tall(box) for box in boxes) > len(boxes) / 2
    if not lying and fmean(token.score for token in words) >= SURE:
        return 0
    crops = [np.ascontiguousarray(picture[max(0, y0) : y1, max(0, x0) : x1]) for x0, y0, x1, y1 in boxes]
    scores: dict[int, float] = {}
    for quarters in (1, 3) if lying else (0, 2):
        turned = [np.ascontiguousarray(np.rot90(crop, -quarters)) for crop in crops]
        scores[quarters] = fmean(score for _, score in engine.read_boxes(turned))
    best = max(scores, key=scores.__getitem__)
    worst = min(scores.values())
    return best if scores[best] - worst >= BETTER and scores[best] >= LEGIBLE else 0


def _is_word(box: Rectangle) -> bool:
    x0, y0, x1, y1 = box
    return max(x1 - x0, y1 - y0) >= WORDY * max(1, min(x1 - x0, y1 - y0))


def _is_tall(box: Rectangle) -> bool:
    return box[3] - box[1] > box[2] - box[0]


def _length(token: RawToken) -> int:
    x0, y0, x1, y1 = box_of(token)
    return max(x1 - x0, y1 - y0)
