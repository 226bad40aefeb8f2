"""From the text of a table region to lines of fields, whatever layout each line is in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.tables.fields import GRID_LAYOUTS, Field, Layout, Line, make_field
from extractor.tables.geometry import display_width
from extractor.tables.ordinals import numbered_lines
from extractor.tables.run_together import rows_run_together
from extractor.text.labels import strip_bookmarks
from extractor.text.numbers import looks_like_value

__all__ = ["lex", "page_furniture"]

LINE = re.compile(r"([^\r\n\f\v\u2028]*)(?:\r\n|[\r\n\f\v\u2028]|$)")

FURNITURE = re.compile(
    r"[^\S\t]*(?:[-—–－―·]+[^\S\t]*\d{1,4}[^\S\t]*[-—–－―·]+|第\s*\d{1,4}\s*页.{0,12}|[Pp]age\s+\d{1,4}.{0,8}|\d{1,4}\s*/\s*共?\s*\d{1,4}\s*页)[^\S\t]*"
)
"""A page number that says so by its dress; a bare number on a line of its own might be a value."""

RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?\s*|\s*\|\s*:?-+:?\s*\|\s*")
"""The line of dashes under a Markdown header."""

MARKDOWN_HEADING = re.compile(r"\s*#{1,6}\s")
WIDE_GAP = re.compile(r"[ \u00a0\u2002-\u200a\u3000]{2,}|\t")
TOKEN = re.compile(r"\S+")
LONGEST_FURNITURE = 60
"""Code points of a page number with its dress and the spaces around it."""
LONGEST_CELL = 60
"""Code points that the continuation of a cell has at most; a longer line is prose."""
LONGEST_LINE = 400
"""Code points; a longer line without tabs or pipes is prose, in which numbers are no cells."""


def page_furniture(line: str) -> bool:
    """Whether the line is a dressed page number."""
    return len(line) <= LONGEST_FURNITURE and bool(FURNITURE.fullmatch(line))


def lex(text: str, spans: Sequence[tuple[int, int]]) -> list[Line]:
    """Cut the half-open `spans` of `text` into lines of fields.

    Page numbers and Markdown rules are left out. Lines that continue a multi-line cell are joined to it.
    """
    lines: list[Line] = []
    grids = 0
    for start, end in spans:
        raw = list(_raw_lines(text, start, end))
        one_cell = _one_cell_a_line([line for _, line in raw])
        numbered = numbered_lines([line for _, line in raw])
        last: Layout | None = None
        row = 0
        for place, (begin, line) in enumerate(raw):
            if page_furniture(line) or ("-" in line and RULE.fullmatch(line)):
                continue
            if "\t" not in line and "|" not in line and (rows := rows_run_together(text, begin, line)):
                lines += rows
                last = "spaces"
                continue
            made = _line(text, begin, line, one_cell=one_cell, numbered=place in numbered)
            if made.layout in GRID_LAYOUTS:
                if made.layout != last:
                    grids, row = grids + 1, 0
                row += 1
                made = replace(made, grid=grids, row=row)
            if made.layout != "blank" or last == "pipes":
                last = made.layout
            lines.append(made)
    return _joined(text, lines)


def _raw_lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    position = start
    while position < end:
        found = LINE.match(text, position, end)
        if found is None or found.end() == position:
            break
        yield position, found.group(1)
        position = found.end()


def _one_cell_a_line(lines: Sequence[str]) -> bool:
    """Whether a line that starts with its only tab is a cell, and not a short row of a tab grid."""
    single = sum(1 for line in lines if line.startswith("\t") and "\t" not in line[1:].rstrip("\t "))
    rows = sum(1 for line in lines if line.strip().count("\t") > 1)
    return single > rows


def _line(text: str, begin: int, line: str, *, one_cell: bool, numbered: bool) -> Line:
    end = begin + len(line)
    stripped = line.strip()
    if "\t" in line and not (one_cell and "\t" not in line[1:]):
        return Line(_split(text, begin, line, "\t"), "tabs", begin, end)
    if not line.startswith("\t") and not strip_bookmarks(stripped).strip():
        return Line((), "blank", begin, end)
    if line.startswith("\t"):
        return Line((make_field(text, begin + 1, end),), "cell", begin, end)
    if stripped.startswith("|") or stripped.count("|") > 1:
        return Line(_pipe_fields(text, begin, line), "pipes", begin, end)
    if MARKDOWN_HEADING.match(line) or len(stripped) > LONGEST_LINE:
        return Line((), "blank", begin, end)
    return _spaced_line(text, begin, line, numbered=numbered)


def _split(text: str, begin: int, line: str, separator: str) -> tuple[Field, ...]:
    fields: list[Field] = []
    position = begin
    for index, piece in enumerate(line.split(separator)):
        fields.append(make_field(text, position, position + len(piece), index))
        position += len(piece) + len(separator)
    return tuple(fields)


def _pipe_fields(text: str, begin: int, line: str) -> tuple[Field, ...]:
    """The cells between pipes; the outer pipes are fences, not separators."""
    lead = len(line) - len(line.lstrip())
    tail = len(line.rstrip())
    if line[lead : lead + 1] == "|":
        lead += 1
    if tail > lead and line[tail - 1] == "|":
        tail -= 1
    return _split(text, begin + lead, line[lead:tail], "|")


def _spaced_line(text: str, begin: int, line: str, *, numbered: bool) -> Line:
    """A line of plain text: words, then numbers; or numbers, then words; or one of the two.

    A number that counts the line belongs to its words.
    """
    tokens = [(found.start(), found.end(), looks_like_value(found.group())) for found in TOKEN.finditer(line)]
    last_word = max((number for number, token in enumerate(tokens) if not token[2]), default=-1)
    first_word = 0 if numbered else next((number for number, token in enumerate(tokens) if not token[2]), len(tokens))
    leading, trailing = tokens[:first_word], tokens[last_word + 1 :]
    values_first = bool(leading) and last_word >= 0 and not trailing
    fields: list[Field] = []
    if values_first:
        fields += [make_field(text, begin + a, begin + b) for a, b, _ in leading]
    if last_word >= 0:
        words = (tokens[first_word][0] if values_first else tokens[0][0], tokens[last_word][1])
        fields += _words(text, begin, line, words)
    if not values_first:
        fields += [make_field(text, begin + a, begin + b) for a, b, _ in trailing]
    placed = tuple(
        replace(field, index=index, left=display_width(line[: field.start - begin]))
        for index, field in enumerate(fields)
    )
    return Line(placed, "spaces", begin, begin + len(line), values_first=values_first)


def _words(text: str, begin: int, line: str, words: tuple[int, int]) -> list[Field]:
    """The words of a line; a wide gap separates the label cells of two columns."""
    fields: list[Field] = []
    position = words[0]
    for gap in [*WIDE_GAP.finditer(line, *words), None]:
        stop = gap.start() if gap else words[1]
        if line[position:stop].strip():
            field = make_field(text, begin + position, begin + stop)
            fields.append(replace(field, kind="label"))
        position = gap.end() if gap else stop
    return fields


def _joined(text: str, lines: Sequence[Line]) -> list[Line]:
    """Join the lines that continue a multi-line cell of a one-cell-a-line layout.

    A label takes what follows it without a tab, over blank lines too. A number or an empty cell with another number
    under it is illegible: that number may as well be a page number or another cell.
    """
    joined: list[Line] = []
    blanks: list[Line] = []
    for raw in lines:
        line = raw
        if line.layout == "blank":
            blanks.append(line)
            continue
        before = joined[-1] if joined else None
        if before and before.layout == "cell" and line.layout == "spaces" and not _sentence(line):
            merged = _merge(text, before.fields[0], line)
            if merged is not None:
                joined[-1] = replace(before, fields=(merged,), end=line.end)
                blanks = []
                continue
            # Where cells are indented, a number that is not may be a page number in the place of a lost cell.
            line = replace(line, fields=tuple(replace(field, torn=field.kind == "value") for field in line.fields))
        joined += blanks
        blanks = []
        joined.append(line)
    return joined + blanks


def _sentence(line: Line) -> bool:
    """Prose, or a heading over the next part, ends the cell before it."""
    return sum(len(field.text) for field in line.fields) > LONGEST_CELL or any(
        "。" in field.text for field in line.fields
    )


def _merge(text: str, field: Field, line: Line) -> Field | None:
    first, last = line.fields[0], line.fields[-1]
    if field.kind == "value" and first.kind == "label":
        return None
    if field.kind == "label" and first.kind == "value":
        return None
    start = field.start if field.text else first.start
    if first.kind == "label":
        return Field(text[start : last.end], start, last.end, "label", field.index)
    return Field(text[start : last.end], start, last.end, "value", field.index, torn=True)
