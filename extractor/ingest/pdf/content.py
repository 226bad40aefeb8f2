"""What a page paints, in the order in which it paints it, in points from the top left of the unrotated page.

pdfplumber's own objects lack what decides whether a text is seen: how it is painted, what is painted before and after
it, how opaque that is, and what clips it. So its parser, pdfminer, works for a device of our own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import cast

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager, PDFStackT, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, num_value, resolve1
from pdfminer.utils import Matrix, PathSegment, Point, Rect, apply_matrix_pt, apply_matrix_rect

from extractor.ingest.pdf.colour import Colour, colour_of
from extractor.model import Box

__all__ = ["Content", "Fill", "Glyph", "Picture", "Stroke", "TooManyObjectsError", "read_content"]

MOST_OBJECTS = 200_000
"""Characters, strokes, areas and pictures of one page; a dense page of tables has some thousands."""
MOST_FORMS = 5_000
"""Uses of nested content on one page: forms that use each other twice make millions out of twenty."""
THIN = 3.0
"""Points: an area as narrow as that is a ruling line."""
SLENDER = 3.0
"""A ruling line is at least so many times as long as it is wide."""
STRAIGHT = 0.6
"""Points by which the ends of a ruling line may differ."""
EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)
UNSEEN_MODES = frozenset((3, 7))
"""Text that is neither filled nor stroked."""
STROKED_MODES = frozenset((1, 5))
BROKEN = "\ufffd"
"""Stands for a character whose font does not tell which one it is."""


class TooManyObjectsError(Exception):
    """The page paints more than a page of a report can hold."""


@dataclass(slots=True)
class Glyph:
    """A character, or the few that one shape stands for."""

    text: str
    box: Box
    base: Point
    """Where it stands on its line."""
    size: float
    """Points of its font, as seen."""
    turn: int | None
    """Quarter turns clockwise of its line of writing; null for a slanted one."""
    colour: Colour | None
    """Null where it is not known, as of patterns."""
    unseen: bool
    """Painted with neither fill nor stroke, or fully transparent."""
    clip: Box
    order: int


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line along one of the axes."""

    box: Box
    """Of its middle: without width."""
    colour: Colour | None
    order: int


@dataclass(frozen=True, slots=True)
class Fill:
    """An area in one colour."""

    box: Box
    colour: Colour | None
    order: int
    opaque: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """An embedded picture; never unpacked here."""

    box: Box
    pixels: int
    order: int
    opaque: bool


@dataclass(slots=True)
class Content:
    """A page's objects."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list[Glyph])
    strokes: list[Stroke] = field(default_factory=list[Stroke])
    fills: list[Fill] = field(default_factory=list[Fill])
    pictures: list[Picture] = field(default_factory=list[Picture])
    shapes: list[Box] = field(default_factory=list[Box])
    """What is drawn besides lines along the axes and areas."""


def read_content(page: PDFPage, resources: PDFResourceManager) -> Content:
    """Let the page paint.

    Raises:
        TooManyObjectsError: it does not end.
        Exception: whatever pdfminer raises on damaged files, which is of many kinds.
    """
    x0, y0, x1, y1 = _visible(page)
    content = Content(x1 - x0, y1 - y0)
    device = _Device(resources, content)
    # The page's own rotation is left out: the letters tell which way they are read, and places are in the unrotated
    # page.
    _Interpreter(resources, device).render_contents(page.resources, page.contents, (1, 0, 0, -1, -x0, y1))
    return content


def _visible(page: PDFPage) -> Rect:
    """What viewers show of the page."""
    whole, crop = _ordered(page.mediabox), _ordered(page.cropbox)
    x0, y0 = max(whole[0], crop[0]), max(whole[1], crop[1])
    x1, y1 = min(whole[2], crop[2]), min(whole[3], crop[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else whole


def _ordered(box: Rect) -> Rect:
    return min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])


class _Device(PDFTextDevice):
    """Takes down what is painted."""

    def __init__(self, resources: PDFResourceManager, content: Content) -> None:
        super().__init__(resources)
        self.content = content
        self.clip: Box = EVERYWHERE
        self.opaque = True
        self.transparent = False
        self._order = count()
        self._forms = 0
        self._render = 0

    def next(self) -> int:
        order = next(self._order)
        if order > MOST_OBJECTS:
            raise TooManyObjectsError
        return order

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        self._forms += 1
        if self._forms > MOST_FORMS:
            raise TooManyObjectsError

    def render_image(self, name: str, stream: PDFStream) -> None:
        if self.ctm is None or self.transparent:
            return
        width, height = (_number(stream.get_any((long, short))) for long, short in (("Width", "W"), ("Height", "H")))
        box = _meet(apply_matrix_rect(self.ctm, (0, 0, 1, 1)), self.clip)
        masked = any(stream.get_any((name,)) for name in ("SMask", "Mask", "ImageMask", "IM"))
        self.content.pictures.append(
            Picture(box, int(width * height), self.next(), opaque=self.opaque and not masked)
        )

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        self._render = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = BROKEN
        advance = font.char_width(cid) * fontsize * scaling
        if font.is_vertical():
            displacement = font.char_disp(cid)
            vx, vy = displacement if isinstance(displacement, tuple) else (None, 880.0)
            left = -(fontsize * 0.5 if vx is None else vx * fontsize * 0.001)
            top = (1000 - vy) * fontsize * 0.001 + rise
            box = (left, top + advance, left + fontsize, top)
        else:
            descent = font.get_descent() * fontsize
            box = (0, descent + rise, advance, descent + rise + fontsize)
        a, b, c, d, e, f = matrix
        self.content.glyphs.append(
            Glyph(
                text,
                apply_matrix_rect(matrix, box),
                (e + c * rise, f + d * rise),
                abs(fontsize) * (c * c + d * d) ** 0.5,
                _turn(a, b),
                _stroking(graphicstate) if self._render in STROKED_MODES else _filling(graphicstate),
                self._render in UNSEEN_MODES or self.transparent,
                self.clip,
                self.next(),
            )
        )
        return advance

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        if self.transparent:
            return
        for part in _parts(path):
            points, straight = self._points(part)
            if len(points) < 2:  # noqa: PLR2004 - a line has two ends
                continue
            if stroke and straight:
                colour = _stroking(graphicstate)
                for one, other in pairwise(points):
                    self._line((*one, *other), colour)
            elif stroke:
                self._shape(_around(points))
            if fill:
                self._area(points, straight, _filling(graphicstate))

    def bounds(self, path: Sequence[PathSegment]) -> Box:
        """The box around a path."""
        points = [point for part in _parts(path) for point in self._points(part)[0]]
        return _around(points) if points else EVERYWHERE

    def _points(self, part: Sequence[PathSegment]) -> tuple[list[Point], bool]:
        """The corners of a path without gaps, and whether all of it is straight."""
        assert self.ctm is not None
        ends = [cast("Point", tuple(item[-2:])) for item in part if item[0] != "h"]
        points = [apply_matrix_pt(self.ctm, end) for end in ends]
        if any(item[0] == "h" for item in part) and points:
            points.append(points[0])
        return points, all(item[0] in "mlh" for item in part)

    def _area(self, points: Sequence[Point], straight: bool, colour: Colour | None) -> None:  # noqa: FBT001
        x0, y0, x1, y1 = box = _around(points)
        if not straight:
            self._shape(box)
        elif min(x1 - x0, y1 - y0) <= THIN:
            middle = (x0, (y0 + y1) / 2, x1, (y0 + y1) / 2) if x1 - x0 > y1 - y0 else ((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
            if max(x1 - x0, y1 - y0) >= SLENDER * min(x1 - x0, y1 - y0):
                self._line(middle, colour)
        elif len(points) <= 5:  # noqa: PLR2004 - four corners, the first one twice
            self.content.fills.append(Fill(_meet(box, self.clip), colour, self.next(), self.opaque))

    def _shape(self, box: Box) -> None:
        self.next()
        self.content.shapes.append(_meet(box, self.clip))

    def _line(self, ends: Box, colour: Colour | None) -> None:
        x0, y0, x1, y1 = ends
        if abs(x1 - x0) <= STRAIGHT < abs(y1 - y0):
            box = ((x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1))
        elif abs(y1 - y0) <= STRAIGHT < abs(x1 - x0):
            box = (min(x0, x1), (y0 + y1) / 2, max(x0, x1), (y0 + y1) / 2)
        else:
            self._shape((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
            return
        x0, y0, x1, y1 = _meet(box, self.clip)
        if x1 - x0 > 0 or y1 - y0 > 0:
            self.content.strokes.append(Stroke((x0, y0, x1, y1), colour, self.next()))


class _Interpreter(PDFPageInterpreter):
    """Keeps what pdfminer's own interpreter passes over: clipping and transparency."""

    device: _Device

    def __init__(self, resources: PDFResourceManager, device: _Device) -> None:
        super().__init__(resources, device)
        self._kept: list[tuple[Box, bool, bool]] = []

    def dup(self) -> "_Interpreter":
        return _Interpreter(self.rsrcmgr, self.device)

    def render_contents(
        self, resources: dict[object, object], streams: Sequence[object], ctm: Matrix = (1, 0, 0, 1, 0, 0)
    ) -> None:
        device = self.device
        before = device.clip, device.opaque, device.transparent
        super().render_contents(resources, streams, ctm)
        device.clip, device.opaque, device.transparent = before

    def do_q(self) -> None:
        device = self.device
        self._kept.append((device.clip, device.opaque, device.transparent))
        super().do_q()

    def do_Q(self) -> None:
        if self._kept:
            self.device.clip, self.device.opaque, self.device.transparent = self._kept.pop()
        super().do_Q()

    def do_gs(self, name: PDFStackT) -> None:
        states = dict_value(self.resources.get("ExtGState", {}))
        state = dict_value(states.get(getattr(name, "name", None), {}))
        alpha = _number(state.get("ca"), 1.0 if self.device.opaque else 0.5)
        self.device.opaque = alpha >= 1 and getattr(resolve1(state.get("BM")), "name", "Normal") == "Normal"
        self.device.transparent = alpha <= 0

    def do_W(self) -> None:
        self.device.clip = _meet(self.device.clip, self.device.bounds(self.curpath))

    def do_W_a(self) -> None:
        self.do_W()


def _filling(state: PDFGraphicState) -> Colour | None:
    return colour_of(state.ncolor, state.ncs.name)


def _stroking(state: PDFGraphicState) -> Colour | None:
    return colour_of(state.scolor, state.scs.name)


def _parts(path: Sequence[PathSegment]) -> list[list[PathSegment]]:
    """A path cut where it jumps."""
    parts: list[list[PathSegment]] = []
    for item in path:
        if item[0] == "m" or not parts:
            parts.append([])
        parts[-1].append(item)
    return parts


def _around(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _meet(box: Box, clip: Box) -> Box:
    return max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3])


def _turn(a: float, b: float) -> int | None:
    """Quarter turns clockwise of a direction, y counting down; null off the axes by more than some seven degrees."""
    if abs(b) * 8 <= abs(a):
        return 0 if a > 0 else 2
    if abs(a) * 8 <= abs(b):
        return 1 if b > 0 else 3
    return None


def _number(value: object, default: float = 0.0) -> float:
    found = resolve1(value)
    return float(found) if isinstance(found, int | float) else default
