"""Label and figures on one line with spaces between them, as text copied out of a page."""

from dataclasses import dataclass, replace
from random import Random

from eval.generator.chance import happens
from eval.generator.layouts.sheet import Line, Sheet, fitting, incomplete, opened, section_head
from eval.generator.printed import Block, Document, Note, Row, header_levels

__all__ = ["render"]

_WIDE_SPACE = "\u3000"


@dataclass(frozen=True)
class _Style:
    gap: str
    glued: bool
    """Heads run together."""
    joined: bool
    """The rows of a table run together on one line."""
    label_width: int
    """Where a long label breaks; its figures follow its first or its last piece."""
    figures_first: bool


def render(document: Document, random: Random) -> Sheet:
    """Lay out with spaces only; an empty field leaves no trace."""
    style = _Style(
        gap=random.choice((" ", " ", "  ", _WIDE_SPACE, "    ")),
        glued=happens(random, 0.25),
        joined=happens(random, 0.12),
        label_width=random.choice((200, 200, 200, 28, 40)),
        figures_first=happens(random, 0.5),
    )
    lines = [Line(text) for text in (*document.title, *document.preface)]
    unknowable: set[str] = set()
    for section in document.sections:
        lines += section_head(section)
        if section.table:
            for block in section.table.blocks:
                rows, lost = _block(block, style)
                lines += rows
                unknowable |= lost
        lines += [Line("")] if happens(random, 0.5) else []
    return Sheet((*lines, *(Line(text) for text in document.closing), Line("")), frozenset(unknowable))


def _block(block: Block, style: _Style) -> tuple[list[Line], set[str]]:
    lines = [Line(block.caption)] if block.caption else []
    lines += _header(block, style)
    unknowable: set[str] = set()
    above: Row | None = None
    for item in block.items:
        if isinstance(item, Note):
            lines.append(Line(style.gap.join(item.cells)))
            continue
        if incomplete(item, block.width):
            unknowable |= set(item.paths)
        lines += _row(item, above, style)
        above = item
    if style.joined:
        lines = [replace(line, end=style.gap) for line in lines[:-1]] + lines[-1:]
    return lines, unknowable


def _row(row: Row, above: Row | None, style: _Style) -> list[Line]:
    values = [field.text for field in row.fields if field.text]
    groups = [] if row.bare else [group for group in opened(row, above) if group]
    first, *others = [""] if row.bare else fitting(row.label, style.label_width)
    head = [*groups, first] if first else groups
    if row.values_first:
        lines = [style.gap.join(values), *head, *others]
    elif not others or style.figures_first:
        lines = [style.gap.join([*head, *values]), *others]
    else:
        lines = [style.gap.join(head), *others[:-1], style.gap.join([others[-1], *values])]
    return [Line(text, row.paths) for text in (*lines, row.tail) if text]


def _header(block: Block, style: _Style) -> list[Line]:
    lines: list[Line] = []
    for depth, level in enumerate(header_levels(block.header)):
        heads = [head.text for head, _ in level if head is not None]
        stub = [block.stub] if block.stub and depth == 0 else []
        if stub and len(stub[0]) > 10:  # noqa: PLR2004 - a long note stands on its own line
            lines.append(Line(stub[0]))
            stub = []
        lines.append(Line(("" if style.glued else style.gap).join([*stub, *heads])))
    return lines
