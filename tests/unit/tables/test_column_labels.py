"""Row labels broken around their numbers, with words of merged cells on the same lines (`extractor.tables.align`)."""

from collections.abc import Callable

import pytest

from extractor.tables import TableReading

Read = Callable[[str, str], TableReading]

HEADER = "借阅项目              成年读者  在校学生  学龄前儿童  总计\n"
LAST = "四、转入下年继续催还  25  26  27  28\n"


def proven(reading: TableReading) -> dict[str, list[object]]:
    """The values of each row whose cells are all proven."""
    rows: dict[str, list[object]] = {}
    for cell in reading.cells:
        if cell.proven:
            rows.setdefault(cell.spec.row, []).append(cell.value)
    return rows


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            "          2.严重污损无\n三、尚              13  14  15  16\n未归还    法使用\n原因\n",
            id="pieces-of-a-group-beside-the-label",
        ),
        pytest.param(
            "          2.严重污损无\n三、尚未            13  14  15  16\n归还原因 法使用\n".replace(
                "原因 法", "原因  法"
            ),
            id="two-spaces-between",
        ),
        pytest.param(
            "         2.严重污损无\n三、尚未           13  14  15  16\n归还原因 法使用\n", id="one-space-between"
        ),
    ],
)
def test_words_under_each_other_make_one_label(read: Read, lines: str) -> None:
    """The words that begin at one display column are the label; what stands left of them is not."""
    assert proven(read("loans", HEADER + lines + LAST)) == {"damaged": [13, 14, 15, 16], "remaining": [25, 26, 27, 28]}


def test_a_word_of_another_column_completes_no_label(read: Read) -> None:
    """The end of the label does not stand under its beginning, and another word is between: nothing is proven."""
    lines = "          2.严重污损无\n                    13  14  15  16\n尚未归还            法使用\n"
    assert "damaged" not in proven(read("loans", HEADER + lines + LAST))
