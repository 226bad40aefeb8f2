"""Puts figures, marks and prose together into a printed document."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from eval.generator.chance import happens
from eval.generator.marks import Mark
from eval.generator.printed import Block, Document, Field, Head, Row, Section, Table
from eval.generator.prose import Front
from extractor.forms import Block as FormBlock
from extractor.forms import Form, HeaderNode, Label, TableEdition

__all__ = ["Wording", "compose", "draw_wording"]


@dataclass(frozen=True)
class Wording:
    """How this document writes labels."""

    brackets: str
    """full （一） | half (一) | spaced (一) 予以公开."""
    point: str
    """What stands after an Arabic ordinal."""
    alias_chance: float
    year_in_columns: bool
    """本年（2023）制发件数."""
    unit_in_labels: bool
    """…申请数量（件）."""
    total_inside: bool
    """A lone group of heads takes the heads beside it under its wing, as most reports print 总计."""


def draw_wording(random: Random) -> Wording:
    """Draw a wording; most documents keep to the official labels."""
    return Wording(
        brackets=random.choice(("full", "full", "full", "half", "spaced")),
        point=random.choice((".", ".", ".", ".", ".", ". ", "、", "．", " ", "")),
        alias_chance=random.choice((0.0, 0.0, 0.05, 0.15)),
        year_in_columns=happens(random, 0.06),
        unit_in_labels=happens(random, 0.06),
        total_inside=happens(random, 0.7),
    )


def compose(  # noqa: PLR0913 - the parts of a document, each drawn from its own stream
    form: Form,
    editions: Mapping[str, str],
    year: int,
    *,
    front: Front,
    paragraphs: Mapping[str, list[str]],
    printed: Mapping[str, Mark],
    wording: Wording,
    random: Random,
) -> Document:
    """Build the document: every section of the form in order, with its table where it has one."""
    writer = _Writer(wording, year, random)
    tables = {table.table: table for table in form.table_editions(dict(editions))}
    places = {form.table(key).section: key for key in tables}
    sections: list[Section] = []
    for section in form.sections:
        key = places.get(section.key)
        table = (
            Table(key, tuple(writer.block(block, tables[key], printed) for block in tables[key].blocks))
            if key
            else None
        )
        heading = writer.heading(section.label)
        sections.append(Section(section.key, heading, tuple(paragraphs.get(section.key, ())), table))
    return Document(front.title, front.preface, tuple(sections), front.closing)


@dataclass(frozen=True)
class _Writer:
    wording: Wording
    year: int
    random: Random

    def heading(self, label: Label) -> str:
        aliases = label.wordings[1:]
        if aliases and happens(self.random, 0.15):
            ordinal = label.text.partition("、")[0] + "、" if label.keys[0].ordinal else ""
            return ordinal + self.random.choice(aliases)
        return label.text

    def label(self, label: Label) -> str:
        text = label.text
        aliases = [alias for alias in label.wordings[1:] if alias != text]
        if aliases and happens(self.random, self.wording.alias_chance):
            text = self.random.choice(aliases)
        if self.wording.year_in_columns and text.startswith("本年") and not text.startswith("本年新收"):
            text = f"本年（{self.year}）{text[2:]}"
        if self.wording.unit_in_labels and text.endswith(("数量", "件数", "（七）总计")):
            text += "（件）"
        head, point, rest = text.partition(".")
        if point and head.isdigit():
            text = head + self.wording.point + rest
        if self.wording.brackets != "full":
            text = text.replace("（", "(").replace("）", ")" if self.wording.brackets == "half" else ") ").rstrip()
        return text

    def block(self, block: FormBlock, table: TableEdition, printed: Mapping[str, Mark]) -> Block:
        if block.across:
            paths = tuple(f"{table.table}.{row.key}.{column.key}" for row in block.rows for column in block.columns)
            rows = (Row((), "", tuple(Field(printed[path].text, path) for path in paths), paths, bare=True),)
        else:
            # A group's label is written once for all its rows, and so in one way.
            groups = {group.text: self.label(group) for row in block.rows for group in row.groups}
            rows = tuple(
                Row(
                    tuple(groups[group.text] for group in row.groups),
                    self.label(row.label),
                    tuple(Field(printed[path].text, path) for path in paths),
                    paths,
                )
                for row in block.rows
                for paths in (tuple(f"{table.table}.{row.key}.{column.key}" for column in block.columns),)
            )
        return Block(
            caption=self.label(block.caption) if block.caption else None,
            stub=self.label(block.stub) if block.stub else None,
            header=self._header(block),
            items=rows,
            width=block.width,
        )

    def _header(self, block: FormBlock) -> tuple[Head, ...]:
        first, *others = (self._head(node) for node in block.header)
        if self.wording.total_inside and first.children and others and not any(head.children for head in others):
            return (Head(first.text, (*first.children, *others)),)
        return (first, *others)

    def _head(self, node: HeaderNode) -> Head:
        return Head(self.label(node.label), tuple(self._head(child) for child in node.children))
