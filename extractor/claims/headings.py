"""Lines that look like headings.

A heading is told from a table's row label (一、本年新收… looks just like one) by comparing the line with both kinds of
wording, and from a numbered sentence by its length and punctuation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from extractor.claims.pieces import DECORATION, Line
from extractor.claims.wordings import Wordings
from extractor.text import label_key
from extractor.text.labels import BOOKMARK

__all__ = ["Candidate", "Heading", "candidates"]

SIMILAR = 80.0
"""A wording of eight characters may have one wrong and one missing."""
SIMILAR_WITH_ORDINAL = 70.0
"""Enough when the heading also has the ordinal of its section: 一、总休情况."""
SIMILAR_WITHOUT_ORDINAL = 88.0
"""A line without ordinal looks like any other line."""
ROW_LIKE = 75.0
"""From here on a line may be a row label."""
SHORTEST_LABEL = 4
"""Characters of a row label that can be told from other words by resemblance."""
WHOLE = 100.0
OFFICIAL_ORDINAL = 8.0
ANY_ORDINAL = 4.0
"""Among lines that resemble the same section, the one with its ordinal is the heading."""
JOIN_GAIN = 5.0
"""How much better two lines must fit than the first alone to be one heading over two lines."""

LONGEST_HEADING = 45
"""Characters of a line that is a heading; more is a sentence."""
LONGEST_UNKNOWN = 30
"""The same for a heading that the form does not know."""

NUMERAL = "[一二三四五六七八九十]{1,3}"
START = re.compile(
    rf"""(?:{BOOKMARK.pattern}\s{{0,3}})?
    (?:
        (?P<first>第\s?(?P<part>{NUMERAL})\s?(?:部分|[章节])\s?[、.．:：]?|(?P<one>{NUMERAL})\s?[、.．,，:：])
      | (?P<second>[（(]\s?(?P<two>{NUMERAL})\s?[)）])\s?[、.．]?
      | (?P<digits>\d{{1,2}})\s?[、.．](?!\d)
      | 附?表\s?(?:{NUMERAL}|\d{{1,2}})\s?[、.．:：]?
    )?\s{{0,3}}""",
    re.VERBOSE,
)
SENTENCE_END = re.compile("[。；;：:！？!?]")
REMARK = re.compile("(?<=.)[（(]")
RUNNING_ON = tuple("、，,和及与")
"""A line that ends so goes on in the next one, which is no heading."""
TRAILING = " \t\r\n\u3000.…·-—*0123456789"
"""Page numbers of a table of contents, values behind a row label, Markdown marks."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as printed."""

    level: int
    """1 for 一、 and for a heading without ordinal, 2 for （一）."""
    ordinal: str
    """Bare: 一; empty when the heading has none."""
    title: str
    """Without ordinal and spaces."""
    start: int
    """Half-open code-point interval in the document's text: the ordinal too, but no bookmark and no Markdown mark."""
    end: int
    section: str | None
    """The section of the form that a first-level heading answers to."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be a heading."""

    heading: Heading
    score: float
    """Resemblance to its section, 0 to 100, and a bonus for the ordinal; 0 without section."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The section that a text resembles most."""

    ratio: float
    section: str | None
    score: float


NOTHING = Likeness(0.0, None, 0.0)


def candidates(text: str, wordings: Wordings) -> Iterator[Candidate]:
    """Every line that may be a heading, in the order of the text."""
    lines = prose_lines(text)
    for number, line in enumerate(lines):
        found = START.match(text, line.start, line.end)
        if found is None or found.end() == line.end:
            continue
        if found["second"]:
            candidate = second_level(text, line, found, wordings)
        elif found["first"] or may_be_section(text, lines[number - 1] if number else None, line, found, wordings):
            after = lines[number + 1] if number + 1 < len(lines) else None
            candidate = first_level(text, line, after, found, wordings)
        else:
            continue
        if candidate is not None:
            yield candidate


def prose_lines(text: str) -> list[Line]:
    """The lines that are no rows of a table: those without tabs, and without a pipe at their start."""
    found: list[Line] = []
    offset = 0
    for raw in text.splitlines(keepends=True):
        if raw[0] not in "\t|":
            body = raw.strip(DECORATION)
            if body and "\t" not in body:
                start = offset + raw.index(body)
                found.append(Line(start, start + len(body)))
        offset += len(raw)
    return found


def may_be_section(text: str, before: Line | None, line: Line, found: re.Match[str], wordings: Wordings) -> bool:
    """A cheap test of a line without a Chinese ordinal, before any comparison."""
    if line.end - found.end() > LONGEST_HEADING:
        return False
    bare = "".join(text[found.end() : line.end].split()).rstrip(TRAILING + "：:。")
    if bare[:2] not in wordings.heads and bare[-2:] not in wordings.tails:
        return False
    runs_on = before is not None and text.endswith(RUNNING_ON, before.start, before.end)
    return not runs_on and not SENTENCE_END.search(bare)


def second_level(text: str, line: Line, found: re.Match[str], wordings: Wordings) -> Candidate | None:
    """A short heading, or the short opening of a paragraph, that is no row label."""
    end = title_end(text, found.end(), line.end)
    title = bare(text[found.end() : end])
    if not title or len(title) > LONGEST_UNKNOWN or row_ratio(title, 2, wordings) >= ROW_LIKE:
        return None
    return Candidate(Heading(2, found["two"], title, found.start("second"), end, None), 0.0)


def first_level(
    text: str, line: Line, after: Line | None, found: re.Match[str], wordings: Wordings
) -> Candidate | None:
    """A heading of a known section, or a short numbered line that is no sentence."""
    ordinal = found["one"] or found["part"] or found["digits"] or ""
    end = title_end(text, found.end(), line.end)
    title = bare(text[found.end() : end])
    likeness = likeness_of(title, ordinal, wordings)
    if end == line.end and after is not None and after.end - after.start <= LONGEST_UNKNOWN:
        longer = bare(text[found.end() : after.end])
        joined = likeness_of(longer, ordinal, wordings)
        if joined.section is not None and joined.ratio >= likeness.ratio + JOIN_GAIN:
            title, likeness, end = longer, joined, trimmed(text, after.start, after.end)
    if not title or row_ratio(title, 1, wordings) >= max(likeness.ratio, ROW_LIKE):
        return None
    unknown = found["first"] and len(title) <= LONGEST_UNKNOWN and not text[end : line.end].strip(TRAILING + "：:")
    if likeness.section is None and not unknown:
        return None
    start = first_printed(found)
    return Candidate(Heading(1, ordinal, title, start, end, likeness.section), likeness.score)


def first_printed(found: re.Match[str]) -> int:
    """Where the heading itself starts: at its ordinal, else after a bookmark."""
    for group in ("first", "digits"):
        if found[group]:
            return found.start(group)
    return found.end()


def title_end(text: str, start: int, end: int) -> int:
    """Where the title ends: with its line, or with its sentence when prose follows on the same line."""
    stop = SENTENCE_END.search(text, start, end)
    return trimmed(text, start, stop.start() if stop else end)


def trimmed(text: str, start: int, end: int) -> int:
    """The end without page numbers, values and spaces."""
    return start + len(text[start:end].rstrip(TRAILING))


def bare(printed: str) -> str:
    """A title without spaces."""
    return "".join(printed.split()).rstrip(TRAILING)


def likeness_of(title: str, ordinal: str, wordings: Wordings) -> Likeness:
    """The section that a title answers to, where need be without a remark in brackets: 一、总体情况（文字描述）."""
    whole = likeness_to(title, ordinal, wordings)
    remark = REMARK.search(title)
    if whole.section is not None or remark is None:
        return whole
    without = likeness_to(title[: remark.start()], ordinal, wordings)
    return without if without.section is not None else whole


@lru_cache(maxsize=4096)
def likeness_to(title: str, ordinal: str, wordings: Wordings) -> Likeness:
    """The same for the title as it stands; less resemblance is enough where the ordinal agrees."""
    if not title or len(title) > 2 * LONGEST_HEADING:
        return NOTHING
    folded = label_key(title).folded
    best = process.extractOne(folded, wordings.sections, scorer=fuzz.ratio, score_cutoff=SIMILAR_WITH_ORDINAL)
    if best is None:
        return NOTHING
    _, ratio, place = best
    section = wordings.section_keys[place]
    if ordinal and wordings.section_ordinals[section] == ordinal:
        enough, bonus = SIMILAR_WITH_ORDINAL, OFFICIAL_ORDINAL
    elif ordinal and not ordinal.isdigit():
        enough, bonus = SIMILAR, ANY_ORDINAL
    else:
        enough, bonus = SIMILAR_WITHOUT_ORDINAL, 0.0
    return Likeness(ratio, section, ratio + bonus) if ratio >= enough else Likeness(ratio, None, 0.0)


@lru_cache(maxsize=4096)
def row_ratio(title: str, level: int, wordings: Wordings) -> float:
    """Resemblance to the most similar row or group label, also to one that a line end cut off.

    A line of the first level may well be called like a short label inside a group (其他), but not like a top one.
    """
    folded = label_key(title).folded
    rows = wordings.rows if level > 1 else [row for row in wordings.rows if len(row) >= SHORTEST_LABEL]
    if len(folded) < SHORTEST_LABEL:
        rows = wordings.rows if level > 1 else wordings.top_rows
        return WHOLE if any(row.startswith(folded) for row in rows) else 0.0
    cut = [row[: len(folded)] for row in rows]
    best = process.extractOne(folded, [*rows, *cut], scorer=fuzz.ratio, score_cutoff=ROW_LIKE)
    return best[1] if best is not None else 0.0
