"""How a document prints a label and the figures of a row: what a model that reads well would copy."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from extractor.forms.form import Label
from extractor.text import label_key
from extractor.text.numbers import Parsed, looks_like_value, parse_value

__all__ = ["ECHOED", "Printed", "PrintedText", "printed_text", "without_ordinal"]

ECHOED = 8
"""Characters of a label that a reply repeats."""

FEW = 3
"""A label of so few characters also stands inside others and in prose: it counts only where a line or field begins."""

BETWEEN = re.compile(r"<[^<>]*>|[\t\r\n|]+| {2,}|\u3000+")
"""What separates fields, in plain text and in markup."""

WORD = re.compile(r"\S+")
WHOLE = re.compile(r"\S(?:.*\S)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Printed:
    """A label found in a text; half-open offsets in code points."""

    start: int
    end: int
    echo: str
    """The first characters as printed, without white space."""


class PrintedText:
    """A text in which labels are found whatever their spaces, punctuation and confusable characters."""

    def __init__(self, text: str) -> None:
        """Fold the text once."""
        self._text = text
        folded = [(character, place) for place, raw in enumerate(text) for character in _folded(raw)]
        self._folded = "".join(character for character, _ in folded)
        self._places = [place for _, place in folded]

    def find(self, label: Label, after: int = 0) -> Printed | None:
        """The first place of a label from the offset `after` on: whole if possible, else by its first characters."""
        wordings = [key.folded for key in label.keys if key.folded]
        for wording in (*wordings, *(wording[:ECHOED] for wording in wordings if len(wording) > ECHOED)):
            if (found := self._find(wording, after)) is not None:
                return found
        return None

    def figures(self, expected: Sequence[Parsed], after: int = 0) -> tuple[str, ...] | None:
        """The first run of printed values from `after` on that state what is expected, as printed.

        Null when none does, as where one of them is blank: which field that is, only the layout says.
        """
        values = self._values[bisect_left(self._values, (after, "")) :]
        for first in range(len(values) - len(expected) + 1):
            run = [token for _, token in values[first : first + len(expected)]]
            if all(_same(parse_value(token), wanted) for token, wanted in zip(run, expected, strict=True)):
                return tuple(run)
        return None

    def _find(self, wording: str, after: int) -> Printed | None:
        at = -1
        while (at := self._folded.find(wording, at + 1)) >= 0:
            start, end = self._places[at], self._places[at + len(wording) - 1] + 1
            if start >= after and (len(wording) > FEW or self._begins_a_field(start)):
                visible = [character for character in self._text[start:end] if not character.isspace()]
                return Printed(start, end, "".join(visible[:ECHOED]))
        return None

    def _begins_a_field(self, start: int) -> bool:
        before = self._text[max(0, start - 12) : start]
        field = BETWEEN.split(before)[-1].strip()
        return not label_key(field + "甲").plain.removesuffix("甲")

    @cached_property
    def _values(self) -> list[tuple[int, str]]:
        """Every printed value with its offset."""
        fields: list[tuple[int, str]] = []
        start = 0
        for between in [*BETWEEN.finditer(self._text), None]:
            end = between.start() if between else len(self._text)
            fields.append((start, self._text[start:end]))
            start = between.end() if between else end
        return [
            (offset + word.start(), word.group())
            for offset, field in fields
            for word in (WHOLE if looks_like_value(field) else WORD).finditer(field)
            if looks_like_value(word.group())
        ]


@lru_cache(maxsize=64)
def printed_text(text: str) -> PrintedText:
    """The text, folded; kept, because all questions about a table show the same one."""
    return PrintedText(text)


def without_ordinal(label: str) -> str:
    """The first characters of a label as the form prints it, without its ordinal."""
    plain = label_key(label).plain
    for start in range(len(label)):
        if label[start].isalnum() and label_key("甲" + label[start:]).plain == "甲" + plain:
            return label[start : start + ECHOED]
    return label[:ECHOED]


def _same(printed: Parsed, wanted: Parsed) -> bool:
    return printed.kind == wanted.kind and printed.number == wanted.number


@lru_cache(maxsize=16384)
def _folded(character: str) -> str:
    if not any(part.isalnum() for part in unicodedata.normalize("NFKC", character)):
        return ""
    return label_key(character).folded
