"""Numbers before words that count the lines: `1 属于国家秘密` prints no figure before its label."""

import re
from collections.abc import Iterator, Sequence

__all__ = ["numbered_lines"]

NUMBERED = re.compile(
    r"\s*+(?:[^\s\d]\D{0,40}?\s{2,}+)?"  # a piece of a merged cell may stand to the left, its words spaced or not
    r"([1-9]\d?)[ \u00a0\u2002-\u200a\u3000]{1,2}(?![一二三四五六七八九十]{1,3}、)[\u4e00-\u9fff].*"
)
SHORTEST_COUNT = 3
"""So many lines must be counted, 1 2 3, before a number counts them; two figures may be 1 and 2 by chance."""
LOST = 1
"""So many numbers in a row may be missing from a count: copies lose ordinals."""


def numbered_lines(lines: Sequence[str]) -> frozenset[int]:
    """The 0-based places of the lines whose leading number only counts them, each count beginning anew.

    Nothing counts as a count until some lines are counted from 1 without a gap. Lines that begin with words may stand
    between. A figure taken for such a number leaves its row a figure short, so that the row is refused.
    """
    counts = list(_counts(lines))
    if not any(_unbroken(count) for count in counts):
        return frozenset()
    return frozenset(place for count in counts if count[0][0] <= 1 + LOST for _, place in count)


def _unbroken(count: Sequence[tuple[int, int]]) -> bool:
    return len(count) >= SHORTEST_COUNT and all(number == order for order, (number, _) in enumerate(count, 1))


def _counts(lines: Sequence[str]) -> Iterator[list[tuple[int, int]]]:
    """The leading numbers with their places, cut where a number does not go on from the one before."""
    count: list[tuple[int, int]] = []
    for place, line in enumerate(lines):
        found = NUMBERED.fullmatch(line)
        if found is None:
            continue
        number = int(found.group(1))
        if count and not count[-1][0] < number <= count[-1][0] + 1 + LOST:
            yield count
            count = []
        count.append((number, place))
    if count:
        yield count
