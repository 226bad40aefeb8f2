"""Layout J: text taken out column by column. All labels come first, then each head with the figures under it.

The last label stands right before the first column's figures, as if they were its own.
"""

from random import Random

from eval.generator.chance import happens
from eval.generator.layouts.sheet import Line, Sheet, incomplete, opened, section_head
from eval.generator.printed import Block, Document, Note, Row, leaves

__all__ = ["render"]


def render(document: Document, random: Random) -> Sheet:
    """Lay out as J; small blocks may still come row by row."""
    lines = [Line(text) for text in (*document.title, *document.preface)]
    unknowable: set[str] = set()
    small = happens(random, 0.5)
    for section in document.sections:
        lines += section_head(section)
        for block in section.table.blocks if section.table else ():
            lines += [Line(block.caption)] if block.caption else []
            lines += _by_row(block) if small and block.depth == 1 else _by_column(block)
            if any(incomplete(row, block.width) for row in block.rows):
                unknowable |= {path for row in block.rows for path in row.paths}
    return Sheet((*lines, *(Line(text) for text in document.closing), Line("")), frozenset(unknowable))


def _by_row(block: Block) -> list[Line]:
    heads = [block.stub or "", *(leaf.text for leaf in leaves(block.header))]
    lines = [Line(" ".join(head for head in heads if head))]
    for item in block.items:
        if isinstance(item, Note):
            lines.append(Line(" ".join(item.cells)))
        else:
            label = f"{item.label} " if item.label else ""
            lines.append(Line(label + " ".join(field.text for field in item.fields), item.paths))
            lines += [Line(item.tail, item.paths)] if item.tail else []
    return lines


def _by_column(block: Block) -> list[Line]:
    lines = [Line(block.stub)] if block.stub else []
    above: Row | None = None
    for item in block.items:
        if isinstance(item, Row):
            labels = [*opened(item, above), item.label, item.tail]
            lines += [Line(text, item.paths) for text in labels if text]
            above = item
    heads = [leaf.text for leaf in leaves(block.header)]
    width = max([block.width, *(len(row.fields) for row in block.rows)])
    for column in range(width):
        lines += [Line(heads[column])] if column < len(heads) else []
        for item in block.items:
            if isinstance(item, Note):
                lines += [Line(cell) for cell in item.cells[column : column + 1]]
            else:
                lines += [Line(field.text, item.paths) for field in item.fields[column : column + 1] if field.text]
    return lines
