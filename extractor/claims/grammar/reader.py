"""The prose of a report, read sentence by sentence."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.claims.grammar.breakdowns import breakdowns_in
from extractor.claims.grammar.endings import charges_in, completions_in
from extractor.claims.grammar.judge import Asked, Figures, compare, surroundings_of
from extractor.claims.grammar.numerals import marked
from extractor.claims.grammar.phrasebook import phrasebook_of
from extractor.claims.grammar.quoting import Quoting
from extractor.claims.grammar.rates import rates_in
from extractor.claims.grammar.sentences import sentences_of
from extractor.claims.grammar.statements import Raw, raw_statements
from extractor.claims.outline import OutlineSection
from extractor.forms import Form
from extractor.model import Cell, Claim, Document
from extractor.model.prose import Breakdown, ChargeStatement, Completion, Prose, Rate
from extractor.text.numbers import format_decimal

__all__ = ["read_claims", "read_prose"]

INHERITED = frozenset({"other-scope", "qualified", "scope-unsure"})
"""What a clause without a subject of its own takes over from the one before it."""


def read_claims(  # noqa: PLR0913 - a document and all that is known about it
    document: Document,
    form: Form,
    sections: Sequence[OutlineSection],
    cells: Sequence[Cell],
    *,
    year: int | None,
    agency: str | None,
) -> tuple[Claim, ...]:
    """Read the numbers that prose states about what the form also counts.

    Args:
        document: the document after ingest.
        form: its part `claims` holds the phrases; without it there are no claims.
        sections: the document's outline.
        cells: the fused cells: what the numbers are held against, and where the tables stand in the text.
        year: the report's year; null when it is not known, and then no year in the prose can be wrong.
        agency: the name of the office that reports.
    """
    return read_prose(document, form, sections, cells, year=year, agency=agency).claims


def read_prose(  # noqa: PLR0913 - as above
    document: Document,
    form: Form,
    sections: Sequence[OutlineSection],
    cells: Sequence[Cell],
    *,
    year: int | None,
    agency: str | None,
) -> Prose:
    """Read everything that the rules on prose need; the arguments are those of `read_claims`."""
    book = phrasebook_of(form)
    if book is None or form.claims is None:
        return Prose()
    asked = Asked(book, Figures(cells), year, agency)
    units = frozenset(form.claims.units)
    claims: list[Claim] = []
    breakdowns: list[Breakdown] = []
    rates: list[Rate] = []
    completions: list[Completion] = []
    charges: list[ChargeStatement] = []
    for sentence in sentences_of(document, form, sections, cells):
        quoting = Quoting(document, sentence, marked(sentence.text))
        statements = raw_statements(quoting, book)
        claims.extend(claims_in(quoting, statements, asked))
        breakdowns.extend(breakdowns_in(quoting, units))
        rates.extend(rates_in(quoting, year))
        completions.extend(completions_in(quoting, statements, asked))
        if book.charge is not None:
            charges.extend(charges_in(quoting, book.charge, asked))
    return Prose(tuple(claims), tuple(breakdowns), tuple(rates), tuple(completions), tuple(charges))


def claims_in(quoting: Quoting, statements: Sequence[Raw], asked: Asked) -> Iterator[Claim]:
    """The claims of a sentence."""
    spans = [(raw.start, raw.end) for raw in statements]
    inherited: tuple[str, ...] = ()
    for raw in statements:
        others = [span for span in spans if span != (raw.start, raw.end)]
        around = surroundings_of(quoting.sentence, (raw.start, raw.end), others, asked)
        if around is None:
            continue
        reasons = around.reasons if around.own else tuple(dict.fromkeys((*inherited, *around.reasons)))
        inherited = tuple(reason for reason in reasons if reason in INHERITED)
        outcome = compare(raw, reasons, asked.figures)
        if outcome is None:
            continue
        quote, place = quoting.quote(raw.quote_start, raw.end)
        amount = raw.amount
        value = Decimal(0) if amount is None else Decimal(amount.value)
        yield Claim(
            quote=quote,
            source=place,
            targets=outcome.targets,
            matched=outcome.matched,
            negated=amount is None,
            value=int(value) if value == value.to_integral_value() else format_decimal(value),
            unit=None if amount is None else amount.unit,
            agrees=outcome.agrees,
            reasons=outcome.reasons,
            by="grammar",
        )
