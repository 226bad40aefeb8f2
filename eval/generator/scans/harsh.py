"""The same damages at strengths at which figures are misread: for measuring what a score is worth, never for a bar.

None of them moves the page, so that every figure stands where the printed file has it.
"""

import cv2
import numpy as np
from numpy.random import Generator

from eval.generator.scans.damages import WHITE, Picture, PictureDamage, bled_through

__all__ = ["HARSH_DAMAGES"]

SPECKS = 0.004
"""Share of the dots that are black for no reason."""


def _rounded(array: object) -> Picture:
    return np.ascontiguousarray(np.clip(np.asarray(array), 0, WHITE).round(), dtype=np.uint8)


def out_of_focus(page: Picture, chance: Generator, _: Picture) -> Picture:
    """Blur by which the strokes of small figures run together."""
    return _rounded(cv2.GaussianBlur(page, (0, 0), float(chance.uniform(2.0, 3.4))))


def grainy(page: Picture, chance: Generator, _: Picture) -> Picture:
    """Grain as strong as the ink, and specks by the thousand."""
    grain = chance.normal(0.0, chance.uniform(35.0, 75.0), page.shape[:2])
    spotted = page.astype(np.float64) + grain[:, :, None]
    spotted[chance.random(page.shape[:2]) < SPECKS] = 0.0
    return _rounded(spotted)


def worn(page: Picture, chance: Generator, _: Picture) -> Picture:
    """Toner that came off: dots of the ink are missing, most of them beside each other."""
    patches = cv2.GaussianBlur(chance.random(page.shape[:2]).astype(np.float32), (0, 0), 1.6)
    gone = patches > np.quantile(patches, 1 - chance.uniform(0.18, 0.34))
    made = page.copy()
    made[gone] = WHITE
    return made


def copied_often(page: Picture, chance: Generator, _: Picture) -> Picture:
    """A copy of a copy: blurred, then black or white, so that strokes close or break."""
    soft = cv2.GaussianBlur(page, (0, 0), float(chance.uniform(1.6, 2.4)))
    return _rounded(np.where(np.asarray(soft) < chance.uniform(105, 205), 0, WHITE))


def blurred_over_its_back(page: Picture, chance: Generator, back: Picture) -> Picture:
    """Out of focus on thin paper."""
    return out_of_focus(bled_through(page, chance, back), chance, back)


HARSH_DAMAGES = {
    damage.name: damage
    for damage in (
        PictureDamage("harsh-dpi-75", dpi=75),
        PictureDamage("harsh-dpi-60", dpi=60),
        PictureDamage("harsh-blur", on_picture=out_of_focus),
        PictureDamage("harsh-noise", on_picture=grainy),
        PictureDamage("harsh-jpeg", dpi=100, jpeg=6),
        PictureDamage("harsh-worn", on_picture=worn),
        PictureDamage("harsh-copies", dpi=150, on_picture=copied_often),
        PictureDamage("harsh-bleed-through", on_picture=blurred_over_its_back),
    )
}
"""By name."""
