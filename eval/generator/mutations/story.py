"""Value-bearing documents to mutate: a number in every cell, and sentences that name no figure."""

from dataclasses import replace

from eval.generator.damages import Draft
from eval.generator.generate import Generated, generate
from eval.generator.layouts import Layout
from eval.generator.mutations.model import Story
from eval.generator.printed import Document
from eval.generator.truth import numeric
from extractor.forms import builtin_forms

__all__ = ["draw_story"]

_OLD_LABELS = "labels_2019_with_2021_year"
_UNITS = ("（件）", "(件)")
_OVERVIEW = (
    "本年度，本机关按照上级部署推进政府信息公开。",
    "（一）主动公开。凡应公开的内容，均按时发布。",
    "（二）依申请公开。申请渠道畅通，答复依法作出。",
    "（三）政府信息管理。文件发布前逐件审查。",
    "（四）政府信息公开平台建设。网站和公众号同源发布。",
    "（五）监督保障。开展工作考核和社会评议，未出现需要责任追究的情形。",
)
"""A first section that names no figure: what is then said of figures is the mutation's own."""
_OTHER = ("本年度没有收取信息处理费。没有其他需要报告的事项。",)


def draw_story(seed: int, layout: Layout, profile: str, *, old_labels: bool = False) -> Story | None:
    """Draw a document of the newest edition, or of its years in the tables of the oldest.

    Null where a cell prints no number or the agency is not known. Labels with a unit (申请数量（件）) are a mutation of
    their own.
    """
    form = builtin_forms()[0]
    newest = form.editions[-1].id
    editions = {table.key: newest for table in form.tables}
    made = (
        generate(seed, layout, form=form, profile=profile, damages=[_OLD_LABELS])
        if old_labels
        else generate(seed, layout, form=form, profile=profile, editions=editions)
    )
    agency, year = made.truth.meta.get("agency"), made.truth.meta.get("year")
    if not all(numeric(figure) is not None for figure in made.truth.cells.values()):
        return None
    if not isinstance(agency, str) or not isinstance(year, int):
        return None
    labels = [row.label for *_, row in made.document.rows()]
    if any(label.endswith(_UNITS) for label in labels):
        return None
    draft = Draft(_quiet(made), made.truth.cells)
    tables = tuple(form.table_editions(dict(made.truth.editions)))
    return Story(seed, profile, draft, tables, layout, year, agency, made.truth.meta)


def _quiet(made: Generated) -> Document:
    paragraphs = {"overview": _OVERVIEW, "other": _OTHER}
    sections = tuple(
        replace(section, paragraphs=paragraphs.get(section.key, section.paragraphs))
        for section in made.document.sections
    )
    return replace(made.document, sections=sections)
