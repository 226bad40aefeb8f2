"""The prose of a document as sentences, without layout and without what stands in its tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.claims.outline import OutlineSection
from extractor.claims.pieces import squeeze
from extractor.forms import Form
from extractor.model import Cell, Document

__all__ = ["MASK", "Sentence", "sentences_of"]

MASK = "\ue000"
"""Stands for each character of a title in 《》 or of a web address: what they say is not the report's own statement."""

LONGEST_HEADING = 30
SHORTEST_WRAPPED = 20
"""Code points of a line that goes on in the next one."""
SHORTEST_PROSE_CELL = 40
"""Characters of a table cell that holds prose: some pages put their whole article into one."""

DIGITS_AND_LETTERS = ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B))
PUNCTUATION = str.maketrans(":;()!?", "：；（）！？")
OTHER_FORMS = {ord("％"): "%", ord("．"): ".", ord("／"): "/", ord("｡"): "。", ord("○"): "〇"}
FOLD = {
    **{code: chr(code - 0xFEE0) for first, end in DIGITS_AND_LETTERS for code in range(first, end)},
    **PUNCTUATION,
    **OTHER_FORMS,
}
QUOTES = frozenset("“”\"‘’'「」『』＂")
COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),")
SENTENCE = re.compile("[^。！？]+[。！？]?")
HIDDEN = re.compile(r"《[^《》]*(?:《[^》]*》[^》]*)?》|https?：//[^，。；、（）\s]+|www\.[\w./-]+")
PAGE_NUMBER = re.compile(r"[-－—–\s]*\d{1,4}[-－—–\s]*")
ENDING = tuple("。！？；：:;!?")
ORDINAL = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d))"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in folded form: no white space, no quotation marks, full-width punctuation, figures in ASCII."""

    text: str
    at: tuple[int, ...]
    """Where each character stands in the document's text."""
    heading: str
    """The last heading before it."""
    before: str
    """What stands before it in its paragraph, folded."""
    before_at: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    start: int
    end: int
    heading: str


def sentences_of(
    document: Document, form: Form, sections: Sequence[OutlineSection], cells: Sequence[Cell]
) -> Iterator[Sentence]:
    """Every sentence, in the order of the text."""
    for paragraph in paragraphs(document, form, sections, cells):
        text, at = folded(document.text, paragraph.start, paragraph.end)
        for found in SENTENCE.finditer(text):
            yield Sentence(
                text[found.start() : found.end()],
                at[found.start() : found.end()],
                paragraph.heading,
                text[: found.start()],
                at[: found.start()],
            )


def folded(text: str, start: int, end: int) -> tuple[str, tuple[int, ...]]:
    """An interval of the text in folded form, and where each character of it stands."""
    seen = squeeze(text, start, end)
    kept = [(character, place) for character, place in zip(seen.text, seen.at, strict=True) if character not in QUOTES]
    plain = "".join(character for character, _ in kept).translate(FOLD)
    plain = COMMA.sub("，", plain)
    return HIDDEN.sub(lambda found: MASK * len(found.group()), plain), tuple(place for _, place in kept)


def paragraphs(
    document: Document, form: Form, sections: Sequence[OutlineSection], cells: Sequence[Cell]
) -> Iterator[Paragraph]:
    """Paragraphs outside tables; wrapped lines are joined, and a short numbered line is a heading."""
    text = document.text
    tables = table_spans(document, cells)
    ruled = [(item.start, item.end) for item in sections if item.key in {table.section for table in form.tables}]
    heads = {item.heading.start for item in sections}
    heading, open_at, last = "", -1, (0, 0)

    def close() -> Iterator[Paragraph]:
        if open_at < 0:
            return
        inside = any(start <= open_at < end for start, end in ruled)
        # Under a table's heading, what ends like no sentence is a piece of the table that no cell claims.
        if not inside or "。" in text[open_at : last[1]]:
            yield Paragraph(open_at, last[1], heading)

    for start, end in fragments(document, tables):
        printed = text[start:end]
        is_heading = start in heads or (
            len(printed) <= LONGEST_HEADING and ORDINAL.match(printed) is not None and not printed.endswith(ENDING)
        )
        joined = (
            open_at >= 0
            and not is_heading
            and not text[open_at : last[1]].endswith(ENDING)
            and last[1] - last[0] >= SHORTEST_WRAPPED
            and text.count("\n", last[1], start) <= 1
            and not ORDINAL.match(printed)
        )
        if joined:
            last = (start, end)
            continue
        yield from close()
        if is_heading:
            heading, open_at = "".join(printed.split()), -1
        else:
            open_at, last = start, (start, end)
    yield from close()


def fragments(document: Document, tables: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Lines, or the fields of a line, that are no part of a table and no page number."""
    offset = 0
    for raw in document.text.splitlines(keepends=True):
        # Most lines are fields of a table; nearly all of them end here.
        if len(raw) < SHORTEST_PROSE_CELL and (raw[0] in "\t|" or raw.isspace()):
            offset += len(raw)
            continue
        fields = raw.split("\t")
        tabbed = len(fields) > 1 or raw.lstrip().startswith("|")
        start = offset
        for field in fields:
            body = field.strip()
            place = start + (len(field) - len(field.lstrip()))
            start += len(field) + 1
            if not body or PAGE_NUMBER.fullmatch(body):
                continue
            if tabbed and (len(body) < SHORTEST_PROSE_CELL or "。" not in body):
                continue
            if not any(low < place + len(body) and place < high for low, high in tables):
                yield place, place + len(body)
        offset += len(raw)


def table_spans(document: Document, cells: Sequence[Cell]) -> list[tuple[int, int]]:
    """For each table the interval from its first cell's to its last cell's line, and the short cells of every grid."""
    by_table: dict[str, list[int]] = {}
    for cell in cells:
        if cell.source is not None:
            by_table.setdefault(cell.path.partition(".")[0], []).extend((cell.source.start, cell.source.end))
    spans = [line_around(document.text, min(places), max(places)) for places in by_table.values()]
    return spans + [
        (cell.start, cell.end)
        for grid in document.grids
        for cell in grid.cells
        if cell.end > cell.start and (len(cell.text) < SHORTEST_PROSE_CELL or "。" not in cell.text)
    ]


def line_around(text: str, start: int, end: int) -> tuple[int, int]:
    """An interval widened to whole lines."""
    stop = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop
