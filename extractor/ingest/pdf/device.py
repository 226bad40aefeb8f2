"""Lets a page paint, and takes down what it paints.

pdfplumber's own objects lack what decides whether a text is seen: how it is painted, what is painted before and after
it, how opaque that is, and what clips it. So its parser, pdfminer, works for a device of our own.
"""

from collections.abc import Sequence
from itertools import count, pairwise
from typing import cast

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager, PDFStackT, PDFTextState
from pdfminer.pdftypes import PDFStream, dict_value, resolve1
from pdfminer.utils import Matrix, PathSegment, Point, Rect, apply_matrix_pt, apply_matrix_rect

from extractor.ingest.pdf.colour import Colour, colour_of
from extractor.ingest.pdf.content import BROKEN, Content, Fill, Glyph, Picture, Stroke
from extractor.model import Box

__all__ = ["Device", "Interpreter", "TooManyObjectsError"]

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
"""Points: a clip that cuts nothing off."""
UNSEEN_MODES = frozenset((3, 7))
"""Text that is neither filled nor stroked."""
STROKED_MODES = frozenset((1, 5))
"""Text of which only the outline is drawn: its colour is that of strokes."""


class TooManyObjectsError(Exception):
    """The page paints more than a page of a report can hold."""


class Device(PDFTextDevice):
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
        """The place of the next object in the order of painting."""
        order = next(self._order)
        if order > MOST_OBJECTS:
            raise TooManyObjectsError
        return order

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:  # noqa: ARG002 - pdfminer's signature
        """Count what is nested."""
        self._forms += 1
        if self._forms > MOST_FORMS:
            raise TooManyObjectsError

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002 - pdfminer's signature
        """Take down a picture, which stays packed."""
        if self.ctm is None or self.transparent:
            return
        width, height = (_number(stream.get_any((long, short))) for long, short in (("Width", "W"), ("Height", "H")))
        box = _meet(apply_matrix_rect(self.ctm, (0, 0, 1, 1)), self.clip)
        masked = any(stream.get_any((name,)) for name in ("SMask", "Mask", "ImageMask", "IM"))
        self.content.pictures.append(Picture(box, int(width * height), self.next(), opaque=self.opaque and not masked))

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        """Note how the text is painted; pdfminer does not pass that on."""
        self._render = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(  # noqa: PLR0913, PLR0917 - pdfminer's signature
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,  # noqa: ARG002
        graphicstate: PDFGraphicState,
    ) -> float:
        """Take down a character; give back how far the next one stands from it."""
        try:
            text = font.to_unichr(cid) or BROKEN
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
                font,
                cid,
            )
        )
        return advance

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,  # noqa: FBT001 - pdfminer's signature
        fill: bool,  # noqa: FBT001
        evenodd: bool,  # noqa: ARG002, FBT001
        path: Sequence[PathSegment],
    ) -> None:
        """Take down lines and areas."""
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
        matrix = self.ctm or (1, 0, 0, 1, 0, 0)
        ends = [cast("Point", tuple(item[-2:])) for item in part if item[0] != "h"]
        points = [apply_matrix_pt(matrix, end) for end in ends]
        if any(item[0] == "h" for item in part) and points:
            points.append(points[0])
        return points, all(item[0] in "mlh" for item in part)

    def _area(self, points: Sequence[Point], straight: bool, colour: Colour | None) -> None:  # noqa: FBT001
        x0, y0, x1, y1 = box = _around(points)
        if not straight:
            self._shape(box)
        elif min(x1 - x0, y1 - y0) <= THIN:
            middle = (
                (x0, (y0 + y1) / 2, x1, (y0 + y1) / 2) if x1 - x0 > y1 - y0 else ((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
            )
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


class Interpreter(PDFPageInterpreter):
    """Keeps what pdfminer's own interpreter passes over: clipping and transparency."""

    device: Device

    def __init__(self, resources: PDFResourceManager, device: Device) -> None:
        super().__init__(resources, device)
        self._kept: list[tuple[Box, bool, bool]] = []

    def dup(self) -> "Interpreter":
        """For nested content."""
        return Interpreter(self.rsrcmgr, self.device)

    def render_contents(
        self, resources: dict[object, object], streams: Sequence[object], ctm: Matrix = (1, 0, 0, 1, 0, 0)
    ) -> None:
        """Paint content; what it clips ends with it."""
        device = self.device
        before = device.clip, device.opaque, device.transparent
        super().render_contents(resources, streams, ctm)
        device.clip, device.opaque, device.transparent = before

    def do_q(self) -> None:
        """Keep the state; a page may do nothing else without end."""
        device = self.device
        device.next()
        self._kept.append((device.clip, device.opaque, device.transparent))
        super().do_q()

    def do_Q(self) -> None:  # noqa: N802 - named after the operator
        """Bring back what was kept."""
        if self._kept:
            self.device.clip, self.device.opaque, self.device.transparent = self._kept.pop()
        super().do_Q()

    def do_gs(self, name: PDFStackT) -> None:
        """Take down how opaque what follows is."""
        states = dict_value(self.resources.get("ExtGState", {}))
        state = dict_value(states.get(getattr(name, "name", None), {}))
        alpha = _number(state.get("ca"), 1.0 if self.device.opaque else 0.5)
        self.device.opaque = alpha >= 1 and getattr(resolve1(state.get("BM")), "name", "Normal") == "Normal"
        self.device.transparent = alpha <= 0

    def do_W(self) -> None:  # noqa: N802 - as above
        """Clip to the box around the path: it may clip more than that, never less."""
        self.device.clip = _meet(self.device.clip, self.device.bounds(self.curpath))

    def do_W_a(self) -> None:  # noqa: N802 - as above
        """Clip by the other rule."""
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
