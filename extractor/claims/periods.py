"""When a report speaks and of which time: the period of its figures, its year, the day of its publication."""

import re
from collections import Counter
from dataclasses import replace

from extractor.claims.pieces import Piece, lines_of, squeeze
from extractor.claims.title import YEAR_FIGURES
from extractor.claims.wordings import Wordings
from extractor.text.dates import Period, find_periods, parse_date

__all__ = ["DATE", "body_year", "find_period", "signature", "year_of_date"]

LABEL_GAP = 30
"""Characters between a period's label and the period."""
SENTENCE = 400
"""Where a sentence without an end is cut."""
NO_HEADINGS = 3000
"""Where a report without headings is searched for its period."""
LAST_LINES = 6
SIGNATURE_TAIL = 600
"""Characters at the end in which the last lines are looked for."""
FEWEST_YEARS = 2
"""Sentences that have to open with the same year."""

DATE = (
    r"[12]\d{3}\s?[-－/．.年]\s?\d{1,2}\s?[-－/．.月]\s?\d{1,2}(?:\s?[日号])?"
    r"|[一二][〇○零一二三四五六七八九]{3}\s?年\s?[元一二三四五六七八九十]{1,3}\s?月\s?[一二三四五六七八九十廿卅]{1,3}\s?[日号]"
)
ONE_DATE = re.compile(DATE)
FIGURES = re.compile(YEAR_FIGURES)
OPENING = re.compile(rf"(?:^|[。：；:;])\s{{0,4}}({YEAR_FIGURES})\s{{0,3}}年", re.MULTILINE)
"""A year that opens a sentence or a paragraph."""


def find_period(text: str, end: int | None, wordings: Wordings) -> tuple[Piece, Piece] | None:
    """The first and the last day of the figures: those behind a label, else the first full year before `end`."""
    if wordings.period_labels is not None:
        for label in wordings.period_labels.finditer(text):
            stop = text.find("。", label.end(), label.end() + SENTENCE)
            # Without white space, which wrapped and indented lines put anywhere.
            seen = squeeze(text, label.end(), stop if stop >= 0 else min(label.end() + SENTENCE, len(text)))
            period = next(iter(find_periods(seen.text)), None)
            if period is not None and period.start_span[0] <= LABEL_GAP:
                last = replace(seen.piece(*period.end_span), year=period.start.year)
                return seen.piece(*period.start_span), last
    if end is None:
        end = text.find("\n", NO_HEADINGS)
        end = end if end >= 0 else len(text)
    period = next((period for period in find_periods(text, 0, end) if is_full_year(period)), None)
    return period and (Piece(*period.start_span), Piece(*period.end_span, year=period.start.year))


def is_full_year(period: Period) -> bool:
    """From 1 January to 31 December of one year."""
    start, end = period.start, period.end
    return (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year


def year_of_date(text: str, date: Piece) -> Piece | None:
    """The figures of a printed date's year."""
    found = FIGURES.search(text, date.start, date.end)
    return Piece(*found.span()) if found else None


def body_year(text: str) -> Piece | None:
    """The year that opens most sentences; doubtful unless it opens more than half of them."""
    found = list(OPENING.finditer(text))
    if not found:
        return None
    year, count = Counter(match.group(1) for match in found).most_common(1)[0]
    first = next(match for match in found if match.group(1) == year)
    plain = count >= FEWEST_YEARS and 2 * count > len(found)
    return Piece(*first.span(1), reasons=() if plain else ("year-from-body",))


def signature(text: str) -> tuple[Piece | None, Piece | None]:
    """The line above a date that stands alone among the last lines, and that date."""
    lines = lines_of(text, max(0, len(text) - SIGNATURE_TAIL), len(text), SIGNATURE_TAIL)
    for number in range(len(lines) - 1, max(len(lines) - 1 - LAST_LINES, -1), -1):
        line = lines[number]
        if ONE_DATE.fullmatch(text, line.start, line.end) and parse_date(text[line.start : line.end]):
            above = lines[number - 1] if number else None
            return Piece(above.start, above.end) if above else None, Piece(line.start, line.end)
    return None, None
