"""Page numbers and running heads: what belongs to the pages and not to the text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.ingest.pages.laid_out import LaidOutPage, box_of
from extractor.model import PageBlock, PageLine
from extractor.tables.lexer import page_furniture

__all__ = ["without_furniture"]

MARGIN = 0.14
"""Of the height of a page, above and below: heads and page numbers stand there."""
SAME_HEIGHT = 4.0
"""Points between the same line on different pages."""
LEAST_SHARE = 0.5
"""Of the pages: a line on so many of them belongs to the pages."""
DIGITS = re.compile(r"\d+")
BARE = re.compile(r"\d{1,4}")


def without_furniture(pages: Sequence[LaidOutPage]) -> list[LaidOutPage]:
    """Leave out the lines at the upper and lower edge that repeat from page to page, or only count the pages."""
    cleaned = list(pages)
    while True:
        edges = [(place, block) for place, page in enumerate(cleaned) for block in _edges(page)]
        dropped = _repeated(edges, cleaned) | _numbers(edges, cleaned)
        if not dropped:
            return cleaned
        cleaned = [
            replace(
                page,
                blocks=tuple(block for block in page.blocks if (place, id(block)) not in dropped),
                notes=sum((place, id(block)) not in dropped for block in page.blocks[len(page.blocks) - page.notes :]),
            )
            for place, page in enumerate(cleaned)
        ]


def _edges(page: LaidOutPage) -> Iterator[PageLine]:
    """The first and the last block of a page, if they are lines in its margins."""
    height = page.frame.size[1]
    for block in (page.blocks[:1] + page.blocks[-1:])[: len(page.blocks)]:
        if isinstance(block, PageLine):
            _, top, _, bottom = box_of(block)
            if bottom <= MARGIN * height or top >= (1 - MARGIN) * height:
                yield block


def _repeated(edges: Sequence[tuple[int, PageLine]], pages: Sequence[LaidOutPage]) -> set[tuple[int, int]]:
    """Lines whose words, figures apart, stand at the same height on most pages."""
    keys = [(DIGITS.sub("0", _squeezed(line)), round(box_of(line)[1] / SAME_HEIGHT)) for _, line in edges]
    counts = Counter((words, height + shift) for words, height in keys for shift in (0, 1))
    least = max(2, LEAST_SHARE * len(pages))
    return {
        (place, id(line))
        for (place, line), (words, height) in zip(edges, keys, strict=True)
        if words != "0" and max(counts[words, height], counts[words, height + 1]) >= least
    }


def _numbers(edges: Sequence[tuple[int, PageLine]], pages: Sequence[LaidOutPage]) -> set[tuple[int, int]]:
    """Page numbers: dressed as such, or bare and counting the pages."""
    found = {(place, id(line)) for place, line in edges if page_furniture(_words(line))}
    bare = [(place, line, int(words)) for place, line in edges if BARE.fullmatch(words := _squeezed(line))]
    offsets = Counter(number - pages[place].number for place, _, number in bare)
    return found | {(place, id(line)) for place, line, number in bare if offsets[number - pages[place].number] > 1}


def _words(line: PageBlock) -> str:
    return " ".join(token.text for token in line.tokens) if isinstance(line, PageLine) else ""


def _squeezed(line: PageLine) -> str:
    return "".join(_words(line).split())
