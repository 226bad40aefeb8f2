"""Which form a document follows, where its tables are, and whether it is one report only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.claims import OutlineSection
from extractor.claims.outline import outline
from extractor.errors import DocumentError
from extractor.forms import Form
from extractor.model import Document
from extractor.text import label_key

__all__ = ["Recognised", "recognise", "refuse_several_reports"]

SHORTEST_BODY = 20
"""Code points without white space: a section with less under its heading is an entry in a table of contents."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A document seen as a report of one form."""

    form: Form
    sections: tuple[OutlineSection, ...]
    regions: Mapping[str, Sequence[tuple[int, int]]]
    """For each table the intervals of the text under its headings."""
    evidence: int
    """How many of the form's headings and titles the document prints."""


def recognise(document: Document, forms: Sequence[Form]) -> Recognised:
    """Choose the form whose headings the document prints most of; the first one between equals."""
    return max((_recognise(document, form) for form in forms), key=lambda found: found.evidence)


def _recognise(document: Document, form: Form) -> Recognised:
    sections = outline(document, form)
    known = [section for section in sections if section.key is not None]
    ends = [*(section.heading.start for section in known), len(document.text)][1:]
    regions: dict[str, list[tuple[int, int]]] = {}
    for table in form.tables:
        # A heading that the form does not know may as well be a row label, so it ends no region.
        spans = [(item.start, end) for item, end in zip(known, ends, strict=True) if item.key == table.section]
        if spans:
            regions[table.key] = spans
    titled = any(phrase in document.text for phrase in form.metadata.title_phrases)
    evidence = len({section.key for section in sections if section.key}) + titled
    return Recognised(form, sections, regions, evidence)


def refuse_several_reports(document: Document, found: Recognised) -> None:
    """Refuse a file that holds a second report: headings of two table sections come a second time.

    Raises:
        DocumentError: `several-reports`.
    """
    wordings = {key.folded: section.key for section in found.form.sections for key in section.label.keys}
    tables = {table.section for table in found.form.tables}
    again: dict[str, int] = {}
    for section in found.sections:
        body = "".join(document.text[section.start : section.end].split())
        repeated = wordings.get(label_key(section.heading.title).folded) if section.key is None else None
        if repeated in tables and len(body) >= SHORTEST_BODY:
            again.setdefault(repeated, section.heading.start)
    if len(again) >= min(2, len(tables)):
        raise DocumentError(
            "several-reports",
            f"the file holds more than one report: sections {', '.join(again)} come a second time",
            place=document.path,
            hint=f"split the file before character {min(again.values())}",
        )
