"""`extractor.tables.lexer`: every layout becomes lines of fields, and every field stands where it says."""

import pytest

from extractor.tables.fields import Field, Line, make_field
from extractor.tables.lexer import lex, page_furniture


def cut(text: str) -> list[Line]:
    """The lines of a whole text."""
    return lex(text, [(0, len(text))])


def shown(text: str) -> list[tuple[str, list[str]]]:
    """Layout and field texts of every line that is not blank."""
    return [(line.layout, [field.text for field in line.fields]) for line in cut(text) if line.layout != "blank"]


def fields(text: str) -> list[Field]:
    """All fields of a text."""
    return [field for line in cut(text) for field in line.fields]


class TestFields:
    """A piece of text as a label, a value or an empty cell."""

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("规章", "label"),
            ("1.其他", "label"),
            ("2023年", "label"),
            ("0", "value"),
            ("１２", "value"),
            ("1,234", "value"),
            ("-", "value"),
            ("/", "value"),
            ("无", "value"),
            ("O", "value"),
            ("", "empty"),
            (" \u3000\u2002", "empty"),
            ("\u200b", "empty"),
        ],
    )
    def test_what_may_fill_a_cell_is_a_value(self, text: str, kind: str) -> None:
        """Marks that stand for no number are values as well: only nothing at all is empty."""
        assert make_field(text, 0, len(text)).kind == kind

    @pytest.mark.parametrize("padding", [" ", "\u3000\u3000", "\u2002", "\u00a0", "\n", "\u3000\u2002 "], ids=ascii)
    def test_the_white_space_around_a_field_is_not_part_of_it(self, padding: str) -> None:
        """Places are those of what is printed."""
        field = make_field(f"甲{padding}12{padding}乙", 1, 3 + 2 * len(padding))
        assert (field.text, field.start, field.end) == ("12", 1 + len(padding), 3 + len(padding))

    def test_an_empty_field_stands_at_its_beginning_and_has_no_width(self) -> None:
        """A blank is cited as an empty interval."""
        field = make_field("甲   乙", 1, 4)
        assert (field.text, field.start, field.end) == ("", 1, 1)


class TestTabs:
    """Rows whose cells are separated by tabs."""

    def test_empty_cells_are_kept_wherever_they_stand(self) -> None:
        """In front, between and behind: they hold the columns."""
        assert shown("\t予以公开\t1\t\t3\t\n规章\t4\t5\t6") == [
            ("tabs", ["", "予以公开", "1", "", "3", ""]),
            ("tabs", ["规章", "4", "5", "6"]),
        ]

    def test_spaces_inside_a_cell_do_not_separate(self) -> None:
        """A label keeps its own spaces, and two numbers in one cell stay one token."""
        assert shown("(一) 予以公开\t1 2\t3") == [("tabs", ["(一) 予以公开", "1 2", "3"])]

    def test_a_grid_numbers_its_rows_and_a_blank_line_does_not_end_it(self) -> None:
        """Rows are 1-based; a line of prose ends the grid."""
        lines = cut("甲\t1\n乙\t2\n\n丙\t3\n这里是说明\n丁\t4\n")
        assert [(line.grid, line.row) for line in lines if line.layout == "tabs"] == [(1, 1), (1, 2), (1, 3), (2, 1)]


class TestCells:
    """One cell a line, behind a tab."""

    def test_a_line_with_one_leading_tab_is_one_cell(self) -> None:
        """Lines with nothing but a tab are empty cells."""
        assert shown("\t规章\n\t0\n\t\n\t2\n") == [("cell", ["规章"]), ("cell", ["0"]), ("cell", [""]), ("cell", ["2"])]

    def test_a_short_row_of_a_tab_grid_is_no_cell(self) -> None:
        """Among rows of several tabs, a line with one leading tab is a row whose first column is empty."""
        text = "规章\t1\t2\n许可\t3\t4\n\t5\n"
        assert shown(text)[-1] == ("tabs", ["", "5"])

    @pytest.mark.parametrize(
        ("text", "cells"),
        [
            pytest.param("\t商业\n企业\n\t0", ["商业\n企业", "0"], id="next-line"),
            pytest.param("\t本\n\n年\n\n度\n\t0", ["本\n\n年\n\n度", "0"], id="one-character-a-line"),
            pytest.param("\t商业\r\n企业\r\n\t0", ["商业\r\n企业", "0"], id="line-ends-of-two-characters"),
            pytest.param("\t\n商业\n\t0", ["商业", "0"], id="a-cell-that-begins-with-a-break"),
        ],
    )
    def test_a_label_goes_on_in_the_lines_without_a_tab(self, text: str, cells: list[str]) -> None:
        """A cell of several lines is one cell, printed with its line ends."""
        assert [field.text for field in fields(text)] == cells

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("\t1\n2\n", id="two-numbers"),
            pytest.param("\t\n7\n", id="an-empty-cell-and-a-number"),
        ],
    )
    def test_a_number_with_another_one_under_it_is_illegible(self, text: str) -> None:
        """It may be one number broken in two, or two cells, or a page number: nobody can tell."""
        (field,) = fields(text)
        assert field.torn
        assert field.parsed.kind == "illegible"
        assert field.parsed.number is None

    def test_words_under_a_number_are_the_next_label(self) -> None:
        """A number does not go on as words."""
        assert shown("\t0\n规章") == [("cell", ["0"]), ("spaces", ["规章"])]

    def test_a_number_without_a_tab_under_a_label_is_illegible(self) -> None:
        """Among indented cells it may be a page number in the place of a cell that was lost."""
        label, number = fields("\t规章\n5")
        assert (label.text, label.kind) == ("规章", "label")
        assert (number.text, number.torn, number.parsed.kind) == ("5", True, "illegible")

    def test_a_number_among_lines_without_any_tab_is_a_number(self) -> None:
        """Where no cell is indented, a missing indent says nothing."""
        assert [field.torn for field in fields("规章\n5\n")] == [False, False]

    @pytest.mark.parametrize(
        "prose",
        [
            pytest.param("本年度没有收到申请。", id="full-stop"),
            pytest.param("字" * 61, id="longer-than-a-cell"),
        ],
    )
    def test_prose_after_a_table_is_not_part_of_its_last_cell(self, prose: str) -> None:
        """A sentence ends the cell before it."""
        assert [field.text for field in fields(f"\t总计\n{prose}")] == ["总计", prose]


class TestPipes:
    """Pipe tables."""

    @pytest.mark.parametrize(
        ("text", "cells"),
        [
            pytest.param("| 规章 | 0 | 1 |", ["规章", "0", "1"], id="fenced"),
            pytest.param("规章 | 0 | 1", ["规章", "0", "1"], id="unfenced"),
            pytest.param("| 规章 | 0 |  |", ["规章", "0", ""], id="last-cell-empty"),
            pytest.param("|  | 0 | 1 |", ["", "0", "1"], id="first-cell-empty"),
            pytest.param("||0||1|", ["", "0", "", "1"], id="without-spaces"),
            pytest.param("  | 规章 | 0 |  ", ["规章", "0"], id="indented"),
        ],
    )
    def test_the_outer_pipes_are_fences_and_the_inner_ones_separate(self, text: str, cells: list[str]) -> None:
        """An empty cell between two pipes is a cell."""
        assert shown(text) == [("pipes", cells)]

    @pytest.mark.parametrize("rule", ["|---|---|", "| --- | :---: |", "---|---", "|:--|--:|", "| - |"])
    def test_the_line_under_a_header_is_left_out(self, rule: str) -> None:
        """Its dashes are drawing, not cells that print a dash."""
        assert shown(f"| 甲 | 乙 |\n{rule}\n| 1 | 2 |") == [("pipes", ["甲", "乙"]), ("pipes", ["1", "2"])]

    def test_dashes_in_a_row_with_a_label_are_values(self) -> None:
        """Only a line of nothing but dashes is a rule."""
        assert shown("| 规章 | - | -- |") == [("pipes", ["规章", "-", "--"])]

    def test_a_blank_line_ends_a_pipe_table(self) -> None:
        """The next one counts as another grid, with rows of its own."""
        lines = cut("| 甲 | 1 |\n| 乙 | 2 |\n\n| 丙 | 3 |\n")
        assert [(line.grid, line.row) for line in lines if line.layout == "pipes"] == [(1, 1), (1, 2), (2, 1)]


class TestSpaces:
    """Words and numbers on one line."""

    @pytest.mark.parametrize(
        ("text", "cells"),
        [
            pytest.param("行政处罚 0 1 2", ["行政处罚", "0", "1", "2"], id="one-space"),
            pytest.param("  行政处罚      0   1", ["行政处罚", "0", "1"], id="aligned"),
            pytest.param("(一) 予以公开 0", ["(一) 予以公开", "0"], id="label-with-a-space"),
            pytest.param("三、结果   1.其他 0", ["三、结果", "1.其他", "0"], id="two-label-columns"),
            pytest.param("规章\u3000\u30007", ["规章", "7"], id="wide-spaces"),
            pytest.param("0 1 2", ["0", "1", "2"], id="numbers-only"),
            pytest.param("处理决定", ["处理决定"], id="words-only"),
        ],
    )
    def test_words_come_first_and_every_number_behind_them_is_a_field(self, text: str, cells: list[str]) -> None:
        """A wide gap separates two labels, a single space does not."""
        (line,) = cut(text)
        assert [field.text for field in line.fields] == cells
        assert not line.values_first

    def test_numbers_before_the_words_are_marked_as_such(self) -> None:
        """The words need not be their label, so the row can be read but not proven."""
        (line,) = cut("0 1 2 行政处罚")
        assert [field.text for field in line.fields] == ["0", "1", "2", "行政处罚"]
        assert line.values_first

    def test_a_number_between_words_is_part_of_the_label(self) -> None:
        """Only what follows the last word is a value."""
        (line,) = cut("收到 3 件申请 0 1")
        assert [field.text for field in line.fields] == ["收到 3 件申请", "0", "1"]

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("字" * 400 + " 5", id="paragraph"),
            pytest.param("## 二、情况 5", id="markdown-heading"),
            pytest.param("   \u3000 ", id="nothing-printed"),
        ],
    )
    def test_what_is_no_row_has_no_fields(self, text: str) -> None:
        """Numbers in prose are no cells."""
        assert [line.layout for line in cut(text)] == ["blank"]


class TestLineEnds:
    """Files from every system."""

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\v", "\u2028"], ids=ascii)
    def test_any_line_end_ends_a_line(self, end: str) -> None:
        """Form feeds too: a page break is one."""
        assert shown(f"甲\t1\t2{end}乙\t3\t4{end}") == [("tabs", ["甲", "1", "2"]), ("tabs", ["乙", "3", "4"])]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\v", "\u2028"], ids=ascii)
    def test_every_field_stands_verbatim_where_it_says(self, end: str) -> None:
        """Also behind line ends of two characters and padded cells, in every layout."""
        text = end.join(["\t规 章", "\t\u30001\u2002", "甲\t 2\t", "| 乙 | 3|", "丙   丁  4 5", "", "6"])
        found = fields(text)
        assert [text[field.start : field.end] for field in found] == [field.text for field in found]
        assert [field.text for field in found if field.kind == "value"] == ["1", "2", "3", "4", "5", "6"]


class TestFurniture:
    """Page numbers."""

    @pytest.mark.parametrize(
        "line",
        [
            "-4-",
            "— 12 —",
            "－4－",
            "- 4 -",
            "· 3 ·",
            "  -4-  ",
            "第 3 页",
            "第3页 共10页",
            "Page 3",
            "page 3 of 9",
            "3/10页",
            "3 / 共 10 页",
        ],
    )
    def test_a_dressed_page_number_is_left_out(self, line: str) -> None:
        """It stands between two rows of a table that crosses a page, and is none of its cells."""
        assert page_furniture(line)
        assert shown(f"甲\t1\t2\n{line}\n乙\t3\t4") == [("tabs", ["甲", "1", "2"]), ("tabs", ["乙", "3", "4"])]

    @pytest.mark.parametrize("line", ["4", "-", "- 4", "4-", "3/10", "第3项", "", "--"])
    def test_a_bare_number_is_kept(self, line: str) -> None:
        """It might be a value: leaving it out could close up a gap between cells."""
        assert not page_furniture(line)

    def test_a_row_of_dashes_around_a_number_is_no_page_number(self) -> None:
        """Tabs separate cells, and page numbers have none: three cells of a row are not left out."""
        assert shown("-\t5\t-\n甲\t1\t2") == [("tabs", ["-", "5", "-"]), ("tabs", ["甲", "1", "2"])]


class TestSpans:
    """Regions of a text."""

    def test_only_the_given_spans_are_cut_and_places_count_from_the_start_of_the_text(self) -> None:
        """A table may stand in several pieces."""
        text = "甲\t1\t2\n说明\n乙\t3\t4\n丙\t5\t6\n"
        spans = [(0, text.index("说明")), (text.index("乙"), text.index("丙"))]
        lines = lex(text, spans)
        assert [[field.text for field in line.fields] for line in lines] == [["甲", "1", "2"], ["乙", "3", "4"]]
        assert all(text[field.start : field.end] == field.text for line in lines for field in line.fields)

    def test_a_span_may_end_inside_a_line(self) -> None:
        """Nothing behind its end is seen."""
        (line,) = lex("甲\t1\t23", [(0, 5)])
        assert [field.text for field in line.fields] == ["甲", "1", "2"]

    def test_an_empty_span_has_no_lines(self) -> None:
        """Nor has an empty text."""
        assert lex("甲\t1", [(2, 2)]) == []
        assert lex("", [(0, 0)]) == []
