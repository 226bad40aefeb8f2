"""One page of a PDF: read from its own text, or for its picture to be looked at."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from extractor.ingest.hidden import Hidden, HiddenText
from extractor.ingest.pages.frame import Frame
from extractor.ingest.pages.laid_out import LaidOutPage, lay_out
from extractor.ingest.pages.words import Character, lines_of
from extractor.ingest.pdf.content import BROKEN, Content, Glyph
from extractor.ingest.pdf.fonts import FontCheck
from extractor.ingest.pdf.parts import parts_of
from extractor.ingest.pdf.seen import Seen, look
from extractor.model import Box

__all__ = ["PageText", "Source", "read_page"]

COVERING = 0.5
"""Of the page: a picture as large as that may be the page itself."""
FEW = 40
"""Characters: a scan may have a page number or the mark of its maker as text."""
DRAWN = 60
"""Shapes: a page without text that draws so many may draw its letters."""
MOST_BROKEN = 0.1
"""Of the characters without a known meaning: with more, the text is not the one that is seen."""


class Source(Enum):
    """Where a page's words come from."""

    TEXT = "text"
    PICTURE = "picture"
    """The page is a picture, or its text does not say what is seen."""
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says by itself."""

    source: Source
    page: LaidOutPage
    """Without blocks unless the words come from the text."""
    layer: str = ""
    """Text that nobody sees over or under a picture of the page: what somebody's recogniser made of it."""
    parts: tuple[Box, ...] = ()
    """Pictures beside its text that may hold a table, in points from the top left of the unrotated page."""


def read_page(number: int, content: Content, hidden: HiddenText, fonts: FontCheck | None = None) -> PageText:
    """Tell what kind of page it is; read it if it has text, and report what of that is hidden.

    `fonts` looks at what its characters are drawn like; without it the page's text is believed.
    """
    seen = look(content)
    visible = [glyph for glyph in seen.glyphs if not glyph.text.isspace()]
    frame = Frame(content.width, content.height, _turn(visible))
    source = _source(content, seen, visible)
    if source is Source.TEXT and fonts and fonts.lies(number, content, seen.glyphs):
        source = Source.PICTURE
        hidden.add(Hidden.OTHER_SHAPES, _text(glyph for glyph in seen.glyphs if glyph.font in fonts.lying))
        hidden.seen()
    if source is Source.PICTURE:
        layer = _text(glyph for reason, glyph in seen.hidden if reason in {Hidden.INVISIBLE, Hidden.COVERED})
        return PageText(source, LaidOutPage(number, frame, ()), layer)
    for reason in dict.fromkeys(reason for reason, _ in seen.hidden):
        hidden.add(reason, _text(glyph for other, glyph in seen.hidden if other is reason))
        hidden.seen()
    characters = [_character(glyph, frame, hidden) for glyph in seen.glyphs]
    rulings, marks = ([frame.read(box) for box in boxes] for boxes in (seen.rulings, seen.marks))
    parts = parts_of(content, visible) if source is Source.TEXT else ()
    return PageText(source, lay_out(number, frame, characters, rulings, marks), parts=parts)


def _source(content: Content, seen: Seen, visible: list[Glyph]) -> Source:
    broken = sum(glyph.text == BROKEN or not _is_known(glyph.text) for glyph in visible)
    if broken > MOST_BROKEN * len(visible):
        return Source.PICTURE
    # A picture may be stored in strips.
    covered = sum(_share(box, content) for box in {picture.box for picture in content.pictures})
    if covered >= COVERING and len(visible) < FEW:
        return Source.PICTURE
    if visible:
        return Source.TEXT
    drawn = len(content.shapes) + len(content.strokes) >= DRAWN
    return Source.PICTURE if content.pictures or drawn or seen.slanted else Source.BLANK


def _is_known(text: str) -> bool:
    """Whether the characters mean the same to everybody: not those that fonts give a meaning of their own."""
    return not any(sign < " " or "\ue000" <= sign <= "\uf8ff" or sign >= "\U000f0000" for sign in text)


def _share(box: Box, content: Content) -> float:
    wide = min(box[2], content.width) - max(box[0], 0.0)
    high = min(box[3], content.height) - max(box[1], 0.0)
    return max(0.0, wide) * max(0.0, high) / (content.width * content.height)


def _turn(glyphs: list[Glyph]) -> int:
    """Which way most of the page is written."""
    counts = Counter(glyph.turn for glyph in glyphs if glyph.turn is not None)
    return counts.most_common(1)[0][0] if counts else 0


def _character(glyph: Glyph, frame: Frame, hidden: HiddenText) -> Character:
    box = frame.read(glyph.box)
    if glyph.turn == frame.turn:
        x, y = glyph.base
        base = frame.read((x, y, x, y))[1]
    else:
        # Of a label that is written across, each character stands on a line of its own.
        base = box[3]
    return Character(hidden.clean(glyph.text), box, base, glyph.size)


def _text(glyphs: Iterable[Glyph]) -> str:
    characters = [Character(glyph.text, glyph.box, glyph.base[1], max(glyph.size, 1.0)) for glyph in glyphs]
    return " ".join(line.text for line in lines_of(characters))
