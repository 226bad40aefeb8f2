"""Mutations of what a report is made of: sections, numbering, year, agency, citation, what a template leaves."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest
from random import Random

from eval.generator.mutations.model import Awaited, Mutation, Story, Told
from eval.generator.mutations.story import draw_story
from eval.generator.printed import Document, Section

__all__ = ["STRUCTURE_MUTATIONS"]

Strike = Callable[[Story, Random], Told | None]

_NUMERALS = "一二三四五六"
_NEWEST_NOTICE, _OLD_NOTICE = "〔2021〕30号", "〔2019〕60号"
_FIRST_YEAR = 2021
_AREA = re.compile(r"(?P<name>..)(?:省|市|县|区|镇|乡|街道)(?!场|建)(?!.*(?:[省县区镇]|市(?!场)|乡(?!建)|街道))")
"""The last place in an agency's name: 县教育局 follows it, or 镇人民政府."""
_LOOK_ALIKE = str.maketrans("白石云金玉清松柳枫桃梧临青望鹿栖", "自右去全王请忪抑枧挑捂监责朢麈酒")
_OTHER_PLACES = ("云渡", "松岭", "白砚", "鹿芷")


def _sections(story: Story, change: Callable[[Section], Section | None]) -> Document:
    document = story.draft.document
    changed = (change(section) for section in document.sections)
    return replace(document, sections=tuple(section for section in changed if section is not None))


def _without(key: str, *, contacts_below: bool = False) -> Strike:
    """A section is missing with all that stood in it; contact data may follow at the end."""

    def strike(story: Story, random: Random) -> Told | None:
        del random
        if bool(story.draft.document.closing) != contacts_below:
            return None
        document = _sections(story, lambda section: None if section.key == key else section)
        # Where the topics of a government stood in the section, they are gone with it.
        topics = _topics_awaited(story) if key == "overview" else ()
        return Told(story.with_document(document), (Awaited("S1", "completeness", "error"), *topics))

    return strike


def _old_labels(story: Story, random: Random) -> Told | None:
    """A report of 2021 or later in the tables of 2019: no rule forbids it, and nothing may be taken for damage."""
    del random
    old = draw_story(story.seed, story.layout, story.profile, old_labels=True)
    # Its figures are drawn anew; a table of zeros alone would be a finding of another mutation.
    if old is None or not all(any(map(old.count, edition.shape)) for edition in old.tables if edition.equations):
        return None
    return Told(old.draft)


def _lost_heading(story: Story, random: Random) -> Told:
    """The heading over a table is lost, the table is not."""
    key = random.choice([section.key for section in story.draft.document.sections if section.table])
    document = _sections(story, lambda section: replace(section, heading=None) if section.key == key else section)
    return Told(story.with_document(document), (Awaited("S1", "completeness", "warning", "undecided"),))


def _restarted(story: Story, random: Random) -> Told | None:
    """The numbering begins anew after the tables, or skips a number."""
    shift = random.choice((-4, 1))

    def renumbered(section: Section) -> Section:
        heading = section.heading or ""
        place = _NUMERALS.find(heading[:1])
        if section.table or place < len(_NUMERALS) - 2 or heading[1:2] != "、":
            return section
        return replace(section, heading="一二三四五六七"[place + shift] + heading[1:])

    document = _sections(story, renumbered)
    if document == story.draft.document:
        return None
    return Told(story.with_document(document), (Awaited("S1", "completeness", "warning"),))


def _items_lacking(story: Story, random: Random) -> Told:
    """Section one does not speak of the platforms and of supervision."""
    del random
    kept = story.with_section("overview", lambda paragraphs: paragraphs[:3])
    return Told(kept, (Awaited("S1", "completeness", "warning"), *_topics_awaited(story)))


def _topics_awaited(story: Story) -> tuple[Awaited, ...]:
    government = story.agency.endswith("人民政府")
    return (Awaited("L1", "completeness", "warning"),) if government else ()


def _topics_lacking(story: Story, random: Random) -> Told | None:
    """A people's government says nothing about assessment, social evaluation and accountability."""
    del random
    if not story.agency.endswith("人民政府"):
        return None
    after = story.with_section("overview", lambda paragraphs: (*paragraphs[:-1], "（五）监督保障。开展业务培训两期。"))
    return Told(after, _topics_awaited(story))


def _another_year(story: Story) -> int:
    """Of the same notice, so that nothing but the year is wrong."""
    return story.year - 1 if story.year > _FIRST_YEAR else story.year + 1


def _wrong_year(part: str) -> Strike:
    """The title, or the period, names another year."""

    def strike(story: Story, random: Random) -> Told | None:
        del random
        if "period_start" not in story.meta:
            return None
        document, year, other = story.draft.document, str(story.year), str(_another_year(story))
        if part == "title":
            changed = replace(document, title=tuple(line.replace(year, other) for line in document.title))
        else:
            preface = tuple(
                re.sub(rf"{year}(?=\s*年\s*0?1\s*月|\s*年\s*12\s*月)", other, line) for line in document.preface
            )
            changed = replace(document, preface=preface)
        if changed == document:
            return None
        return Told(story.with_document(changed), (Awaited("Y1", "period", "error"),))

    return strike


def _body_of_another_year(story: Story, random: Random) -> Told:
    """Section one was taken over from another year."""
    del random
    other = _another_year(story)

    def dated(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
        lead, *items = paragraphs
        return (
            (
                f"{other}年，本机关按照上级部署推进政府信息公开。",
                *items,
                f"{other}年，政府信息公开工作取得新的进展。",
            )
            if lead
            else paragraphs
        )

    return Told(story.with_section("overview", dated), (Awaited("Y1", "period", "error"),))


def _title_without_year(story: Story, random: Random) -> Told | None:
    del random
    document = story.draft.document
    pattern = rf"（?\s*{story.year}\s*年度?\s*）?"
    title = tuple(line for line in (re.sub(pattern, "", line) for line in document.title) if line)
    if title == document.title or "period_start" not in story.meta:
        return None
    return Told(story.with_document(replace(document, title=title)), (Awaited("Y2", "period", "warning"),))


def _open_period(story: Story, random: Random) -> Told:
    word = random.choice(("截止目前", "截至目前"))
    return Told(story.saying(f"{word}，未收到依申请公开投诉。"), (Awaited("Y2", "period", "warning"),))


def _contact_of(story: Story, name: str) -> Document | None:
    """The document with another name where it says whom to ask."""
    document = story.draft.document
    asked = re.compile(rf"(?<=与){story.agency}(?=联系)|(?<=向){story.agency}(?=咨询)|(?<=单位名称：){story.agency}")
    preface = tuple(asked.sub(name, line) for line in document.preface)
    if preface == document.preface or story.agency not in "".join(document.title):
        return None
    return replace(document, preface=preface)


def _other_agency(story: Story, random: Random) -> Told | None:
    """Whom to ask is the agency of another place, as copied from its report."""
    found = _AREA.search(story.agency)
    if found is None:
        return None
    # A name that differs by one character may be the same one misread: that is another mutation.
    place = random.choice([name for name in _OTHER_PLACES if _signs_apart(name, found["name"]) > 1])
    name = story.agency[: found.start("name")] + place + story.agency[found.end("name") :]
    document = _contact_of(story, name)
    return Told(story.with_document(document), (Awaited("A1", "content", "error"),)) if document else None


def _listed_confusion(story: Story, random: Random) -> Told | None:
    """沭 read as 沐 in the name of whom to ask: every recogniser does so."""
    del random
    found = _AREA.search(story.agency)
    if found is None:
        return None
    names = [
        story.agency[: found.start("name")] + place + story.agency[found.end("name") :] for place in ("沭荻", "沐荻")
    ]
    document = story.draft.document
    renamed = replace(
        document,
        title=tuple(line.replace(found["name"], "沭荻") for line in document.title),
        preface=tuple(line.replace(story.agency, names[0]) for line in document.preface),
        closing=tuple(line.replace(story.agency, names[0]) for line in document.closing),
    )
    other = replace(story, agency=names[0], draft=story.with_document(renamed))
    misread = _contact_of(other, names[1])
    return Told(story.with_document(misread), before=other.draft) if misread else None


def _misread_agency(story: Story, random: Random) -> Told | None:
    """A character of the agency's name was confused with one that looks like it: whose fault, nobody can tell."""
    del random
    found = _AREA.search(story.agency)
    if found is None:
        return None
    place = found["name"].translate(_LOOK_ALIKE)
    name = story.agency[: found.start("name")] + place + story.agency[found.end("name") :]
    document = _contact_of(story, name) if _signs_apart(place, found["name"]) == 1 else None
    awaited = (Awaited("A1", "content", "warning", "undecided"),)
    return Told(story.with_document(document), awaited) if document else None


def _signs_apart(one: str, other: str) -> int:
    return sum(first != second for first, second in zip_longest(one, other))


def _wrong_notice(story: Story, random: Random) -> Told | None:
    """The report cites the notice of the old format."""
    del random
    document = story.draft.document
    preface = tuple(line.replace(_NEWEST_NOTICE, _OLD_NOTICE) for line in document.preface)
    if preface == document.preface:
        return None
    return Told(story.with_document(replace(document, preface=preface)), (Awaited("C1", "citation", "warning"),))


def _left_over(story: Story, random: Random) -> Told:
    document = story.draft.document
    words = random.choice(("主要负责人签字：", "（此处填写其他事项）"))
    awaited = (Awaited("P1", "content", "warning"),)
    if words.endswith("："):
        return Told(story.with_document(replace(document, closing=(*document.closing, words))), awaited)
    return Told(story.saying(words, section="other"), awaited)


STRUCTURE_MUTATIONS = (
    Mutation("section_one_missing", _without("overview")),
    Mutation("section_five_missing", _without("problems")),
    Mutation("section_six_missing", _without("other")),
    Mutation("section_six_missing_above_contact_data", _without("other", contacts_below=True)),
    Mutation("labels_of_2019_in_a_later_year", _old_labels, silent=True),
    Mutation("heading_over_a_table_lost", _lost_heading),
    Mutation("numbering_broken", _restarted),
    Mutation("items_of_section_one_lacking", _items_lacking),
    Mutation("topics_of_a_government_lacking", _topics_lacking),
    Mutation("title_of_another_year", _wrong_year("title")),
    Mutation("period_of_another_year", _wrong_year("period")),
    Mutation("section_one_of_another_year", _body_of_another_year),
    Mutation("title_without_a_year", _title_without_year),
    Mutation("open_period", _open_period),
    Mutation("contact_of_another_agency", _other_agency),
    Mutation("agency_with_a_listed_confusion", _listed_confusion, silent=True),
    Mutation("agency_misread_in_the_copy", _misread_agency),
    Mutation("notice_of_another_format", _wrong_notice),
    Mutation("left_over_from_a_template", _left_over),
)
