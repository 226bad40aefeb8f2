"""Layout B: one cell a line as recognised from a picture; labels suffer, figures do not."""

from dataclasses import replace
from random import Random

from eval.generator.chance import happens
from eval.generator.layouts.cell_lines import CellLines, lay_out_cell_lines
from eval.generator.layouts.sheet import Line, Sheet
from eval.generator.printed import Block, Document, Head, Row, Table

__all__ = ["render"]

_CONFUSED = (("法人", "法入"), ("未经", "末经"), ("已获取", "己获取"), ("自然人", "自然入"), ("大量", "太量"))
_HALF = str.maketrans({"（": "(", "）": ")", "，": ",", "：": ":", "；": ";"})
_ORDINAL_MARKS = "、）)"


def render(document: Document, random: Random) -> Sheet:
    """Lay out as B."""
    damage = _Damage(random)
    sections = tuple(
        replace(section, table=damage.table(section.table)) if section.table else section
        for section in document.sections
    )
    style = CellLines(continued=True, wrap_heads=False, wrap_labels=False, padding=(" ",), padded=0.02)
    lines: list[Line] = []
    for line in lay_out_cell_lines(replace(document, sections=sections), style, random):
        lines.append(line)
        # Paragraphs come apart, one empty line after each.
        if line.text and not line.text.startswith("\t"):
            lines.append(Line(""))
    return Sheet((*lines, *[Line("")] * random.randrange(1, 4)))


class _Damage:
    """The damage of one document; a group's label is damaged once, wherever its rows stand."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.half = happens(random, 0.8)
        self.lose = random.choice((0.0, 0.15, 0.4))
        self.confuse = happens(random, 0.7)
        self.groups: dict[str, str] = {}

    def table(self, table: Table) -> Table:
        return replace(table, blocks=tuple(self.block(block) for block in table.blocks))

    def block(self, block: Block) -> Block:
        items = tuple(self.row(item) if isinstance(item, Row) else item for item in block.items)
        caption = self.narrow(block.caption) if block.caption else None
        if caption and happens(self.random, 0.15):
            caption += self.random.choice(("-", "·", "_"))
        stub = self.spaced(self.narrow(block.stub)) if block.stub else block.stub
        header = tuple(self.head(head) for head in block.header)
        return replace(block, caption=caption, stub=stub, header=header, items=items)

    def head(self, head: Head) -> Head:
        text = self.narrow(head.text)
        if not head.children:
            match self.random.randrange(4):
                case 0:
                    text = " ".join(text)
                case 1 if len(text) > 3:  # noqa: PLR2004 - shorter heads stay on one line
                    text = f"{text[:2]} {text[2:]}"
                case _:
                    pass
        return Head(text, tuple(self.head(child) for child in head.children))

    def row(self, row: Row) -> Row:
        groups = tuple(
            self.groups.setdefault(group, self.group(group, depth)) for depth, group in enumerate(row.groups)
        )
        label = self.narrow(row.label)
        if len(label) > 25 and groups and happens(self.random, 0.5):  # noqa: PLR2004 - only a label of several lines
            label = self.interleaved(label, row.groups[-1])
        elif happens(self.random, 0.6):
            label = self.spaced(self.without_ordinal(label))
        if happens(self.random, 0.06):
            # Empty lines of the picture's cell stay behind the label.
            label += "\n\n"
        if len(groups) > 1 and label.endswith("其他") and happens(self.random, 0.4):
            groups = groups[:1]
        elif len(groups) == 1 and "总计" in row.label and happens(self.random, 0.4):
            groups = ()
        return replace(row, groups=groups, label=label)

    def group(self, text: str, depth: int) -> str:
        if depth == 0 and happens(self.random, 0.8):
            bare = text.rpartition("、")[2]
            gap = self.random.choice(("\n", "\n\n"))
            return f"{bare[0]} {bare[1]}{gap}{gap.join(bare[2:])}"
        text = self.narrow(text)
        half = 5
        return f"{text[:half]}{self.random.choice((' ', chr(10) * 2, ''))}{text[half:]}"

    def narrow(self, text: str) -> str:
        if self.confuse:
            for right, wrong in _CONFUSED:
                text = text.replace(right, wrong)
        return text.translate(_HALF) if self.half else text

    def without_ordinal(self, text: str) -> str:
        """Lose a Chinese ordinal; Arabic ones survive recognition."""
        cut = min((text.find(mark) for mark in _ORDINAL_MARKS if 0 < text.find(mark) < 4), default=-1)  # noqa: PLR2004
        if cut < 0 or text[0].isdigit() or not happens(self.random, self.lose):
            return text
        return self.random.choice(("", " ")) + text[cut + 1 :].lstrip()

    def spaced(self, text: str) -> str:
        """A line break of the picture's cell becomes a space."""
        cut = self.random.randrange(4, 10)
        return f"{text[:cut]} {text[cut:]}" if len(text) > cut + 1 else text

    def interleaved(self, text: str, neighbour: str) -> str:
        """The cell on the left was read into this one, line by line."""
        bare = neighbour.translate(_HALF).rpartition(")")[2]
        first, second = sorted(self.random.sample(range(8, len(text) - 4), 2))
        cut = self.random.randrange(1, len(bare))
        return f"{text[:first]} {bare[:cut]} {text[first:second]} {bare[cut:]} {text[second:]}"
