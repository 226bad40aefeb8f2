"""Unit tests: tables whose lines are not drawn, from characters with boxes."""

from collections.abc import Iterator, Sequence

import pytest

from extractor.ingest.pages.filled import fill_tables
from extractor.ingest.pages.implied import find_implied
from extractor.ingest.pages.words import Character
from extractor.model import Box, PageTable

SIZE = 10.0
LINE = 14.0
COLUMNS = (150.0, 220.0, 290.0)
"""The middles of the columns of values."""
LABELS = 60.0
"""The middle of the labels."""
HEADS = ("甲类件数", "乙类件数", "丙类件数")

Placed = tuple[float, float, str]
"""The middle of a text, its line, and the text."""


def characters(texts: Sequence[Placed]) -> Iterator[Character]:
    """Set texts in the middle of places; figures and Latin letters are half as wide."""
    for middle, line, text in texts:
        widths = [SIZE / 2 if letter.isascii() else SIZE for letter in text]
        x, top = middle - sum(widths) / 2, 100.0 + LINE * line
        for letter, width in zip(text, widths, strict=True):
            yield Character(letter, (x, top, x + width, top + SIZE), top + SIZE, SIZE)
            x += width


def values(line: float, *texts: str) -> list[Placed]:
    """A line of values."""
    return [(middle, line, text) for middle, text in zip(COLUMNS, texts, strict=True)]


def labels(line: float, *texts: str) -> list[Placed]:
    """Lines of labels below each other."""
    return [(LABELS, line + place, text) for place, text in enumerate(texts)]


def heads() -> list[Placed]:
    """The header of the table."""
    return [(LABELS, 0, "信息内容"), *((middle, 0, text) for middle, text in zip(COLUMNS, HEADS, strict=True))]


def read(texts: Sequence[Placed], levels: Sequence[Box] = ()) -> list[PageTable]:
    """The tables of a page."""
    found = list(characters(texts))
    tables = find_implied(found, levels)
    marks = [box for table in tables for box in table.unsure]
    return fill_tables([table.table for table in tables], found, marks)[0]


def rows(table: PageTable) -> list[list[str]]:
    """The texts of a table's cells, row by row."""
    lines: dict[int, list[str]] = {}
    for cell in table.cells:
        lines.setdefault(cell.row, []).append("".join(token.text for line in cell.lines for token in line))
    return list(lines.values())


def numbered() -> list[Placed]:
    """Labels of several lines that are counted, with their values at the top; the second row is blank."""
    return [
        *labels(1, "1.属于国家的", "秘密"),
        *values(1, "3", "0", "12"),
        *labels(3, "2.法律和法规", "禁止"),
        *labels(5, "3.危及社会的", "稳定"),
        *values(5, "0", "41", "7"),
    ]


def test_counted_labels_keep_a_row_of_blanks_apart() -> None:
    """A row of blanks between two rows of values is one of its own, and neither's label."""
    (table,) = read([*heads(), *numbered()])
    assert rows(table) == [
        ["信息内容", *HEADS],
        ["1.属于国家的秘密", "3", "0", "12"],
        ["2.法律和法规禁止", "", "", ""],
        ["3.危及社会的稳定", "0", "41", "7"],
    ]


def test_values_in_the_middle_of_their_labels_are_theirs() -> None:
    """Values that stand between or beside the lines of a label are found where all do so."""
    (table,) = read(
        [
            *heads(),
            *labels(1, "一、收到的申", "请数量"),
            *values(1.5, "3", "0", "12"),
            *labels(3, "二、结转的申", "请的所有的", "数量"),
            *values(4, "0", "41", "7"),
        ]
    )
    assert rows(table)[1:] == [["一、收到的申请数量", "3", "0", "12"], ["二、结转的申请的所有的数量", "0", "41", "7"]]


def test_a_row_that_lost_its_number_is_no_part_of_the_label_above() -> None:
    """A label ends with a line that leaves room for what follows, also where the next one is not counted."""
    lost = [(middle, line, text.replace("2.", "")) for middle, line, text in numbered()]
    (table,) = read([*heads(), *lost])
    assert rows(table)[1] == ["1.属于国家的秘密", "3", "0", "12"]
    assert rows(table)[2] == ["法律和法规禁止", "", "", ""]


def test_lines_that_are_drawn_tell_the_rows_apart() -> None:
    """What no label tells, level lines do: a label may be broken long before its line is full."""
    broken = [
        *labels(1, "收到", "的全部申请"),
        *values(1, "3", "0", "12"),
        *labels(3, "结转", "的申请数量"),
        *labels(5, "办理的全部"),
        *values(5, "0", "41", "7"),
    ]
    levels = [(20.0, 98.0 + LINE * line, 320.0, 98.0 + LINE * line) for line in (3, 5)]
    (table,) = read([*heads(), *broken], levels)
    assert rows(table)[1:] == [
        ["收到的全部申请", "3", "0", "12"],
        ["结转的申请数量", "", "", ""],
        ["办理的全部", "0", "41", "7"],
    ]


def test_space_between_labels_tells_them_apart() -> None:
    """Labels without numbers are told by the space between them, where the lines of one stand closer."""
    (table,) = read(
        [
            *heads(),
            *labels(1, "行政许可的", "决定"),
            *values(1, "3", "0", "12"),
            *labels(3.6, "行政处罚"),
            *labels(5.2, "行政强制的", "决定"),
            *values(5.2, "0", "41", "7"),
        ]
    )
    assert [row[0] for row in rows(table)[1:]] == ["行政许可的决定", "行政处罚", "行政强制的决定"]


@pytest.mark.parametrize("line", [1.5, 2.0])
def test_values_that_stand_otherwise_than_the_others_refuse_the_table(line: float) -> None:
    """Where one row has its values at the top of its label and another one does not, no row is sure."""
    mixed = [*heads(), *numbered(), *labels(7, "4.其他的各种", "情形"), *values(6 + line, "5", "5", "5")]
    assert read(mixed) == []


def test_a_head_stands_over_all_columns_that_it_is_in_the_middle_of() -> None:
    """A head over several columns spans them, though its text is over some of them alone."""
    above = [(sum(COLUMNS) / 3, 0, "申请人"), (LABELS, 1, "信息内容")]
    leaves = [(middle, 1, text) for middle, text in zip(COLUMNS, HEADS, strict=True)]
    body = [(middle, line + 1, text) for middle, line, text in numbered()]
    (table,) = read([*above, *leaves, *body])
    (group,) = [
        cell for cell in table.cells if "".join(token.text for line in cell.lines for token in line) == "申请人"
    ]
    assert (group.row, group.column, group.column_span) == (1, 2, 3)


def test_a_column_of_blanks_is_one_where_all_figures_stand_below_their_heads() -> None:
    """A head without figures is a column, if the other figures stand in the middle below the whole of theirs."""
    blank = [item for item in numbered() if item[0] != COLUMNS[1]]
    (table,) = read([*heads(), *blank])
    assert rows(table)[1] == ["1.属于国家的秘密", "3", "", "12"]


def test_part_of_a_head_is_no_column_of_blanks() -> None:
    """A head that is written apart is none over two columns: its figures stand below the middle of both parts."""
    apart = [
        (LABELS, 0, "信息内容"),
        (COLUMNS[0] - 20, 0, "本年"),
        (COLUMNS[0] + 22, 0, "件数"),
        (COLUMNS[2], 0, "丙类件数"),
    ]
    body = [item for item in numbered() if item[0] != COLUMNS[1]]
    assert read([*apart, *body]) == []


def test_a_label_beside_several_rows_is_one_cell() -> None:
    """A label that stands beside the labels of several rows spans them."""
    beside = [(30.0, 1.0, "三"), (30.0, 2.0, "类")]
    body = [(80.0 if middle == LABELS else middle, line, text) for middle, line, text in numbered()]
    (table,) = read([*heads(), *beside, *body])
    cell = next(cell for cell in table.cells if cell.row == 2 and cell.column == 1)
    assert ("".join(token.text for line in cell.lines for token in line), cell.row_span) == ("三类", 3)


def test_the_rest_of_a_label_is_no_row_of_blanks() -> None:
    """What stands above the first counted label may go on from the page before, where its values are."""
    below = [(middle, line + 2, text) for middle, line, text in numbered()]
    (table,) = read([*heads(), *labels(1, "上年结转的申", "请数量"), *below])
    first = [cell for cell in table.cells if cell.row == 2]
    assert [cell.shows for cell in first] == [False, True, True, True]
    assert not any(cell.shows for cell in table.cells if cell.row > 2)


def test_a_page_of_more_lines_than_a_report_can_have_is_not_searched() -> None:
    """What it would take grows with the square of them, and a hostile page has as many as it likes."""
    assert read([*heads(), *numbered()])
    assert read([*heads(), *numbered(), *((LABELS, 20.0 + line, "行") for line in range(600))]) == []
