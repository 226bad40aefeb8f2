"""Layout A: one cell a line behind a tab, as a word processor's table looks when it is saved as plain text."""

from dataclasses import dataclass
from random import Random

from eval.generator.chance import happens
from eval.generator.layouts.sheet import Line, Sheet, opened, section_head
from eval.generator.printed import Block, Document, Note, Row, header_levels

__all__ = ["CellLines", "lay_out_cell_lines", "render"]

_EN_SPACE, _WIDE_SPACE, _HARD_SPACE = "\u2002", "\u3000", "\u00a0"


@dataclass(frozen=True)
class CellLines:
    """The habits of one document in this layout."""

    continued: bool
    """Merged cells leave a line with only a tab."""
    wrap_heads: bool
    """Four-character heads break in the middle."""
    wrap_labels: bool
    """Long row labels break somewhere."""
    padding: tuple[str, ...]
    """What may stand before or after a figure."""
    padded: float
    """Chance of it."""


def render(document: Document, random: Random) -> Sheet:
    """Lay out as A with habits of chance."""
    padding = random.choice(((_EN_SPACE,), (_WIDE_SPACE * 2 + " ", _EN_SPACE), (" ",), (_HARD_SPACE,)))
    style = CellLines(
        continued=happens(random, 0.7),
        wrap_heads=happens(random, 0.7),
        wrap_labels=happens(random, 0.15),
        padding=padding,
        padded=random.choice((0.0, 0.0, 0.3, 0.9)),
    )
    lines = lay_out_cell_lines(document, style, random)
    if happens(random, 0.3):
        lines = [Line(""), Line(""), *lines]
    if happens(random, 0.3):
        # A word processor's bookmark, left behind by a converter in front of some paragraph.
        place = random.choice([number for number, line in enumerate(lines) if line.text and "\t" not in line.text])
        lines[place] = Line(f"[bookmark: _GoBack]{lines[place].text}")
    return Sheet((*lines, Line("")))


def lay_out_cell_lines(document: Document, style: CellLines, random: Random) -> list[Line]:
    """The lines of the whole document."""
    lines = [Line(text) for text in (*document.title, *([""] if happens(random, 0.6) else []), *document.preface)]
    for section in document.sections:
        lines += section_head(section)
        if section.table:
            for block in section.table.blocks:
                lines += _block(block, style, random)
            lines.append(Line(""))
    return lines + [Line(text) for text in document.closing]


def _block(block: Block, style: CellLines, random: Random) -> list[Line]:
    lines = [Line(f"\t{block.caption}"), Line("")] if block.caption else []
    lines += _header(block, style, random)
    above: Row | None = None
    for item in block.items:
        if isinstance(item, Note):
            lines += [*(Line(f"\t{cell}") for cell in item.cells), Line("")]
        else:
            lines += _row(item, above, style, random)
            above = item
    return lines


def _header(block: Block, style: CellLines, random: Random) -> list[Line]:
    lines: list[Line] = []
    stub = [block.stub] if block.stub is not None else []
    for depth, level in enumerate(header_levels(block.header)):
        cells = stub if depth == 0 else [""] * len(stub) if style.continued else []
        for head, _ in level:
            if head is not None:
                cells = [*cells, _wrapped_head(head.text, style, random)]
            elif style.continued:
                cells = [*cells, ""]
        lines += [*(Line(f"\t{cell}") for cell in cells), Line("")]
    return lines


def _wrapped_head(text: str, style: CellLines, random: Random) -> str:
    half = len(text) // 2
    if style.wrap_heads and len(text) == 2 * half and half > 1 and happens(random, 0.75):
        space = random.choice(("", "", "", _HARD_SPACE))
        return f"{text[:half]}\n{space}{text[half:]}"
    return text


def _row(row: Row, above: Row | None, style: CellLines, random: Random) -> list[Line]:
    label, short = row.label, 8
    if style.wrap_labels and len(label) > short and happens(random, 0.5):
        cut = random.randrange(4, len(label) - 2)
        label = f"{label[:cut]}\n{label[cut:]}"
    groups = [group for group in opened(row, above) if group or style.continued]
    labels = [] if row.bare else [*groups, label]
    values = [_padded(field.text, style, random) for field in row.fields]
    tail = [Line(f"\t{row.tail}", row.paths)] if row.tail else []
    cells = (*values, *labels) if row.values_first else (*labels, *values)
    return [*(Line(f"\t{text}", row.paths) for text in cells), *tail, Line("")]


def _padded(text: str, style: CellLines, random: Random) -> str:
    if not text or not happens(random, style.padded):
        return text
    pad = random.choice(style.padding)
    return pad + text if happens(random, 0.6) else text + pad
