"""Damage around the tables: notes, annexes, furniture of web pages, broken lines."""

import re
from dataclasses import replace
from random import Random

from eval.generator.damages.draft import ALL, Damage, Draft, Scene
from eval.generator.layouts import Layout, Line, Sheet
from eval.generator.printed import Field, Row, Section, Table

__all__ = ["ANNEX_DAMAGES", "FURNITURE_DAMAGES"]

_NOTES = (
    "注：1.本年新收政府信息公开申请数量以登记日期为准，统计截至12月31日24时；2.（七）总计为各项办理结果之和。",
    "说明：3.其他，是指申请人主动撤回等情形；四、结转下年度继续办理，是指答复期限在次年1月的申请。",
    "填表说明：1.属于国家秘密的，依照《条例》第14条；5.属于三类内部事务信息的，依照第16条。",
    "注：行政处罚、行政强制按决定书计数，1案1件；行政事业性收费以万元为单位，保留2位小数。",
)
_FURNITURE = (
    "浏览次数：{} 次",
    "【字体：大 中 小】 打印本页 关闭窗口",
    "分享到：微信 微博 QQ空间",
    "当前位置：首页 > 政务公开 > 年度报告 > {}",
    "来源：办公室 点击数：{}",
    "上一篇：没有了 下一篇：第{}期公报",
)
_VALUES = re.compile(r"(?:\s+[0-9./-]+){4,}$")


def table_note(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """Under a table stands a note that repeats labels and has numbers of its own."""
    del scene
    sections = list(draft.document.sections)
    place = random.choice([number for number, section in enumerate(sections) if section.table])
    sections.insert(place + 1, Section("note", None, (random.choice(_NOTES),)))
    return replace(draft, document=replace(draft.document, sections=tuple(sections)))


def previous_year_table(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """The report ends with last year's table for comparison, under a heading that says so."""
    del scene
    sections = [section for section in draft.document.sections if section.table and section.heading]
    if not sections:
        return None
    section = random.choice(sections)
    # A multiple of figures that reconcile reconciles as well.
    factor = random.randrange(2, 5)

    def older(field: Field) -> Field:
        return Field(str(int(field.text) * factor) if field.text.isdecimal() else field.text, "")

    blocks = tuple(
        replace(
            block,
            items=tuple(
                replace(item, fields=tuple(map(older, item.fields)), paths=()) if isinstance(item, Row) else item
                for item in block.items
            ),
        )
        for block in (section.table.blocks if section.table else ())
    )
    title = (section.heading or "").partition("、")[2]
    annex = Section("annex", f"附：上一年度{title}（供对照）", (), Table("annex", blocks))
    return replace(draft, document=replace(draft.document, sections=(*draft.document.sections, annex)))


def site_furniture(sheet: Sheet, scene: Scene, random: Random) -> Sheet | None:
    """Lines of the web page stand around the report and between two rows."""
    del scene
    lines = list(sheet.lines)
    seams = [
        number
        for number in range(1, len(lines))
        if lines[number].paths and lines[number].paths != lines[number - 1].paths
    ]
    if not seams:
        return None
    first, second, last = (text.format(random.randrange(2, 3000)) for text in random.sample(_FURNITURE, 3))
    lines.insert(random.choice(seams), Line(first))
    return replace(sheet, lines=(Line(second), *lines, Line(last)))


def wrapped_values(sheet: Sheet, scene: Scene, random: Random) -> Sheet | None:
    """The figures of a row break over two lines."""
    del scene
    places = [number for number, line in enumerate(sheet.lines) if line.paths and _VALUES.search(line.text)]
    if not places:
        return None
    at = random.choice(places)
    line = sheet.lines[at]
    found = _VALUES.search(line.text)
    gaps = [gap.start() for gap in re.finditer(r"\s+", line.text) if found and gap.start() > found.start()]
    cut = random.choice(gaps)
    pieces = (Line(line.text[:cut], line.paths), replace(line, text=line.text[cut:].lstrip()))
    return replace(sheet, lines=(*sheet.lines[:at], *pieces, *sheet.lines[at + 1 :]))


ANNEX_DAMAGES = (
    # After all other damage to the document: none may mistake the annex for the table itself.
    Damage("table_note", ALL, harmless=True, on_document=table_note),
    Damage("previous_year_table", ALL, harmless=True, on_document=previous_year_table),
)

FURNITURE_DAMAGES = (
    Damage("site_furniture", ALL, harmless=True, on_sheet=site_furniture),
    Damage(
        "wrapped_values",
        frozenset({Layout.ALIGNED, Layout.WHITESPACE, Layout.PAGED}),
        harmless=True,
        on_sheet=wrapped_values,
    ),
)
