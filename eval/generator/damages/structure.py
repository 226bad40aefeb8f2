"""Damage to editions, headers, headings, labels and pages."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random

from eval.generator.damages.draft import ALL, Damage, Draft, Scene, without
from eval.generator.layouts import Layout, Line, Sheet
from eval.generator.layouts.paged import page_mark
from eval.generator.printed import Block, Head, Note, Row, leaves

__all__ = ["EDITION_DAMAGES", "HEADER_DAMAGES", "SHEET_DAMAGES"]

_CONFUSED = (
    ("法人", "法入"), ("未经", "末经"), ("已获取", "己获取"), ("自然人", "自然入"), ("大量", "太量"), ("总计", "总汁"),
    ("结转", "结传"), ("责任", "贵任"), ("行政", "行攻"), ("其他", "其池"), ("申请", "申清"), ("公开", "公幵"),
)  # fmt: skip
_MARKED = frozenset(
    {Layout.CELL_LINES, Layout.OCR_LINES, Layout.TAB_ROWS, Layout.MODEL_MARKDOWN, Layout.PLAIN_MARKDOWN}
)
"""Where a tab or a pipe marks every cell, so that a bare number is seen to be none."""
_INVENTED = ("数据{}", "列{}", "本年{}类件数")


def labels_2019_with_2021_year(editions: Mapping[str, str], oldest: str) -> dict[str, str]:
    """A report of 2021 or later still prints the tables of 2019."""
    # The last table looks the same in every edition; it goes by the year.
    *older, last = editions
    return {**dict.fromkeys(older, oldest), last: editions[last]} if older else {last: oldest}


def column_order_changed(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """A header prints its columns in another order, and the figures follow their heads."""
    del scene
    places = [
        (table.key, ordinal)
        for table in draft.document.tables()
        for ordinal, block in enumerate(table.blocks)
        if len(leaves(block.header)) > 2 and all(len(row.fields) == block.width for row in block.rows)  # noqa: PLR2004
    ]
    if not places:
        return None
    key, ordinal = random.choice(places)

    def change(block: Block) -> Block:
        order = iter(range(block.width))
        numbered = tuple(_numbered(head, order) for head in block.header)
        header = _reordered(numbered, random)
        places = [place for head in header for place in head.places()]
        items = tuple(
            replace(item, fields=tuple(item.fields[place] for place in places)) if isinstance(item, Row) else item
            for item in block.items
        )
        return replace(block, header=tuple(head.plain() for head in header), items=items)

    return replace(draft, document=draft.document.with_block(key, ordinal, change))


class _Numbered:
    """A header cell that remembers which field it stood over."""

    def __init__(self, text: str, place: int | None, children: tuple["_Numbered", ...]) -> None:
        self.text, self.place, self.children = text, place, children

    def places(self) -> list[int]:
        return (
            [self.place] if self.place is not None else [place for child in self.children for place in child.places()]
        )

    def plain(self) -> Head:
        return Head(self.text, tuple(child.plain() for child in self.children))


def _numbered(head: Head, order: Iterator[int]) -> _Numbered:
    if not head.children:
        return _Numbered(head.text, next(order), ())
    return _Numbered(head.text, None, tuple(_numbered(child, order) for child in head.children))


def _reordered(heads: tuple[_Numbered, ...], random: Random) -> tuple[_Numbered, ...]:
    """Exchange two neighbours somewhere in the tree.

    Two groups never change places: where only the lowest heads are printed, nobody would see it.
    """
    groups = [head for head in heads if head.children]
    pairs = [at for at in range(len(heads) - 1) if not (heads[at].children and heads[at + 1].children)]
    if groups and (not pairs or random.randrange(3)):
        chosen = random.choice(groups)
        return tuple(
            _Numbered(head.text, None, _reordered(head.children, random)) if head is chosen else head for head in heads
        )
    at = random.choice(pairs)
    return (*heads[:at], heads[at + 1], heads[at], *heads[at + 2 :])


def header_lost(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """A table has lost its header: what its columns are can only be guessed."""
    del scene
    table = random.choice(list(draft.document.tables()))
    ordinal = random.randrange(len(table.blocks))
    lost = {path for row in table.blocks[ordinal].rows for path in row.paths}
    document = draft.document.with_block(table.key, ordinal, lambda block: replace(block, header=(), stub=None))
    return replace(draft, document=document, unknowable=draft.unknowable | lost)


def lost_head(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """One head of a header is empty: its column can only be told from its neighbours."""
    del scene
    places = [
        (table.key, ordinal)
        for table in draft.document.tables()
        for ordinal, block in enumerate(table.blocks)
        if len(leaves(block.header)) > 1
    ]
    if not places:
        return None
    key, ordinal = random.choice(places)
    block = next(table for table in draft.document.tables() if table.key == key).blocks[ordinal]
    at = random.randrange(len(leaves(block.header)))
    places_left = iter(range(block.width))

    def emptied(head: Head) -> Head:
        if head.children:
            return Head(head.text, tuple(map(emptied, head.children)))
        return Head("" if next(places_left) == at else head.text)

    header = tuple(map(emptied, block.header))
    lost = {row.fields[at].path for row in block.rows if at < len(row.fields)}
    document = draft.document.with_block(key, ordinal, lambda block: replace(block, header=header))
    return replace(draft, document=document, unknowable=draft.unknowable | lost)


def invented_header(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """A line that looks like a header, invented or repeated, stands between two rows."""
    del scene
    places = [(key, block, item) for key, block, item, row in draft.document.rows() if item and not row.bare]
    if not places:
        return None
    key, ordinal, at = random.choice(places)

    def change(block: Block) -> Block:
        pattern = random.choice(_INVENTED)
        repeated = tuple(leaf.text for leaf in leaves(block.header))
        invented = tuple(pattern.format(number) for number in range(1, block.width + 1))
        note = Note(repeated if repeated and random.randrange(3) == 0 else invented)
        return replace(block, items=(*block.items[:at], note, *block.items[at:]))

    return replace(draft, document=draft.document.with_block(key, ordinal, change))


def missing_heading(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """The heading over a table is gone."""
    del scene
    places = [number for number, section in enumerate(draft.document.sections) if section.table and section.heading]
    if not places:
        return None
    place = random.choice(places)
    sections = list(draft.document.sections)
    sections[place] = replace(sections[place], heading=None)
    return replace(draft, document=replace(draft.document, sections=tuple(sections)))


def label_confusion(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """Characters of labels are confused: 法入, 末经, 其池."""
    del scene
    pairs = dict(random.sample(_CONFUSED, 4))

    def confused(text: str) -> str:
        for right, wrong in pairs.items():
            text = text.replace(right, wrong)
        return text

    def head_of(head: Head) -> Head:
        return Head(confused(head.text), tuple(head_of(child) for child in head.children))

    def change(block: Block) -> Block:
        items = tuple(
            replace(item, label=confused(item.label), groups=tuple(map(confused, item.groups)))
            if isinstance(item, Row)
            else item
            for item in block.items
        )
        return replace(block, header=tuple(map(head_of, block.header)), items=items)

    document = draft.document
    for table in draft.document.tables():
        for ordinal in range(len(table.blocks)):
            document = document.with_block(table.key, ordinal, change)
    return None if document == draft.document else replace(draft, document=document)


def page_number_inserted(sheet: Sheet, scene: Scene, random: Random) -> Sheet | None:
    """A page number stands among the rows, or between the cells of one."""
    places = [
        number for number, line in enumerate(sheet.lines) if number and line.paths and sheet.lines[number - 1].text
    ]
    if not places:
        return None
    at = random.choice(places)
    number = random.randrange(2, 12)
    # Where lines have vanished a bare number would fill a gap without any trace: nobody could refuse it.
    bare = random.randrange(3) == 0 and scene.layout is not Layout.CRAWLER
    text = str(number) if bare else page_mark(number, number + 3, random.randrange(5))
    beside = (
        {*sheet.lines[at - 1].paths, *sheet.lines[at].paths} if bare and scene.layout not in _MARKED else set[str]()
    )
    if scene.layout is Layout.COLUMNS:
        # One number more moves the whole column.
        tables = {path.partition(".")[0] for path in beside}
        beside = {spec.path for table in scene.tables if table.table in tables for spec in table.cells}
    lines = (*sheet.lines[:at], Line(text), *sheet.lines[at:])
    return replace(sheet, lines=lines, unknowable=sheet.unknowable | beside)


def page_number_for_cell(sheet: Sheet, scene: Scene, random: Random) -> Sheet | None:
    """A figure is gone, and in its place stands the number of a page, without the tab of a cell."""
    del scene
    places = [
        number
        for number, line in enumerate(sheet.lines)
        if line.text.startswith("\t") and line.text.strip().isdecimal() and line.paths
    ]
    if not places:
        return None
    at = random.choice(places)
    number = Line(str(random.randrange(2, 12)), sheet.lines[at].paths)
    lines = (*sheet.lines[:at], number, *sheet.lines[at + 1 :])
    return replace(sheet, lines=lines, unknowable=sheet.unknowable | set(number.paths))


def truncated(sheet: Sheet, scene: Scene, random: Random) -> Sheet | None:
    """The text ends in the middle of the largest table."""
    places = [
        number
        for number, line in enumerate(sheet.lines)
        if any(path.startswith(f"{scene.largest_table}.") for path in line.paths) and line.text
    ]
    if not places:
        return None
    at = random.choice(places)
    text = sheet.lines[at].text
    lines = (*sheet.lines[:at], replace(sheet.lines[at], text=text[: random.randrange(len(text))]))
    beyond = {path for line in sheet.lines[at:] for path in line.paths}
    whole = {path for line in sheet.lines[:at] for path in line.paths} - beyond
    cells = {spec.path for table in scene.tables for spec in table.cells}
    return replace(sheet, lines=lines, unknowable=sheet.unknowable | (cells - whole))


_SHOWN_HEADER = without(Layout.FLOATING, Layout.CRAWLER, Layout.MODEL_MARKDOWN)

EDITION_DAMAGES = (Damage("labels_2019_with_2021_year", ALL, on_editions=labels_2019_with_2021_year),)

HEADER_DAMAGES = (
    # First of all: the other damages then meet the new order.
    Damage("column_order_changed", _SHOWN_HEADER, harmless=True, on_document=column_order_changed),
    Damage("header_lost", without(Layout.CRAWLER), on_document=header_lost),
    Damage("lost_head", without(Layout.FLOATING, Layout.CRAWLER), on_document=lost_head),
    Damage("missing_heading", ALL, on_document=missing_heading),
    Damage("label_confusion", ALL, harmless=True, on_document=label_confusion),
)

SHEET_DAMAGES = (
    # After the rows: it needs to know where they stand.
    Damage("invented_header", without(Layout.FLOATING, Layout.CRAWLER), harmless=True, on_document=invented_header),
    Damage("page_number_inserted", ALL, harmless=True, on_sheet=page_number_inserted),
    Damage(
        "page_number_for_cell",
        frozenset({Layout.CELL_LINES, Layout.OCR_LINES}),
        on_sheet=page_number_for_cell,
    ),
    Damage("truncated", ALL, on_sheet=truncated),
)
