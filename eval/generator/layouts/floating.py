"""Layout F: a PDF's text layer in drawing order.

Figures stand before their label or far from it, rows of one table fall into several fragments, long labels float
between them, a total is torn off to a line of its own.
"""

from dataclasses import dataclass, field, replace
from random import Random

from eval.generator.chance import happens
from eval.generator.layouts.sheet import Line, Sheet, display_width, fitting, incomplete, opened
from eval.generator.printed import Block, Document, Field, Note, Row, Section, header_levels, leaves

__all__ = ["render"]

_ORDINALS = "一二三四五六七八九"


@dataclass(frozen=True)
class _Style:
    pipes: bool
    """A converter recognised table fragments and wrote them with pipes."""
    label_width: int
    """Chinese characters to a line of a label cell."""
    prose_width: int
    scatter: int
    """How many places a label may float away from its figures."""


@dataclass
class _Loss:
    """What the text layer lost."""

    unknowable: set[str] = field(default_factory=set[str])
    clean: bool = True


def render(document: Document, random: Random) -> Sheet:
    """Lay out as F."""
    style = _Style(happens(random, 0.6), random.choice((10, 11, 13)), random.randrange(26, 33), random.randrange(3))
    sections = list(document.sections)
    tables = [place for place, section in enumerate(sections) if section.table]
    if len(tables) > 1 and happens(random, 0.15):
        first, second = tables[0], tables[1]
        sections[first], sections[second] = sections[second], sections[first]
    if happens(random, 0.5):
        sections = _renumbered(sections)
    lines = [Line("正文")] if happens(random, 0.3) else []
    lines += [line for text in (*document.title, *document.preface) for line in _wrapped(text, style)]
    loss = _Loss()
    for section in sections:
        lines += [Line("")]
        lines += [Line(section.heading)] if section.heading is not None else []
        lines += [line for text in section.paragraphs for line in _wrapped(text, style)]
        if section.table:
            first, *others = section.table.blocks
            if others:
                lines += _small_blocks(first, others, section, style, random, loss)
            else:
                lines += _big_block(first, section, style, random, loss)
    lines += [Line(text) for text in document.closing]
    return Sheet((*lines, Line("")), frozenset(loss.unknowable), loss.clean)


def _renumbered(sections: list[Section]) -> list[Section]:
    """Tables counted from one again, as an annex; the section after them has lost its heading."""
    changed: list[Section] = []
    number = 0
    for section in sections:
        if section.table and section.heading is not None:
            changed.append(replace(section, heading=f"{_ORDINALS[number]}、{section.heading.partition('、')[2]}"))
            number += 1
        else:
            changed.append(section)
    return changed


def _wrapped(text: str, style: _Style) -> list[Line]:
    return [Line(piece) for piece in fitting(text, 2 * style.prose_width)]


def _fragment(cells: list[str], style: _Style) -> str:
    return f"| {' | '.join(cells)} |" if style.pipes else " ".join(cell for cell in cells if cell)


def _rules(lines: list[Line]) -> list[Line]:
    """Markdown wants a rule after the first line of every fragment; a line of another width starts a new one."""
    ruled: list[Line] = []
    width = 0
    for line in lines:
        fields = line.text.count(" | ") + 1 if line.text.startswith("| ") else 0
        ruled.append(line)
        if fields and fields != width:
            ruled.append(Line("|" + "---|" * fields))
        width = fields
    return ruled


def _small_blocks(  # noqa: PLR0913, PLR0917 - the blocks, their style and what is lost of them
    first: Block, others: list[Block], section: Section, style: _Style, random: Random, loss: _Loss
) -> list[Line]:
    """Captions run ahead, and the widest block comes last as a table of its own."""
    last_first = style.pipes and happens(random, 0.7)
    lines = [Line(first.caption)] if first.caption else []
    for block in others if last_first else (first, *others):
        if block.caption and block is not first:
            lines.append(Line(block.caption))
        if block.header:
            lines.append(Line("".join([block.stub or "", *(leaf.text for leaf in leaves(block.header))])))
        for item in block.items:
            cells = item.cells if isinstance(item, Note) else (item.label, *(value.text for value in item.fields))
            paths = () if isinstance(item, Note) else item.paths
            lines.append(Line(" ".join(cell for cell in cells if cell), paths))
            if isinstance(item, Row):
                lines += [Line(item.tail, item.paths)] if item.tail else []
                loss.unknowable |= set(item.paths) if incomplete(item, block.width) else set()
    if last_first:
        title = section.heading.partition("、")[2] if section.heading else "主动公开"
        table = [Line(f"## 表二：{title}")]
        if first.header:
            table.append(Line(_fragment([first.stub or "", *(leaf.text for leaf in leaves(first.header))], style)))
        for row in first.rows:
            table.append(Line(_fragment([row.label, *(value.text for value in row.fields)], style), row.paths))
            table += [Line(row.tail, row.paths)] if row.tail else []
            loss.unknowable |= set(row.paths) if len(row.fields) != first.width else set()
        lines += _rules(table)
    return lines


def _big_block(block: Block, section: Section, style: _Style, random: Random, loss: _Loss) -> list[Line]:
    bare = all(row.bare for row in block.rows)
    lines = _header(block, style, bare=bare)
    if style.pipes and not bare and happens(random, 0.5):
        lines.append(Line(f"## 表三：{section.heading.partition('、')[2] if section.heading else ''}"))
    return [*lines, *_rules(_rows(block, style, random, loss))]


def _header(block: Block, style: _Style, *, bare: bool) -> list[Line]:
    """Heads run together in drawing order: upper halves on one line, lower halves on the next."""
    levels = header_levels(block.header)
    lines: list[Line] = []
    for depth, level in enumerate(levels):
        heads = [head for head, _ in level if head is not None]
        wrapped = [head.text for head in heads if not head.children and len(head.text) > 3]  # noqa: PLR2004
        whole = [head.text for head in heads if head.text not in wrapped]
        lines += [Line("".join(whole))] if whole else []
        if depth == 0 and block.stub:
            lines += [Line(piece) for piece in fitting(block.stub, 4 * style.label_width)]
        if wrapped:
            cut = 2 if bare else 3
            lines.append(Line("".join(text[:cut] for text in wrapped)))
            lower = [text[cut:] for text in wrapped if text[cut:]]
            lines += [Line(_fragment(lower, style) if not bare else "".join(lower))] if lower else []
    return lines


def _rows(block: Block, style: _Style, random: Random, loss: _Loss) -> list[Line]:
    events: list[Line] = []
    torn = _choose_torn(block, random)
    above: Row | None = None
    for place, item in enumerate(block.items):
        if isinstance(item, Note):
            events.append(Line(_fragment(list(item.cells), style)))
            continue
        row = item
        if place == torn:
            row, piece = _tear(row, random)
            # The torn piece was drawn before the row, with the page's other loose text.
            events.insert(max(0, len(events) - random.randrange(1, 5)), Line(piece, row.paths))
            loss.unknowable |= set(row.paths)
            # A number without its last digit breaks sums that the agency's own figures satisfy.
            loss.clean = loss.clean and not row.fields[-1].text
        if incomplete(row, block.width):
            loss.unknowable |= set(row.paths)
        groups = [group for group in opened(row, above) if group]
        values = [value.text for value in row.fields]
        if display_width(row.label) <= 2 * style.label_width and not row.tail:
            events.append(Line(_fragment(values if row.bare else [row.label, *values], style), row.paths))
            _float(events, groups, [], style, random)
        else:
            events.append(Line(_fragment(values, style), row.paths))
            _float(events, groups, fitting(row.label, 2 * style.label_width), style, random)
            events += [Line(row.tail)] if row.tail else []
            loss.unknowable |= set(row.paths)
        above = row
    return events


def _float(events: list[Line], groups: list[str], label: list[str], style: _Style, random: Random) -> None:
    """Put group and label pieces near the row just added, run together where they stand side by side."""
    pieces = label
    for group in groups:
        narrow = fitting(group, 8)
        if label and happens(random, 0.5):
            height = max(len(narrow), len(pieces))
            sides = (narrow + [""] * (height - len(narrow)), pieces + [""] * (height - len(pieces)))
            pieces = [left + right for left, right in zip(*sides, strict=True)]
        else:
            pieces = [*narrow, *pieces]
    place = max(0, len(events) - random.randrange(style.scatter + 2))
    events[place:place] = [Line(piece) for piece in pieces]


def _choose_torn(block: Block, random: Random) -> int:
    candidates = [
        place
        for place, item in enumerate(block.items)
        if isinstance(item, Row) and not item.bare and item.fields and len(item.fields[-1].text) > 0
        if item.fields[-1].text != "0"
    ]
    return random.choice(candidates) if candidates and happens(random, 0.4) else -1


def _tear(row: Row, random: Random) -> tuple[Row, str]:
    """Tear the last figure, or its last digit, off the row."""
    *others, last = row.fields
    keep = last.text[:-1] if len(last.text) > 1 and happens(random, 0.4) else ""
    return replace(row, fields=(*others, Field(keep, last.path))), last.text[len(keep) :]
