"""Units that a table states once: in a header cell, or in a line over the whole table (单位：万元)."""

import re
from collections.abc import Iterable

__all__ = ["caption_unit", "header_unit", "is_statement"]

NAMED = r"(?:金额|计量|货币)?单位"
HEADER = re.compile(rf"(?:[(（]\s*{NAMED}\s*[:：]?|(?:^|\s){NAMED}\s*[:：])\s*([^\s)）,，;；]{{1,4}})")
"""Without brackets the colon is needed: 单位资金 is a column."""
CAPTION = re.compile(rf"(?:^|[\s(（]){NAMED}\s*[:：]\s*((?:[千百]?万|[千亿])?元)(?=$|[\s)）,，;；])")
STATEMENT = re.compile(r"[(（]?\w{0,6}(?:单位|部门|机构|机关|日期|时间)\s*[:：]")
"""单位：万元, 填报部门：某某局; 其中：女生 is a column."""


def header_unit(printed: str) -> str | None:
    """The unit that a header cell states beside its name."""
    found = HEADER.search(printed)
    return found.group(1) if found else None


def caption_unit(printed: Iterable[str]) -> str | None:
    """The unit of money that lines over a table state; the nearest to the table counts."""
    found = [match.group(1) for text in printed if (match := CAPTION.search(text))]
    return found[-1] if found else None


def is_statement(printed: str) -> bool:
    """Whether a line states something about the table, and so is no part of its header."""
    return STATEMENT.match(printed) is not None
