"""`extractor.ingest.sheet_parts`: which rows of a sheet are lines of prose, and which are rows of a table."""

import time

import pytest

from extractor.ingest.sheet_parts import Block, Line, Spot, split_sheet

HEADER = [(1, "信息内容"), (2, "制发件数"), (3, "废止件数"), (4, "有效件数")]
VALUES = [(1, "规章"), (2, "0"), (3, "0"), (4, "5")]


def spots(*rows: list[tuple[int, str]]) -> list[Spot]:
    """Cells without spans; an empty row is blank."""
    return [Spot(row, column, text) for row, cells in enumerate(rows, start=1) for column, text in cells]


def parts(found: list[Line | Block]) -> list[str | tuple[int, int, int, int]]:
    """Lines as their text, blocks as (top, left, bottom, right)."""
    return [
        part.spot.text if isinstance(part, Line) else (part.top, part.left, part.bottom, part.right) for part in found
    ]


def test_a_title_over_a_table_is_a_line() -> None:
    """Whether a blank row parts them or not."""
    title = [(1, "政府信息公开工作年度报告")]
    assert parts(split_sheet(spots(title, HEADER, VALUES))) == [title[0][1], (2, 1, 3, 4)]
    assert parts(split_sheet(spots(title, [], HEADER, VALUES))) == [title[0][1], (3, 1, 4, 4)]


def test_blank_rows_part_tables() -> None:
    """Each table is as wide as what it prints."""
    narrow = [(2, "项目"), (3, "数量")]
    assert parts(split_sheet(spots(HEADER, VALUES, [], narrow, [(2, "规章"), (3, "1")]))) == [
        (1, 1, 2, 4),
        (4, 2, 5, 3),
    ]


@pytest.mark.parametrize("label", ["行政许可", "二、上年结转政府信息公开申请数量", "（七）总计", "3.其他"])
def test_a_label_between_rows_of_values_stays_in_the_table(label: str) -> None:
    """All its values are blank; with its row they would be lost."""
    assert parts(split_sheet(spots(HEADER, VALUES, [(1, label)], VALUES))) == [(1, 1, 4, 4)]


@pytest.mark.parametrize("label", ["行政许可", "四、结转下年度继续办理"])
def test_a_label_at_the_end_of_a_table_stays_in_it(label: str) -> None:
    """Even before the heading of the next section."""
    heading = "四、政府信息公开行政复议、行政诉讼情况"
    found = split_sheet(spots(HEADER, VALUES, [(1, label)], [(1, heading)], HEADER, VALUES))
    assert parts(found) == [(1, 1, 3, 4), heading, (5, 1, 6, 4)]


@pytest.mark.parametrize(
    "line",
    ["全年共公开规章一件。", "联系电话：000-1234", "公开" * 50, "注：本表不含乡镇"],
)
def test_a_sentence_is_a_line_wherever_it_stands(line: str) -> None:
    """Directly under the table too."""
    assert parts(split_sheet(spots(HEADER, VALUES, [(1, line)]))) == [(1, 1, 2, 4), line]


def test_a_heading_without_blank_rows_parts_two_tables() -> None:
    """It stands over a header or over a caption with one."""
    heading, caption = "三、收到和处理政府信息公开申请情况", "第二十条第（五）项"
    two = [(1, "信息内容"), (2, "处理决定数量")]
    assert parts(split_sheet(spots(HEADER, VALUES, [(1, heading)], HEADER, VALUES))) == [
        (1, 1, 2, 4),
        heading,
        (4, 1, 5, 4),
    ]
    found = split_sheet(spots(HEADER, VALUES, [(1, heading)], [(1, caption)], two, [(1, "许可"), (2, "9")]))
    assert parts(found) == [(1, 1, 2, 4), heading, caption, (5, 1, 6, 2)]


def test_a_cell_merged_over_the_table_is_a_line() -> None:
    """A cell merged over labels only is a label."""
    wide = [*spots(HEADER, VALUES), Spot(3, 1, "其他事项", 1, 4), *(Spot(4, at, text) for at, text in VALUES)]
    assert parts(split_sheet(wide)) == [(1, 1, 2, 4), "其他事项", (4, 1, 4, 4)]
    narrow = [*spots(HEADER, VALUES), Spot(3, 1, "其他事项", 1, 2), *(Spot(4, at, text) for at, text in VALUES)]
    assert parts(split_sheet(narrow)) == [(1, 1, 4, 4)]


def test_rows_under_a_tall_label_stay_together() -> None:
    """Its rows are covered, whether they print anything or not."""
    tall = Spot(2, 1, "三、本年度办理结果", 4)
    found = split_sheet([*spots(HEADER), tall, Spot(2, 2, "予以公开"), Spot(5, 2, "其他"), Spot(5, 3, "1")])
    assert parts(found) == [(1, 1, 5, 4)]


def test_words_in_one_column_are_lines() -> None:
    """A report pasted into column A has no table."""
    assert parts(split_sheet(spots([(1, "甲")], [(1, "乙")], [], [(1, "丙")]))) == ["甲", "乙", "丙"]


def test_a_remark_beside_a_table_is_no_column_of_it() -> None:
    """An empty column parts it; a column of values behind an empty one stays."""
    beside = [*VALUES, (7, "数据由办公室提供")]
    assert parts(split_sheet(spots(HEADER, beside, VALUES, VALUES))) == [(1, 1, 4, 4), "数据由办公室提供"]
    assert parts(split_sheet(spots(HEADER, [*VALUES, (7, "9")], VALUES))) == [(1, 1, 3, 7)]


def test_frames_keep_blank_rows_and_lone_labels_in_the_table() -> None:
    """Under a header one framed row is blank; behind values framed rows are left over."""
    label = [(1, "二、上年结转")]
    assert parts(split_sheet(spots(HEADER), {2: 4, 3: 4})) == [(1, 1, 2, 4)]
    assert parts(split_sheet(spots(HEADER, VALUES), {3: 4})) == [(1, 1, 2, 4)]
    assert parts(split_sheet(spots(HEADER, VALUES, [], VALUES), {3: 4})) == [(1, 1, 4, 4)]
    assert parts(split_sheet(spots(VALUES, label, HEADER), {2: 3})) == [(1, 1, 3, 4)]


def test_many_rows_are_split_in_time() -> None:
    """The work grows with the rows, not with their square."""
    started = time.monotonic()
    found = split_sheet([Spot(row, 1, "申请") for row in range(1, 30_001)])
    table = split_sheet([*spots(HEADER, VALUES), *(Spot(row, 1, "申请") for row in range(3, 30_001))])
    assert (len(found), len(table)) == (30_000, 1)
    assert time.monotonic() - started < 10
