"""Where straight lines run on a page: long runs of ink, told from the strokes of characters."""

from dataclasses import dataclass

import cv2
import numpy as np

from extractor.ingest.recognise.ink import Mask

__all__ = ["LONG", "LONGER", "TOUCH", "Lines", "find_lines"]

LONG = 0.3
"""Inches: a run of ink this long is a line and no stroke; the widest stroke of 16 pt type is 0.22."""
LONGER = 0.75
"""Inches: so long a run is a line wherever it is."""
SHORT = 0.1
"""Inches: a vertical run this long is a line where it reaches from one line to another."""
PIECE = 0.05
"""Inches: a shorter piece of a broken line is not told from a speck."""
THICK = 0.04
"""Inches: more is a bar or a picture, no line."""
TOUCH = 0.012
"""Inches within which a short vertical line reaches the lines that it joins."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What runs across and down a picture, or a part of it."""

    across: Mask
    down: Mask
    pieces_across: Mask
    """Also what is too short to be a line by itself."""
    pieces_down: Mask
    ink: Mask
    """All that is printed, lines or not."""
    fragments: int
    """Long runs that neither are lines by themselves nor reach from one line to another."""

    def turned(self) -> "Lines":
        """The lines of the picture with rows for columns."""
        across, down, pieces_across, pieces_down, ink = (
            np.ascontiguousarray(mask.T)
            for mask in (self.down, self.across, self.pieces_down, self.pieces_across, self.ink)
        )
        return Lines(across, down, pieces_across, pieces_down, ink, self.fragments)

    def within(self, part: tuple[slice, slice], mine: Mask, others: Mask) -> "Lines":
        """The lines of a part of the picture: those under one mask alone, and no piece under the other."""
        apart = np.where(others > 0, np.uint8(0), np.uint8(255))
        return Lines(
            self.across[part] & mine,
            self.down[part] & mine,
            self.pieces_across[part] & apart,
            self.pieces_down[part] & apart,
            self.ink[part],
            self.fragments,
        )


def find_lines(ink: Mask, dpi: float, long: float) -> Lines:
    """Horizontal and vertical lines.

    A run of less than `long` inches is a stroke of a character, unless it reaches from one line to another.
    """
    turned = np.ascontiguousarray(ink.T)
    across, down = _runs_of(ink, dpi, LONG), _runs_of(turned, dpi, SHORT)
    sure, _ = _components(down, long * dpi, dpi)
    level, loose = _components(across, long * dpi, dpi, sure.T)
    plumb, others = _components(down, long * dpi, dpi, level.T)
    return Lines(
        level,
        np.ascontiguousarray(plumb.T),
        _runs_of(ink, dpi, PIECE),
        np.ascontiguousarray(_runs_of(turned, dpi, PIECE).T),
        ink,
        loose + others,
    )


def _components(runs: Mask, long: float, dpi: float, others: Mask | None = None) -> tuple[Mask, int]:
    """The horizontal runs that are long, or have both ends at `others`, which run across them.

    The second part counts those that are left out although no character has such strokes.
    """
    _, found, measured, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    labels, stats = np.asarray(found, dtype=np.int32), np.asarray(measured, dtype=np.int32)
    x, y, width, height = (stats[:, side] for side in range(4))
    kept = width >= long
    if others is not None:
        step = max(1, round(TOUCH * dpi))
        near = cv2.dilate(np.ascontiguousarray(others), np.ones((2 * step + 1, 2 * step + 1), np.uint8)) > 0
        middle = y + height // 2
        kept |= near[middle, x] & near[middle, x + width - 1]
    kept[0] = False
    left_out = int(np.count_nonzero(~kept[1:] & (width[1:] >= LONG * dpi)))
    return np.where(kept[labels], np.uint8(255), np.uint8(0)), left_out


def _runs_of(ink: Mask, dpi: float, length: float) -> Mask:
    """Horizontal runs of ink of at least so many inches that are no thicker than a line."""
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(3, round(length * dpi))), np.uint8))
    thick = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((max(2, round(THICK * dpi)), 1), np.uint8))
    return np.asarray(cv2.subtract(runs, thick), dtype=np.uint8)
