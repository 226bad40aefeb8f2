"""A page as its blocks: lines and tables in reading order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.ingest.pages.filled import fill_tables
from extractor.ingest.pages.frame import Frame
from extractor.ingest.pages.prose import flowing
from extractor.ingest.pages.ruled import find_ruled
from extractor.ingest.pages.words import Character, TextLine, around, lines_of
from extractor.model import Box, PageBlock, PageLine, PagePicture, PageTable, PageToken, RecognisedPage

__all__ = ["LaidOutPage", "box_of", "lay_out", "recognised"]


@dataclass(frozen=True, slots=True)
class LaidOutPage:
    """A page ready to be written down."""

    number: int
    """1-based."""
    frame: Frame
    """The boxes of the blocks are those of the page as read."""
    blocks: tuple[PageBlock, ...]


def lay_out(number: int, frame: Frame, characters: Iterable[Character], rulings: Iterable[Box]) -> LaidOutPage:
    """Find the tables of a page and order everything as it is read."""
    tables, outside = fill_tables(find_ruled(rulings), characters)
    return LaidOutPage(number, frame, tuple(_ordered(tables, lines_of(outside))))


def recognised(number: int, picture: PagePicture, found: RecognisedPage) -> LaidOutPage:
    """A page as its recogniser laid it out, in its reading frame."""
    points = 72 / picture.dpi
    frame = Frame(picture.width * points, picture.height * points, found.turn)
    return LaidOutPage(number, frame, tuple(_read(block, frame) for block in found.blocks))


def _read(block: PageBlock, frame: Frame) -> PageBlock:
    if frame.turn == 0:
        return block
    if isinstance(block, PageLine):
        return replace(block, tokens=_tokens(block.tokens, frame))
    cells = tuple(
        replace(cell, box=frame.read(cell.box), lines=tuple(_tokens(line, frame) for line in cell.lines))
        for cell in block.cells
    )
    return PageTable(cells, frame.read(block.box))


def _tokens(tokens: tuple[PageToken, ...], frame: Frame) -> tuple[PageToken, ...]:
    return tuple(replace(token, box=frame.read(token.box)) for token in tokens)


def box_of(block: PageBlock) -> Box:
    """Where a block is."""
    return block.box if isinstance(block, PageTable) else around(token.box for token in block.tokens)


def _ordered(tables: Sequence[PageTable], lines: Sequence[TextLine]) -> list[PageBlock]:
    """From top to bottom: the lines between two tables flow by themselves."""
    blocks: list[PageBlock] = []
    rest = list(lines)
    for table in sorted(tables, key=lambda item: (item.box[1], item.box[0])):
        above = [line for line in rest if line.box[1] + line.box[3] < table.box[1] + table.box[3]]
        rest = rest[len(above) :]
        blocks += flowing(above)
        blocks.append(table)
    blocks += flowing(rest)
    return blocks
