"""What a report says about itself: every item of metadata, each with its place in the text."""

from extractor.claims.agency import find_agency, find_level, find_region, signing_agency
from extractor.claims.contacts import find_contacts
from extractor.claims.outline import OutlineSection, outline
from extractor.claims.periods import body_year, find_period, signature, year_of_date
from extractor.claims.pieces import Piece
from extractor.claims.title import find_title
from extractor.claims.values import kind_of, value_of
from extractor.claims.wordings import Wordings, wordings_of
from extractor.forms import Form
from extractor.model import META_KEYS, Cell, Document, Place, Reading

__all__ = ["read_metadata"]

READER = "table"
RECOGNISED = "ocr-unscored"
"""Text from a picture: no score stands behind the piece and no identity covers it (design.md §4.4, S1)."""
PREFACE = 3000
"""Where the preface ends in a report without headings."""


def read_metadata(
    document: Document, form: Form, *, sections: tuple[OutlineSection, ...] | None = None
) -> dict[str, Cell]:
    """Read every item of metadata; each key is there, with kind `missing` where the document prints nothing.

    Args:
        document: the document after ingest.
        form: names the title phrases and the labels.
        sections: the document's outline where the caller has it already.
    """
    if sections is None:
        sections = outline(document, form)
    pieces = find_pieces(document.prose, sections, wordings_of(form))
    return {key: cell(document, key, pieces.get(key)) for key in META_KEYS}


def find_pieces(text: str, sections: tuple[OutlineSection, ...], wordings: Wordings) -> dict[str, Piece | None]:
    """The printed piece behind every item."""
    known = [section for section in sections if section.key is not None]
    top = known[0].heading.start if known else None
    title = find_title(text, len(text) if top is None else top, wordings)
    preface = (title.piece.end if title else 0, min(PREFACE, len(text)) if top is None else top)
    name = title.name if title else None
    signed_by, signed_on = signature(text)
    agency = find_agency(text, name, preface, wordings) or signing_agency(text, signed_by)
    start, end = find_period(text, known[0].end if known else None, wordings) or (None, None)
    contacts = find_contacts(text, preface, wordings)
    return {
        "title": title.piece if title else None,
        "agency": agency,
        "agency_level": find_level(text, agency),
        "region": find_region(text, agency, name),
        "year": (title.year if title else None) or (year_of_date(text, start) if start else None) or body_year(text),
        "period_start": start,
        "period_end": end,
        **contacts,
        "published": contacts.get("published") or signed_on,
    }


def cell(document: Document, key: str, piece: Piece | None) -> Cell:
    """The cell of one item; `missing` when there is no piece, or the piece states nothing."""
    printed = document.text[piece.start : piece.end] if piece else None
    value = value_of(key, document.prose[piece.start : piece.end], piece.year) if piece and printed else None
    if piece is None or value is None:
        reading = Reading(reader=READER, as_printed=None, value=None, kind="missing", source=None)
        return cell_of(key, reading, ())
    page = 1 + document.text.count("\f", 0, piece.start) if document.pages else None
    place = Place(page=page, start=piece.start, end=piece.end)
    reading = Reading(reader=READER, as_printed=printed, value=value, kind=kind_of(key), source=place)
    digital = document.is_born_digital(piece.start, piece.end)
    return cell_of(key, reading, piece.reasons if digital else (*piece.reasons, RECOGNISED))


def cell_of(key: str, reading: Reading, reasons: tuple[str, ...]) -> Cell:
    """A cell that one reading makes; a reason for doubt sends it to a person."""
    return Cell(
        path=f"meta.{key}",
        as_printed=reading.as_printed,
        value=reading.value,
        kind=reading.kind,
        tier="T4" if reasons else "S1",
        status="review" if reasons else "accepted",
        reasons=reasons,
        source=reading.source,
        readings=(reading,),
    )
