"""Rules about what a report cites: the notice that fixed its form, by title, number and year."""

import re
from collections.abc import Iterator

from extractor.audit.catalogue import RuleEntry
from extractor.audit.rules.parameters import pairs_of, words_of
from extractor.audit.rules.passages import Passage, folded, narrative, squeezed
from extractor.audit.rules.registry import Failed, Outcome, Passed, rule
from extractor.audit.view import View

__all__: list[str] = []

NUMBER = re.compile(r"国办公开办函[〔\[(【]?(?P<year>20\d{2})[〕\])】]?第?(?P<number>\d{1,3})号")
TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》){1,80}》(?=.{0,8}$)")
"""A title in brackets right before the number."""
YEAR = re.compile(r"(20\d{2})年?度?(?:政府|政务)?信息公开(?:工作)?年度?报")
LOOK_BACK = 110


@rule("C1")
def notice(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """Title and number of the cited notice belong together, and it is the one for the report's year."""
    first = min((section.start for section in view.sections), default=len(view.text))
    passages = [squeezed(view.text, 0, first), *narrative(view)]
    notices = pairs_of(entry, "notices")
    cited = [(passage, found) for passage in passages for found in NUMBER.finditer(passage.words)]
    numbers = {_number(found) for _, found in cited}
    for passage, found in cited:
        yield _judged(view, entry, passage, found, numbers=numbers)
    for passage in passages:
        yield from _other_years(view, entry, passage, {folded(words[0]) for words in notices.values()})


def _number(found: re.Match[str]) -> str:
    return f"〔{found['year']}〕{found['number']}号"


def _judged(view: View, entry: RuleEntry, passage: Passage, found: re.Match[str], *, numbers: set[str]) -> Outcome:
    """The triple of title, number and report year."""
    notices = pairs_of(entry, "notices")
    number = _number(found)
    title = TITLE.search(passage.words, max(0, found.start() - LOOK_BACK), found.start())
    part = passage.part(found.start(), found.end())
    quote, source = part.quoted(view.text), part.place
    if title is not None:
        own = next((key for key, words in notices.items() if folded(words[0]) in title.group()), None)
        if own is not None and own != number:
            return Failed({"number": number, "right": own}, "title", quote=quote, source=source, key=(number,))
    if number not in notices or view.year is None:
        return Passed()
    _, earliest, latest = notices[number]
    if int(earliest) <= view.year <= int(latest):
        return Passed()
    right = next((key for key, words in notices.items() if int(words[1]) <= view.year <= int(words[2])), None)
    if right is None or right in numbers:
        # Both are cited: the older one is history.
        return Passed()
    values = {"number": number, "right": right, "year": view.year}
    return Failed(values, quote=quote, source=source, key=(number,))


def _other_years(view: View, entry: RuleEntry, passage: Passage, official: set[str]) -> Iterator[Outcome]:
    """A notice on the report of one year, cited as the basis of another year's."""
    if view.year is None:
        return
    for title in re.finditer(r"《(?:[^《》]|《[^《》]*》){1,80}》", passage.words):
        named = YEAR.search(title.group())
        is_notice = any(word in title.group() for word in words_of(entry, "notice_words"))
        if named is None or not is_notice or any(words in title.group() for words in official):
            continue
        if int(named.group(1)) == view.year:
            yield Passed()
        else:
            part = passage.part(title.start(), title.end())
            values = {"cited": named.group(1), "year": view.year}
            yield Failed(values, "other_year", quote=part.quoted(view.text), source=part.place)
