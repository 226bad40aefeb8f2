"""How to reach the authority: what stands behind the form's contact labels."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.claims.names import name_words
from extractor.claims.periods import DATE
from extractor.claims.pieces import GAP, Piece, is_ideograph
from extractor.claims.wordings import Wordings
from extractor.text import compact
from extractor.text.dates import parse_date

__all__ = ["find_contacts"]

SHORTEST_WORD = 4
"""From so many characters on, a label is a label even behind another word."""
LONGEST_ADDRESS = 80
SHORTEST_ADDRESS = 4
WRAPPED_LINE = 20
"""Characters of a line that a page's width may have ended."""
BRACKET_BEFORE = 200
"""Characters before a label in which a bracket around it may open."""
URL_LABEL_BEFORE = 16
"""Characters before an address on the web in which its label may stand."""

SPACE = r"(?:[^\S\r\n]|[\u200b\ufeff】\]|]){0,60}(?:\r?\n[^\S\r\n]{0,60})?"
"""Between a label and its value: spaces, a bracket or the border of a cell, one line end with an indent."""
COLONS = (":", "：", "\t", "|", "】")
COLON = re.compile(rf"{SPACE}[:：]?{SPACE}")
DIGIT = "[0-9０-９]"
DASHES = "[-－—–―─‐]{1,2}"
DASH = f"{GAP}{DASHES}{GAP}"
PHONE = re.compile(
    rf"""(?:
        [+＋]86(?:{DASH}|\s)?[0０]?{DIGIT}{{2,3}}(?:{DASH}|\s)?{DIGIT}{{7,8}}
      | (?:[（(]\s?[0０]{DIGIT}{{2,3}}\s?[)）]\s?|[0０]{DIGIT}{{2,3}}(?:{DASH}|\s)?)?{DIGIT}{{7,8}}
      | [1１][3-9３-９]{DIGIT}{{9}}
      | [48４８][0０]{{2}}{DASH}{DIGIT}{{3,4}}{DASH}{DIGIT}{{3,4}}
      | [1１][2２]{DIGIT}{{3}}
    )
    (?:[ ]?(?:转|{DASHES})[ ]?{DIGIT}{{1,5}})?
    (?!{DIGIT})""",
    re.VERBOSE,
)
POSTCODE = re.compile(rf"{DIGIT}{{6}}(?!{DIGIT})")
EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
URL = re.compile(r"(?:https?[:：]//|www\.)[A-Za-z0-9\-._~:/?#@!$&'*+,;=%\[\]]{3,2000}")
URL_TAIL = ".,;:!?'*[]"
DATE_TOKEN = re.compile(DATE)
ADDRESS_STOP = re.compile(r"[，,；;。：:\t|]|(?<![\s])[ \u3000\xa0]{2}|\n[^\S\n]*\n")
BEFORE_LABEL = " \t\r\n\u3000、|"
IN_WORD = "label-in-word"
"""The label's word goes on to the left: it may name something else."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A contact label in the text, and where its value starts."""

    keys: tuple[str, ...]
    start: int
    value: int
    colon: bool
    """A colon, or the border of a table cell, sets the value off."""
    in_word: bool


def find_contacts(text: str, preface: tuple[int, int], wordings: Wordings) -> dict[str, Piece]:
    """The best piece for every contact item that the text prints, by key."""
    found: dict[str, list[tuple[int, Piece]]] = {}
    url_labels: list[int] = []
    for label in labels(text, wordings):
        for place, key in enumerate(label.keys):
            if key == "url":
                url_labels.append(label.start)
                continue
            piece = value_at(text, key, label, wordings)
            if piece is not None:
                found.setdefault(key, []).append((2 * label.in_word + bool(place), piece))
    best = {key: min(pieces, key=lambda item: item[0])[1] for key, pieces in found.items()}
    url = find_url(text, url_labels)
    if url is not None:
        best["url"] = url
    if "email" not in best and (email := EMAIL.search(text, *preface)):
        best["email"] = Piece(*email.span(), reasons=("no-label",))
    return best


def labels(text: str, wordings: Wordings) -> Iterator[Labelled]:
    """Every contact label in the text."""
    if wordings.contact_labels is None:
        return
    others = name_words().other_phones
    for found in wordings.contact_labels.finditer(text):
        start, name = found.start(), compact(found.group()).casefold()
        colon = COLON.match(text, found.end())
        value = colon.end() if colon else found.end()
        has_colon = any(mark in text[found.end() : value] for mark in COLONS)
        keys = wordings.contact_keys[name]
        inside = len(name) < SHORTEST_WORD and start > 0 and is_ideograph(text[start - 1])
        if "url" not in keys and ((inside and not has_colon) or text.endswith(others, 0, start)):
            continue
        yield Labelled(keys, start, value, has_colon, inside)


def value_at(text: str, key: str, label: Labelled, wordings: Wordings) -> Piece | None:
    """The value of one item behind its label; null when nothing there looks like one."""
    if key == "address":
        piece = address_at(text, label, wordings)
    else:
        pattern = {"phone": PHONE, "fax": PHONE, "postcode": POSTCODE, "email": EMAIL, "published": DATE_TOKEN}[key]
        found = pattern.match(text, label.value)
        piece = Piece(*found.span()) if found else None
    if piece is None:
        return None
    if key in {"phone", "fax"} and text[piece.end : piece.end + 1] in tuple(name_words().count_words):
        return None
    if key == "published" and parse_date(text[piece.start : piece.end]) is None:
        return None
    return replace(piece, reasons=(*piece.reasons, IN_WORD)) if label.in_word else piece


def address_at(text: str, label: Labelled, wordings: Wordings) -> Piece | None:
    """A postal address: up to a comma, the bracket that closes around it, the next label, or the end of its line."""
    limit = min(len(text), label.value + LONGEST_ADDRESS)
    stop = ADDRESS_STOP.search(text, label.value, limit)
    end = stop.start() if stop else limit
    following = wordings.contact_labels.search(text, label.value, end) if wordings.contact_labels else None
    if following:
        end = label.value + len(text[label.value : following.start()].rstrip(BEFORE_LABEL))
    end = unclosed(text, label.value, end)
    end = line_end(text, label.start, label.value, end, wordings)
    printed = text[label.value : end].rstrip()
    seen = compact(printed)
    if len(seen) < SHORTEST_ADDRESS or not any(word in seen for word in name_words().address_words):
        return None
    doubts = {"cut": end == limit < len(text), "no-colon": not label.colon}
    reasons = tuple(reason for reason, holds in doubts.items() if holds)
    return Piece(label.value, label.value + len(printed), reasons)


def unclosed(text: str, start: int, end: int) -> int:
    """The place of the first bracket that closes without having been opened, else `end`."""
    depth = 0
    for place in range(start, end):
        if text[place] in "（(":
            depth += 1
        elif text[place] in "）)":
            if not depth:
                return place
            depth -= 1
    return end


def line_end(text: str, label: int, start: int, end: int, wordings: Wordings) -> int:
    """The end of the first line, unless the page's width broke it: then the address goes on to its stop.

    An item of a list ends with its line. In a sentence, in a bracket or before the next label it may go on, where the
    line is long and a mark follows the address.
    """
    broken = text.find("\n", start, end)
    if broken < 0:
        return end
    line = text.rfind("\n", 0, label) + 1
    before = text[max(0, label - BRACKET_BEFORE) : label]
    in_sentence = bool(text[line:label].strip()) or max(map(before.rfind, "（(")) > max(map(before.rfind, "）)"))
    before_label = wordings.contact_labels is not None and wordings.contact_labels.match(text, end + 1) is not None
    wide = broken - line >= WRAPPED_LINE and text.find("\n", broken + 1, end) < 0
    goes_on = wide and (in_sentence or before_label) and end < len(text) and text[end] in "，,；;。、）)"
    return end if goes_on else broken


def find_url(text: str, url_labels: list[int]) -> Piece | None:
    """The first address on the web that a label introduces, else the first one at all, which is doubtful."""
    first: Piece | None = None
    for found in URL.finditer(text):
        end = found.start() + len(found.group().rstrip(URL_TAIL))
        reasons = ("cut",) if continues(text, found.end()) else ()
        nearest = bisect_left(url_labels, found.start()) - 1
        if nearest >= 0:
            between = text[url_labels[nearest] : found.start()]
            if len(between) <= URL_LABEL_BEFORE and "。" not in between:
                return Piece(found.start(), end, reasons)
        first = first or Piece(found.start(), end, (*reasons, "no-label"))
    return first


def continues(text: str, end: int) -> bool:
    """Whether the page's width cut an address on the web: the next line begins like the rest of it."""
    after = text[end : end + 3].removeprefix("\r")
    following = after[1:2]
    return after[:1] == "\n" and following.isascii() and (following.isalnum() or following in tuple("./-_"))
