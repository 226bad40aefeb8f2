"""What a model quotes from the prose, beside what the grammar and the patterns read there."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.claims.grammar.judge import Figures
from extractor.claims.values import kind_of, value_of
from extractor.forms import Form
from extractor.model import META_KEYS, Cell, Claim, Document, Failure, Place, Reading
from extractor.pipeline.model_reading import ModelView, Stated
from extractor.prompting import Countable, countables
from extractor.prompting.quotes import find_quote, holds
from extractor.text.numbers import format_decimal, parse_value

__all__ = ["dropped_quotes", "more_claims", "with_lacks", "with_quotes"]

LIFTED = frozenset(
    {
        "agency-from-contact",
        "agency-from-signature",
        "label-in-word",
        "no-colon",
        "no-label",
        "no-organ",
        "two-years",
        "year-from-body",
    }
)
"""Doubts about which piece of the text answers: a second reader who took the same piece lifts them. Doubts about the
piece itself, such as `cut`, stay."""
DERIVED = frozenset({"agency_level"})
"""Not printed, so nobody can quote it."""


def with_lacks(error: Failure | None, model: ModelView) -> Failure | None:
    """What was not read, with the parts that the model was asked for in vain; its fault decides the code.

    A document that the table reader accepts whole is no exception: what was asked for is two witnesses, and a run that
    goes on later must know which documents still have one only.
    """
    if not model.lacks:
        return error
    parts = ", ".join(lack.part for lack in model.lacks)
    fault = model.lacks[0].fault
    message = f"not read by the model: {parts}: {fault.message}"
    return Failure(
        code=fault.code,
        message=f"{error.message}; {message}" if error else message,
        hint="run again; what was read and paid for is kept",
    )


def dropped_quotes(document: Document, model: ModelView) -> int:
    """How many quotations the document does not print."""
    quotes = [*(item.quote for item in model.stated), *(item.quote for item in model.quotes)]
    return sum(find_quote(document.text, quote) is None for quote in quotes)


def more_claims(  # noqa: PLR0913, PLR0917 - a document and all that is known about it
    document: Document,
    form: Form,
    editions: Mapping[str, str],
    cells: Sequence[Cell],
    known: Sequence[Claim],
    model: ModelView | None,
) -> Iterator[Claim]:
    """The claims that only the model saw; what the grammar has at the same place stays the grammar's."""
    if model is None or not model.stated:
        return
    counted = {item.key: item for item in countables(form, editions)}
    figures = Figures(cells)
    taken = [(claim.source, {path for target in claim.targets for path in target}) for claim in known]
    for item in dict.fromkeys(model.stated):
        thing = counted.get(item.counts)
        place = _quoted(document, item)
        if thing is None or place is None or any(_overlap(place, cell.source) for cell in cells):
            continue
        mine = {path for target in thing.targets for path in target}
        if any(_overlap(place, other) and not mine.isdisjoint(paths) for other, paths in taken):
            continue
        claim = _claim(document, item, thing, place, figures)
        if claim is not None:
            taken.append((place, mine))
            yield claim


def _quoted(document: Document, item: Stated) -> Place | None:
    """Where the quotation stands; null when it does not, or when its number is no part of it."""
    found = find_quote(document.text, item.quote)
    if found is None or (item.number is not None and not holds(item.quote, item.number)):
        return None
    return _place(document, *found)


def _place(document: Document, start: int, end: int) -> Place:
    page = 1 + document.text.count("\f", 0, start) if document.pages else None
    return Place(page=page, start=start, end=end)


def _overlap(left: Place, right: Place | None) -> bool:
    return right is not None and left.start < right.end and right.start < left.end


def _claim(document: Document, item: Stated, thing: Countable, place: Place, figures: Figures) -> Claim | None:
    parsed = parse_value(item.number) if item.number is not None else None
    if parsed is not None and parsed.number is None:
        return None
    value = Decimal(parsed.number) if parsed and parsed.number is not None else Decimal()
    totals = [figures.total(target) for target in thing.targets]
    matched = next((number for number, total in enumerate(totals) if total == value), None)
    reasons: list[str] = []
    if matched is None:
        reasons += ["cell-unproven"] if None in totals else []
        reasons += [] if thing.contradicts else ["other-meaning"]
    return Claim(
        quote=document.text[place.start : place.end],
        source=place,
        targets=thing.targets,
        matched=matched,
        negated=parsed is None,
        value=int(value) if value == value.to_integral_value() else format_decimal(value),
        unit=parsed.unit if parsed else None,
        agrees=True if matched is not None else None if reasons else False,
        reasons=tuple(reasons),
        by="llm",
    )


def with_quotes(document: Document, meta: Mapping[str, Cell], model: ModelView) -> dict[str, Cell]:
    """Metadata with the model's quotations beside the readings that are there."""
    said: dict[str, Reading] = {}
    for item in model.quotes:
        if item.key in META_KEYS and item.key not in DERIVED and item.key not in said:
            year = meta["year"].value if "year" in meta else None
            reading = _reading(document, item.key, item.quote, year if isinstance(year, int) else None, model.reader)
            if reading is not None:
                said[item.key] = reading
    return {
        key: _with_quote(cell, said[key], independent=model.independent and document.born_digital)
        if key in said
        else cell
        for key, cell in meta.items()
    }


def _reading(document: Document, key: str, quote: str, year: int | None, reader: str) -> Reading | None:
    """The reading that a quotation makes; null when the document does not print it, or it states nothing."""
    found = find_quote(document.text, quote)
    if found is None:
        return None
    printed = document.text[slice(*found)]
    value = value_of(key, document.prose[slice(*found)], year)
    if value is None:
        return None
    place = _place(document, *found)
    return Reading(reader=reader, as_printed=printed, value=value, kind=kind_of(key), source=place)


def _with_quote(cell: Cell, said: Reading, *, independent: bool) -> Cell:
    both = cell.model_copy(update={"readings": (*cell.readings, said)})
    if not independent:
        return both
    if cell.source is None:
        chosen = {"as_printed": said.as_printed, "value": said.value, "kind": said.kind, "source": said.source}
        return both.model_copy(
            update={**chosen, "tier": "T4", "status": "review", "reasons": ("model-alone", *cell.reasons)}
        )
    if cell.value != said.value:
        reasons = tuple(dict.fromkeys(("readers-differ", *cell.reasons)))
        return both.model_copy(update={"tier": "T4", "status": "review", "reasons": reasons})
    if said.source is not None and _overlap(said.source, cell.source) and LIFTED.issuperset(cell.reasons):
        return both.model_copy(update={"tier": "T1", "status": "accepted", "reasons": ()})
    return both
