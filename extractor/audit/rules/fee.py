"""Rules about the fee for processing information, which section six reports (国办函〔2020〕109号)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.audit.catalogue import RuleEntry
from extractor.audit.rules.parameters import number_of, words_of
from extractor.audit.rules.passages import (
    Passage,
    any_of,
    clauses,
    mentions,
    narrative,
    notice_year,
    sentences,
    squeezed,
)
from extractor.audit.rules.registry import Failed, NotAssessable, Outcome, Passed, rule
from extractor.audit.view import View
from extractor.text import compact

__all__: list[str] = []

FIGURES = r"(?<![\d.])(?P<figures>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>万?元)(?P<rate>/|每)?"
RATE = re.compile(r"每[^,。;]{0,6}$")
"""100元/件 and 每件100元 are rates of the tariff, no totals."""
TEN_THOUSAND = 10_000
STEP = 10
"""Yuan: every rate of the tariff is a multiple of it."""
BETWEEN = 16
"""Characters between the fee's name and its amount."""


def _section_six(view: View, entry: RuleEntry) -> Passage | None:
    """What section six says of itself, without what is left of the form's own words."""
    section, year = view.section(words_of(entry, "section")[0]), notice_year(view)
    if section is None or year is None or year < number_of(entry, "first_year"):
        return None
    passage = squeezed(view.text, section.start, section.end)
    template = re.search(any_of(words_of(entry, "template")), passage.words)
    return passage.part(template.end(), len(passage.words)) if template else passage


@rule("F1")
def stated(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """Section six says whether the fee was charged; an absent or empty section is S1's to report."""
    passage = _section_six(view, entry)
    section = view.section(words_of(entry, "section")[0])
    if passage is None or section is None or not compact(passage.words):
        return
    without = re.sub(any_of(words_of(entry, "no_fees")), "", passage.words)
    if mentions(without, words_of(entry, "charges")):
        yield Passed()
        return
    named = (*words_of(entry, "official"), *words_of(entry, "other_names"))
    for other in narrative(view, without=section.key):
        found = next((part for part in clauses(view.text, other) if mentions(part.words, named)), None)
        if found is not None:
            yield Failed(variant="elsewhere", quote=found.quoted(view.text), source=found.place)
            return
    whole = next(sentences(view.text, passage), passage)
    yield Failed(quote=whole.quoted(view.text), source=whole.place)


@rule("F2")
def amount(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """A total of fees is a multiple of ten yuan, and without a request nobody pays one."""
    passage = _section_six(view, entry)
    if passage is None:
        return
    names = any_of((*words_of(entry, "official"), *words_of(entry, "other_names")))
    behind = re.compile(
        rf"(?:{names})[^,。;\d]{{0,{BETWEEN}}}{FIGURES}|{FIGURES.replace('?P<', '?P<b_')}的?(?:{names})"
    )
    charged: Passage | None = None
    for found in behind.finditer(passage.words):
        groups = {name: found[name] or found[f"b_{name}"] for name in ("figures", "unit", "rate")}
        start = found.start("figures") if found["figures"] else found.start("b_figures")
        if groups["rate"] or RATE.search(passage.words, 0, start):
            continue
        yuan = Decimal(groups["figures"].replace(",", "")) * (TEN_THOUSAND if groups["unit"] == "万元" else 1)
        part = passage.part(found.start(), found.end())
        charged = charged or (part if yuan else None)
        if yuan % STEP:
            values = {"amount": groups["figures"] + groups["unit"]}
            yield Failed(values, quote=part.quoted(view.text), source=part.place, key=(str(yuan),))
        else:
            yield Passed(vacuous=not yuan)
    if charged is None:
        return
    cells = words_of(entry, "applications")
    counts = [view.number(cell) for cell in cells]
    if None in counts:
        yield NotAssessable(cells=tuple(cell for cell, count in zip(cells, counts, strict=True) if count is None))
    elif any(counts):
        yield Passed()
    else:
        yield Failed(variant="nobody", cells=cells, quote=charged.quoted(view.text), source=charged.place)


@rule("F3")
def name(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """The fee is called by the name that its regulation gives it."""
    passage = _section_six(view, entry)
    if passage is None:
        return
    for part in clauses(view.text, passage):
        found = re.search(any_of(words_of(entry, "other_names")), part.words)
        if found is not None:
            values = {"name": found.group()}
            yield Failed(values, quote=part.quoted(view.text), source=part.place, key=(found.group(),))
            return
    if mentions(passage.words, words_of(entry, "official")):
        yield Passed()
