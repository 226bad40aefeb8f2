"""The authority that reports: its name, its level, its area."""

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.claims.names import areas_of, is_area, is_known_area, name_words, organ_at_end
from extractor.claims.pieces import GAP, Piece, gapped, is_ideograph, squeeze
from extractor.claims.wordings import Wordings

__all__ = ["find_agency", "find_level", "find_region", "signing_agency"]

LONGEST_NAME = 40
LOOK_BACK = 40
"""Characters before a name in which a larger area may stand."""
SHORTEST_AREA = 3
"""Characters of a name that no list knows; two may be the rest of a longer one."""

NAME_VALUE = re.compile(rf"[\s】\]]{{0,4}}[:：\t|]\s{{0,4}}([^\s，,。；;、:：|（(《]{{3,{LONGEST_NAME}}})")
"""A name behind its label."""
CONTACT = re.compile(rf"[与向同]\s?([^，,。；;、:：|（(《]{{3,{LONGEST_NAME}}}?)\s?联\s?系")
"""…请与某某人民政府联系."""


def find_agency(text: str, title_name: Piece | None, preface: tuple[int, int], wordings: Wordings) -> Piece | None:
    """The authority's name: the title's, in the fullest form that the text prints for it."""
    if title_name is None:
        labelled = next(labelled_names(text, preface, wordings), None)
        return labelled or named_in_contact(text, preface)
    name = squeeze(text, title_name.start, title_name.end).text
    if organ_at_end(name):
        return with_larger_area(text, name, preface) or title_name
    areas = areas_of(name)
    own_area = name[areas[-1].start : areas[-1].end] if areas else name
    for piece in labelled_names(text, preface, wordings):
        if own_area in squeeze(text, piece.start, piece.end).text:
            return piece
    return seat_of(text, name) or replace(title_name, reasons=("no-organ",))


def labelled_names(text: str, preface: tuple[int, int], wordings: Wordings) -> Iterator[Piece]:
    """Names behind a label, before the first section."""
    if wordings.agency_labels is None:
        return
    for label in wordings.agency_labels.finditer(text, *preface):
        if label.start() > preface[0] and is_ideograph(text[label.start() - 1]):
            continue
        value = NAME_VALUE.match(text, label.end(), preface[1])
        if value is not None and organ_at_end(value.group(1)):
            yield Piece(*value.span(1))


def named_in_contact(text: str, preface: tuple[int, int]) -> Piece | None:
    """The authority to ask in case of questions: doubtful, it may be an office of the one that reports."""
    for found in CONTACT.finditer(text, *preface):
        if organ_at_end(squeeze(text, *found.span(1)).text):
            return Piece(*found.span(1), reasons=("agency-from-contact",))
    return None


def signing_agency(text: str, line: Piece | None) -> Piece | None:
    """The name above the date at the end: doubtful, the stamp may be another's."""
    if line is None or line.end - line.start > LONGEST_NAME:
        return None
    named = organ_at_end(squeeze(text, line.start, line.end).text)
    return replace(line, reasons=("agency-from-signature",)) if named else None


def with_larger_area(text: str, name: str, preface: tuple[int, int]) -> Piece | None:
    """The name as the preface prints it with a larger area before it: 淮安市 + 洪泽区人民政府."""
    widest: tuple[int, Piece | None] = (0, None)
    for found in re.finditer(gapped(name), text[slice(*preface)]):
        here = preface[0] + found.start()
        seen = squeeze(text, max(preface[0], here - LOOK_BACK), here)
        length = larger_area(seen.text, name)
        if length > widest[0]:
            widest = length, Piece(seen.at[-length], preface[0] + found.end())
    return widest[1]


def larger_area(before: str, name: str) -> int:
    """How many characters at the end of `before` are a chain of areas that `name` lies in.

    A listed area is known anywhere; any other one starts behind a mark or behind a word that stands before names. Some
    names begin with such a word themselves (和平区), so these come last.
    """
    words = name_words()
    first = len(before)
    while first and is_ideograph(before[first - 1]):
        first -= 1
    listed, plain, ambiguous = list[int](), list[int](), list[int]()
    for start in range(first, len(before)):
        area = outer_area(before[start:], name)
        if area is None:
            continue
        if is_known_area(area):
            listed.append(start)
        elif area.endswith((*words.provinces, *words.cities)):
            continue
        elif start == first or before.endswith(words.before_names, 0, start):
            if len(area) >= SHORTEST_AREA and not any(word in area for word in words.before_names):
                plain.append(start)
            elif not any(word in area[1:] for word in words.before_names) and area.startswith(words.before_names):
                ambiguous.append(start)
    best = next(iter((*listed, *plain, *ambiguous)), None)
    return 0 if best is None else len(before) - best


def outer_area(chain: str, name: str) -> str | None:
    """The first area of a chain that `name` lies in; null when it is no such chain."""
    areas = areas_of(chain)
    if not areas or areas[-1].end != len(chain) or len(areas_of(chain + name)) < len(areas) + len(areas_of(name)):
        return None
    return chain[: areas[0].end]


def seat_of(text: str, name: str) -> Piece | None:
    """The authority of the area that a title names alone: 孙杏村镇 + 人民政府, as the text prints it."""
    if not is_area(name):
        return None
    seats = "|".join(gapped(seat) for seat in name_words().seats)
    for area in areas_of(name):
        found = re.search(f"{gapped(name[area.start :])}{GAP}(?:{seats})", text)
        if found is not None:
            return Piece(*found.span())
    return None


def find_level(text: str, agency: Piece | None) -> Piece | None:
    """The area in the authority's name that tells its level."""
    if agency is None:
        return None
    seen = squeeze(text, agency.start, agency.end)
    areas = areas_of(seen.text)
    if not areas or areas[-1].level is None:
        return None
    own = areas[-1]
    alone = areas_of(seen.text[own.start : own.end])
    # 市 under a 市: only both together tell the level.
    tells = len(alone) == 1 and (alone[0].level, alone[0].certain) == (own.level, own.certain)
    start = own.start if tells else areas[-2:][0].start
    return replace(seen.piece(start, own.end), reasons=() if own.certain else ("city-or-county",))


def find_region(text: str, agency: Piece | None, title_name: Piece | None) -> Piece | None:
    """The areas in the authority's name, or those in the title where they say more about the same place."""
    found = [seen for piece in (agency, title_name) if piece and (seen := region_in(text, piece))]
    if not found:
        return None
    own, own_text = found[0]
    for other, other_text in found[1:]:
        if other_text.endswith(own_text):
            own = other
    return own


def region_in(text: str, piece: Piece) -> tuple[Piece, str] | None:
    """The areas that a printed name begins with, as a piece and without layout."""
    seen = squeeze(text, piece.start, piece.end)
    areas = areas_of(seen.text)
    if not areas:
        return None
    start, end = areas[0].start, areas[-1].end
    return seen.piece(start, end), seen.text[start:end]
