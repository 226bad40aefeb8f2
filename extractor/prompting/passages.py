"""The text that a model is shown, and the way from a character of it back to the document.

Never the table reader's grid: plain text is shown as it stands, office files and pages as the second parser has them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.forms import Form, Table
from extractor.model import Document, Element, ElementKind, GridCell, Place
from extractor.prompting.markup import legible, markup_cells
from extractor.text import label_key

__all__ = ["LONGEST", "Passage", "PassageCell", "Spans", "element_passages", "prose_passages", "text_passages"]

LONGEST = 16_000
"""Code points of a passage; the largest table takes some 4 000 of plain text and 9 000 of markup."""
OVERLAP = 2_000
"""Code points that two passages of one text share, so that no row is cut in two."""

Spans = Sequence[tuple[int, int]]

FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class PassageCell:
    """A cell of a grid inside a passage."""

    start: int
    """Half-open code-point interval in the passage."""
    end: int
    table: int
    """1-based ordinal of the grid in the document."""
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the document as a model is shown it."""

    text: str
    legible: str
    """The words at the same positions: a tab ends a field, a line end a row, markup is white space."""
    offset: int | None = None
    """Where it begins in the document's text; null where it is the second parser's."""
    cells: tuple[PassageCell, ...] = field(default=())

    def place(self, start: int, end: int, document: Document) -> Place | None:
        """Where in the document a token of the passage stands; null when the document prints another one there."""
        if self.offset is not None:
            return _at(document, self.offset + start, self.offset + end)
        holder = next((cell for cell in self.cells if cell.start <= start and end <= cell.end), None)
        found = _grid_cell(document, holder) if holder else None
        if found is None or holder is None:
            return None
        token = "".join(self.legible[start:end].split())
        if "".join(found.text.split()) != token:
            return None
        return Place(start=found.start, end=found.end, table=holder.table, row=found.row, column=found.column)


def _at(document: Document, start: int, end: int) -> Place:
    page = 1 + document.text.count("\f", 0, start) if document.pages else None
    for grid in document.grids:
        for cell in grid.cells:
            if cell.start <= start and end <= cell.end:
                return Place(page=page, start=start, end=end, table=grid.ordinal, row=cell.row, column=cell.column)
    return Place(page=page, start=start, end=end)


def _grid_cell(document: Document, holder: PassageCell) -> GridCell | None:
    for grid in document.grids:
        if grid.ordinal == holder.table:
            return next((cell for cell in grid.cells if (cell.row, cell.column) == (holder.row, holder.column)), None)
    return None


def text_passages(document: Document, spans: Spans | None) -> tuple[Passage, ...]:
    """The stretches of the document's own text under a table's headings; all of it where no heading was found."""
    held = [span for span in spans or () if FIGURE.search(document.text, *span)]
    return tuple(
        Passage(document.text[start:end], document.prose[start:end], start)
        for span in held or [(0, len(document.text))]
        for start, end in _pieces(document.text, *span)
    )


def prose_passages(document: Document) -> tuple[Passage, ...]:
    """All of the document's own text, for what stands in its sentences."""
    return text_passages(document, None)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The interval cut at line ends into pieces of bearable length that overlap."""
    while end - start > LONGEST:
        stop = text.rfind("\n", start + OVERLAP, start + LONGEST) + 1 or start + LONGEST
        yield start, stop
        start = max(text.rfind("\n", start, stop - OVERLAP) + 1, start + 1) if stop - OVERLAP > start else stop
    yield start, end


def element_passages(elements: Sequence[Element], form: Form, table: Table) -> tuple[Passage, ...]:
    """The second parser's elements under a table's heading; all of them where there is none."""
    ordinals = _ordinals(elements)
    headings = {key.folded: section.key for section in form.sections for key in section.label.keys}
    held: list[int] = []
    inside = False
    for number, element in enumerate(elements):
        key = None if element.kind is ElementKind.TABLE else headings.get(label_key(element.text).folded)
        inside = key == table.section if key else inside
        held += [number] if inside else []
    if not any(elements[number].kind is ElementKind.TABLE for number in held):
        held = list(range(len(elements)))
    groups: list[list[int]] = [[]]
    size = 0
    for number in held:
        length = len(elements[number].markup or elements[number].text)
        if groups[-1] and size + length > LONGEST:
            groups.append([])
            size = 0
        groups[-1].append(number)
        size += length
    return tuple(
        _joined([elements[number] for number in group], [ordinals[number] for number in group])
        for group in groups
        if any(FIGURE.search(elements[number].text) for number in group)
    )


def _ordinals(elements: Sequence[Element]) -> list[int]:
    """For each element how many tables there are up to it."""
    counted: list[int] = []
    count = 0
    for element in elements:
        count += element.kind is ElementKind.TABLE
        counted.append(count)
    return counted


def _joined(elements: Sequence[Element], ordinals: Sequence[int]) -> Passage:
    text: list[str] = []
    words: list[str] = []
    cells: list[PassageCell] = []
    here = 0
    for element, ordinal in zip(elements, ordinals, strict=True):
        shown = element.markup if element.markup is not None else element.text
        text.append(f"{shown}\n")
        words.append(f"{legible(shown) if element.markup is not None else shown}\n")
        if element.markup is not None:
            cells += [
                PassageCell(here + cell.start, here + cell.end, ordinal, cell.row, cell.column)
                for cell in markup_cells(shown)
            ]
        here += len(shown) + 1
    return Passage("".join(text), "".join(words), None, tuple(cells))
