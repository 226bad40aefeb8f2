"""A form's phrases and labels, compiled once for finding them in running text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from extractor.claims.pieces import GAP, NOTE_MARKS, gapped
from extractor.forms import Form, Label
from extractor.text import compact

__all__ = ["Wordings", "wordings_of"]

YEAR_INSIDE = rf"{GAP}(?:[12]\d{{3}}\s?年?{GAP}|的|[{NOTE_MARKS}]{GAP})?"
"""Between two characters of a title phrase: a line end, the report year (…信息公开2023年度报告), 的, a note's mark."""


@dataclass(frozen=True, eq=False, slots=True)
class Wordings:
    """What the claims readers look for in a document of one form."""

    sections: tuple[str, ...]
    """Folded wordings of all section headings."""
    section_keys: tuple[str, ...]
    """The section behind each of `sections`."""
    section_ordinals: dict[str, str]
    """The official ordinal of each section, bare: 一."""
    heads: frozenset[str]
    """The first two characters of every section wording, unfolded: a cheap test before any comparison."""
    tails: frozenset[str]
    """The last two."""
    rows: tuple[str, ...]
    """Folded wordings of all row and group labels."""
    top_rows: tuple[str, ...]
    """The numbered ones that stand in no group."""
    title: re.Pattern[str]
    """A title phrase, pulled apart by line ends or a year."""
    title_phrases: tuple[str, ...]
    """The same phrases without layout."""
    period_labels: re.Pattern[str] | None
    agency_labels: re.Pattern[str] | None
    contact_labels: re.Pattern[str] | None
    """Any contact label; the longest that fits."""
    contact_keys: dict[str, tuple[str, ...]]
    """The items that a label names, by the label's bare characters; its own item first, then those named inside it."""


class ByIdentity:
    """A form as a cache key: a form's own hash would walk through all of its tables."""

    __slots__ = ("form",)

    def __init__(self, form: Form) -> None:
        """Hold on to the form, so that its identity stays its own."""
        self.form = form

    def __hash__(self) -> int:
        return hash(self.form.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and other.form is self.form


def wordings_of(form: Form) -> Wordings:
    """The form's wordings, compiled at the first call."""
    return compiled(ByIdentity(form))


@lru_cache(maxsize=16)
def compiled(key: ByIdentity) -> Wordings:
    """Compile the wordings of a form."""
    form = key.form
    sections = [(wording, section.key) for section in form.sections for wording in section.label.keys]
    rows = [
        row for table in form.tables for edition in table.editions for block in edition.blocks for row in block.rows
    ]
    tops = dict.fromkeys((*row.groups, row.label)[0] for row in rows)
    contacts = {label: contact.key for contact in form.metadata.contacts for label in contact.labels}
    return Wordings(
        sections=tuple(wording.folded for wording, _ in sections),
        section_keys=tuple(section for _, section in sections),
        section_ordinals={section.key: section.label.keys[0].ordinal for section in form.sections},
        heads=frozenset(wording.plain[:2] for wording, _ in sections),
        tails=frozenset(wording.plain[-2:] for wording, _ in sections),
        rows=folded(label for row in rows for label in (row.label, *row.groups)),
        top_rows=tuple(label.keys[0].folded for label in tops if label.keys[0].ordinal),
        title=re.compile("|".join(gapped(phrase, YEAR_INSIDE) for phrase in form.metadata.title_phrases)),
        title_phrases=tuple(compact(phrase) for phrase in form.metadata.title_phrases),
        period_labels=any_of(form.metadata.period_labels),
        agency_labels=any_of(form.metadata.agency_labels),
        contact_labels=any_of(contacts),
        contact_keys={compact(label).casefold(): contact_keys(label, own, contacts) for label, own in contacts.items()},
    )


def folded(labels: Iterable[Label]) -> tuple[str, ...]:
    """Every folded wording of the labels, once."""
    return tuple(dict.fromkeys(key.folded for label in labels for key in label.keys))


def any_of(labels: Iterable[str]) -> re.Pattern[str] | None:
    """Any of the labels, the longest that fits; null when there are none.

    Every alternative starts with one literal character: then the search skips to such a character at C speed, which it
    does not for alternatives that start with a set.
    """
    longest_first = sorted(labels, key=lambda label: (-len(label), label))
    alternatives = (
        gapped(first + label[1:]) if not first.isascii() else re.escape(first) + GAP + gapped(label[1:])
        for label in longest_first
        for first in dict.fromkeys((label[0].lower(), label[0].upper()))
    )
    return re.compile("|".join(alternatives)) if longest_first else None


def contact_keys(label: str, own: str, contacts: dict[str, str]) -> tuple[str, ...]:
    """A label's own item, and every other item whose label it contains: 电话（传真） names two."""
    inside = (key for other, key in contacts.items() if other != label and compact(other) in compact(label))
    return tuple(dict.fromkeys((own, *inside)))
