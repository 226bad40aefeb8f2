"""Whether fonts show what they say: a font's map of characters may name one figure and its shape be another."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import islice
from typing import TypeAlias

from PIL import Image

from extractor.ingest.hidden import strip_unseen
from extractor.ingest.pdf.content import Content, Glyph, Picture
from extractor.ingest.pdf.shapes import HEIGHT, Likeness, are_exchanged, has_ink, likeness_of
from extractor.model import Box

__all__ = ["Cut", "FontCheck"]

Cut: TypeAlias = Callable[[int, Box, float], Image.Image | None]
"""Gives what a box on a page with a 1-based number shows, at so many dots a point; null when it cannot be drawn."""

TRIES = 3
"""Places at which a shape is looked at before it is said to be another: a line or a seal may run through one."""
FIGURE = 0.7
"""Of the size of a font: the height of its figures."""
ABOVE, BELOW = 0.8, 0.25
"""Of the size: as far as figures reach from their line, old-style ones too; the height that a font states for its
characters is often another than that of any."""
INNER = 0.25
"""Of the width and height of a white space, on each side: its neighbours and the lines of tables may reach in there."""


class FontCheck:
    """Looks once at each figure of each font of a file, and at each white space.

    A font whose figures look like others than it says, or whose white space shows ink, lies; its pages are for a
    recogniser, like all whose map of characters is broken.
    """

    def __init__(self, cut: Cut) -> None:
        self._cut = cut
        self._figures: defaultdict[Hashable, dict[Hashable, tuple[int, Likeness]]] = defaultdict(dict)
        self._looked: set[Hashable] = set()
        self.lying: set[Hashable] = set()
        """Fonts that do not show what they say."""
        self._believed: defaultdict[Hashable, set[int]] = defaultdict(set)

    def lies(self, number: int, content: Content, seen: Sequence[Glyph]) -> bool:
        """Whether a font that the page with a 1-based number uses is known to lie; `seen` is what is visible of it."""
        places: defaultdict[tuple[Hashable, Hashable], list[Glyph]] = defaultdict(list)
        for glyph in seen:
            if glyph.turn is not None and (_is_white(glyph.text) or _figure(glyph.text) is not None):
                places[glyph.font, glyph.shape].append(glyph)
        for (font, shape), glyphs in places.items():
            if (font, shape) not in self._looked:
                self._looked.add((font, shape))
                self._look(number, _plainest(glyphs, content.pictures), font, shape)
        fonts = {font for font, _ in places}
        if fonts & self.lying:
            return True
        for font in fonts:
            self._believed[font].add(number)
        return False

    def misread(self, number: int) -> bool:
        """Whether a font of a page that was read as text was found to lie on a later page."""
        return any(number in self._believed[font] for font in self.lying)

    def _look(self, number: int, glyphs: Sequence[Glyph], font: Hashable, shape: Hashable) -> None:
        figure = _figure(glyphs[0].text)
        if figure is None:
            drawn = list(self._drawn(number, [_inner(_standing(glyph)) for glyph in glyphs], glyphs))
            if drawn and all(has_ink(picture) for picture in drawn):
                self.lying.add(font)
            return
        best: Likeness | None = None
        for picture in self._drawn(number, [_standing(glyph) for glyph in glyphs], glyphs):
            likeness = likeness_of(picture)
            if likeness is not None and (best is None or _lead(likeness, figure) > _lead(best, figure)):
                best = likeness
            if best is not None and _lead(best, figure) > 0:
                break
        if best is not None:
            self._figures[font][shape] = figure, best
            said: defaultdict[int, list[Likeness]] = defaultdict(list)
            for named, likeness in self._figures[font].values():
                said[named].append(likeness)
            if are_exchanged(said):
                self.lying.add(font)

    def _drawn(self, number: int, boxes: Sequence[Box], glyphs: Sequence[Glyph]) -> Iterator[Image.Image]:
        """Pictures of glyphs, upright."""
        for box, glyph in zip(boxes, glyphs, strict=True):
            picture = self._cut(number, box, HEIGHT / (FIGURE * max(glyph.size, 1.0)))
            if picture is not None:
                yield picture.rotate(90 * (glyph.turn or 0), expand=True)


def _is_white(text: str) -> bool:
    return not strip_unseen(text)[0].strip()


def _figure(text: str) -> int | None:
    """The figure that a character means, wide ones too; null for all else."""
    plain = unicodedata.normalize("NFKC", text) if text.isdecimal() else ""
    return int(plain) if len(plain) == 1 and plain.isascii() else None


def _lead(likeness: Likeness, figure: int) -> float:
    return likeness[figure] - max(likeness[:figure] + likeness[figure + 1 :])


def _plainest(glyphs: Sequence[Glyph], pictures: Sequence[Picture]) -> list[Glyph]:
    """A few glyphs from all over the page, those first that no picture lies under: drawing that takes long."""
    spread = sorted(islice(glyphs, 0, None, max(1, len(glyphs) // TRIES)), key=lambda glyph: _on_any(glyph, pictures))
    return spread[:TRIES]


def _on_any(glyph: Glyph, pictures: Sequence[Picture]) -> bool:
    x0, y0, x1, y1 = glyph.box
    return any(
        x0 < picture.box[2] and picture.box[0] < x1 and y0 < picture.box[3] and picture.box[1] < y1
        for picture in pictures
    )


def _standing(glyph: Glyph) -> Box:
    """Its width, from as far above its line as figures reach to as far below; in the direction in which it stands."""
    x0, y0, x1, y1 = glyph.box
    (x, y), above, below = glyph.base, ABOVE * glyph.size, BELOW * glyph.size
    return (
        (x0, y - above, x1, y + below),
        (x - below, y0, x + above, y1),
        (x0, y - below, x1, y + above),
        (x - above, y0, x + below, y1),
    )[glyph.turn or 0]


def _inner(box: Box) -> Box:
    x0, y0, x1, y1 = box
    wide, high = INNER * (x1 - x0), INNER * (y1 - y0)
    return x0 + wide, y0 + high, x1 - wide, y1 - high
