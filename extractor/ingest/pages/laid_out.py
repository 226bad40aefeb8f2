"""A page as its blocks: lines and tables in reading order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.ingest.pages.columns import flows_of
from extractor.ingest.pages.filled import fill_tables
from extractor.ingest.pages.frame import Frame
from extractor.ingest.pages.implied import find_implied
from extractor.ingest.pages.prose import flowing
from extractor.ingest.pages.ruled import find_ruled
from extractor.ingest.pages.unruled import find_unruled
from extractor.ingest.pages.words import Character, TextLine, around, lines_of
from extractor.model import Box, PageBlock, PageLine, PagePicture, PageTable, PageToken, RecognisedPage

__all__ = ["LaidOutPage", "box_of", "lay_out", "recognised"]


SHORTEST_SEPARATOR, LONGEST_SEPARATOR = 0.1, 0.45
"""Of the width of the page: the line above footnotes is so long."""


@dataclass(frozen=True, slots=True)
class LaidOutPage:
    """A page ready to be written down."""

    number: int
    """1-based."""
    frame: Frame
    """The boxes of the blocks are those of the page as read."""
    blocks: tuple[PageBlock, ...]
    notes: int = 0
    """So many blocks at its end are footnotes."""


def lay_out(
    number: int, frame: Frame, characters: Iterable[Character], rulings: Iterable[Box], marks: Sequence[Box] = ()
) -> LaidOutPage:
    """Find the tables of a page and order everything as it is read.

    `marks` are pictures and drawings: a cell that holds one and no text is no blank.
    """
    lines = list(rulings)
    ruled = find_ruled(lines)
    tables, outside = fill_tables(ruled, characters, marks)
    found = find_implied(outside, lines)
    unsure = [box for table in found for box in table.unsure]
    implied, outside = fill_tables([table.table for table in found], outside, [*marks, *unsure])
    tables += (replace(table, implied=True) for table in implied)
    blocks = _ordered(tables, lines_of(outside))
    return LaidOutPage(number, frame, tuple(blocks), _footnotes(blocks, lines, frame))


def _footnotes(blocks: Sequence[PageBlock], rulings: Sequence[Box], frame: Frame) -> int:
    """How many lines stand below the short line that parts footnotes from the page."""
    width, height = frame.size
    tables = [block.box for block in blocks if isinstance(block, PageTable)]
    heights = [
        y
        for x0, y, x1, bottom in rulings
        if bottom == y
        and SHORTEST_SEPARATOR * width <= x1 - x0 <= LONGEST_SEPARATOR * width
        and y > height / 2
        and not any(box[1] - 1 <= y <= box[3] + 1 for box in tables)
    ]
    if not heights:
        return 0
    below = [box_of(block)[1] >= max(heights) - 1 for block in blocks]
    return (
        sum(below) if all(isinstance(block, PageLine) for block, low in zip(blocks, below, strict=True) if low) else 0
    )


def recognised(number: int, picture: PagePicture, found: RecognisedPage) -> LaidOutPage:
    """A page as its recogniser laid it out, in its reading frame."""
    points = 72 / picture.dpi
    frame = Frame(picture.width * points, picture.height * points, found.turn, found.placing)
    return LaidOutPage(number, frame, tuple(_read(block, frame) for block in found.blocks))


def _read(block: PageBlock, frame: Frame) -> PageBlock:
    if frame.turn == 0 or frame.placing:
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
        blocks += _read_down(above)
        blocks.append(table)
    blocks += _read_down(rest)
    return blocks


def _read_down(lines: Sequence[TextLine]) -> list[PageBlock]:
    """Lines between two ruled tables: columns of prose, and tables that nothing rules."""
    blocks: list[PageBlock] = []
    for flow in flows_of(lines):
        at = 0
        for stretch in find_unruled(flow):
            blocks += flowing(flow[at : stretch.start])
            blocks.append(stretch.table)
            at = stretch.end
        blocks += flowing(flow[at:])
    return blocks
