"""The lines of each row of a table, cut out of the document's text around the form's own labels.

For models that read one row a call. The table reader has no part in it: labels are looked for as the locator looks for
echoed ones, and a row whose place cannot be told without guessing has no window.
"""

from collections.abc import Sequence

from extractor.forms import TableEdition
from extractor.prompting.locate import occurrences
from extractor.prompting.tokens import Token, is_prose, line_around, tokens_of

__all__ = ["row_windows"]

SPARE_LINES = 4
"""Lines of a window beyond two for each cell, where fewer cells than the row's are printed."""

Span = tuple[int, int]


def row_windows(legible: str, edition: TableEdition) -> dict[str, Span]:
    """Half-open intervals of the text by row key, each from the row's label to its last cell or the next row's label.

    Rows that stand side by side over one line of figures have none: no piece of the text holds one of them alone.
    """
    rows = [(row, len(block.columns)) for block in edition.blocks if not block.across for row in block.rows]
    settled = _in_order([_places(legible, row.label.wordings) for row, _ in rows])
    order = sorted(settled.items(), key=lambda item: item[1])
    ends = [span[0] for _, span in order[1:]] + [len(legible)] * bool(order)
    starts = [0, *(span[1] for _, span in order)]
    tokens = tokens_of(legible)
    windows: dict[str, Span] = {}
    for (number, span), before, limit in zip(order, starts, ends, strict=False):
        row, width = rows[number]
        start = max(before, line_around(legible, span[0])[0])
        end = _end(legible, span[1], limit, lines=2 * width + SPARE_LINES)
        windows[row.key] = start, min(end, _last_cell(legible, span[1], tokens, width))
    beginnings = sorted(start for start, _ in windows.values())
    return {
        # The next row's line belongs to it from its beginning, where a group's label may stand.
        key: (start, min((other for other in beginnings if start < other < end), default=end))
        for key, (start, end) in windows.items()
    }


def _places(legible: str, wordings: Sequence[str]) -> list[Span]:
    """Where a row's label can stand; a wording that is a part of another one there does not count."""
    found = {span for wording in wordings for span in occurrences(legible, wording)}
    return sorted(
        span
        for span in found
        if not any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in found)
    )


def _in_order(candidates: Sequence[Sequence[Span]]) -> dict[int, Span]:
    """The places of rows in the form's order: as many rows as can be, and only what all such orders share."""
    places = [(row, span) for row, spans in enumerate(candidates) for span in spans]
    above = _chains(places)
    below = _chains([(-row, (-span[0], -span[1])) for row, span in places])
    longest = max(above, default=0)
    kept = [place for place, up, down in zip(places, above, below, strict=True) if up + down - 1 == longest]
    rows = [row for row, _ in kept]
    return {row: span for row, span in kept if rows.count(row) == 1}


def _chains(places: Sequence[tuple[int, Span]]) -> list[int]:
    """For each place, how many rows the longest order has that ends with it."""
    lengths = [1] * len(places)
    for number, (row, span) in sorted(enumerate(places), key=lambda item: item[1][0]):
        lengths[number] += max(
            (lengths[other] for other, (earlier, place) in enumerate(places) if earlier < row and place[0] < span[0]),
            default=0,
        )
    return lengths


def _last_cell(legible: str, start: int, tokens: Sequence[Token], width: int) -> int:
    """The end of the line with as many tokens as the row has cells; the text's end where there are fewer."""
    mine = [token for token in tokens if token.start >= start][:width]
    return line_around(legible, mine[-1].start)[1] if len(mine) == width else len(legible)


def _end(legible: str, start: int, limit: int, *, lines: int) -> int:
    """Where a window ends: before the next label, a sentence, or after so many lines."""
    end = start
    for _ in range(lines + 1):
        first, last = line_around(legible, end)
        if end > start and is_prose(legible[first:last]):
            return first
        end = last + 1
        if end >= limit:
            return limit
    return end
