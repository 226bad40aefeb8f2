"""Layout C: one row a line, fields between tabs, rows outside the groups one field left of the others."""

from random import Random

from eval.generator.chance import happens
from eval.generator.layouts.sheet import Line, Sheet, opened, section_head
from eval.generator.printed import Block, Document, Note, Row, header_levels

__all__ = ["render"]


def render(document: Document, random: Random) -> Sheet:
    """Lay out as C."""
    spaced = random.choice(("\n", ""))
    wrap = " " if happens(random, 0.5) else ""
    lines = [Line(text) for text in (*document.title, *([""] if spaced else []), *document.preface)]
    unknowable: set[str] = set()
    for section in document.sections:
        lines += [Line("")] if spaced else []
        lines += [line for head in section_head(section) for line in ((head, Line("")) if spaced else (head,))]
        if section.table:
            # Every line of a table has as many fields as its widest row.
            width = max(block.width + block.depth - 1 for block in section.table.blocks)
            demoted = happens(random, 0.5)
            for block in section.table.blocks:
                rows, lost = _block(block, width + 1, wrap, demoted=demoted)
                lines += rows
                unknowable |= lost
    return Sheet((*lines, *(Line(text) for text in document.closing), Line("")), frozenset(unknowable))


def _joined(cells: list[str], width: int) -> str:
    return "\t".join([*cells, *[""] * (width - len(cells))])


def _ragged(cells: list[str], row: Row, block: Block, width: int) -> str:
    """A row with a field too many or too few stays so; only the columns its block never had are filled up."""
    return _joined(cells, width - block.width + len(row.fields))


def _block(block: Block, width: int, wrap: str, *, demoted: bool) -> tuple[list[Line], set[str]]:
    deep = block.depth > 1
    bare = all(row.bare for row in block.rows)
    width = block.width if bare else width if deep else width - 1
    lines = [Line(_joined([block.caption], width))] if block.caption else []
    lines += _header(block, width, wrap, deep=deep)
    unknowable: set[str] = set()
    above: Row | None = None
    for item in block.items:
        if isinstance(item, Note):
            lines.append(Line(_joined([*[""] * (block.depth - 1), *item.cells], width)))
            continue
        cells, grouped = _labels(item, above, deep=deep, demoted=demoted)
        values = [field.text for field in item.fields]
        lines.append(Line(_ragged([*cells, *values], item, block, 0 if grouped else width), item.paths))
        if item.tail:
            lines.append(Line(_joined([*[""] * cells.index(item.label), item.tail], width), item.paths))
        if deep and not grouped and not (values and values[0] and values[-1]):
            # The same line read one field further right, as the grouped rows stand, gives other columns.
            unknowable |= set(item.paths)
        above = item
    return lines, unknowable


def _labels(row: Row, above: Row | None, *, deep: bool, demoted: bool) -> tuple[list[str], bool]:
    """The label fields of a row, and whether its values stand one field further right."""
    if row.bare:
        return [], False
    if not deep:
        return [row.label], False
    last = row.label.endswith("其他")
    if not row.groups or (demoted and (last or "总计" in row.label or "合计" in row.label)):
        # Some converters move the last rows of a merged cell to the left margin.
        return [row.label, ""], False
    groups = opened(row, above)
    return [*groups, row.label], len(groups) > 1


def _header(block: Block, width: int, wrap: str, *, deep: bool) -> list[Line]:
    levels = header_levels(block.header)
    lines: list[Line] = []
    for depth, level in enumerate(levels):
        stub = block.stub or ""
        cells = [] if block.stub is None else [stub if depth == 0 else "", *([""] if deep else [])]
        for head, span in level:
            text = _wrapped(head.text, wrap) if head is not None and not head.children else head.text if head else ""
            cells += [text, *[""] * (span - 1)]
        lines.append(Line(_joined(cells, width)))
    return lines


def _wrapped(text: str, wrap: str) -> str:
    """A head that stood on two lines comes out with a space in it."""
    return f"{text[:2]}{wrap}{text[2:]}" if len(text) == 4 else text  # noqa: PLR2004 - heads of two and two characters
