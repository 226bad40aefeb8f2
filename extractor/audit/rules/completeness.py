"""Rules about what a report must hold: its six sections, the items of the first one, what Article 50 asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.audit.catalogue import RuleEntry
from extractor.audit.rules.parameters import number_of, pairs_of, words_of
from extractor.audit.rules.passages import accuse, mentions, narrative, notice_year, sentences, squeezed
from extractor.audit.rules.registry import Failed, NotAssessable, Outcome, Passed, rule
from extractor.audit.view import Section, View
from extractor.model import Place
from extractor.text import compact

__all__: list[str] = []

NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)}


@rule("S1")
def sections(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """The sections of the form, in its order, numbered without a break, and the items of the first one."""
    known = [section for section in view.sections if section.key is not None]
    if len(known) < number_of(entry, "fewest_sections"):
        # A workbook of tables, or a page without its prose: nothing tells what the report itself has.
        yield NotAssessable()
        return
    for section in view.form.sections:
        found = view.section(section.key)
        if found is None:
            yield _absent(view, entry, section.key, section.label.text)
        elif section.key not in _table_sections(view) and not compact(view.text[found.start : found.end]):
            yield accuse(view, entry, _about(view, found, "empty", {"section": section.label.text}))
        else:
            yield Passed()
    yield _order(view, entry, known)
    yield _numbering(view, entry, known)
    yield from _items(view, entry)


def _table_sections(view: View) -> dict[str, str]:
    return {table.section: table.key for table in view.form.tables}


def _about(view: View, section: Section, variant: str, values: Mapping[str, object]) -> Failed:
    return Failed(
        values,
        variant,
        quote=view.text[section.heading : section.start],
        source=Place(start=section.heading, end=section.start),
    )


def _absent(view: View, entry: RuleEntry, key: str, title: str) -> Outcome:
    """An error only where the content is absent too, and the copy in hand goes on to the report's end."""
    table = _table_sections(view).get(key)
    present = _table_printed(view, table) if table else _content_elsewhere(view, entry, key)
    values = {"section": title}
    if present:
        return Failed(values, "heading", attribution="undecided", key=(key,))
    if _cut_short(view, key):
        return Failed(values, severity="warning", attribution="undecided", key=(key,))
    return Failed(values, key=(key,))


def _table_printed(view: View, table: str) -> bool:
    """Whether some cell was read, or the text prints labels of the table."""
    if any(cell.kind != "unread" for path, cell in view.cells.items() if path.startswith(f"{table}.")):
        return True
    words = compact(view.text)
    rows = {
        row.label.keys[0].plain
        for edition in view.tables
        if edition.table == table
        for block in edition.blocks
        for row in block.rows
    }
    return any(row in words for row in rows)


def _content_elsewhere(view: View, entry: RuleEntry, key: str) -> bool:
    """Whether a section whose heading is lost shows under the heading before it, or under one nobody knows."""
    before: Section | None = None
    for section in view.form.sections:
        if section.key == key:
            break
        before = view.section(section.key) or before
    first = min(section.heading for section in view.sections)
    places = [(before.start, before.end) if before else (0, first)]
    places += [(section.heading, section.end) for section in view.sections if section.key is None]
    signs = pairs_of(entry, "signs").get(key, ())
    return any(mentions(squeezed(view.text, *place).words, signs) for place in places)


def _cut_short(view: View, key: str) -> bool:
    """Whether the text breaks off before the section could come."""
    keys = [section.key for section in view.form.sections]
    if any(view.section(later) is not None for later in keys[keys.index(key) :]):
        return False
    last = max(view.sections, key=lambda section: section.start)
    table = _table_sections(view).get(last.key or "")
    if table is not None:
        cells = [cell for path, cell in view.cells.items() if path.startswith(f"{table}.")]
        return any(cell.kind == "unread" for cell in cells)
    tail = squeezed(view.text, last.start, last.end).words
    closing = view.text[last.start : last.end].rstrip().rpartition("\n")[2]
    if "@" in closing or any(label in closing for item in view.form.metadata.contacts for label in item.labels):
        return False  # contact data close many reports, and end in letters
    return bool(tail) and tail[-1].isalpha() and len(tail.rpartition("。")[2]) > len("附件二〇二四年十二月三十一日")


def _order(view: View, entry: RuleEntry, known: Sequence[Section]) -> Outcome:
    places = {section.key: place for place, section in enumerate(view.form.sections)}
    for before, after in pairwise(known):
        if places[after.key or ""] < places[before.key or ""]:
            values = {"section": after.title, "before": before.title}
            return accuse(view, entry, _about(view, after, "order", values))
    return Passed()


def _numbering(view: View, entry: RuleEntry, known: Sequence[Section]) -> Outcome:
    """Continuous from one known heading to the next, those counted that the form does not know.

    A heading without a numeral proves nothing: copies lose them. Nor does the gap that an absent section leaves.
    """
    expected = {section.key: place for place, section in enumerate(view.form.sections)}
    for before, after in pairwise(known):
        first, second = NUMERALS.get(before.ordinal), NUMERALS.get(after.ordinal)
        if first is None or second is None or expected[after.key or ""] != expected[before.key or ""] + 1:
            continue
        between = [
            section
            for section in view.sections
            if section.key is None and before.start <= section.heading < after.heading and section.ordinal in NUMERALS
        ]
        if second not in {first + 1, first + 1 + len(between)}:
            last = (between or [before])[-1]
            values = {"section": after.title, "ordinal": after.ordinal, "before": f"{last.ordinal}、{last.title}"}
            return accuse(view, entry, _about(view, after, "numbering", values))
    return Passed()


def _items(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """The five items of the first section, wherever the prose before the tables speaks of them."""
    overview, year = view.section(words_of(entry, "first_section")[0]), notice_year(view)
    if overview is None or year is None or year < number_of(entry, "items_from"):
        return
    tables = _table_sections(view)
    end = min((section.heading for section in view.sections if section.key in tables), default=overview.end)
    words = squeezed(view.text, overview.start, max(end, overview.end)).words
    lacking = [item for item, signs in pairs_of(entry, "items").items() if not mentions(words, (item, *signs))]
    if lacking and words:
        values: dict[str, object] = {"items": "、".join(lacking)}
        yield accuse(view, entry, replace(_about(view, overview, "items", values), key=tuple(lacking)))
    else:
        yield Passed()


@rule("L1")
def governments(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """A government also reports on assessment, social evaluation and accountability; that there was none will do."""
    agency = view.agency
    if agency is None or not agency.endswith(words_of(entry, "governments")) or not view.sections:
        return
    words = "".join(passage.words for passage in narrative(view))
    topics = pairs_of(entry, "topics")
    lacking = [topic for topic, signs in topics.items() if not mentions(words, (topic, *signs))]
    if lacking:
        yield Failed({"topics": "、".join(lacking)}, key=tuple(lacking))
    else:
        yield Passed()


@rule("U1")
def usual_parts(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """What readers expect before the first section although the official format does not ask for it."""
    known = [section for section in view.sections if section.key is not None]
    if len(known) < number_of(entry, "fewest_sections"):
        return
    title = view.meta.get("title")
    top = title.source.end if title is not None and title.source is not None else 0
    first = min(section.heading for section in known)
    preface = squeezed(view.text, min(top, first), first)
    shortest = number_of(entry, "shortest_preface")
    parts = {
        "preface": any(
            len(item.words) >= shortest and item.words.endswith("。") for item in sentences(view.text, preface)
        )
        or _speaks_of_itself(view, entry),
        "period": _stated(view, ("period_start",)),
        "contact": _stated(view, words_of(entry, "contacts")),
    }
    names = pairs_of(entry, "parts")
    lacking = [part for part, present in parts.items() if not present]
    if lacking:
        english, chinese = ([names[part][language] for part in lacking] for language in (0, 1))
        yield Failed({"parts_en": ", ".join(english), "parts_zh": "、".join(chinese)}, key=tuple(lacking))
    else:
        yield Passed()


def _speaks_of_itself(view: View, entry: RuleEntry) -> bool:
    """Whether the first section opens like a preface: such reports only lack the break before its heading."""
    overview = view.section(words_of(entry, "first_section")[0])
    words = squeezed(view.text, overview.start, overview.end).words if overview is not None else ""
    return mentions(words, words_of(entry, "of_itself"))


def _stated(view: View, keys: Sequence[str]) -> bool:
    return any(key in view.meta and view.meta[key].kind != "missing" for key in keys)
