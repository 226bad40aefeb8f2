"""The outline of a report: which section of the form stands where."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.claims.headings import Candidate, Heading, candidates
from extractor.claims.wordings import wordings_of
from extractor.forms import Form
from extractor.model import Document

__all__ = ["Heading", "OutlineSection", "all_headings", "outline"]

CONTENTS_LINES = 3
"""So many section headings with nothing between them are a table of contents."""


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A first-level heading with what stands under it."""

    key: str | None
    """The section of the form; null for a heading that the form does not know."""
    heading: Heading
    start: int
    """Half-open code-point interval of the body: from the end of the heading to the next first-level heading."""
    end: int


def outline(document: Document, form: Form) -> tuple[OutlineSection, ...]:
    """The report's sections in the order of the text; at most one answers to each section of the form."""
    firsts = [heading for heading in all_headings(document, form) if heading.level == 1]
    ends = [heading.start for heading in firsts[1:]] + [len(document.text)]
    return tuple(
        OutlineSection(heading.section, heading, heading.end, end) for heading, end in zip(firsts, ends, strict=False)
    )


def all_headings(document: Document, form: Form) -> tuple[Heading, ...]:
    """All headings of both levels in the order of the text."""
    found = list(candidates(document.prose, wordings_of(form)))
    return tuple(settled(without_contents(found, document.prose)))


def without_contents(found: Sequence[Candidate], text: str) -> list[Candidate]:
    """Leave out a table of contents: section headings in a row, with nothing between them, that all come again."""
    last = {candidate.heading.section: place for place, candidate in enumerate(found)}
    kept: list[Candidate] = []
    run: dict[str | None, Candidate] = {}
    for place, candidate in enumerate(found):
        section = candidate.heading.section
        if run and (section in run or not adjacent(found[place - 1], candidate, text)):
            kept += [] if is_contents(run, place, last) else run.values()
            run = {}
        run[section] = candidate
    return [*kept, *run.values()]


def is_contents(run: Collection[str | None], place: int, last: Mapping[str | None, int]) -> bool:
    """Whether headings in a row all come again from `place` on."""
    return len(run) >= CONTENTS_LINES and all(last[section] >= place for section in run)


def adjacent(first: Candidate, second: Candidate, text: str) -> bool:
    """Whether two section headings have nothing but page numbers and dots between them."""
    if first.heading.section is None or second.heading.section is None:
        return False
    between = text[first.heading.end : second.heading.start]
    return not any(character.isalpha() for character in between)


def settled(found: Sequence[Candidate]) -> Iterator[Heading]:
    """Give each section to the line that resembles it most.

    A line that repeats the section it stands in is a caption, no heading. Any other line that resembles a section which
    a better one has taken is a heading of its own when it has an ordinal, else nothing.
    """
    best: dict[str, Candidate] = {}
    for candidate in found:
        section = candidate.heading.section
        if section is not None and (section not in best or candidate.score > best[section].score):
            best[section] = candidate
    current: str | None = None
    for candidate in found:
        heading = candidate.heading
        if heading.level == 1 and heading.section is not None and best[heading.section] is not candidate:
            if heading.section == current or not heading.ordinal or heading.ordinal.isdigit():
                continue
            heading = replace(heading, section=None)
        if heading.level == 1:
            current = heading.section
        yield heading
