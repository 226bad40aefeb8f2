"""Layout E: columns aligned with spaces, labels wrapped above and below their figures (`pdftotext -layout`)."""

from dataclasses import dataclass, field
from random import Random

from eval.generator.chance import happens
from eval.generator.layouts.sheet import Line, Sheet, display_width, fitting, incomplete
from eval.generator.printed import Block, Document, Note, Row, header_levels

__all__ = ["lay_out_aligned", "render"]

_LABEL_WIDTHS = (6, 10, 26)
"""Widths of the label columns of a grouped table: section, group, row."""


@dataclass
class _Canvas:
    """Text placed at columns of terminal width; one canvas holds one block."""

    texts: list[list[tuple[int, str]]] = field(default_factory=list[list[tuple[int, str]]])
    paths: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])

    def put(self, line: int, column: int, text: str, paths: tuple[str, ...] = ()) -> None:
        while len(self.texts) <= line:
            self.texts.append([])
            self.paths.append(())
        if text:
            self.texts[line].append((column, text))
        self.paths[line] = (*self.paths[line], *(path for path in paths if path not in self.paths[line]))

    def lines(self) -> list[Line]:
        drawn: list[Line] = []
        for texts, paths in zip(self.texts, self.paths, strict=True):
            text = ""
            for column, piece in sorted(texts):
                # Two texts that would touch are kept apart by one space at least.
                text += " " * max(column - display_width(text), 1 if text else 0) + piece
            drawn.append(Line(text, paths))
        return drawn


def render(document: Document, random: Random) -> Sheet:
    """Lay out as E."""
    return lay_out_aligned(document, random)


def lay_out_aligned(document: Document, random: Random) -> Sheet:
    """The aligned lines of the whole document."""
    prose_width = random.randrange(70, 84)
    indent = " " * random.choice((0, 4, 8))
    lines = [Line(" " * max(0, (prose_width - display_width(text)) // 2) + text) for text in document.title]
    lines.append(Line(""))

    def paragraphs(texts: tuple[str, ...]) -> list[Line]:
        return [Line(indent + piece) for text in texts for piece in fitting("\u3000\u3000" + text, prose_width)]

    lines += paragraphs(document.preface)
    unknowable: set[str] = set()
    for section in document.sections:
        lines += [Line(indent + "    " + section.heading)] if section.heading is not None else []
        lines += paragraphs(section.paragraphs)
        if section.table:
            lines.append(Line(""))
            for block in section.table.blocks:
                lines += _block(block, random)
                # Nobody measures spaces with certainty: a row with an empty field is left open.
                unknowable |= {path for row in block.rows if incomplete(row, block.width) for path in row.paths}
            lines.append(Line(""))
    lines += [Line(" " * 40 + text) for text in document.closing]
    return Sheet((*lines, Line("")), frozenset(unknowable))


def _block(block: Block, random: Random) -> list[Line]:
    depth = block.depth
    bare = all(row.bare for row in block.rows)
    pitch = 7 if bare else 18 if depth == 1 else random.choice((8, 9, 10))
    starts = [4]
    for width in _LABEL_WIDTHS[: depth - 1]:
        starts.append(starts[-1] + width)
    values = 2 if bare else starts[-1] + (22 if depth == 1 else _LABEL_WIDTHS[-1])
    canvas = _Canvas()
    if block.caption:
        canvas.put(0, 30, block.caption)
    line = _header(canvas, block, len(canvas.texts), values, pitch)
    _rows(canvas, block, line, starts, values, pitch, random)
    return canvas.lines()


def _header(canvas: _Canvas, block: Block, line: int, values: int, pitch: int) -> int:
    """Draw the header from `line` on and say where it ends."""
    top = line
    for level in header_levels(block.header):
        height, column = 1, values
        for head, span in level:
            if head is not None:
                wide = span * pitch - 2
                pieces = fitting(head.text, max(4, wide))
                height = max(height, len(pieces))
                for offset, piece in enumerate(pieces):
                    shift = max(0, (wide - display_width(piece)) // 2) if span > 1 else 0
                    canvas.put(line + offset, column + shift, piece)
            column += span * pitch
        line += height
    if block.stub:
        for offset, piece in enumerate(fitting(block.stub, max(8, values - 6))):
            canvas.put(top + offset, 2, piece)
    return max(line, len(canvas.texts))


def _rows(  # noqa: PLR0913, PLR0917 - the geometry of one block
    canvas: _Canvas, block: Block, line: int, starts: list[int], values: int, pitch: int, random: Random
) -> None:
    spans: dict[tuple[str, ...], tuple[int, int]] = {}
    gap = happens(random, 0.2)
    for item in block.items:
        if isinstance(item, Note):
            for position, cell in enumerate(item.cells):
                canvas.put(line, values + position * pitch, cell)
            line += 1
            continue
        start, width = _label_place(item, starts, values)
        pieces = fitting(item.label, width) if item.label else []
        tail = [item.tail] if item.tail else []
        # An even number of label lines leaves the figures on a line of their own between them.
        even = len(pieces) % 2 == 0 and bool(pieces)
        above = len(pieces) // 2
        height = len(pieces) + (1 if even or not pieces else 0)
        for offset, piece in enumerate(pieces):
            canvas.put(line + offset + (1 if even and offset >= above else 0), start, piece, item.paths)
        for position, printed in enumerate(item.fields):
            canvas.put(line + above, values + position * pitch + 2, printed.text, item.paths)
        canvas.put(line + above, 0, "", item.paths)
        for depth in range(len(item.groups)):
            first = spans.get(item.groups[: depth + 1], (line, line))[0]
            spans[item.groups[: depth + 1]] = (first, line + height)
        line += height
        for offset, piece in enumerate(tail):
            canvas.put(line + offset, start, piece, item.paths)
        line += len(tail) + (1 if gap else 0)
    for groups, (first, last) in spans.items():
        depth = len(groups) - 1
        pieces = fitting(groups[-1], _LABEL_WIDTHS[depth] - 1)
        middle = max(first, (first + last - len(pieces)) // 2)
        for offset, piece in enumerate(pieces):
            canvas.put(middle + offset, starts[depth], piece)


def _label_place(row: Row, starts: list[int], values: int) -> tuple[int, int]:
    """Where a row's label starts, and how wide it may be."""
    start = starts[min(len(row.groups), len(starts) - 1)]
    return start, values - start - 2
