"""An invisible text over the picture of a page, compared with what the picture shows."""

import re
from collections import Counter

from rapidfuzz import fuzz

from extractor.ingest.pages.laid_out import LaidOutPage
from extractor.model import PageLine
from extractor.text import compact

__all__ = ["differs"]

ALIKE = 80.0
"""Of 100: two recognisers of the same page agree on more."""
NUMBER = re.compile(r"\d+(?:\.\d+)?")
MOST_STRANGE = 0.1
"""Of the numbers of the layer: so many may be read differently by honest recognisers."""


def differs(layer: str, page: LaidOutPage) -> bool:
    """Whether the layer says something else than its page shows: other words, or other numbers."""
    shown = " ".join(
        token.text
        for block in page.blocks
        for tokens in (
            [block.tokens] if isinstance(block, PageLine) else [line for cell in block.cells for line in cell.lines]
        )
        for token in tokens
    )
    if fuzz.token_sort_ratio(compact(layer), compact(shown)) < ALIKE:
        return True
    said, seen = Counter(NUMBER.findall(layer)), Counter(NUMBER.findall(shown))
    return (said - seen).total() > MOST_STRANGE * max(said.total(), 1)
