"""Pipe tables: the plain Markdown layout, and layout G as a model reading page images writes it."""

from dataclasses import dataclass
from random import Random

from eval.generator.chance import happens
from eval.generator.layouts.sheet import Line, Sheet, opened
from eval.generator.printed import Block, Document, Head, Note, Row, header_levels, leaves

__all__ = ["render_model_markdown", "render_plain_markdown"]

_INVENTED = (
    "本年新收件数", "上年结转件数", "本年办结件数", "予以公开件数", "不予公开件数", "其他处理件数", "结转下年件数",
)  # fmt: skip


@dataclass(frozen=True)
class _Style:
    label_fields: str
    """separate: one field per level; merged: all levels in one; leaf: the row's own label only."""
    header: str
    """leaf: one line of heads; joined: 法人或其他组织-商业企业; levels: one line per level."""
    repeat_groups: bool
    break_chance: float
    """Chance of a page break after a row."""
    invented: str
    """What a page break puts in place of the header: numbered, renamed or repeated."""
    line_break: str


def render_plain_markdown(document: Document, random: Random) -> Sheet:
    """Clean Markdown, as a careful converter writes it."""
    style = _Style(
        label_fields=random.choice(("separate", "leaf")),
        header=random.choice(("leaf", "levels")),
        repeat_groups=happens(random, 0.5),
        break_chance=0.0,
        invented="",
        line_break="",
    )
    return _render(document, style, random)


def render_model_markdown(document: Document, random: Random) -> Sheet:
    """Markdown with merged labels and invented headers at page breaks."""
    style = _Style(
        label_fields=random.choice(("merged", "separate", "merged")),
        header=random.choice(("leaf", "joined", "levels")),
        repeat_groups=happens(random, 0.7),
        break_chance=random.choice((0.0, 0.06, 0.12)),
        invented=random.choice(("numbered", "renamed", "repeated")),
        line_break=random.choice(("", "", "<br>")),
    )
    return _render(document, style, random)


def _render(document: Document, style: _Style, random: Random) -> Sheet:
    mark = random.choice(("## ", "## ", "# ", "**"))
    close = "**" if mark == "**" else ""
    lines = [Line(f"# {''.join(document.title)}"), Line("")]
    lines += _paragraphs(document.preface)
    for section in document.sections:
        if section.heading is not None:
            lines += [Line(f"{mark}{section.heading}{close}"), Line("")]
        lines += _paragraphs(section.paragraphs)
        if section.table:
            together = section.table.blocks[0].caption is not None and happens(random, 0.4)
            width = max(block.width for block in section.table.blocks) + 1 if together else 0
            for ordinal, block in enumerate(section.table.blocks):
                lines += _block(block, style, random, width=width, first=ordinal == 0)
                lines += [] if together and ordinal < len(section.table.blocks) - 1 else [Line("")]
    return Sheet(tuple(lines + _paragraphs(document.closing)))


def _paragraphs(texts: tuple[str, ...]) -> list[Line]:
    return [line for text in texts for line in (Line(text), Line(""))]


def _pipe(cells: list[str], width: int = 0) -> str:
    return "| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |"


def _rule(width: int) -> Line:
    return Line("|" + "---|" * width)


def _block(block: Block, style: _Style, random: Random, *, width: int, first: bool) -> list[Line]:
    """A block as a table of its own, or, with a `width`, as part of one table with the others."""
    bare = all(row.bare for row in block.rows)
    labels = 0 if bare else 1 if style.label_fields != "separate" else block.depth
    fields = width or labels + block.width
    lines: list[Line] = []
    header = _header(block, style, labels)
    if width and block.caption:
        header = [[block.caption], *header]
    elif block.caption:
        lines += [Line(f"**{block.caption}**" if happens(random, 0.5) else block.caption), Line("")]
    for ordinal, cells in enumerate(header):
        lines.append(Line(_pipe(cells, fields)))
        lines += [_rule(fields)] if ordinal == 0 and (first or not width) else []
    if not header:
        lines += [Line(_pipe([], fields)), _rule(fields)]
    above: Row | None = None
    for item in block.items:
        if isinstance(item, Note):
            lines += [Line(""), Line(_pipe([*[""] * labels, *item.cells], fields)), _rule(fields)]
            continue
        if above is not None and not width and happens(random, style.break_chance):
            lines += _page_break(block, style, labels)
        cells = [*_labels(item, above, style, labels), *(field.text for field in item.fields)]
        # A row with a field too many or too few stays so.
        lines.append(Line(_pipe(cells, fields - block.width + len(item.fields)), item.paths))
        if item.tail:
            lines.append(Line(_pipe([*[""] * (labels - 1), item.tail], fields), item.paths))
        above = item
    return lines


def _labels(row: Row, above: Row | None, style: _Style, labels: int) -> list[str]:
    match style.label_fields:
        case _ if labels == 0:
            return []
        case "separate":
            groups = list(row.groups) if style.repeat_groups else opened(row, above)
            # A label that spans the columns of absent groups stands in its first field.
            return [*groups, row.label, *[""] * (labels - 1 - len(groups))]
        case "merged" if row.groups:
            # 三、（六）其他处理-3.其他: the outermost group leaves only its ordinal.
            head, *inner = row.groups
            return [head[: head.find("、") + 1] + "-".join([*inner, row.label])]
        case _:
            return [row.label]


def _header(block: Block, style: _Style, labels: int) -> list[list[str]]:
    if not block.header:
        return []
    stub = [(block.stub or "") if labels else "", *[""] * (labels - 1)] if labels else []
    if style.header == "levels" and len(levels := header_levels(block.header)) > 1:
        lines = [[cell for head, span in level for cell in _spread(head, span)] for level in levels]
        return [[*(stub if depth == 0 else [""] * labels), *line] for depth, line in enumerate(lines)]
    if style.header == "joined":
        return [[*stub, *(_wrapped(name, style) for name in _joined(block.header, ()))]]
    return [[*stub, *(_wrapped(leaf.text, style) for leaf in leaves(block.header))]]


def _spread(head: Head | None, span: int) -> list[str]:
    return [head.text if head is not None else "", *[""] * (span - 1)]


def _joined(heads: tuple[Head, ...], above: tuple[str, ...]) -> list[str]:
    """The leaves, each with the names of its groups in front."""
    return [
        name
        for head in heads
        for name in (_joined(head.children, (*above, head.text)) if head.children else ["-".join((*above, head.text))])
    ]


def _wrapped(text: str, style: _Style) -> str:
    pair = 4
    return f"{text[:2]}{style.line_break}{text[2:]}" if style.line_break and len(text) == pair else text


def _page_break(block: Block, style: _Style, labels: int) -> list[Line]:
    match style.invented:
        case "numbered":
            heads = [f"数据{ordinal}" for ordinal in range(1, block.width + 1)]
        case "renamed":
            heads = [_INVENTED[ordinal % len(_INVENTED)] for ordinal in range(block.width)]
        case _:
            heads = [leaf.text for leaf in leaves(block.header)]
    stub = ["项目", *[""] * (labels - 1)] if labels else []
    return [Line(""), Line(_pipe([*stub, *heads], labels + block.width)), _rule(labels + block.width)]
