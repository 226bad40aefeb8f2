"""Which form a document follows, where its tables are, and whether it is one report only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.claims import OutlineSection
from extractor.claims.outline import outline
from extractor.errors import DocumentError
from extractor.forms import Form
from extractor.model import Document
from extractor.text import compact, label_key

__all__ = ["Recognised", "recognise", "refuse_several_reports"]

SHORTEST_BODY = 20
"""Code points without white space: a section with less under its heading is an entry in a table of contents."""

SHORTEST_LABEL = 4
"""Code points of a row label that no other document prints by chance."""
FEWEST_LABELS = 3
CLEAR = 2
"""The chosen form has at least so many times the evidence of every other."""


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
    """Choose the form whose title, headings and row labels the document prints most of.

    Raises:
        DocumentError: `form-undecided` when another form has more than half as much for it.
    """
    if len(forms) == 1:
        return _recognise(document, forms[0])
    words = compact(document.text)
    found = [_recognise(document, form) for form in forms]
    weights = [item.evidence + _row_labels(words, item.form) for item in found]
    best = max(range(len(found)), key=weights.__getitem__)
    rivals = [
        item.form.id
        for place, item in enumerate(found)
        if place != best and weights[place] and CLEAR * weights[place] > weights[best]
    ]
    if rivals:
        raise DocumentError(
            "form-undecided",
            f"the document may be a report of form {found[best].form.id} or of form {' or '.join(rivals)}",
            place=document.path,
            hint="name the form with --form, or split a file that holds reports of both",
        )
    return found[best]


def _row_labels(words: str, form: Form) -> int:
    """How many of the form's row labels a text without layout prints; a few may as well be words of its prose."""
    printed = sum(len(label) >= SHORTEST_LABEL and label in words for label in form.row_labels)
    return printed if printed >= FEWEST_LABELS else 0


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
