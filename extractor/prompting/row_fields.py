"""One row as a small model is shown it: its label as printed, and its fields one after another, each with a key.

A small model copies well and counts badly: of seven fields `0` it drops one, and the total moves. With `C=0` for the
third field it copies the key together with the figure, so that a reply says itself where it slipped. Which field of
the text gets which key is ours, by separators and order alone; the figures behind the keys are the model's.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_uppercase

from extractor.forms import Row
from extractor.prompting.locate import ECHOED, occurrences
from extractor.prompting.tokens import RULE, line_around
from extractor.text.numbers import looks_like_value

__all__ = ["fields_of", "has_fields", "key_of", "shown_row", "without_keys"]

KEYED = re.compile(r"([A-Z]{1,2})=(.*)", re.DOTALL)
SEPARATORS = re.compile(r"[\t|]")


def key_of(place: int) -> str:
    """The key of a field, by its place counted from 0: A to Z, then AA, AB and so on."""
    tens, ones = divmod(place, len(ascii_uppercase))
    return (ascii_uppercase[tens - 1] if tens else "") + ascii_uppercase[ones]


def has_fields(text: str, row: Row, width: int) -> bool:
    """Whether there is anything to copy: the row's label once, and a field behind it, be it empty."""
    return bool(_found(text, row, width)[1])


def shown_row(text: str, row: Row, width: int) -> str:
    """The beginning of the row's label as the text prints it, and under it a list of its keyed fields.

    The text itself where it has nothing to copy.

    Args:
        text: the lines of the row.
        row: of the form; its wordings are looked for.
        width: how many value fields it has in the form.
    """
    label, fields = _found(text, row, width)
    if not fields:
        return text
    keyed = [f"{key_of(place)}={field}" for place, field in enumerate(fields)]
    return f"{label}\n{json.dumps(keyed, ensure_ascii=False, separators=(',', ':'))}"


def _found(text: str, row: Row, width: int) -> tuple[str, list[str]]:
    span = _label(text, row)
    if span is None:
        return "", []
    return "".join(text[slice(*span)].split())[:ECHOED], fields_of(text[span[1] :], width)


def _label(text: str, row: Row) -> tuple[int, int] | None:
    """The longest wording of the label that the text has, where it has it once."""
    for wording in sorted(row.label.wordings, key=len, reverse=True):
        found = occurrences(text, wording)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def fields_of(text: str, width: int) -> list[str]:
    """The fields behind a label, without the white space around them; `""` where separators show an empty one.

    Words before the first figure are the end of the label, words behind the last one the beginning of something else.
    Empty fields at either end go, as many as there are too many: tables pad their lines. More figures than the form
    has fields are all kept, because nobody here knows which of them is none.
    """
    fields: list[str] = []
    for field in _pieces(text):
        if not field or looks_like_value(field):
            fields.append(field)
        elif any(fields) or len(fields) >= width:
            break
        else:
            fields.clear()
    while len(fields) > width and not fields[0]:
        del fields[0]
    while len(fields) > width and not fields[-1]:
        del fields[-1]
    return fields


def _pieces(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        _, end = line_around(text, start)
        line = text[start:end]
        if SEPARATORS.search(line):
            yield from _delimited(line, first=start == 0)
        elif not RULE.fullmatch(line):
            yield from line.split()
        start = end + 1


def _delimited(line: str, *, first: bool) -> Sequence[str]:
    """The fields between separators; what stands before the first of them belongs to the label, or is nothing."""
    if RULE.fullmatch(line):
        return ()
    parts = [part.strip() for part in SEPARATORS.split(line)]
    closed = "|" in line and not parts[-1]
    opened = first or not parts[0]
    return parts[opened : len(parts) - closed]


def without_keys(cells: Mapping[int, str | None]) -> dict[int, str | None]:
    """The cells of a reply without their keys; one with the key of another field is left out, as its place is unsure.

    A reply without keys stays as it is.
    """
    kept: dict[int, str | None] = {}
    for place, cell in cells.items():
        keyed = KEYED.fullmatch(cell) if cell else None
        if keyed is None:
            kept[place] = cell
        elif keyed.group(1) == key_of(place):
            kept[place] = keyed.group(2).strip() or None
    return kept
