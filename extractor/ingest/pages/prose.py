"""Lines outside tables: which of them one sentence runs over."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractor.ingest.pages.columns import GUTTER, segments_of
from extractor.ingest.pages.words import TextLine
from extractor.model import PageLine
from extractor.tables.geometry import display_width
from extractor.text.labels import label_key

__all__ = ["flowing"]

SHORT = 1.6
"""Of the size of a line: a line that ends so much before the others was ended on purpose."""
INDENT = 0.8
"""Of its size: a line that begins so much to the right begins a paragraph."""
LEADING = 2.6
"""Of its size: the next line of the same paragraph is no further down."""
SAME_SIZE = 0.15
SHORTEST = 12
"""Characters: the width of no page breaks off a shorter line."""
LATIN = re.compile(r"[!-~]+")
ENDS = frozenset("。！？；：!?;:")
"""Whatever ends with one of these may as well end there: a heading may follow without an indent."""


def flowing(lines: Sequence[TextLine]) -> list[PageLine]:
    """Mark the lines of a column, from top to bottom, that the width of the page broke off.

    Where lines have wide gaps, they are rows of a table that nothing rules: there the gaps are kept, and those of the
    lines beside them, which may hold more of a label.
    """
    if not lines:
        return []
    gapped = [len(segments_of(line)) > 1 for line in lines]
    tabular = [
        here or before or after
        for before, here, after in zip([False, *gapped], gapped, [*gapped[1:], False], strict=False)
    ]
    left, right = min(line.box[0] for line in lines), max(line.box[2] for line in lines)
    unit = median(line.size for line in lines) / 2
    goes_on = [
        not (tabular[place] or tabular[place + 1])
        and len(line.text) >= SHORTEST
        and line.text[-1] not in ENDS
        and not label_key(after.text).ordinal
        and right - line.box[2] < SHORT * line.size + _word_width(after)
        and after.box[0] <= left + INDENT * line.size
        and after.box[1] - line.box[1] <= LEADING * line.size
        and abs(after.size - line.size) <= SAME_SIZE * line.size
        for place, (line, after) in enumerate(pairwise(lines))
    ]
    return [
        PageLine(line.tokens, on, line.spaced, _spaces(line, left, unit) if table else ())
        for line, on, table in zip(lines, [*goes_on, False], tabular, strict=True)
    ]


def _word_width(line: TextLine) -> float:
    """Points of the Latin word or address that a line begins with: it is moved to the next line as a whole."""
    first = line.tokens[0]
    word = LATIN.match(first.text)
    return (first.box[2] - first.box[0]) * display_width(word[0]) / display_width(first.text) if word else 0.0


def _spaces(line: TextLine, left: float, unit: float) -> tuple[int, ...]:
    """The spaces that put every word where it stands, a figure being as wide as a space."""
    spaces: list[int] = []
    at = 0
    for number, token in enumerate(line.tokens):
        wide = number and token.box[0] - line.tokens[number - 1].box[2] > GUTTER * line.size
        least = 2 if wide else min(number, 1)
        width = max(least, round((token.box[0] - left) / unit) - at) if wide or not number else least
        spaces.append(width)
        at += width + display_width(token.text)
    return tuple(spaces)
