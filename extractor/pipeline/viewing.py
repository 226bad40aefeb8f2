"""A document as the rules see it, made while it is read or again from what was stored.

Both ways give the same view: prose is read from the extracted text alone, because a check of stored records has no
grids. What only the source file shows (`FROM_SOURCE`) is not in the view of a stored record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from extractor.audit import DamagedLabel, Facts, Section, View
from extractor.claims import OutlineSection
from extractor.claims.grammar import read_prose
from extractor.claims.outline import outline
from extractor.errors import DocumentError
from extractor.forms import Form, TableEdition
from extractor.model import Cell, Document, Prose, Record
from extractor.ports import Ingester
from extractor.tables import TableReading

__all__ = ["damaged_labels", "prose_of", "sections_of", "stored_document", "stored_view"]

FIELDS_IN_TEXT = frozenset({"text/csv"})
"""Formats whose extracted text is the file, marks between its fields included."""
DAMAGE = "Q1"


def sections_of(found: Iterable[OutlineSection]) -> tuple[Section, ...]:
    """The outline in the rules' own words."""
    return tuple(
        Section(item.key, item.heading.ordinal, item.heading.title, item.heading.start, item.start, item.end)
        for item in found
    )


def damaged_labels(readings: Iterable[TableReading]) -> tuple[DamagedLabel, ...]:
    """The labels that suffered on their way to us, in the order of the tables."""
    return tuple(
        DamagedLabel(note.quote, note.source.start, note.source.end) for reading in readings for note in reading.damage
    )


def prose_of(  # noqa: PLR0913, PLR0917 - a document and all that is known about it
    document: Document,
    form: Form,
    sections: Sequence[OutlineSection],
    cells: Sequence[Cell],
    meta: Mapping[str, Cell],
    facts: Facts,
) -> Prose:
    """What the sentences of a document say, read without its grids."""
    year, agency = (meta[key].value if key in meta else None for key in ("year", "agency"))
    return read_prose(
        replace(document, grids=()),
        form,
        sections,
        cells,
        year=year if isinstance(year, int) else facts.year,
        agency=agency if isinstance(agency, str) else facts.agency,
    )


def stored_document(record: Record, text: str, ingester: Ingester) -> Document:
    """The document behind a stored record, as far as its text shows it."""
    info = record.document
    document = Document(
        sha256=info.sha256 or "",
        name=info.name,
        path=info.path,
        media_type=info.media_type or "",
        text=text,
        pages=info.pages,
    )
    if info.media_type not in FIELDS_IN_TEXT:
        return document
    try:
        again = ingester.ingest(text.encode(), name=PurePath(info.path).name, path=info.path)
    except DocumentError:
        return document
    return replace(document, spaced=again.spaced) if again.text == text else document


def stored_view(record: Record, form: Form, tables: Sequence[TableEdition], document: Document, facts: Facts) -> View:
    """The view of a stored record with its extracted text."""
    sections = outline(document, form)
    prose = prose_of(document, form, sections, record.cells, record.meta, facts)
    return View(
        form=form,
        tables=tables,
        cells={cell.path: cell for cell in record.cells},
        meta=record.meta,
        claims=(*prose.claims, *(claim for claim in record.claims if claim.by != "grammar")),
        text=document.text,
        sections=sections_of(sections),
        prose=prose,
        damaged=tuple(stored_damage(record)),
        facts=facts,
    )


def stored_damage(record: Record) -> Iterable[DamagedLabel]:
    """That the document was damaged on its way to us: the record keeps the first place."""
    for finding in record.findings:
        if finding.code == DAMAGE and finding.family == "integrity" and finding.source is not None:
            yield DamagedLabel(finding.quote or "", finding.source.start, finding.source.end)
