"""What holds for the metadata and the outline of any text whatever."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.generator.generate import generate
from eval.generator.layouts import Layout
from extractor.claims import read_metadata
from extractor.claims.outline import all_headings, outline
from extractor.claims.values import kind_of, value_of
from extractor.forms import builtin_forms
from extractor.model import META_KEYS, Document

FORM = next(form for form in builtin_forms() if form.id == "gov-disclosure")

WORDS = """
云岭县 淮安市 青禾区 柳溪镇 水利局 人民政府 办公室 由 与 联系 本报告 2023年 二〇二三年 2023 年度 1月1日 至 12月31日
2023年1月1日至12月31日 2024-01-08 政府信息公开 工作年度报告 政府信息公开工作年度报告 公幵 信息公开年度报告 一、 二、
（一） 1. 第二部分 总体情况 主动公开政府信息情况 收到和处理政府信息公开申请情况 其他需要报告的事项
本年新收政府信息公开申请数量 统计期限 电话 （传真） ： 0555-1234567 邮编 223001 地址 人民路1号 邮箱 a@b.cn 网址
http://www.b.gov.cn/ 发布日期 单位名称 # ** | ， 。 ； 、 （ ） 《 》 - 0 其他
"""
PIECES = (*WORDS.split(), "2022 年", "[bookmark: _GoBack]", "\t", "\n", "\r\n", "\f", " ", "\u3000", "\u200b")
"""What reports are made of: thrown together, they reach every branch sooner than random characters do."""

texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


def document_of(text: str) -> Document:
    """A document as ingest would make it of a text file."""
    return Document(sha256="0" * 64, name="a.txt", path="a.txt", media_type="text/plain", text=text)


@given(texts)
def test_every_printed_item_stands_at_its_place_and_gives_its_value(text: str) -> None:
    """Invariant 1: the citation is verbatim, and the value is a function of the citation alone.

    A last day printed without its year also leans on the first day's.
    """
    found = read_metadata(document_of(text), FORM)
    start = found["period_start"].value
    year = date.fromisoformat(start).year if isinstance(start, str) else None
    for key, cell in found.items():
        if cell.kind == "missing":
            continue
        assert cell.source is not None
        assert cell.as_printed is not None
        assert text[cell.source.start : cell.source.end] == cell.as_printed
        assert cell.value == value_of(key, cell.as_printed, year if key == "period_end" else None)


@given(texts)
def test_every_item_has_the_shape_of_its_kind(text: str) -> None:
    """All keys are there; a missing item is nothing at all, a found one is accepted or says why not."""
    found = read_metadata(document_of(text), FORM)
    assert tuple(found) == META_KEYS
    for key, cell in found.items():
        assert cell.path == f"meta.{key}"
        assert len(cell.readings) == 1
        if cell.kind == "missing":
            assert (cell.value, cell.as_printed, cell.source, cell.status) == (None, None, None, "accepted")
        else:
            assert cell.kind == kind_of(key)
            assert isinstance(cell.value, int if key == "year" else str)
            assert (cell.tier, cell.status) == (("T4", "review") if cell.reasons else ("S1", "accepted"))


@given(texts)
def test_the_sections_follow_each_other_and_are_unique(text: str) -> None:
    """Bodies do not overlap, each reaches to the next heading, and no section of the form is named twice."""
    found = outline(document_of(text), FORM)
    places = [place for section in found for place in (section.heading.start, section.heading.end)]
    assert places == sorted(places)
    assert [section.end for section in found] == [*[section.heading.start for section in found[1:]], len(text)][
        : len(found)
    ]
    assert all(section.start == section.heading.end for section in found)
    keys = [section.key for section in found if section.key is not None]
    assert len(keys) == len(set(keys))


@given(texts)
def test_a_heading_cites_its_own_words(text: str) -> None:
    """The title is what the text prints there, without ordinal and spaces."""
    for heading in all_headings(document_of(text), FORM):
        printed = "".join(text[heading.start : heading.end].split())
        assert heading.title
        assert printed.endswith(heading.title)
        assert heading.ordinal in printed


@given(texts)
def test_the_same_text_gives_the_same_metadata(text: str) -> None:
    """Caches and earlier documents leave no trace."""
    document = document_of(text)
    assert read_metadata(document, FORM) == read_metadata(document, FORM)


@given(st.integers(0, 10_000), st.sampled_from(Layout))
@settings(max_examples=60)
def test_a_generated_report_states_its_own_metadata(seed: int, layout: Layout) -> None:
    """Whatever the layout, each item that the generator printed is read, in spite of wrapped lines and indents."""
    made = generate(seed, layout)
    found = read_metadata(document_of(made.text), FORM)
    wrong = {
        key: (value, found[key].value)
        for key, value in made.truth.meta.items()
        if str(found[key].value).replace(" ", "") != str(value).replace(" ", "")
    }
    assert wrong == {}


HOSTILE = {
    "one-long-line": "政府信息公开" * 20_000,
    "phrases-without-end": "政府信息公开工作年度报告" * 10_000,
    "headings-without-end": "一、总体情况\n" * 20_000,
    "all-headings-again-and-again": "一、总体情况\n二、主动公开政府信息情况\n三、其他\n" * 5_000,
    "labels-without-end": "电话：地址：网址：" * 10_000,
    "addresses-without-end": "地址：" + "人民路" * 40_000,
    "web-addresses-without-end": "网站http://a.cn " * 10_000,
    "letters-without-end": "a" * 200_000,
    "mail-without-end": "a@" * 50_000,
    "spaces-without-end": "电 " + " " * 200_000,
    "brackets-without-end": "（" * 100_000,
    "digits-without-end": "2023年1月1日至" * 10_000,
    "areas-without-end": "县" * 100_000,
    "names-without-end": "青禾区水利局2023年政府信息公开工作年度报告\n" + "由淮安市青禾区水利局" * 10_000,
    "blank-lines-without-end": "\n" * 200_000,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_no_text_makes_the_readers_slow(name: str) -> None:
    """Time grows with the text: 200 000 hostile characters take no longer than two seconds of computing."""
    started = process_time()
    read_metadata(document_of(HOSTILE[name]), FORM)
    assert process_time() - started < 2
