"""Named damage to the picture of a page; each is a function of the picture and of chance."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

__all__ = ["PICTURE_DAMAGES", "Picture", "PictureDamage"]

Picture = NDArray[np.uint8]
"""Height × width × 3: red, green, blue."""

WHITE = 255
SEAL_RED = (205, 40, 45)
DUST = 0.0005
"""Share of the dots that are black for no reason."""
GAPS = 0.04
"""Share of the pieces of a broken line that are missing."""


@dataclass(frozen=True, slots=True)
class PictureDamage:
    """A named way in which a scan is worse than a clean one."""

    name: str
    dpi: int = 200
    """What the page is scanned at, dots an inch."""
    on_picture: Callable[[Picture, Generator, Picture], Picture] | None = None
    """Takes the page, chance, and another page of the report: what is on its back."""
    jpeg: int | None = None
    """Quality, 1 to 100, of the JPEG compression that the picture went through."""


def skewed(page: Picture, chance: Generator, _: Picture) -> Picture:
    """The sheet lay askew."""
    height, width = page.shape[:2]
    degrees = float(chance.choice([-1, 1]) * chance.uniform(0.4, 3.0))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return _as_picture(cv2.warpAffine(page, matrix, (width, height), borderValue=(WHITE,) * 3))


def blurred(page: Picture, chance: Generator, _: Picture) -> Picture:
    """The sheet was not flat on the glass."""
    return _as_picture(cv2.GaussianBlur(page, (0, 0), float(chance.uniform(0.9, 1.5))))


def noisy(page: Picture, chance: Generator, _: Picture) -> Picture:
    """Grain, and specks of dust."""
    grain = chance.normal(0.0, chance.uniform(10.0, 20.0), page.shape[:2])
    spotted = page.astype(np.float64) + grain[:, :, None]
    dust = chance.random(page.shape[:2])
    spotted[dust < DUST] = 0.0
    return _as_picture(np.clip(spotted, 0, WHITE))


def faded(page: Picture, chance: Generator, _: Picture) -> Picture:
    """The toner ran out: ink is grey, more so on one side."""
    height, width = page.shape[:2]
    strength = np.linspace(chance.uniform(0.35, 0.55), chance.uniform(0.55, 0.9), width)
    lighter = WHITE - (WHITE - page.astype(np.float64)) * strength[None, :, None]
    return _as_picture(lighter[:height])


def broken_lines(page: Picture, chance: Generator, _: Picture) -> Picture:
    """Hairlines came out in pieces."""
    dark = (page.min(axis=2) < WHITE // 2).astype(np.uint8)
    across = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, 70), np.uint8))
    down = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((90, 1), np.uint8))
    rows, columns = np.nonzero(np.asarray(cv2.max(across, down), dtype=np.uint8))
    # A gap takes a run of four to eight dots out of a line, wherever one in twelve runs falls.
    runs = chance.random((page.shape[0] // 6 + 1, page.shape[1] // 6 + 1)) < GAPS
    gone = runs[rows // 6, columns // 6]
    made = page.copy()
    made[rows[gone], columns[gone]] = WHITE
    return made


def sealed(page: Picture, chance: Generator, _: Picture) -> Picture:
    """A round red seal lies over the print, as ink does: what is black stays black."""
    height, width = page.shape[:2]
    radius = int(0.095 * width)
    centre = (
        int(chance.uniform(0.3, 0.75) * width),
        int(chance.uniform(0.3, 0.75) * height),
    )
    ink = np.full(page.shape, WHITE, np.uint8)
    cv2.circle(ink, centre, radius, SEAL_RED, max(3, radius // 18), cv2.LINE_AA)
    star = [
        (
            centre[0] + (0.36 if step % 2 == 0 else 0.15) * radius * np.sin(step * np.pi / 5),
            centre[1] - (0.36 if step % 2 == 0 else 0.15) * radius * np.cos(step * np.pi / 5),
        )
        for step in range(10)
    ]
    cv2.fillPoly(ink, [np.array(star, dtype=np.int32)], SEAL_RED, cv2.LINE_AA)
    for step in range(14):
        angle = np.pi * (0.8 + step * 1.4 / 13)
        at = (int(centre[0] + 0.78 * radius * np.cos(angle)), int(centre[1] + 0.78 * radius * np.sin(angle)))
        size = radius // 11
        cv2.rectangle(ink, (at[0] - size, at[1] - size), (at[0] + size, at[1] + size), SEAL_RED, 3, cv2.LINE_AA)
    return np.minimum(page, ink)


def bled_through(page: Picture, chance: Generator, back: Picture) -> Picture:
    """The print of the other side shows, mirrored and faint."""
    mirrored = cv2.GaussianBlur(np.ascontiguousarray(back[:, ::-1]), (0, 0), 1.8)
    faint = WHITE - (WHITE - mirrored.astype(np.float64)) * chance.uniform(0.12, 0.22)
    fitted = cv2.resize(faint, (page.shape[1], page.shape[0]))
    return _as_picture(page.astype(np.float64) * fitted / WHITE)


def in_perspective(page: Picture, chance: Generator, _: Picture) -> Picture:
    """Photographed at an angle, on a dark table."""
    height, width = page.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    inward = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)], dtype=np.float32)
    moved = corners + inward * chance.uniform(0.004, 0.028, (4, 2)).astype(np.float32) * (width, height)
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    return _as_picture(
        cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(70, 66, 60))
    )


def shaded(page: Picture, chance: Generator, _: Picture) -> Picture:
    """A shadow lies over a part of the page."""
    height, width = page.shape[:2]
    level = np.arange(height, dtype=np.float64)[:, None]
    edge = float(chance.uniform(0.3, 0.7)) * width + float(chance.uniform(-0.2, 0.2)) * level
    distance = (np.arange(width, dtype=np.float64)[None, :] - edge) / (0.06 * width)
    light = chance.uniform(0.5, 0.7) + (1 - chance.uniform(0.5, 0.7)) / (1 + np.exp(-distance))
    return _as_picture(np.clip(page.astype(np.float64) * np.minimum(light, 1.0)[:, :, None], 0, WHITE))


def turned(page: Picture, chance: Generator, _: Picture) -> Picture:
    """The sheet went through on its side or on its head."""
    return np.ascontiguousarray(np.rot90(page, int(chance.integers(1, 4))))


def _as_picture(array: object) -> Picture:
    return np.ascontiguousarray(np.asarray(array).round(), dtype=np.uint8)


PICTURE_DAMAGES = {
    damage.name: damage
    for damage in (
        PictureDamage("dpi-150", dpi=150),
        PictureDamage("dpi-100", dpi=100),
        PictureDamage("skew", on_picture=skewed),
        PictureDamage("blur", on_picture=blurred),
        PictureDamage("noise", on_picture=noisy),
        PictureDamage("jpeg", jpeg=25),
        PictureDamage("faded", on_picture=faded),
        PictureDamage("broken-lines", on_picture=broken_lines),
        PictureDamage("seal", on_picture=sealed),
        PictureDamage("bleed-through", on_picture=bled_through),
        PictureDamage("perspective", on_picture=in_perspective),
        PictureDamage("shadow", on_picture=shaded),
        PictureDamage("turned", on_picture=turned),
    )
}
"""By name."""
