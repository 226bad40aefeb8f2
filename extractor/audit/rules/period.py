"""Rules about time: the year a report speaks of, its period, the day it was published."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from extractor.audit.catalogue import RuleEntry
from extractor.audit.rules.parameters import number_of, words_of
from extractor.audit.rules.passages import Passage, accuse, any_of, clauses, folded, mentions, sentences, squeezed
from extractor.audit.rules.registry import Failed, NotAssessable, Outcome, Passed, rule
from extractor.audit.view import View
from extractor.model import Place

__all__: list[str] = []

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|二[〇○零][〇○零一二三四五六七八九]{2}")
OPENING = re.compile(rf"({YEAR.pattern})年(?:度)?(?=[,\u4e00-\u9fff])")
"""A year at the head of a sentence."""
NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.是]|\d{1,2}[、.])+:?")
FIGURES = str.maketrans("〇○零一二三四五六七八九", "000123456789")
NEAR = 14
"""Characters after a year that may say what it dates: 2022年度部门决算."""
ABOVE = 60
"""Characters over a title in which its first lines may stand."""
SEVERAL = 2
"""So many sentences that open with another year are no slip of the pen."""
BRACKETED = re.compile(r"《[^《》]*》|\([^()]*\)|〔[^〔〕]*〕|“[^“”]*”")
"""Titles of documents and remarks name other years rightly."""


def _years(words: str) -> set[int]:
    return {int(found.translate(FIGURES)) for found in YEAR.findall(words)}


def _title_year(view: View) -> int | None:
    """The one year that the title prints."""
    title = view.meta.get("title")
    if title is None or title.status != "accepted" or not isinstance(title.value, str):
        return None
    years = _years(folded(title.value))
    return next(iter(years)) if len(years) == 1 else None


def _date(view: View, key: str) -> date | None:
    """A date of the metadata that is not in doubt."""
    cell = view.meta.get(key)
    if cell is None or cell.status != "accepted" or not isinstance(cell.value, str):
        return None
    return date.fromisoformat(cell.value)


@rule("Y1")
def year(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """Title, period and body speak of the same year, and the period is all of it."""
    titled, start, end = _title_year(view), _date(view, "period_start"), _date(view, "period_end")
    if start is not None and end is not None:
        yield _period(view, entry, titled, start, end)
    own = titled or (start.year if start is not None else None)
    if own is not None:
        yield from _body(view, entry, own)


def _period(view: View, entry: RuleEntry, titled: int | None, start: date, end: date) -> Outcome:
    """What the period says against the title, and by itself."""
    first, last = view.meta["period_start"].source, view.meta["period_end"].source
    where = first.model_copy(update={"end": last.end}) if first is not None and last is not None else None
    quote = view.text[where.start : where.end] if where is not None else None
    values: dict[str, object] = {"year": titled, "period": f"{start.isoformat()} – {end.isoformat()}"}
    if titled is not None and titled not in {start.year, end.year}:
        return accuse(view, entry, Failed(values, quote=quote, source=where))
    whole = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year
    if not whole:
        return accuse(view, entry, Failed(values, "period", quote=quote, source=where))
    return Passed()


def _body(view: View, entry: RuleEntry, own: int) -> Iterator[Outcome]:
    """The first section speaks of the report year; what it says of another one is a comparison or a plan."""
    section = view.section(words_of(entry, "section")[0])
    if section is None:
        return
    passage = squeezed(view.text, section.start, section.end)
    other_years: list[tuple[int, Passage]] = []
    for sentence in sentences(view.text, passage):
        words = NUMBERING.sub("", BRACKETED.sub("", sentence.words))
        opened = OPENING.match(words)
        spoken = int(opened.group(1).translate(FIGURES)) if opened else own
        if opened is not None and spoken != own and not _rightly(entry, words, opened.end(), own, spoken):
            other_years.append((spoken, sentence))
    if not other_years:
        yield Passed()
        return
    wrong, count = Counter(spoken for spoken, _ in other_years).most_common(1)[0]
    first = next(sentence for spoken, sentence in other_years if spoken == wrong)
    clause = next(clauses(view.text, first), first)
    values = {"year": own, "other": wrong}
    everywhere = own in _years(passage.words)
    variant = "other_year" if everywhere or count < SEVERAL else "body"
    yield accuse(
        view, entry, Failed(values, variant, quote=clause.quoted(view.text), source=clause.place, key=(str(wrong),))
    )


def _rightly(entry: RuleEntry, words: str, after: int, own: int, spoken: int) -> bool:
    """Whether a sentence has a reason to open with another year: a comparison, a plan, the name of a document."""
    compares = own in _years(words) or mentions(words, words_of(entry, "comparing"))
    plans = spoken > own and mentions(words, words_of(entry, "planning"))
    return compares or plans or mentions(words[after : after + NEAR], words_of(entry, "dating"))


def _year_above(view: View, title: Place | None) -> bool:
    """Whether the year stands on a line above that a footnote's mark, or the like, cut off from the title."""
    if title is None:
        return False
    above = squeezed(view.text, max(0, title.start - ABOVE), title.start).words.rpartition("。")[2]
    return any(above.startswith("年", found.end()) for found in YEAR.finditer(above))


@rule("Y2")
def named_and_closed(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """The title names the year, and what is counted is counted to the year's end."""
    title = view.meta.get("title")
    if title is not None and title.status == "accepted" and isinstance(title.value, str):
        if _years(folded(title.value)) or _year_above(view, title.source):
            yield Passed()
        else:
            yield Failed(quote=title.as_printed, source=title.source)
    section = view.section(words_of(entry, "section")[0])
    if section is None:
        return
    passage = squeezed(view.text, section.start, section.end)
    open_words = re.compile(any_of(words_of(entry, "open")))
    for sentence in sentences(view.text, passage):
        found = open_words.search(sentence.words)
        if found is None or not mentions(sentence.words[found.end() :], words_of(entry, "counted")):
            continue
        part = sentence.part(found.start(), len(sentence.words))
        clause = part.part(0, len(part.words.rstrip("。")))
        yield Failed({"words": found.group()}, "open", quote=clause.quoted(view.text), source=clause.place)
        return
    yield Passed()


@rule("DL1")
def deadline(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """Published in time, where day, kind and level of the authority are known; a town has local deadlines only."""
    published = view.facts.published or _date(view, "published")
    reported, agency = _sure_year(view), view.agency
    if published is None or reported is None or agency is None or published.year <= reported:
        return
    level = _level(view)
    if level is None:
        yield NotAssessable()
        return
    if level not in words_of(entry, "levels"):
        return
    if agency.endswith(words_of(entry, "governments")):
        month = number_of(entry, "governments_month")
    elif agency.endswith(words_of(entry, "departments")):
        month = number_of(entry, "departments_month")
    else:
        return
    last = date(reported + 1, month, 31)
    if published <= last:
        yield Passed()
        return
    days = (published - last).days
    cell = view.meta.get("published")
    source = cell.source if view.facts.published is None and cell is not None else None
    values = {"published": published.isoformat(), "deadline": last.isoformat(), "days": days}
    quote = view.text[source.start : source.end] if source is not None else None
    yield accuse(view, entry, Failed(values, quote=quote, source=source, key=(published.isoformat(),)))


def _sure_year(view: View) -> int | None:
    cell = view.meta.get("year")
    if cell is not None and cell.status == "accepted" and isinstance(cell.value, int):
        return cell.value
    return view.facts.year


def _level(view: View) -> str | None:
    cell = view.meta.get("agency_level")
    if cell is not None and cell.status == "accepted" and isinstance(cell.value, str):
        return cell.value
    return view.facts.level
