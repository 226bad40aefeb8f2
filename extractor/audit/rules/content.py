"""Rules about words that no published report should hold: what is left of a template, another authority's name."""

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.audit.catalogue import RuleEntry
from extractor.audit.rules.authorities import one_sign_apart, own_area_differs
from extractor.audit.rules.parameters import pairs_of, words_of
from extractor.audit.rules.passages import Passage, accuse, any_of, folded, narrative, sentences, squeezed
from extractor.audit.rules.registry import Failed, Outcome, Passed, rule
from extractor.audit.view import View
from extractor.model import Place

__all__: list[str] = []

LEFT_EMPTY = (
    r"[ \t\u3000]{0,8}[:：](?=[ \t\u3000]*(?:年[ \t\u3000]*月[ \t\u3000]*日[ \t\u3000]*)?(?:\r?\n|\Z))"
    r"(?!\s*[\u4e00-\u9fff]{2,4}\s*(?:\n|\Z))"
)
"""A label with nothing behind it on its line, nor a name on the next one; the frame of a date is nothing."""
CROSSES = re.compile(
    r"(?<![A-Za-z0-9_./@:%=&?+-])(?:[XxＸｘ]{2,6}|[×✕]{2,6})(?=[\u4e00-\u9fff、，。）)])|(?<=[\u4e00-\u9fff])[×✕]{2,6}"
)
"""XX镇, ××年; not in addresses, names of models and sizes."""
UNDERLINED = re.compile(r"(?:(?<=[：:，,（(])|(?<=[为共]))[ \t]*[_＿]{2,}|[_＿]{2,}(?=[ \t]*[年月日件元条次项个])")


@rule("P1")
def placeholders(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """What is left of a template: an empty label, crosses, underlines, the form's own instructions."""
    labels = "|".join(re.escape(label) for label in words_of(entry, "labels"))
    told = "|".join(map(_instruction, words_of(entry, "instructions")))
    patterns = (re.compile(f"(?:{labels}){LEFT_EMPTY}"), CROSSES, UNDERLINED, re.compile(told))
    seen: set[str] = set()
    matches = [match for pattern in patterns for match in pattern.finditer(view.text)]
    for found in sorted(matches, key=lambda match: match.start()):
        printed = found.group()
        if printed.strip() in seen or _in_table(view, found.start()):
            continue
        seen.add(printed.strip())
        yield Failed(
            {"words": " ".join(printed.split())},
            quote=printed.strip(),
            source=Place(start=found.end() - len(printed.lstrip()), end=found.end()),
            key=(printed.strip(),),
        )
    if not seen:
        yield Passed()


def _instruction(words: str) -> str:
    """An instruction as it is printed; one that opens a bracket goes on to its end."""
    if words.startswith("（"):
        return rf"[（(]\s*{re.escape(words[1:])}[^（()）\n]{{0,40}}[）)]?"
    return re.escape(words)


def _in_table(view: View, place: int) -> bool:
    tables = {table.section for table in view.form.tables}
    return any(section.key in tables and section.start <= place < section.end for section in view.sections)


@rule("A1")
def authority(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """The report speaks in one authority's name; parents, children and short names are no contradiction."""
    cell = view.meta.get("agency")
    if cell is None or cell.status != "accepted" or not isinstance(cell.value, str):
        return
    agency = folded(cell.value)
    first = min((section.heading for section in view.sections), default=len(view.text))
    places = [squeezed(view.text, 0, first), *narrative(view)]
    found = next(_contradictions(view, entry, agency, places), None) or _own_words(view, entry, agency, places)
    yield accuse(view, entry, found) if found is not None else Passed()


def _contradictions(view: View, entry: RuleEntry, agency: str, places: list[Passage]) -> Iterator[Failed]:
    """Places that name who reports, and name another one: the same kind of authority of another place."""
    name = rf"(?P<name>[\u4e00-\u9fff]{{3,40}}?(?:{any_of(words_of(entry, 'organs'))}))"
    spoken = {
        None: [re.compile(words.replace("NAME", name)) for words in words_of(entry, "signed")],
        "body": [re.compile(words.replace("NAME", name)) for words in words_of(entry, "openings")],
    }
    for variant, patterns in spoken.items():
        for number, passage in enumerate(places):
            if variant is None and number:
                continue
            for sentence in sentences(view.text, passage):
                for pattern in patterns:
                    match = pattern.search(sentence.words)
                    if match is not None and own_area_differs(agency, match["name"]):
                        part = sentence.part(*match.span("name"))
                        values = {"agency": agency, "other": part.words}
                        quote = part.quoted(view.text)
                        found = Failed(values, variant, quote=quote, source=part.place, key=(part.words,))
                        misread = one_sign_apart(agency, folded(part.words))
                        yield replace(found, severity="warning", attribution="undecided") if misread else found


def _own_words(view: View, entry: RuleEntry, agency: str, places: list[Passage]) -> Failed | None:
    """我局 in the report of a town, 我镇 in that of a bureau."""
    wrong = next((words for ending, words in pairs_of(entry, "own_words").items() if agency.endswith(ending)), ())
    if not wrong:
        return None
    pattern = re.compile(any_of(wrong))
    for passage in places:
        found = pattern.search(passage.words)
        if found is not None:
            part = passage.part(*found.span())
            values = {"agency": agency, "other": part.words}
            return Failed(values, "own_words", quote=part.quoted(view.text), source=part.place, key=(part.words,))
    return None
