"""Heads that only count the columns: 数据1 | 数据2 | 数据3, as a recogniser invents them at a page break.

They rename no column. Where they stand over the very fields in which the rows have their values, the header above goes
on in them.
"""

import re
from collections.abc import Sequence

from extractor.tables.fields import Field
from extractor.text.labels import compact

__all__ = ["counted_heads"]

NUMBER = re.compile(r"\d{1,2}")
MEANINGLESS = frozenset({"数据", "数值", "列", "栏", "字段", "column", "col", "field", "data", "value"})
"""Words that, with a number, say which column it is and nothing about what is in it; 1月 would say more."""


def counted_heads(fields: Sequence[Field], width: int) -> tuple[Field, ...] | None:
    """The last `width` labels of a line, if they say no more than their numbers, which run from 1 to `width`."""
    heads = tuple(fields[-width:])
    numbers = [NUMBER.findall(head.text) for head in heads]
    if len(heads) < width or any(len(found) != 1 or int(found[0]) != place for place, found in enumerate(numbers, 1)):
        return None
    words = {compact(NUMBER.sub("", head.text)).removeprefix("第").casefold() for head in heads}
    return heads if len(words) == 1 and words <= MEANINGLESS else None
