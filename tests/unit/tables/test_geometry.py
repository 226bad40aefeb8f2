"""`extractor.tables.geometry`: how many columns a text takes."""

import pytest

from extractor.tables.geometry import display_width


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("12", 2), ("总计", 4), ("\u3000", 2), ("（1）", 5), ("e\u0301", 1), ("“三”", 6)],
)
def test_a_chinese_character_is_as_wide_as_two_digits(text: str, width: int) -> None:
    """Wide characters and ambiguous marks count two, combining marks nothing."""
    assert display_width(text) == width
