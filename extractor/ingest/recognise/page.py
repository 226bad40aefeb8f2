"""A page read from its picture: upright, recognised, its tables found, its figures read twice."""

from collections.abc import Sequence
from statistics import median

import numpy as np

from extractor.ingest.pages.prose import flowing
from extractor.ingest.pages.words import TextLine, around
from extractor.ingest.recognise.cells import FilledCell, alone, box_of, core_of, corners_of, fill, lines_of, overlooked
from extractor.ingest.recognise.engine import Engine, RawToken, shared_engine
from extractor.ingest.recognise.figures import whole_number
from extractor.ingest.recognise.ink import Mask, Pixels, Rectangle, black_of, grey_of, ink_of, seal_of
from extractor.ingest.recognise.ruling import Lattice, find_lattices
from extractor.ingest.recognise.second import Look, is_figure, is_sealed, look_again, read_through
from extractor.ingest.recognise.turned import quarters_off
from extractor.ingest.recognise.upright import View, straighten, turn
from extractor.model import Box, PageBlock, PageCell, PageLine, PagePicture, PageTable, PageToken, RecognisedPage

__all__ = ["read_page"]

POINTS = 72.0
"""An inch."""
SEEN = 0.7
"""Score from which a character that was overlooked at first is one."""
PRINTED = 0.25
"""Of a word's width, along which there is ink if it is printed on this side; the lines of a table cross less of it."""
LETTER = 0.75
"""Of the height of a recogniser's box: the size of the type in it."""


def read_page(picture: PagePicture, threads: int) -> RecognisedPage:
    """Recognise the picture of a page."""
    engine = shared_engine(threads)
    given = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 3)
    pixels = np.ascontiguousarray(given[:, :, ::-1])
    view = straighten(pixels, grey_of(pixels))
    tokens = engine.read_page(view.picture, picture.dpi)
    quarters = quarters_off(view.picture, tokens, engine)
    if quarters:
        view = turn(view, quarters)
        tokens = engine.read_page(view.picture, picture.dpi)
    return _Page(view, picture.dpi, engine).recognised(tokens)


class _Page:
    """One upright page on its way to blocks."""

    def __init__(self, view: View, dpi: float, engine: Engine) -> None:
        self._view, self._dpi, self._engine = view, dpi, engine
        self._grey: Pixels = grey_of(view.picture)
        self._ink: Mask = ink_of(self._grey, dpi)
        self._seal: Mask = seal_of(view.picture)
        self._black: Mask = black_of(view.picture, self._ink, self._seal, dpi)
        self._notes: dict[str, None] = {}

    def recognised(self, tokens: Sequence[RawToken]) -> RecognisedPage:
        """Everything that is on the page, in reading order."""
        blocks: list[PageBlock] = []
        free = [token for token in tokens if self._is_printed(token)]
        for lattice in find_lattices(self._black, self._dpi):
            inner = [token for token in free if _is_inside(box_of(token), lattice.box)]
            above = [token for token in free if token not in inner and box_of(token)[1] < lattice.box[1]]
            free = [token for token in free if token not in inner and token not in above]
            blocks += self._prose(above)
            if inner:
                blocks.append(self._table(lattice, inner))
        blocks += self._prose(free)
        return RecognisedPage(
            tuple(blocks),
            turn=self._view.turn,
            notes=tuple(self._notes),
            placing=self._view.placing(POINTS / self._dpi),
        )

    def _is_printed(self, token: RawToken) -> bool:
        """Whether a token is of this side of the sheet; a figure stays, however faint, for its cell is no blank."""
        if is_figure(token.text):
            return True
        x0, y0, x1, y1 = core_of(box_of(token))
        inked = self._ink[max(0, y0) : y1, max(0, x0) : x1].any(axis=0)
        return bool(inked.any()) and float(inked.mean()) >= PRINTED

    def _prose(self, tokens: Sequence[RawToken]) -> list[PageLine]:
        figures = [alone(token, self._ink, self._dpi) for token in tokens if is_figure(token.text)]
        looks = {
            id(cell.tokens[0]): found[0]
            for cell, found in zip(figures, look_again(figures, self._grey, self._engine), strict=True)
            if found
        }
        lines: list[TextLine] = []
        for line in lines_of(tokens):
            words = tuple(self._token(token, looks.get(id(token))) for token in line)
            box = around(word.box for word in words)
            lines.append(TextLine(words, box, median(LETTER * (word.box[3] - word.box[1]) for word in words)))
        return flowing(lines)

    def _table(self, lattice: Lattice, tokens: Sequence[RawToken]) -> PageTable:
        cells = fill(lattice, tokens, self._black, self._dpi)
        self._find_overlooked(cells)
        closer = [cell for cell in cells if (cell.marks and not cell.tokens) or cell.crossed or is_figure(cell.text)]
        looks = dict(zip(map(id, closer), look_again(closer, self._grey, self._engine), strict=True))
        made = tuple(self._cell(cell, looks.get(id(cell), ())) for cell in cells)
        return PageTable(made, self._box(lattice.box))

    def _find_overlooked(self, cells: Sequence[FilledCell]) -> None:
        """Add to labels what the recogniser has not seen of them."""
        missed = [(cell, line) for cell in cells if not is_figure(cell.text) for line in overlooked(cell)]
        looks = look_again([line for _, line in missed], self._grey, self._engine)
        for (cell, _), found in zip(missed, looks, strict=True):
            cell.tokens += [
                RawToken(look.text, corners_of(look.box), look.score)
                for look in found
                if look.text and look.score >= SEEN
            ]

    def _cell(self, filled: FilledCell, looks: Sequence[Look]) -> PageCell:
        lines: list[tuple[PageToken, ...]] = []
        shows = False
        if is_sealed(filled, self._seal, self._ink) and (is_figure(filled.text) or not filled.tokens):
            shows = True
        elif is_figure(filled.text) and not filled.marks:
            # Too faint for print of this page: from its back, or worn off.
            shows = True
        elif through := read_through(filled, looks):
            # What the first read says is of both sides of the sheet: nobody confirms the second.
            lines = [(PageToken(through.text, self._box(through.box), through.score, ""),)]
        elif filled.tokens and not filled.crossed:
            read = lines_of(filled.tokens)
            seconds = looks if len(looks) == len(read) else [None] * len(read)
            for line, look in zip(read, seconds, strict=True):
                single = look if len(line) == 1 else None
                lines.append(tuple(self._token(token, single, closer=bool(looks)) for token in line))
            lines = whole_number(lines, self._box(filled.inside))
        elif looks and looks[0].text:
            lines = [(PageToken(looks[0].text, self._box(looks[0].box), looks[0].score),)]
        else:
            shows = bool(filled.marks)
        cell = filled.cell
        return PageCell(
            cell.row, cell.column, self._box(cell.box), tuple(lines), cell.row_span, cell.column_span, shows
        )

    def _token(self, token: RawToken, look: Look | None = None, *, closer: bool = False) -> PageToken:
        """The token, and what the second read says: nothing clear where one was tried and does not confirm it."""
        again = "" if closer else None
        if look is not None and (look.text != token.text or look.confirms(token.text)):
            again = look.text
        return PageToken(token.text, self._points(token.quad), token.score, again)

    def _box(self, box: Rectangle) -> Box:
        return self._points(corners_of(box))

    def _points(self, corners: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Box:
        read = self._view.read(corners) * (POINTS / self._dpi)
        low, high = read.min(axis=0), read.max(axis=0)
        return (round(float(low[0]), 1), round(float(low[1]), 1), round(float(high[0]), 1), round(float(high[1]), 1))


def _is_inside(box: Rectangle, outer: Rectangle) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= x < outer[2] and outer[1] <= y < outer[3]
