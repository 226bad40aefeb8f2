"""The extracted text with its places marked, or without any mark for a question that is asked blind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.model import Place
from extractor.review.question import Question

__all__ = ["Piece", "blind_text", "marked_text"]

AROUND = 3000
"""Code points shown before and behind the places of a long text."""

NEAR_TABLE = 300
"""Code points around a table that is shown for a blind question: its heading is among them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text."""

    text: str
    mark: str = ""
    """`here`: the cell in question, or the quote of the finding; `term`: a cell of its equation."""


def marked_text(question: Question, text: str) -> tuple[Piece, ...]:
    """The text around the question, its places marked."""
    places = sorted(_places(question), key=lambda pair: (pair[0].start, -pair[0].end, pair[1]))
    if not places:
        return (Piece(text[: 2 * AROUND]),) if text else ()
    start = max(0, min(place.start for place, _ in places) - AROUND)
    end = min(len(text), max(place.end for place, _ in places) + AROUND)
    return tuple(_pieces(text, places, start, end))


def blind_text(question: Question, text: str) -> str:
    """The part of the text that holds the whole table; nothing in it points at the cell."""
    assert question.cell is not None  # noqa: S101 - only cells are asked blind
    table = question.cell.path.partition(".")[0]
    places = [
        cell.source for cell in question.record.cells if cell.path.startswith(f"{table}.") and cell.source is not None
    ]
    if not places:
        return text
    start = max(0, min(place.start for place in places) - NEAR_TABLE)
    return text[start : max(place.end for place in places) + NEAR_TABLE]


def _places(question: Question) -> Iterator[tuple[Place, str]]:
    cells = {cell.path: cell for cell in question.record.cells}
    asked = question.cell.path if question.cell is not None else None
    if question.cell is not None and question.cell.source is not None:
        yield question.cell.source, "here"
    for finding in question.findings:
        if asked is None and finding.source is not None:
            yield finding.source, "here"
        for path in finding.cells:
            source = cells[path].source if path in cells else None
            if source is not None and path != asked:
                yield source, "term"


def _pieces(text: str, places: Sequence[tuple[Place, str]], start: int, end: int) -> Iterator[Piece]:
    at = start
    for place, mark in places:
        if place.start < at:
            continue
        yield Piece(text[at : place.start])
        # A blank has no length: a mark of its own shows where it stands.
        yield Piece(text[place.start : place.end] or "␣", mark)
        at = place.end
    yield Piece(text[at:end])
