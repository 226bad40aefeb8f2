"""Comparing the names of authorities: only what cannot be the same one, nor its parent or office, counts."""

from itertools import takewhile

from extractor.text import label_key

__all__ = ["one_sign_apart", "own_area_differs"]

AREAS = "省市县区旗镇乡"
STREET = "街道"
SHORTEST_SUFFIX = 3
"""An area's ending and an organ: 县教育局 has four characters, 镇政府 three."""


def own_area_differs(first: str, second: str) -> bool:
    """Whether two names are the same organ of two different places of one kind: 甲县教育局 and 乙县教育局.

    A larger area before a name, a name without its area, a parent and an office say nothing, and characters that
    recognition confuses are the same.
    """
    first, second = label_key(first).folded, label_key(second).folded
    suffix = _common_end(first, second)
    begin = next((place for place, sign in enumerate(suffix) if sign in AREAS), None)
    street = suffix.find(STREET)
    if street >= 0:
        begin = street if begin is None else min(begin, street)
    if begin is None or len(suffix) - begin < SHORTEST_SUFFIX:
        return False
    length = len(suffix) - begin
    own, other = _last_area(first[: len(first) - length]), _last_area(second[: len(second) - length])
    return bool(own and other) and own not in other and other not in own


def one_sign_apart(first: str, second: str) -> bool:
    """Whether one character alone makes the difference: another place, or the same one misread or mistyped."""
    return len(first) == len(second) and sum(one != other for one, other in zip(first, second, strict=True)) == 1


def _common_end(first: str, second: str) -> str:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(reversed(first), reversed(second), strict=False))
    return "".join(sign for sign, _ in same)[::-1]


def _last_area(name: str) -> str:
    """What stands behind the last larger area of a name without its own ending."""
    cut = max((name.rfind(area) for area in AREAS), default=-1)
    return name[cut + 1 :]
