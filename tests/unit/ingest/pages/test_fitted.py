"""Unit tests: parts of a table whose lines are not drawn, brought together by their heads."""

from extractor.ingest.pages.fitted import by_heads

UPPER = [("信息内容", (20.0, 100.0)), ("件数", (100.0, 150.0)), ("总计", (150.0, 200.0)), ("规章", (20.0, 100.0))]


def test_columns_go_where_the_same_heads_have_them() -> None:
    """Cells below heads that stand a little elsewhere are in the columns of these heads."""
    lower = [("信息内容", (24.0, 107.0)), ("件数", (107.0, 152.0)), ("总计", (152.0, 198.0)), ("5", (107.0, 152.0))]
    assert by_heads(UPPER, lower) == [(20.0, 100.0), (100.0, 150.0), (150.0, 200.0), (100.0, 150.0)]


def test_parts_with_other_heads_are_two_tables() -> None:
    """Without the same heads nothing tells that two parts are one table."""
    lower = [("信息内容", (20.0, 100.0)), ("金额", (100.0, 150.0)), ("总计", (150.0, 200.0))]
    assert by_heads(UPPER, lower) is None
