"""Pictures on pages with text: one that holds a table is read like a scan, as a part of its page."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.ingest.pages.frame import Frame
from extractor.ingest.pages.laid_out import LaidOutPage, box_of, recognised
from extractor.ingest.pages.words import around, middle
from extractor.ingest.pdf.content import Content, Glyph
from extractor.model import Box, PageBlock, PageLine, PagePicture, PageTable, PageToken, RecognisedPage

__all__ = ["cut_out", "is_paper", "parts_of", "with_part"]

WIDEST_LOGO = 0.3
"""Of the width of the page: a smaller picture holds no table that anybody could read."""
LOWEST = 36.0
"""Points: half an inch holds a head and a row of figures."""
TOUCHING = 2.0
"""Points between the strips that one picture is stored in."""
MOST_LETTERS = 10
"""Characters upon a picture: with more it is their background."""
LIGHT, PAPER = 170, 0.5
"""Of 255, and how much of a picture is as light as that: a table is dark on light paper, a photograph is not."""
SAMPLE = 101
"""Of so many bytes one is looked at."""
CHANNELS = 3
"""Red, green and blue."""


def parts_of(content: Content, visible: Sequence[Glyph]) -> tuple[Box, ...]:
    """The pictures of a page that may hold a table, in points from the top left of the unrotated page."""
    page: Box = (0.0, 0.0, content.width, content.height)
    boxes = [_meet(picture.box, page) for picture in content.pictures]
    joined = _joined(box for box in boxes if box[0] < box[2] and box[1] < box[3])
    return tuple(box for box in joined if _is_large(box, content) and not _is_ground(box, visible))


def cut_out(picture: PagePicture, box: Box) -> PagePicture:
    """The part of a page's picture that a box holds."""
    point = picture.dpi / 72
    left, top = max(0, round(box[0] * point)), max(0, round(box[1] * point))
    right, bottom = min(picture.width, round(box[2] * point)), min(picture.height, round(box[3] * point))
    stride = CHANNELS * picture.width
    rows = (picture.pixels[y * stride + CHANNELS * left : y * stride + CHANNELS * right] for y in range(top, bottom))
    return PagePicture(right - left, bottom - top, b"".join(rows), picture.dpi)


def is_paper(picture: PagePicture) -> bool:
    """Whether a picture is mostly light, as what people write tables on."""
    sample = picture.pixels[::SAMPLE]
    return sum(byte >= LIGHT for byte in sample) >= PAPER * len(sample)


def with_part(page: LaidOutPage, picture: PagePicture, found: RecognisedPage, box: Box) -> LaidOutPage | None:
    """A page with what was recognised in the picture at `box`, where that stands; null when no table is in it."""
    part = recognised(page.number, picture, found)
    if not any(isinstance(block, PageTable) for block in part.blocks):
        return None
    blocks = [_moved(block, part.frame, page.frame, box) for block in part.blocks]
    height = middle(page.frame.read(box))[1]
    last = len(page.blocks) - page.notes
    place = next((at for at, block in enumerate(page.blocks[:last]) if middle(box_of(block))[1] > height), last)
    return replace(page, blocks=(*page.blocks[:place], *blocks, *page.blocks[place:]))


def _moved(block: PageBlock, frame: Frame, page: Frame, box: Box) -> PageBlock:
    """A block of a part in the frame of its page."""

    def move(inner: Box) -> Box:
        x0, y0, x1, y1 = frame.placed(inner)
        return page.read((x0 + box[0], y0 + box[1], x1 + box[0], y1 + box[1]))

    def moved(tokens: Iterable[PageToken]) -> tuple[PageToken, ...]:
        return tuple(replace(token, box=move(token.box)) for token in tokens)

    if isinstance(block, PageLine):
        return replace(block, tokens=moved(block.tokens))
    cells = tuple(replace(cell, box=move(cell.box), lines=tuple(map(moved, cell.lines))) for cell in block.cells)
    return replace(block, cells=cells, box=move(block.box))


def _joined(boxes: Iterable[Box]) -> list[Box]:
    """Boxes that touch are one: scanners and printers store pictures in strips."""
    joined: list[Box] = []
    for box in boxes:
        touching = [other for other in joined if _touch(box, other)]
        joined = [other for other in joined if other not in touching]
        joined.append(around((box, *touching)))
    return joined


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + TOUCHING
        and other[0] <= one[2] + TOUCHING
        and one[1] <= other[3] + TOUCHING
        and other[1] <= one[3] + TOUCHING
    )


def _is_large(box: Box, content: Content) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    least = WIDEST_LOGO * min(content.width, content.height)
    # The page may be turned, so either side may be the width of the table.
    return max(wide, high) >= least and min(wide, high) >= LOWEST


def _is_ground(box: Box, visible: Iterable[Glyph]) -> bool:
    upon = 0
    for glyph in visible:
        x, y = middle(glyph.box)
        upon += box[0] <= x <= box[2] and box[1] <= y <= box[3]
    return upon > MOST_LETTERS


def _meet(box: Box, page: Box) -> Box:
    return max(box[0], page[0]), max(box[1], page[1]), min(box[2], page[2]), min(box[3], page[3])
