"""Where a reply's rows stand in the text that the model was given (design.md §4.3).

Its own locator: it knows the echoed labels and the text, nothing of the table reader. A label is found, and the n-th
token after it must be the n-th cell, letter by letter. What cannot be told without guessing has no place.
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.prompting.tokens import Token, fields_after, is_prose, line_around, tokens_of
from extractor.text import label_key

__all__ = [
    "ECHOED",
    "Line",
    "Located",
    "is_beginning",
    "line_window",
    "locate",
    "locate_side_by_side",
    "occurrences",
    "same_text",
    "squeezed",
]

ECHOED = 8
"""Characters of a label that a reply repeats; a shorter echo is a whole label."""
SHORT = 4
"""Characters from which a label may follow on other words without a gap, as where lines ran together."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a reply, its cells in the order in which the header names the columns."""

    id: str
    label: str
    cells: tuple[str | None, ...]
    number: int = 0
    """Position of the row in the form."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where a row stands."""

    label: int
    """Where its label begins in the passage."""
    tokens: tuple[Token | None, ...]
    """For each cell the token that it was read from; null where the text does not have it at its place."""
    whole_line: bool = False
    """Whether one line of the text holds the row's label, its tokens and no other token."""
    bounded: bool = False
    """Whether nothing but its tokens stands between its label and that of the form's next row."""


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text without spaces and punctuation."""

    text: str
    at: tuple[int, ...]
    """Where each character stands in the text itself."""


@lru_cache(maxsize=64)
def squeezed(text: str) -> Squeezed:
    """Keep letters, digits and ideographs, in compatibility form."""
    kept = [
        (part, place)
        for place, character in enumerate(text)
        for part in unicodedata.normalize("NFKC", character)
        if part.isalnum()
    ]
    return Squeezed("".join(part for part, _ in kept), tuple(place for _, place in kept))


def locate(legible: str, lines: Sequence[Line]) -> dict[str, Located]:
    """The rows whose label the text shows exactly once at a place where it can stand, by their ids."""
    labels = _label_places(legible, lines)
    tokens = tokens_of(legible)
    order = sorted(((labels[line.id], line) for line in lines if line.id in labels), key=lambda item: item[0])
    found: dict[str, Located] = {}
    for place, ((start, end), line) in enumerate(order):
        following = order[place + 1] if place + 1 < len(order) else None
        limit = following[0][0] if following else len(legible)
        cells = _cells(legible, line, end, limit, tokens)
        own = [token for token in cells if token is not None]
        bounded = (
            len(own) == len(cells)
            and (following is None or following[1].number == line.number + 1)
            and own == [token for token in tokens if end <= token.start < limit]
        )
        found[line.id] = Located(start, cells, _on_one_line(legible, end - 1, cells, tokens), bounded)
    return _without_shared(found)


def _cells(legible: str, line: Line, end: int, limit: int, tokens: Sequence[Token]) -> tuple[Token | None, ...]:
    """The tokens of one row between its label and the next row's."""
    fields = fields_after(legible, end)
    if len(fields) == len(line.cells) and fields[-1].end <= limit:
        return tuple(
            field if same_text(field.text, cell) else None for field, cell in zip(fields, line.cells, strict=True)
        )
    mine = [token for token in tokens if end <= token.start < limit]
    given = [place for place, cell in enumerate(line.cells) if cell is not None]
    if len(mine) < len(given):
        return (None,) * len(line.cells)
    placed: list[Token | None] = [None] * len(line.cells)
    for place, token in zip(given, mine, strict=False):
        placed[place] = token if same_text(token.text, line.cells[place]) else None
    return tuple(placed)


def same_text(printed: str, said: str | None) -> bool:
    """Whether a cell is a token letter by letter, full-width forms and spaces aside."""
    return _plain(printed) == _plain(said or "")


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _on_one_line(legible: str, label: int, cells: Sequence[Token | None], tokens: Sequence[Token]) -> bool:
    placed = [token for token in cells if token is not None]
    if len(placed) < len(cells):
        return False
    first, last = line_around(legible, label)
    return [token.start for token in tokens if first <= token.start < last] == [token.start for token in placed]


def locate_side_by_side(legible: str, lines: Sequence[Line]) -> dict[str, Located]:
    """Rows that stand side by side on one line of values: their labels in order, then the tokens of all in order."""
    words = squeezed(legible)
    places: list[int] = []
    here = 0
    for line in lines:
        key = label_key(line.label).plain
        found = words.text.find(key, here) if key else -1
        if found < 0:
            return {}
        places.append(words.at[found])
        here = found + len(key)
    last = words.at[here - 1] + 1
    tokens = [token for token in tokens_of(legible) if token.start >= last]
    given = [cell for line in lines for cell in line.cells]
    if None in given or len(tokens) < len(given):
        return {}
    located: dict[str, Located] = {}
    taken = 0
    for line, place in zip(lines, places, strict=True):
        mine = tokens[taken : taken + len(line.cells)]
        taken += len(line.cells)
        located[line.id] = Located(
            place,
            tuple(token if same_text(token.text, cell) else None for token, cell in zip(mine, line.cells, strict=True)),
        )
    return _without_shared(located)


def _without_shared(found: Mapping[str, Located]) -> dict[str, Located]:
    """No two cells may be read from one token: k zeros need k places."""
    used = Counter(token.start for row in found.values() for token in row.tokens if token is not None)
    return {
        key: Located(
            row.label,
            tuple(None if token is None or used[token.start] > 1 else token for token in row.tokens),
            row.whole_line,
            row.bounded,
        )
        for key, row in found.items()
    }


def _label_places(legible: str, lines: Sequence[Line]) -> dict[str, tuple[int, int]]:
    """The one place of each label: alone in the text, or told from its equals by the order of the rows."""
    candidates = [occurrences(legible, line.label) for line in lines]
    settled: dict[int, tuple[int, int]] = {place: found[0] for place, found in enumerate(candidates) if len(found) == 1}
    unsettled = [place for place, found in enumerate(candidates) if len(found) > 1]
    while unsettled:
        newly = {
            place: choice
            for group in _groups(unsettled, lines)
            for place, choice in _in_order(group, candidates, settled).items()
        }
        if not newly:
            break
        settled |= newly
        unsettled = [place for place in unsettled if place not in settled]
    used = Counter(start for start, _ in settled.values())
    return {lines[place].id: span for place, span in settled.items() if used[span[0]] == 1}


def _groups(unsettled: Sequence[int], lines: Sequence[Line]) -> list[list[int]]:
    """Rows that follow on each other without a settled one between, and have the same label."""
    groups: list[list[int]] = []
    for place in unsettled:
        same = groups and groups[-1][-1] == place - 1 and lines[place - 1].label == lines[place].label
        if same:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _in_order(
    group: Sequence[int], candidates: Sequence[Sequence[tuple[int, int]]], settled: Mapping[int, tuple[int, int]]
) -> dict[int, tuple[int, int]]:
    """As many places between the neighbours as there are rows; else nothing."""
    above = max((place for place in settled if place < group[0]), default=None)
    below = min((place for place in settled if place > group[-1]), default=None)
    low = -1 if above is None else settled[above][0]
    high = None if below is None else settled[below][0]
    between = [span for span in candidates[group[0]] if span[0] > low and (high is None or span[0] < high)]
    return dict(zip(group, between, strict=True)) if len(between) == len(group) else {}


def occurrences(legible: str, label: str) -> list[tuple[int, int]]:
    """Where a label can stand: half-open intervals of the passage, in its order."""
    key = label_key(label).plain
    if not key:
        return []
    words = squeezed(legible)
    found: list[tuple[int, int]] = []
    at = words.text.find(key)
    while at >= 0:
        start, end = words.at[at], words.at[at + len(key) - 1] + 1
        if _begins(legible, start, key) and (is_beginning(label) or _ends(legible, end)):
            first, last = line_around(legible, start)
            if not is_prose(legible[first:last]):
                found.append((start, end))
        at = words.text.find(key, at + 1)
    return found


def is_beginning(echo: str) -> bool:
    """Whether an echo may be the beginning of a longer label: punctuation counts, spaces do not."""
    return len("".join(echo.split())) >= ECHOED


def _begins(legible: str, start: int, key: str) -> bool:
    return len(key) >= SHORT or start == 0 or not legible[start - 1].isalpha()


def _ends(legible: str, end: int) -> bool:
    """Whether nothing goes on behind a whole label; its number may follow at once."""
    return end >= len(legible) or not legible[end].isalpha()


def line_window(text: str, start: int, end: int, *, lines: int) -> tuple[int, int]:
    """The interval of whole lines around an interval, with so many more above and below."""
    first, last = line_around(text, start)[0], line_around(text, end)[1]
    for _ in range(lines):
        first = line_around(text, first - 1)[0] if first > 0 else 0
        last = line_around(text, last + 1)[1] if last < len(text) else last
    return first, last
