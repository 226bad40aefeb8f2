"""What holds for the prose of any text."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.claims.grammar import Breakdown, Prose, read_prose
from extractor.claims.outline import outline
from extractor.forms import Form, builtin_forms
from extractor.model import Cell, Document

AGENCY = "云岭县水利局"
WORDS = (
    "2023年", "2022年", "去年", "我局", "全县", "各单位", "县公安局", "共", "收到", "受理", "未收到", "没有",
    "政府信息公开申请", "依申请公开", "申请", "上年结转", "结转下年度继续办理", "办结", "予以公开", "不予公开",
    "行政复议", "行政诉讼", "因政府信息公开", "制发", "现行有效", "规范性文件", "政策文件", "行政许可决定",
    "作出", "其中", "：", "，", "、", "；", "。", "（", "）", "3件", "一件", "两", "０", "1,200条", "3.5%", "约",
    "余", "等", "占", "同比增长", "信息处理费", "未收取", "380元", "均已办结", "均获维持", "“", "”", "《条例》",
    "|", "\n", "\t", " ", "12 件", "一、总体情况\n", "三、收到和处理政府信息公开申请情况\n",
)  # fmt: skip

texts = st.lists(st.sampled_from(WORDS), max_size=60).map("".join)


@pytest.fixture(scope="module")
def form() -> Form:
    """The form that ships with the package."""
    return next(form for form in builtin_forms() if form.id == "gov-disclosure")


def cells_of(form: Form, values: Sequence[int | None]) -> tuple[Cell, ...]:
    """All cells of the newest edition: proven numbers, or blanks where there is no value."""
    paths = [cell.path for table in form.tables for cell in table.edition("2021").cells]
    return tuple(
        Cell(
            path=path,
            as_printed="" if value is None else str(value),
            value=value,
            kind="blank" if value is None else "number",
            tier="S0",
            status="accepted",
            source=None,
        )
        for path, value in ((path, values[number % len(values)]) for number, path in enumerate(paths))
    )


def read(form: Form, text: str, values: Sequence[int | None]) -> Prose:
    """The prose of a text, held against cells with these values in turn."""
    document = Document(sha256="0" * 64, name="a.txt", path="a.txt", media_type="text/plain", text=text)
    return read_prose(document, form, outline(document, form), cells_of(form, values), year=2023, agency=AGENCY)


def numbers_of(item: Breakdown) -> list[Breakdown]:
    """A breakdown and everything inside it."""
    return [item, *(inner for part in item.parts for inner in numbers_of(part))]


@given(texts, st.lists(st.one_of(st.none(), st.integers(0, 30)), min_size=1, max_size=5))
def test_every_quotation_stands_verbatim_at_its_place(form: Form, text: str, values: list[int | None]) -> None:
    """Claims, parts, rates, completions and charges cite exactly the characters they quote."""
    found = read(form, text, values)
    cited = [
        *found.claims,
        *found.rates,
        *found.completions,
        *found.charges,
        *(part.whole for item in found.breakdowns for part in numbers_of(item)),
    ]
    for item in cited:
        assert item.quote
        assert text[item.source.start : item.source.end] == item.quote


@given(texts, st.lists(st.one_of(st.none(), st.integers(0, 30)), min_size=1, max_size=5))
def test_agreement_is_arithmetic_on_proven_cells(form: Form, text: str, values: list[int | None]) -> None:
    """True: the matched cells add up to the value. False: no sum does, all are known, and no reason is given."""
    printed = {cell.path: cell.value for cell in cells_of(form, values)}
    for claim in read(form, text, values).claims:
        sums = [[printed[path] for path in target] for target in claim.targets]
        totals = [None if None in parts else sum(int(str(part)) for part in parts) for parts in sums]
        if claim.agrees:
            assert claim.matched is not None
            assert totals[claim.matched] == claim.value
            continue
        assert claim.matched is None
        assert (claim.agrees is False) == (not claim.reasons)
        if claim.agrees is False:
            assert None not in totals
            assert claim.value not in totals


@given(texts, st.lists(st.integers(0, 30), min_size=1, max_size=5))
def test_the_same_input_gives_the_same_output(form: Form, text: str, values: list[int]) -> None:
    """Reading twice gives equal values in equal order."""
    assert read(form, text, values) == read(form, text, values)


@given(texts)
def test_a_blank_table_is_never_contradicted(form: Form, text: str) -> None:
    """With no number in the table, nothing agrees and nothing disagrees."""
    found = read(form, text, [None])
    assert {claim.agrees for claim in found.claims} <= {None}
    assert {item.agrees for item in found.completions} <= {None}


@given(texts)
def test_white_space_inside_a_sentence_changes_no_number(form: Form, text: str) -> None:
    """Spaces around words and units are layout: the same claims come with the same values."""
    spaced = text.replace("件", " 件").replace("，", "， ")
    before, after = (read(form, version, [5]).claims for version in (text, spaced))
    assert [(claim.value, claim.agrees) for claim in before] == [(claim.value, claim.agrees) for claim in after]
