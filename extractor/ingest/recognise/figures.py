"""Figures that a narrow cell broke over lines."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.ingest.pages.filled import whole_numbers
from extractor.ingest.pages.words import TextLine, around
from extractor.model import Box, PageToken

__all__ = ["whole_number"]


def whole_number(lines: Sequence[tuple[PageToken, ...]], cell: Box) -> list[tuple[PageToken, ...]]:
    """Put the lines of a cell together where they are one number that had no room on a line.

    The whole is as sure as its worst part, and was read twice if all of its parts were.
    """
    if len(lines) <= 1 or any(len(line) != 1 for line in lines):
        return list(lines)
    parts = [line[0] for line in lines]
    rows = [TextLine(line, line[0].box, line[0].box[3] - line[0].box[1]) for line in lines]
    whole = whole_numbers(rows, cell)
    if len(whole) != 1:
        return list(lines)
    agree = all(part.again == part.text for part in parts)
    scores = [part.score for part in parts if part.score is not None]
    token = whole[0].tokens[0]
    box = around(part.box for part in parts)
    return [(replace(token, box=box, score=min(scores), again=token.text if agree else ""),)]
