"""The title of a report: the lines near its top that contain a title phrase of the form."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from extractor.claims.names import is_area, is_organ, name_words, organ_at_end
from extractor.claims.pieces import GAP, NOTE_MARKS, SPACES, Line, Piece, lines_of, squeeze
from extractor.claims.values import text_value
from extractor.claims.wordings import Wordings
from extractor.text.labels import BOOKMARK

__all__ = ["YEAR_FIGURES", "Title", "find_title"]

TOP_LINES, TOP_CHARACTERS = 60, 20_000
"""How far from the top a title may stand."""
LONGEST_BEFORE_PHRASE = 60
"""Characters of an authority's name with the year; more is a sentence."""
LONGEST_LABEL = 60
"""Characters of labels and navigation before a title on its line."""
LONGEST_NAME_LINE = 40
"""Characters of a line above the title that may hold an authority's name; more is a sentence."""
LINES_ABOVE = 2
"""Over so many further lines a title's name and year may be spread."""
DAMAGED = 85.0
"""Similarity, 0 to 100, of a title phrase with one or two wrong characters."""
DAMAGED_LINES = 8
"""Lines from the top in which such a title is looked for."""
OVERLAPS = (2, 1)
"""How many characters a name and the phrase after it may share."""

YEAR_FIGURES = (
    r"(?<![0-9０-９])(?:[1１][ \u3000]?[9９]|[2２][ \u3000]?[0０])"
    r"[ \u3000]?[0-9０-９][ \u3000]?[0-9０-９](?![0-9０-９])"
    r"|[一二][〇○零一二三四五六七八九]{3}(?=\s{0,3}年)"
)
FIGURES = re.compile(YEAR_FIGURES)
YEAR = re.compile(rf"(?:{YEAR_FIGURES})\s{{0,3}}(?:年\s?度?)?")
NOTED = rf"[{NOTE_MARKS}]{{0,3}}"
BEHIND = re.compile(
    rf"{NOTED}{GAP}[（(]\s?(?:{YEAR_FIGURES}){GAP}年?{GAP}度?\s?[）)]|\s?(?:{YEAR_FIGURES})\s?年?\s?度?(?![0-9０-９])"
)
"""A year after the phrase, in brackets or not."""
YEAR_LINE = re.compile(rf"{NOTED}{GAP}([（(]?\s?(?:{YEAR_FIGURES})\s?年?\s?度?\s?[）)]?)[ \t\r\u3000]{{0,9}}(?=\n|\Z)")
"""The same on a line of its own."""
FLAT_NOTE = r"(?:[1-9①-⑳]|[\[［]注?[0-9]{1,2}[\]］])"
"""The mark of a note that was raised before a recogniser or a converter of plain text got hold of it."""
CLOSING = re.compile(rf"{FLAT_NOTE}?[\s*#_{NOTE_MARKS}]{{0,6}}(?:(?P<alone>$)|(?<=\t)|[-—－_|（(])")
"""What may follow a title on its line: nothing, or another part set off from it."""
SENTENCE = re.compile("[。；;，,！？!?《》〈〉]")
"""What no title has, and a sentence that mentions one does."""
SEPARATOR = re.compile(rf"{BOOKMARK.pattern}|[:：\t|>＞#*]")
"""Ends a bookmark, a label, a table cell or a step of a navigation path before the title on its line."""
LEFT_EDGES = SPACES + NOTE_MARKS + "）)】]-—－_"
RIGHT_EDGES = SPACES + NOTE_MARKS + "（(【[-—－_*#"
ABOUT = "关于"
CONNECTING = (ABOUT, "的")


@dataclass(frozen=True, slots=True)
class Title:
    """A title and its parts; all intervals count in the document's text."""

    piece: Piece
    name: Piece | None
    """The authority as the title calls it."""
    year: Piece | None
    """The figures of the report year."""
    rank: int
    """How much it has of what a title should have: a name, a year, a line of its own."""


def find_title(text: str, end: int, wordings: Wordings) -> Title | None:
    """The earliest of the best titles before `end`; null when no line there contains a title phrase."""
    lines = lines_of(text, 0, min(end, TOP_CHARACTERS), TOP_LINES)
    found = list(titles(text, lines, wordings)) or list(damaged_titles(text, lines[:DAMAGED_LINES], wordings))
    return max(found, key=lambda title: title.rank, default=None)


def titles(text: str, lines: Sequence[Line], wordings: Wordings) -> Iterator[Title]:
    """Every line, or few lines, that reads like a title."""
    if not lines:
        return
    for found in wordings.title.finditer(text, lines[0].start, lines[-1].end):
        first, last = line_at(lines, found.start()), line_at(lines, found.end() - 1)
        if last - first <= LINES_ABOVE:
            title = build(text, lines[: first + 1], lines[last].end, found.span())
            if title is not None:
                yield title


def damaged_titles(text: str, lines: Sequence[Line], wordings: Wordings) -> Iterator[Title]:
    """Lines near the top with something very similar to a title phrase: doubtful."""
    for number, line in enumerate(lines):
        if line.end - line.start > LONGEST_BEFORE_PHRASE + LONGEST_LABEL or SENTENCE.search(text, line.start, line.end):
            continue
        seen = squeeze(text, line.start, line.end)
        for phrase in wordings.title_phrases:
            found = fuzz.partial_ratio_alignment(phrase, seen.text, score_cutoff=DAMAGED)
            if found is None or len(seen.text) < len(phrase):
                continue
            place = seen.piece(found.dest_start, found.dest_end)
            title = build(text, lines[: number + 1], line.end, (place.start, place.end))
            if title is not None:
                yield replace(title, piece=replace(title.piece, reasons=("damaged-phrase",)))
            break


def line_at(lines: Sequence[Line], position: int) -> int:
    """The number of the line that a position lies in."""
    return next(number for number, line in enumerate(lines) if position < line.end)


def build(text: str, lines: Sequence[Line], line_end: int, phrase: tuple[int, int]) -> Title | None:
    """A title around a phrase that starts in the last of `lines`; null when a sentence stands around it."""
    line_start = min(lines[-1].start, phrase[0])
    start = max(line_start, phrase[0] - LONGEST_BEFORE_PHRASE - LONGEST_LABEL)
    for mark in SEPARATOR.finditer(text, start, phrase[0]):
        start = mark.end()
    before = text[start : phrase[0]]
    behind = BEHIND.match(text, phrase[1])
    end = behind.end() if behind else phrase[1]
    if end > line_end:
        line_end = end + len(text[end : end + LONGEST_LABEL].split("\n", 1)[0].rstrip())
    closing = CLOSING.match(text, end, line_end)
    if closing and closing["alone"] is not None and not FIGURES.search(text, start, end):
        below = YEAR_LINE.match(text, line_end)
        end = below.end(1) if below else end
    if closing is None or len(before) > LONGEST_BEFORE_PHRASE or SENTENCE.search(before):
        return None
    alone = start == line_start and closing["alone"] is not None
    start += len(before) - len(before.lstrip(LEFT_EDGES))
    name_end = name_overlap(text, start, phrase)
    if alone:
        start = with_lines_above(text, lines, start, name_end)
    name, year = name_in(text, start, name_end), year_in(text, start, end)
    return Title(Piece(start, end), name, year, rank=2 * (name is not None) + 2 * (year is not None) + alone)


def name_overlap(text: str, start: int, phrase: tuple[int, int]) -> int:
    """Where the name ends that a phrase follows.

    In …人民政府信息公开… the name's last word is the phrase's first one too, and belongs to both.
    """
    piece = name_in(text, start, phrase[0])
    if piece is None or text[piece.end : phrase[0]].strip(SPACES):
        return phrase[0]
    name = text_value(text[piece.start : piece.end])
    if organ_at_end(name) or is_area(name):
        return phrase[0]
    shared = squeeze(text, *phrase)
    for length in OVERLAPS:
        if any(len(organ) > length and (name + shared.text[:length]).endswith(organ) for organ in name_words().organs):
            return shared.at[length - 1] + 1
    return phrase[0]


def with_lines_above(text: str, lines: Sequence[Line], start: int, name_end: int) -> int:
    """Take in lines above while the title lacks a name: those with nothing but a name or a year."""
    for line in reversed(lines[:-1][-LINES_ABOVE:]):
        name = name_in(text, start, name_end)
        if name is not None and not is_organ(text_value(text[name.start : name.end])):
            break
        printed = text[line.start : line.end]
        if len(printed) > LONGEST_NAME_LINE or SENTENCE.search(printed) or SEPARATOR.search(printed):
            break
        rest = text_value(YEAR.sub("", printed))
        if rest and not organ_at_end(rest) and not is_area(rest):
            break
        start = line.start
    return start


def name_in(text: str, start: int, end: int) -> Piece | None:
    """The name before a phrase: what stands left of the year, else what stands right of it."""
    year = YEAR.search(text, start, end)
    if year is None:
        return trimmed(text, start, end)
    left, right = trimmed(text, start, year.start()), trimmed(text, year.end(), end)
    if left is None or right is None:
        return left or right
    right_is_name = organ_at_end(text_value(text[right.start : right.end]))
    return right if right_is_name and not organ_at_end(text_value(text[left.start : left.end])) else left


def trimmed(text: str, start: int, end: int) -> Piece | None:
    """A name without spaces, bookmarks, half brackets and connecting words around it; null when nothing is left."""
    for mark in BOOKMARK.finditer(text, start, end):
        if text[start : mark.start()].strip(LEFT_EDGES):
            end = mark.start()
            break
        start = mark.end()
    name = text[start:end].rstrip(RIGHT_EDGES)
    for word in CONNECTING:
        name = name.removesuffix(word).rstrip(RIGHT_EDGES)
    end = start + len(name)
    name = name.lstrip(LEFT_EDGES).removeprefix(ABOUT).lstrip(LEFT_EDGES)
    return Piece(end - len(name), end) if name else None


def year_in(text: str, start: int, end: int) -> Piece | None:
    """The figures of a title's year; two different years are doubtful."""
    found = list(FIGURES.finditer(text, start, end))
    if not found:
        return None
    reasons = ("two-years",) if len({match.group() for match in found}) > 1 else ()
    return Piece(found[0].start(), found[0].end(), reasons)
