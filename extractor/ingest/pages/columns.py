"""Prose in two columns: read down the left one, then down the right one."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractor.ingest.pages.words import TextLine, around
from extractor.model import PageToken
from extractor.text.numbers import looks_like_value

__all__ = ["GUTTER", "flows_of", "segments_of"]

GUTTER = 1.4
"""Of the size of a line: a gap as wide as that parts columns, or the cells of a table without lines."""
FEWEST = 4
"""Lines that stand beside each other before they are columns of prose."""
SHORTEST = 8
"""Characters of most lines of a column: shorter ones are cells of a table."""

Gap = tuple[float, float]


def segments_of(line: TextLine) -> list[TextLine]:
    """A line cut at its wide gaps."""
    cuts = [0]
    for place, (one, other) in enumerate(pairwise(line.tokens), start=1):
        if other.box[0] - one.box[2] > GUTTER * line.size:
            cuts.append(place)
    parts = [line.tokens[start:end] for start, end in pairwise([*cuts, len(line.tokens)])]
    return [_line(part, line) for part in parts]


def flows_of(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Cut lines, from top to bottom, into stretches that are read one after the other: whole lines, or one column."""
    flows: list[list[TextLine]] = [[]]
    place = 0
    while place < len(lines):
        end, gutter = _run(lines, place)
        left = [side for line in lines[place:end] if (side := _side(line, gutter, right=False))]
        right = [side for line in lines[place:end] if (side := _side(line, gutter, right=True))]
        if _is_prose(left) and _is_prose(right):
            flows += [left, right, []]
            place = end
        else:
            flows[-1].append(lines[place])
            place += 1
    return [flow for flow in flows if flow]


def _run(lines: Sequence[TextLine], place: int) -> tuple[int, Gap]:
    """The lines from a place on that leave one gap free, and the gap."""
    gaps = _gaps(lines[place])
    if len(gaps) != 1:
        return place, (0.0, 0.0)
    low, high = gaps[0]
    end = place
    for line in lines[place:]:
        narrowed = _narrowed((low, high), line)
        if narrowed is None:
            break
        low, high = narrowed
        end += 1
    return end, (low, high)


def _narrowed(gap: Gap, line: TextLine) -> Gap | None:
    """What of a gap a line leaves free; null when it runs over it."""
    left = max((token.box[2] for token in line.tokens if token.box[0] < gap[0]), default=gap[0])
    right = min((token.box[0] for token in line.tokens if token.box[0] >= gap[0]), default=gap[1])
    low, high = max(gap[0], left), min(gap[1], right)
    return (low, high) if high - low > GUTTER * line.size / 2 else None


def _gaps(line: TextLine) -> list[Gap]:
    return [(one.box[2], other.box[0]) for one, other in pairwise(segments_of(line))]


def _side(line: TextLine, gutter: Gap, *, right: bool) -> TextLine | None:
    tokens = tuple(token for token in line.tokens if (token.box[0] >= gutter[0]) is right)
    return _line(tokens, line) if tokens else None


def _line(tokens: Sequence[PageToken], line: TextLine) -> TextLine:
    last = tokens[-1] is line.tokens[-1]
    return TextLine(tuple(tokens), around(token.box for token in tokens), line.size, line.spaced and last)


def _is_prose(lines: Sequence[TextLine]) -> bool:
    if len(lines) < FEWEST:
        return False
    texts = [line.text for line in lines]
    return median(map(len, texts)) >= SHORTEST and not any(looks_like_value(text) for text in texts)
