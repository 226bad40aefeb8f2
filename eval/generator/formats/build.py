"""From the printed document to a book: which blocks share a grid, what spans, and where captions stand."""

from dataclasses import dataclass
from random import Random

from eval.generator.chance import happens
from eval.generator.formats.book import Book, Cell, Grid, GridRow, Part, Role, Text
from eval.generator.layouts.sheet import opened
from eval.generator.printed import Block, Document, Note, Row, Table, header_levels

__all__ = ["Binding", "bind", "draw_binding"]


@dataclass(frozen=True, slots=True)
class Binding:
    """How one document puts its tables into grids."""

    together: bool
    """The blocks of a table share one grid."""
    caption_rows: bool
    """A caption is a row over the whole width, else a paragraph before its grid."""
    last_wide: bool
    """In a shared grid the last field of a narrower block takes the columns that are left, else the first."""
    break_heads: bool
    """Heads of four characters break after the second."""
    break_labels: bool
    """Labels break somewhere, and those of groups after every character, as narrow columns make them."""
    closed: bool
    """Every heading stands above its table, else in its first row, over all columns."""


def draw_binding(random: Random) -> Binding:
    """Draw a way to put tables into grids."""
    together = happens(random, 0.7)
    return Binding(
        together=together,
        caption_rows=together or happens(random, 0.5),
        last_wide=happens(random, 0.7),
        break_heads=happens(random, 0.3),
        break_labels=happens(random, 0.2),
        closed=not happens(random, 0.06),
    )


def bind(document: Document, binding: Binding) -> Book:
    """Put the document into paragraphs and grids."""
    parts: list[Part] = [Text(text, Role.TITLE) for text in document.title]
    parts += [Text(text) for text in document.preface]
    for section in document.sections:
        inside = section.table is not None and not binding.closed
        if section.heading is not None and not inside:
            parts.append(Text(section.heading, Role.HEADING))
        parts += [Text(text) for text in section.paragraphs]
        if section.table is not None:
            parts += _grids(section.table, binding, section.heading if inside else None)
    parts += [Text(text, Role.CLOSING) for text in document.closing]
    return Book(tuple(parts))


def _grids(table: Table, binding: Binding, heading: str | None) -> list[Part]:
    groups = [table.blocks] if binding.together else [(block,) for block in table.blocks]
    parts: list[Part] = []
    for number, blocks in enumerate(groups):
        labels = max(_labels_of(block) for block in blocks)
        width = max(block.width for block in blocks)
        rows: list[GridRow] = []
        if heading and number == 0:
            rows.append(GridRow((Cell(heading, column_span=labels + width, head=True),)))
        for block in blocks:
            if block.caption and binding.caption_rows:
                rows.append(GridRow((Cell(block.caption, column_span=labels + width, head=True),)))
            elif block.caption:
                parts.append(Text(block.caption, Role.CAPTION))
            rows += _block(block, binding, labels, width)
        parts.append(Grid(tuple(rows), table.key))
    return parts


def _labels_of(block: Block) -> int:
    return 0 if all(row.bare for row in block.rows) else block.depth


def _block(block: Block, binding: Binding, labels: int, width: int) -> list[GridRow]:
    spans = [1] * block.width
    spans[-1 if binding.last_wide else 0] += width - block.width
    rows = _header(block, binding, labels, spans)
    opening = _openings(block)
    above: Row | None = None
    for item, runs in zip(block.items, opening, strict=True):
        if isinstance(item, Note):
            stub = (Cell("", column_span=labels),) if labels else ()
            heads = tuple(
                Cell(text, column_span=span, head=True) for text, span in zip(item.cells, spans, strict=False)
            )
            rows.append(GridRow((*stub, *heads)))
            above = None
            continue
        groups = [
            Cell("\n".join(text) if binding.break_labels else text, row_span=run)
            for text, run in zip(opened(item, above), runs, strict=True)
            if text
        ]
        text = _halved(item.label) if binding.break_labels else item.label
        label = [] if item.bare or not labels else [Cell(text, column_span=labels - len(item.groups))]
        values = [
            Cell(field.text, field.path, column_span=spans[at] if at < len(spans) else 1, value=True)
            for at, field in enumerate(item.fields)
        ]
        rows.append(GridRow((*groups, *label, *values)))
        if item.tail:
            blanks = tuple(Cell("", column_span=span) for span in spans)
            rows.append(GridRow((Cell(item.tail, column_span=labels - len(item.groups)), *blanks)))
        above = item
    return rows


def _header(block: Block, binding: Binding, labels: int, spans: list[int]) -> list[GridRow]:
    levels = header_levels(block.header)
    rows: list[GridRow] = []
    for depth, level in enumerate(levels):
        stub = (Cell(block.stub or "", row_span=len(levels), column_span=labels, head=True),)
        cells: list[Cell] = list(stub) if labels and depth == 0 else []
        at = 0
        for head, span in level:
            if head is not None:
                deep = 1 if head.children else len(levels) - depth
                text = _broken(head.text) if binding.break_heads and not head.children else head.text
                cells.append(Cell(text, row_span=deep, column_span=sum(spans[at : at + span]), head=True))
            at += span
        rows.append(GridRow(tuple(cells), header=True))
    return rows


def _broken(text: str) -> str:
    pair = 4
    return f"{text[:2]}\n{text[2:]}" if len(text) == pair else text


def _halved(text: str) -> str:
    short = 8
    return f"{text[: len(text) // 2]}\n{text[len(text) // 2 :]}" if len(text) > short else text


def _openings(block: Block) -> list[list[int]]:
    """For each item, how many grid rows each of its groups spans if it opens there; a note ends every group."""
    heights = [1 + bool(item.tail) if isinstance(item, Row) else 1 for item in block.items]
    openings: list[list[int]] = []
    for at, item in enumerate(block.items):
        runs: list[int] = []
        for depth in range(len(item.groups) if isinstance(item, Row) else 0):
            run = 0
            for height, other in zip(heights[at:], block.items[at:], strict=True):
                if not isinstance(other, Row) or not isinstance(item, Row):
                    break
                if other.groups[: depth + 1] != item.groups[: depth + 1]:
                    break
                run += height
            runs.append(run)
        openings.append(runs)
    return openings
