"""Which parts of a document's text go into the page: what is cited, the most urgent first, within a budget."""

from collections.abc import Iterable, Iterator
from itertools import chain

from extractor.model import Place, Record

__all__ = ["MOST_CHARACTERS", "excerpts"]

MOST_CHARACTERS = 6000
"""Code points of text per document: at most 18 kB of Chinese, so that 500 documents stay well below 15 MB."""

AROUND = 160
"""Code points shown on both sides of a citation."""

NEAR = 80
"""Code points between two excerpts that are shown rather than left out."""


def excerpts(record: Record, text: str, most: int = MOST_CHARACTERS) -> list[tuple[int, str]]:
    """Pieces of `text` with the code point each begins at, in the order of the text; all of it where it fits."""
    if len(text) <= most:
        return [(0, text)] if text else []
    kept: list[tuple[int, int]] = []
    for place in _places(record):
        window = (max(0, min(place.start, len(text)) - AROUND), min(len(text), place.end + AROUND))
        if window[0] >= window[1] or any(start <= window[0] and window[1] <= end for start, end in kept):
            continue
        merged = _merged([*kept, window])
        if sum(end - start for start, end in merged) <= most:
            kept = merged
    return [(start, text[start:end]) for start, end in kept]


def _places(record: Record) -> Iterator[Place]:
    """Everything cited, in the order in which a reader asks for it."""
    cells = {cell.path: cell for cell in record.cells}
    failed = (finding for finding in record.findings if finding.status == "FAIL")
    cited: Iterable[Place | None] = chain(
        (
            place
            for finding in failed
            for place in (finding.source, *(cells[path].source for path in finding.cells if path in cells))
        ),
        (cell.source for cell in record.cells if cell.status == "review"),
        (claim.source for claim in record.claims),
        (cell.source for cell in record.meta.values()),
        (row.source for row in record.unmapped),
        (cell.source for cell in record.cells),
    )
    return (place for place in cited if place is not None)


def _merged(windows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1] + NEAR:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
