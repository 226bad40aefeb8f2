"""PDF pages with text: lines, ruled tables, what is hidden, and where everything stands."""

from collections.abc import Sequence

import pytest

from eval.generator.formats.portable import Sheet, write_pdf
from extractor.ingest import FileIngester
from extractor.model import Document, Grid

XS = (72.0, 200.0, 300.0, 400.0)
PROSE = "政府信息公开工作稳步推进各项制度落实到位"


def read(*sheets: Sheet) -> Document:
    """The document of some pages."""
    return FileIngester().ingest(write_pdf(sheets), name="a.pdf", path="a.pdf")


def rows_of(grid: Grid) -> list[list[str]]:
    """The texts of a grid's cells by row."""
    rows: dict[int, list[str]] = {}
    for cell in sorted(grid.cells, key=lambda item: (item.row, item.column)):
        rows.setdefault(cell.row, []).append(cell.text)
    return [rows[number] for number in sorted(rows)]


def levels(top: float, count: int, height: float = 20.0) -> list[float]:
    """The ruling lines of `count` rows."""
    return [top + height * number for number in range(count + 1)]


class TestText:
    """Lines outside tables."""

    def test_lines_are_joined_by_lf_and_pages_by_ff(self) -> None:
        """The text of design.md §6.3, with paragraphs that know their page."""
        document = read(Sheet().text(72, 60, "标题").text(72, 90, "第一段"), Sheet().text(72, 60, "第二页"))
        assert document.text == "标题\n第一段\f第二页"
        assert [(document.text[item.start : item.end], item.page) for item in document.paragraphs] == [
            ("标题", 1),
            ("第一段", 1),
            ("第二页", 2),
        ]
        assert document.pages == 2

    def test_a_sentence_that_the_width_of_the_page_broke_is_one_line(self) -> None:
        """A full line goes on in the next one unless it ends a sentence or a number counts the next."""
        sheet = Sheet().text(72, 60, PROSE).text(72, 76, PROSE[:8]).text(72, 110, PROSE[:-1] + "。")
        sheet.text(72, 126, "一、总体情况")
        assert read(sheet).text == f"{PROSE}{PROSE[:8]}\n{PROSE[:-1]}。\n一、总体情况"

    def test_two_columns_are_read_one_after_the_other(self) -> None:
        """Never across the gutter."""
        sheet = Sheet().text(72, 40, "标题")
        for number in range(5):
            sheet.text(60, 100 + 16 * number, f"{PROSE}左").text(320, 100 + 16 * number, f"{PROSE}右")
        text = read(sheet).text.replace("\n", "")
        assert text == "标题" + f"{PROSE}左" * 5 + f"{PROSE}右" * 5

    def test_a_table_that_nothing_rules_keeps_its_gaps(self) -> None:
        """Columns stand below each other, so that a blank shows."""
        sheet = Sheet()
        for number, row in enumerate((("规章", "0", "3", "2"), ("行政规范性文件", "1", "", "2"))):
            for x, text in zip((60, 200, 300, 400), row, strict=True):
                sheet.text(x, 100 + 16 * number, text)
        first, second = read(sheet).text.split("\n")
        assert first.split() == ["规章", "0", "3", "2"]
        assert second.split() == ["行政规范性文件", "1", "2"]
        # A Chinese character is as wide as two figures.
        assert first.rindex("2") + 2 == second.rindex("2") + 7

    def test_a_table_that_nothing_rules_is_a_grid_when_every_row_is_one_line(self) -> None:
        """Columns are where values stand below each other, so that a blank has its place."""
        sheet = (
            Sheet()
            .text(60, 84, "信息内容")
            .text(190, 84, "制发件数")
            .text(290, 84, "废止件数")
            .text(390, 84, "有效件数")
        )
        for number, row in enumerate((("规章", "0", "3", "2"), ("行政规范性文件", "1", "", "2"))):
            for x, text in zip((60, 200, 300, 400), row, strict=True):
                sheet.text(x, 100 + 16 * number, text)
        document = read(sheet)
        assert rows_of(document.grids[0]) == [
            ["信息内容", "制发件数", "废止件数", "有效件数"],
            ["规章", "0", "3", "2"],
            ["行政规范性文件", "1", "", "2"],
        ]
        blank = document.grids[0].cells[10]
        assert document.spots_of(blank.start, blank.end)[0].box[0] == pytest.approx(252, abs=60)

    def test_a_label_on_a_line_of_its_own_keeps_a_table_without_lines_from_being_a_grid(self) -> None:
        """It may be the rest of a label or a row of blanks: the stretch stays text, and is proven as such or not."""
        sheet = Sheet().text(60, 84, "信息内容").text(190, 84, "制发件数").text(290, 84, "废止件数")
        sheet.text(60, 100, "规章").text(200, 100, "0").text(300, 100, "3")
        sheet.text(60, 116, "行政规范").text(60, 132, "性文件").text(200, 132, "1").text(300, 132, "2")
        assert not any("行政规范" in cell.text for grid in read(sheet).grids for cell in grid.cells)

    def test_page_numbers_and_running_heads_are_left_out(self) -> None:
        """What repeats in the margins is no text of the report; a number inside the page is."""
        sheets = [
            Sheet().text(72, 40, "某区年度报告").text(72, 100, f"第{word}页的正文").text(290, 800, f"- {number} -")
            for number, word in enumerate("甲乙丙", start=1)
        ]
        assert read(*sheets).text == "第甲页的正文\f第乙页的正文\f第丙页的正文"
        bare = [Sheet().text(72, 200, "正文").text(290, 800, str(number)) for number in (7, 8)]
        assert read(*bare).text == "正文\f正文"

    def test_a_bold_text_that_was_painted_twice_is_read_once(self) -> None:
        """A shadow is no second text; two figures upon each other are illegible."""
        sheet = Sheet().text(72, 60, "总计 15").text(72.4, 60, "总计 15").text(72, 90, "1").text(72.5, 90, "7")
        assert read(sheet).text == "总计 15\n\ufffc\ufffc"

    def test_a_raised_figure_is_no_part_of_the_number(self) -> None:
        """Footnote marks stay marks."""
        sheet = Sheet().text(72, 60, "12", size=12).text(84, 56, "1", size=7)
        assert read(sheet).text == "12¹"


class TestTables:
    """Tables from ruling lines."""

    def test_cells_are_joined_by_tab_and_rows_by_lf(self) -> None:
        """A blank is an empty field at its own place."""
        sheet = Sheet().text(72, 60, "一、").grid(XS, levels(80, 2), [["项目", "上年", "本年"], ["处罚", "", "30"]])
        document = read(sheet)
        assert document.text == "一、\n项目\t上年\t本年\n处罚\t\t30"
        blank = document.grids[0].cells[4]
        assert (blank.row, blank.column, blank.start, blank.end) == (2, 2, 15, 15)
        assert document.spots_of(15, 15)[0].box == pytest.approx((200, 100, 300, 120), abs=1)

    def test_cells_without_a_line_between_them_are_merged(self) -> None:
        """Spans over rows and columns follow from the lines alone."""
        sheet = Sheet()
        for y, ends in ((80, (72, 300)), (100, (200, 300)), (120, (72, 300))):
            sheet.line(ends[0], y, ends[1], y)
        for x, ends in ((72, (80, 140)), (200, (80, 120)), (250, (100, 120)), (300, (80, 140))):
            sheet.line(x, ends[0], x, ends[1])
        sheet.line(72, 140, 300, 140).text(80, 110, "项目").text(210, 95, "数量").text(80, 135, "合计")
        grid = read(sheet).grids[0]
        assert [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells] == [
            ("项目", 1, 1, 2, 1),
            ("数量", 1, 2, 1, 2),
            ("", 2, 2, 1, 1),
            ("", 2, 3, 1, 1),
            ("合计", 3, 1, 1, 3),
        ]

    def test_a_number_that_its_cell_is_too_narrow_for_is_one_number(self) -> None:
        """Where another figure would have fitted, the two lines stay two."""
        narrow = Sheet().grid((72, 100, 130), (80, 120), [["", ""]]).text(108, 95, "324").text(108, 110, "89")
        assert rows_of(read(narrow).grids[0]) == [["", "32489"]]
        wide = Sheet().grid((72, 100, 182), (80, 120), [["", ""]]).text(108, 95, "324").text(108, 110, "89")
        assert rows_of(read(wide).grids[0]) == [["", "324\n89"]]

    def test_figures_across_a_line_belong_to_nobody(self) -> None:
        """A number that runs over the side of its cell is illegible on both sides."""
        sheet = Sheet().grid((72, 150, 200), (80, 100), [["", ""]]).text(145, 95, "12")
        assert rows_of(read(sheet).grids[0]) == [["\ufffc", "\ufffc"]]

    def test_a_figure_on_the_line_between_cells_leaves_neither_of_them_blank(self) -> None:
        """Whichever side its middle is on; a figure that a line only touches is its own cell's."""
        for left in (147.5, 148.5):
            sheet = Sheet().grid((72, 150, 200), (80, 100), [["", ""]]).text(left, 95, "0")
            assert rows_of(read(sheet).grids[0]) == [["\ufffc", "\ufffc"]]
        beside = Sheet().grid((72, 150, 200), (80, 100), [["", ""]]).text(149.5, 95, "0")
        assert rows_of(read(beside).grids[0]) == [["", "0"]]

    def test_figures_set_apart_within_a_cell_are_no_number(self) -> None:
        """Nobody can tell whether 89 and 0 are one number; evenly spaced ones are."""
        line, height = Sheet().grid((72, 150, 200), (80, 100), [["", ""]]), 10.0
        apart = line.text(80, 95, "89", size=height).text(80 + 1.1 * height, 95, "0", size=height)
        assert rows_of(read(apart).grids[0]) == [["8\ufffc\ufffc", ""]]
        even = Sheet().grid((72, 150, 200), (80, 100), [["", ""]])
        for place, figure in enumerate("890"):
            even = even.text(80 + 0.6 * height * place, 95, figure, size=height)
        assert rows_of(read(even).grids[0]) == [["890", ""]]

    def test_two_numbers_that_fill_their_cells_are_two(self) -> None:
        """They stand nearer to the line between them than to each other's figures; browsers print such cells."""
        sheet = Sheet().grid((72, 150, 200), (80, 100), [["", ""]]).text(134.5, 95, "268").text(150.5, 95, "1623")
        assert rows_of(read(sheet).grids[0]) == [["268", "1623"]]

    def test_a_line_drawn_by_each_cell_a_little_lower_is_one(self) -> None:
        """No figure fits between the two, so there is no row."""
        sheet = Sheet().grid(XS, (80, 100, 120), [["许可", "1", "2"], ["处罚", "3", "4"]]).line(72, 104, 200, 104)
        assert rows_of(read(sheet).grids[0]) == [["许可", "1", "2"], ["处罚", "3", "4"]]

    def test_a_drawing_in_a_cell_is_no_blank(self) -> None:
        """A slash that was drawn, or a form field without a look, shows something."""
        drawn = Sheet().grid((72, 150, 200), (80, 100), [["处罚", ""]]).line(152, 98, 198, 82)
        assert rows_of(read(drawn).grids[0]) == [["处罚", "\ufffc"]]
        fields = "/Annots[<</Type/Annot/Subtype/Widget/Rect[155 745 195 760]/V(5)>>]"
        field = Sheet(entries=fields).grid((72, 150, 200), (80, 100), [["处罚", ""]])
        document = read(field)
        assert rows_of(document.grids[0]) == [["处罚", "\ufffc"]]
        assert "picture-in-cell" in document.notes

    def test_what_a_note_prints_on_the_page_is_read(self) -> None:
        """A typed-over annotation is text like any other."""
        look = "<</Subtype/Form/BBox[0 0 20 10]/Resources<</Font<</F1 3 0 R>>>>/Length 44>>stream\n"
        look += "BT /F1 10 Tf 1 0 0 1 2 1 Tm <00350038> Tj ET\nendstream"
        sheet = Sheet(entries="/Annots[<</Subtype/FreeText/Rect[160 744 180 754]/AP<</N 4 0 R>>>>]")
        sheet.grid((72, 150, 200), (80, 100), [["处罚", ""]])
        data = write_pdf([sheet], objects=[look])
        document = FileIngester().ingest(data, name="a.pdf", path="a.pdf")
        assert rows_of(document.grids[0]) == [["处罚", "58"]]

    def test_a_frame_around_a_text_is_no_table(self) -> None:
        """One cell holds prose."""
        document = read(Sheet().grid((72, 400), (80, 120)).text(80, 100, "公开热线"))
        assert (document.text, document.grids) == ("公开热线", ())

    def test_white_lines_rule_nothing(self) -> None:
        """Nobody sees them on white paper."""
        sheet = Sheet().text(80, 95, "规章")
        for x in XS:
            sheet.line(x, 80, x, 120, colour=(1, 1, 1))
        for y in (80, 100, 120):
            sheet.line(72, y, 400, y, colour=(1, 1, 1))
        assert read(sheet).grids == ()

    def test_tables_of_different_widths_that_touch_are_several(self) -> None:
        """White space beside the narrower one is no cell of it; a blank cell that is closed is one."""
        sheet = Sheet().grid(XS, (80, 100, 120), [["规章", "1", "2"], ["文件", "3", "4"]])
        sheet.grid((72, 160, 250), (120, 140, 160), [["许可", "5"], ["处罚", "6"]])
        assert [rows_of(grid) for grid in read(sheet).grids] == [
            [["规章", "1", "2"], ["文件", "3", "4"]],
            [["许可", "5"], ["处罚", "6"]],
        ]
        closed = Sheet().grid(XS, (80, 100, 120), [["规章", "1", ""], ["文件", "3", ""]])
        assert [rows_of(grid) for grid in read(closed).grids] == [[["规章", "1", ""], ["文件", "3", ""]]]


class TestTablesOverPages:
    """Tables that the end of a page breaks."""

    HEAD: Sequence[str] = ("项目", "上年", "本年")

    def test_the_parts_are_one_grid(self) -> None:
        """Rows go on counting, the text has its FF between them, and places know their page."""
        first = Sheet().grid(XS, levels(700, 2), [self.HEAD, ["一、许可", "1", "2"]]).text(290, 810, "-1-")
        second = Sheet().grid(XS, levels(72, 1), [["二、处罚", "3", "4"]]).text(290, 810, "-2-")
        document = read(first, second)
        assert document.text == "项目\t上年\t本年\n一、许可\t1\t2\f二、处罚\t3\t4"
        assert [rows_of(grid) for grid in document.grids] == [
            [["项目", "上年", "本年"], ["一、许可", "1", "2"], ["二、处罚", "3", "4"]]
        ]
        assert [spot.page for spot in document.spots_of(document.text.index("3"), document.text.index("3") + 1)] == [2]

    def test_a_header_that_is_repeated_goes(self) -> None:
        """It stands on every page and belongs to the table once."""
        first = Sheet().grid(XS, levels(700, 2), [self.HEAD, ["一、许可", "1", "2"]])
        second = Sheet().grid(XS, levels(72, 2), [self.HEAD, ["二、处罚", "3", "4"]])
        assert rows_of(read(first, second).grids[0]) == [
            ["项目", "上年", "本年"],
            ["一、许可", "1", "2"],
            ["二、处罚", "3", "4"],
        ]

    def test_a_row_that_the_page_broke_is_one_row(self) -> None:
        """The rest of its label, without a number of its own, stands above blanks on the next page."""
        first = Sheet().grid(
            XS, levels(700, 3), [self.HEAD, ["1.重复申请", "0", "1"], ["2.要求行政机关确认或重新", "5", "6"]]
        )
        second = Sheet().grid(XS, levels(72, 2), [["出具信息", "", ""], ["3.其他", "7", "8"]])
        assert rows_of(read(first, second).grids[0])[2:] == [
            ["2.要求行政机关确认或重新\n出具信息", "5", "6"],
            ["3.其他", "7", "8"],
        ]

    def test_a_row_of_blanks_with_a_label_of_its_own_stays_a_row(self) -> None:
        """Neither a numbered label nor one below a short one goes on with the row above."""
        first = Sheet().grid(XS, levels(700, 2), [["规章", "1", "2"], ["许可", "3", "4"]])
        second = Sheet().grid(XS, levels(72, 2), [["处罚", "", ""], ["强制", "5", "6"]])
        assert rows_of(read(first, second).grids[0])[2] == ["处罚", "", ""]

    def test_a_row_that_begins_with_white_space_before_the_page_ends_is_one_row(self) -> None:
        """Browsers break rows above their first line; a closed row without a label stays one that lost it."""
        for closed in (False, True):
            first = Sheet().grid(XS, levels(700, 1), [["许可", "1", "2"]])
            for x in XS:
                first.line(x, 720, x, 735)
            if closed:
                first.line(72, 735, 400, 735)
            second = Sheet().grid(XS, levels(72, 1), [["处罚", "3", "4"]])
            rows = rows_of(read(first, second).grids[0])
            assert rows == [["许可", "1", "2"], *([["", "", ""]] if closed else []), ["处罚", "3", "4"]]

    def test_what_goes_on_of_a_group_alone_is_no_row(self) -> None:
        """Its cell ends lower than the rows beside it: nothing begins there."""
        first = Sheet().grid(XS, levels(700, 1), [["分组", "许可", "2"]])
        second = Sheet().text(203, 86, "处罚").text(303, 86, "4").text(203, 116, "强制").text(303, 116, "5")
        for x in XS:
            second.line(x, 72, x, 122)
        for y in (72, 102, 122):
            second.line(72, y, 400, y)
        second.line(72, 84, 200, 84).text(75, 116, "其他")
        rows = rows_of(read(first, second).grids[0])
        assert rows == [["分组", "许可", "2"], ["", "处罚", "4"], ["其他", "强制", "5"]]

    def test_a_table_under_a_heading_is_another_one(self) -> None:
        """Text between them parts them."""
        first = Sheet().grid(XS, levels(700, 1), [["许可", "1", "2"]])
        second = Sheet().text(72, 130, "四、其他").grid(XS, levels(140, 1), [["处罚", "3", "4"]])
        assert len(read(first, second).grids) == 2

    def test_an_open_table_at_the_end_of_a_page_keeps_its_last_row(self) -> None:
        """No line below the last row on the page, none above the first on the next."""
        first = Sheet().text(75, 716, "许可").text(203, 716, "1").text(303, 716, "2")
        second = Sheet().text(75, 86, "处罚").text(203, 86, "3").text(303, 86, "4")
        for sheet, (top, bottom), line in ((first, (700, 730), 700), (second, (72, 100), 100)):
            sheet.line(72, line, 400, line)
            for x in XS:
                sheet.line(x, top, x, bottom)
        assert rows_of(read(first, second).grids[0]) == [["许可", "1", "2"], ["处罚", "3", "4"]]


class TestPlaces:
    """Boxes are in points from the top left of the unrotated page."""

    def test_a_word_has_the_box_that_it_was_drawn_in(self) -> None:
        """Ten points high, each character ten wide."""
        box = read(Sheet().text(72, 60, "许可")).spots[0].box
        assert box == pytest.approx((72, 51.2, 92, 61.2))

    @pytest.mark.parametrize("turn", [1, 2, 3])
    def test_a_turned_page_is_read_as_it_is_written(self, turn: int) -> None:
        """Whatever its dictionary says of rotation; the boxes stay those of the unrotated page."""
        at = {1: ((500, 100), (450, 100)), 2: ((500, 700), (500, 740)), 3: ((100, 700), (150, 700))}[turn]
        sheet = Sheet(rotate=90)
        for (x, y), text in zip(at, ("第一行写在前面", "第二行"), strict=True):
            sheet.text(x, y, text, turn=turn)
        document = read(sheet)
        lines = document.text.split("\n")
        assert lines == (
            ["第二行", "第一行写在前面"] if turn == 2 and at[0][1] < at[1][1] else ["第一行写在前面", "第二行"]
        )
        x0, y0, x1, y1 = document.spots[0].box
        assert (x1 - x0 > y1 - y0) == (turn == 2)

    def test_a_turned_table_is_ruled_like_any_other(self) -> None:
        """A table laid across an upright page."""
        sheet = Sheet()
        for x in (100, 120, 140):
            sheet.line(x, 300, x, 700)
        for y in (300, 500, 700):
            sheet.line(100, y, 140, y)
        sheet.text(116, 690, "许可", turn=3).text(116, 490, "12", turn=3)
        sheet.text(136, 690, "处罚", turn=3).text(136, 490, "30", turn=3)
        assert rows_of(read(sheet).grids[0]) == [["许可", "12"], ["处罚", "30"]]


class TestHiddenText:
    """Text that nobody sees is left out and reported."""

    @pytest.mark.parametrize(
        ("sheet", "reason"),
        [
            (Sheet().text(72, 90, "藏9", mode=3), "visibility-hidden"),
            (Sheet().text(72, 90, "藏9", colour=(1, 1, 1)), "same-colour"),
            (Sheet().text(72, 90, "藏9", size=1), "tiny-text"),
            (Sheet().text(700, 90, "藏9"), "off-page"),
            (Sheet().text(72, 90, "藏9").area(60, 70, 200, 100, colour=(1, 1, 1)), "covered"),
            (Sheet().area(60, 70, 200, 100, colour=(0, 0, 0.5)).text(72, 90, "藏9", colour=(0, 0, 0.5)), "same-colour"),
            (Sheet().text(72, 90, "藏9").line(71, 86.5, 88, 86.5), "struck-out"),
        ],
        ids=["mode-3", "white", "tiny", "off-page", "covered", "own-ground", "struck-out"],
    )
    def test_a_hidden_passage_is_reported_by_its_reason(self, sheet: Sheet, reason: str) -> None:
        """As in every other format."""
        document = read(sheet.text(72, 60, "看得见"))
        assert document.text == "看得见"
        assert document.notes == (f"hidden-text:{reason}:藏9",)

    def test_a_clipped_passage_is_hidden(self) -> None:
        """What stands outside of the clipping path is not painted."""
        sheet = Sheet().text(72, 60, "看得见")
        sheet.operators.append("q 0 0 50 50 re W n")
        sheet.text(72, 90, "藏9").operators.append("Q")
        assert read(sheet.text(72, 120, "也看得见")).text == "看得见\n也看得见"

    def test_white_letters_on_a_dark_ground_are_seen(self) -> None:
        """The colour of the ground decides, not white as such."""
        sheet = Sheet().area(60, 70, 200, 100, colour=(0, 0, 0.5)).text(72, 90, "表头", colour=(1, 1, 1))
        document = read(sheet)
        assert (document.text, document.notes) == ("表头", ())

    def test_a_hidden_figure_never_gets_into_a_cell(self) -> None:
        """The cell prints what is seen."""
        sheet = Sheet().grid(XS, levels(80, 1), [["处罚", "3", "4"]]).text(206, 96, "9", mode=3)
        assert rows_of(read(sheet).grids[0]) == [["处罚", "3", "4"]]
