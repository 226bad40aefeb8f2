"""Rules about the file and the tables as such: what proves nothing, what was damaged, what nobody sees."""

from collections.abc import Iterator
from decimal import Decimal

from extractor.audit.catalogue import RuleEntry
from extractor.audit.rules.parameters import pairs_of
from extractor.audit.rules.registry import Failed, Outcome, Passed, rule
from extractor.audit.view import DamagedLabel, View
from extractor.model import Place

__all__: list[str] = []

MOST_QUOTES = 3
NOTE = "hidden-text:"
"""How the notes of a document begin: `hidden-text:<reason>:<excerpt>` (`extractor.ingest.hidden`)."""
MORE = "more"
"""The reason of the note that only counts further passages."""


@rule("Z1")
def all_zero(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """A table printed as nothing but zeros: every identity holds there, and none of it is evidence."""
    del entry
    for edition in view.tables:
        cells = [view.cells[spec.path] for spec in edition.cells if spec.path in view.cells]
        values = [None if cell.tier == "T4" else cell.value for cell in cells]
        if not values or None in values:
            continue  # a blank is no zero
        if all(Decimal(value) == 0 for value in values if value is not None):
            title = view.form.table(edition.table).title
            yield Failed({"table_zh": title.zh, "table_en": title.en}, key=(edition.table,))
        else:
            yield Passed()


@rule("Q1")
def transcription_damage(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """Labels that are recognisable, yet worded as in no report that was typed: the copy suffered, not its author.

    A few are told one by one, each where it stands; many are one finding.
    """
    del entry
    if not view.damaged:
        return
    places: dict[str, DamagedLabel] = {}
    for item in view.damaged:
        places.setdefault("".join(item.quote.split()), item)
    shown = list(places)
    if len(shown) <= MOST_QUOTES:
        for label in shown:
            yield _damaged({"label": label}, "one", places[label], label)
        return
    yield _damaged({"count": len(shown), "examples": "、".join(shown[:MOST_QUOTES])}, None, places[shown[0]], "")


def _damaged(values: dict[str, object], variant: str | None, item: DamagedLabel, key: str) -> Failed:
    place = Place(start=item.start, end=item.end)
    return Failed(values, variant, quote=item.quote, source=place, key=(key,) if key else ())


@rule("H1")
def hidden_text(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """Text that nobody sees: ingest took it out of the readings."""
    ways, deceptive = pairs_of(entry, "ways"), pairs_of(entry, "deceptive")["ways"]
    passages: dict[str, list[str]] = {}
    for note in view.notes:
        if note.startswith(NOTE):
            reason, _, excerpt = note.removeprefix(NOTE).partition(":")
            passages.setdefault(reason, []).append(excerpt)
    more = bool(passages.pop(MORE, ()))
    for reason, excerpts in passages.items():
        en, zh = ways[reason]
        deceives = reason in deceptive and any(sign.isdigit() for text in excerpts for sign in text)
        yield Failed(
            {"way_en": en, "way_zh": zh, "count": f"{len(excerpts)}{'+' if more else ''}"},
            variant="deceptive" if deceives else None,
            quote=excerpts[0],
            key=(reason, *excerpts),
        )
