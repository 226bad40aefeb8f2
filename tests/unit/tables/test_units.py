"""Units stated in header cells and over tables."""

import pytest

from extractor.tables.units import caption_unit, header_unit, is_statement


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("本年收费金额（单位：万元）", "万元"),
        ("采购总金额(单位: 元)", "元"),
        ("金额（单位万元）", "万元"),
        ("单位：件", "件"),
        ("事业单位经营支出", None),
        ("附属单位上缴收入", None),
        ("单位资金", None),
        ("对附属单位补助支出", None),
    ],
)
def test_a_header_cell_states_a_unit_only_where_it_says_so(printed: str, unit: str | None) -> None:
    """Half of all columns of a budget have 单位 in their names, as the word for an institution."""
    assert header_unit(printed) == unit


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (["公开表二", "单位：万元"], "万元"),
        (["金额单位：元"], "元"),
        (["部门：某某局 单位：千元"], "千元"),
        (["单位：亿元", "单位：万元"], "万元"),
        (["单位：件"], None),
        (["编制单位：某某局"], None),
        (["单位：万元户管理中心"], None),
        ([], None),
    ],
)
def test_the_nearest_line_over_a_table_states_its_unit_of_money(lines: list[str], unit: str | None) -> None:
    """Names of institutions and units of counts are none."""
    assert caption_unit(lines) == unit


@pytest.mark.parametrize(
    ("printed", "stated"),
    [
        ("单位：万元", True),
        ("金额单位：万元", True),
        ("部门：某某县水务局", True),
        ("填报日期：2024年2月", True),
        ("其中：女生", False),
        ("单位资金", False),
        ("本年收费金额（单位：万元）", False),
    ],
)
def test_a_statement_is_told_from_a_column(printed: str, *, stated: bool) -> None:
    """其中：… is a column that the form may not have; to overlook it would shift the others."""
    assert is_statement(printed) == stated
