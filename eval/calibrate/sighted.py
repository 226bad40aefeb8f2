"""Figures of badly damaged scans beside what is printed: straight from the recogniser, before anything is accepted."""

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pdfplumber

from eval.calibrate.floor import SightedFigure
from eval.generator.scans import HARSH_DAMAGES, Printed, print_reports, scan
from extractor.ingest.pages.laid_out import recognised
from extractor.ingest.picture_frames import frames
from extractor.model import PageCell, PageTable

if TYPE_CHECKING:
    from extractor.ports import PageRecogniser

__all__ = ["figure_of", "sighted_figures"]

FIGURE = re.compile(r"[-−]?[\d,.]*\d[\d,.]*%?")
LEAST_CHARACTERS = 40
"""Digits of a page that are worth the time of recognising it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A character of the printed file."""

    text: str
    x: float
    """Points of its middle from the left of the page."""
    y: float


def sighted_figures(seeds: Sequence[int], recogniser: "PageRecogniser") -> Iterator[SightedFigure]:
    """Print, damage and recognise reports; every figure that stands alone in a cell.

    Each report begins with another damage, so that every kind of page meets every damage.

    Raises:
        RuntimeError: LibreOffice is not installed.
    """
    names = list(HARSH_DAMAGES)
    for place, printed in enumerate(print_reports(seeds)):
        start = 3 * place % len(names)
        yield from _of_report(printed, names[start:] + names[:start], recogniser)


def _of_report(printed: Printed, damages: Sequence[str], recogniser: "PageRecogniser") -> Iterator[SightedFigure]:
    scanned = scan(printed, damages)
    pages = zip(_marks(printed.pdf), frames(scanned.data), scanned.damages, strict=True)
    for number, (marks, picture, damage) in enumerate(pages, start=1):
        if sum(mark.text.isdecimal() for mark in marks) < LEAST_CHARACTERS:
            continue
        laid_out = recognised(number, picture, recogniser.recognise(picture))
        for block in laid_out.blocks:
            for cell in block.cells if isinstance(block, PageTable) else ():
                x0, y0, x1, y1 = laid_out.frame.placed(cell.box)
                inside = [mark.text for mark in marks if x0 <= mark.x <= x1 and y0 <= mark.y <= y1]
                seen = figure_of(cell, "".join(inside))
                if seen is not None:
                    text, paper, score, agrees = seen
                    yield SightedFigure(printed.seed, number, damage, text, paper, score, agrees)


def figure_of(cell: PageCell, printed: str) -> tuple[str, str, float, bool] | None:
    """A cell's figure, what is printed there, its score, and whether two reads agree; null for what is no figure."""
    tokens = [token for line in cell.lines for token in line]
    if len(tokens) != 1:
        return None
    (token,) = tokens
    text = _plain(token.text)
    if token.score is None or FIGURE.fullmatch(text) is None:
        return None
    return text, _plain(printed), token.score, token.again == token.text


def _plain(text: str) -> str:
    """Without spaces, and one form of every character."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _marks(pdf: bytes) -> list[list[Mark]]:
    """The characters of every page, in their order."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return [
            [
                Mark(str(sign["text"]), (sign["x0"] + sign["x1"]) / 2, (sign["top"] + sign["bottom"]) / 2)
                for sign in page.chars
            ]
            for page in opened.pages
        ]
