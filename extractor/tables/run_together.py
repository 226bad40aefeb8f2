"""Rows that ran together on one line of text: label, figures, label, figures, as where line ends were lost."""

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.tables.fields import Field, Line, make_field
from extractor.text.numbers import looks_like_value

__all__ = ["rows_run_together"]

TOKEN = re.compile(r"\S+")
FEWEST = 2
"""Rows that a line must hold at least."""


def rows_run_together(text: str, begin: int, line: str) -> tuple[Line, ...]:
    """The rows of a line that begins with words, ends with a figure, and has equally many figures behind all its words.

    Anything else could be cut in more than one way, and is left alone. Each row ends where the next one begins, which
    no other lines do: so it is seen that they stand or fall together. `line` begins at `begin` in `text`.
    """
    starts = list(_row_starts(line))
    if len(starts) < FEWEST:
        return ()
    ends = [*starts[1:], len(line)]
    rows = tuple(
        Line(tuple(_fields(text, begin + start, begin + end)), "spaces", begin + start, begin + end)
        for start, end in zip(starts, ends, strict=True)
    )
    figures = {sum(1 for field in row.fields if field.kind != "label") for row in rows}
    ends_with_figure = rows[-1].fields[-1].kind != "label"
    return rows if len(figures) == 1 and ends_with_figure else ()


def _row_starts(line: str) -> Iterator[int]:
    """Where words follow on figures; the first row begins with the line, if that begins with words."""
    before = True
    for token in TOKEN.finditer(line):
        figure = looks_like_value(token.group())
        if figure and token.start() == len(line) - len(line.lstrip()):
            return
        if before and not figure:
            yield token.start()
        before = figure


def _fields(text: str, start: int, end: int) -> Iterator[Field]:
    for index, token in enumerate(TOKEN.finditer(text, start, end)):
        field = make_field(text, token.start(), token.end(), index)
        yield field if looks_like_value(token.group()) else replace(field, kind="label")
