"""Equations of an invented ledger, made without a form file; views of invented reports."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from extractor.audit import Section, View
from extractor.forms import Equation, builtin_forms
from extractor.forms.schema import Bilingual
from extractor.model import Cell, Place

MakeEquation = Callable[..., Equation]


@pytest.fixture
def equation() -> MakeEquation:
    """Makes an equation of a left and a right side, each as words: `equation("till.a till.b", "till.sum")`."""

    def make(left: str, right: str, *, id: str = "K1", instance: str = "") -> Equation:  # noqa: A002 - its name there
        title = Bilingual(zh="各项之和等于总计", en="The parts add up")
        return Equation(id, instance, title, "账簿规则第一条", tuple(left.split()), tuple(right.split()))

    return make


@pytest.fixture
def view() -> Callable[..., View]:
    """Makes a view of the disclosure report of 2021 in which every cell holds the same value, but for those named.

    Values are numbers, or null for a blank cell; further arguments are the view's own, by name.
    """
    form = builtin_forms()[0]
    tables = tuple(form.table_editions(dict.fromkeys((table.key for table in form.tables), "2021")))

    def make(every: int | str | None = 1, cells: Mapping[str, int | str | None] | None = None, **more: object) -> View:
        values = {spec.path: every for table in tables for spec in table.cells} | dict(cells or {})
        made = {
            path: Cell(
                path=path,
                as_printed="" if value is None else str(value),
                value=value,
                kind="blank" if value is None else "number",
                unit=None,
                tier="S1",
                status="accepted",
                source=None,
            )
            for path, value in values.items()
        }
        empty = View(form=form, tables=tables, cells=made, meta={}, claims=(), text="", sections=())
        return replace(empty, **more)

    return make


FRONT = "云渡县青禾镇人民政府2023年政府信息公开工作年度报告\n"
"""The title; a test adds its preface."""
BODIES = {
    "overview": "2023年，本机关主动公开信息，办理依申请公开，加强信息管理、平台建设和监督保障。",
    "proactive": "（表）",
    "requests": "（表）",
    "disputes": "（表）",
    "problems": "存在的主要问题是解读偏少，下一步逐项改进。",
    "other": "本年度未收取信息处理费。",
}


@pytest.fixture
def report(view: Callable[..., View]) -> Callable[..., View]:
    """Makes a view of a town's report of 2023: front matter, then the form's sections with the given bodies.

    A body that is null takes its heading with it. `meta` gives metadata by key: the value, or value and printed words;
    what is printed is looked up in the text. `headings` replaces printed headings; further arguments are the view's.
    """

    def make(
        front: str = FRONT,
        *,
        meta: Mapping[str, object] | None = None,
        headings: Mapping[str, str] | None = None,
        cells: Mapping[str, int | str | None] | None = None,
        more: Mapping[str, object] | None = None,
        **bodies: str | None,
    ) -> View:
        made = view(1, cells)
        text, sections = front, list[Section]()
        for section in made.form.sections:
            body = (BODIES | bodies)[section.key]
            if body is None:
                continue
            heading = (headings or {}).get(section.key, section.label.text)
            ordinal, _, title = heading.rpartition("、") if heading[1:2] == "、" else ("", "", heading)
            start = len(text) + len(heading)
            text += f"{heading}\n{body}\n"
            sections.append(Section(section.key, ordinal, title, start - len(heading), start, len(text)))
        known = {"title": FRONT.strip(), "agency": "云渡县青禾镇人民政府", "year": 2023} | dict(meta or {})
        return replace(
            made,
            text=text,
            sections=tuple(sections),
            meta={key: item(key, value, text) for key, value in known.items()},
            **(more or {}),
        )

    return make


def item(key: str, value: object, text: str) -> Cell:
    """An item of metadata; null is missing."""
    printed = str(value)
    place = text.find(printed)
    return Cell(
        path=f"meta.{key}",
        as_printed=None if value is None else printed,
        value=value if isinstance(value, int | str) else None,
        kind="missing" if value is None else "text",
        tier="S1",
        status="accepted",
        source=Place(start=place, end=place + len(printed)) if place >= 0 and value is not None else None,
    )
