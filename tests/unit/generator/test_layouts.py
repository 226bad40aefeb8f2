"""Layouts: every printed figure is in the text, and each layout looks like what it is named after."""

import re
from itertools import pairwise
from random import Random

import pytest

from eval.generator import PROFILES, Generated, Layout, generate
from eval.generator.layouts import BLANK_CAPABLE, LAYOUTS
from eval.generator.layouts.sheet import Line, Sheet, display_width, fitting
from eval.generator.printed import Block, Document, Field, Head, Row, Section, Table, header_levels, leaves

SEEDS = range(12)


def reports(layout: Layout, *, profile: str | None = None) -> list[Generated]:
    """Some undamaged documents of a layout."""
    return [generate(seed, layout, profile=profile) for seed in SEEDS]


def table_text(report: Generated) -> str:
    """The text from the second section on."""
    return report.text[report.text.find("第二十条第") :]


def test_every_layout_has_a_renderer() -> None:
    """No layout can be drawn that cannot be laid out."""
    assert set(LAYOUTS) == set(Layout)


@pytest.mark.parametrize("layout", Layout)
class TestEveryLayout:
    """What holds in all of them."""

    def test_prints_every_figure_that_can_be_known(self, layout: Layout) -> None:
        """Each row's known figures stand in the text as tokens, as often as the row holds them."""
        for report in reports(layout, profile="city"):
            tokens = re.findall(r"[0-9]+(?:\.[0-9]+)?", report.text)
            for path, figure in report.truth.cells.items():
                if isinstance(figure, int | float) and figure != 0 and path not in report.unknowable:
                    assert re.sub(r"^-", "", f"{figure}") in tokens, (report.name, path, figure)

    def test_prints_the_document_that_it_hands_over(self, layout: Layout) -> None:
        """The printed model holds a field for every cell, in the form's order."""
        for report in reports(layout):
            fields = [field.path for _, _, _, row in report.document.rows() for field in row.fields]
            assert sorted(fields) == sorted(report.truth.cells)

    def test_leaves_blanks_known_only_where_they_can_be_seen(self, layout: Layout) -> None:
        """Where empty cells leave no trace, no known cell is blank."""
        for seed in range(60):
            report = generate(seed, layout, profile="office")
            if layout not in BLANK_CAPABLE:
                blanks = {path for path, figure in report.truth.cells.items() if figure == {"kind": "blank"}}
                assert blanks <= report.unknowable

    def test_lays_out_every_profile(self, layout: Layout) -> None:
        """From the empty town to the dense province there is always a title, a table and a last section."""
        for profile in PROFILES:
            text = "".join(generate(77, layout, profile=profile).text.split())
            assert "信息公开" in text
            assert "行政许可" in text
            assert "信息处理费" in text or "需要报告" in text


def test_cell_lines_give_every_cell_a_line_behind_a_tab() -> None:
    """Layout A: the figures of the requests stand one a line, and merged cells leave lines with only a tab."""
    report = generate(2, Layout.CELL_LINES, profile="county", editions={"requests": "2021"})
    lines = report.text.split("\n")
    assert sum(line.startswith("\t") for line in lines) >= 175 + 25
    assert not any("\t" in line[1:] for line in lines)


def test_ocr_lines_damage_labels_and_no_figures() -> None:
    """Layout B: some label differs from the form's wording, while the figures are those of the truth."""
    report = generate(4, Layout.OCR_LINES, profile="county", editions={"requests": "2021"})
    numbers = [line.strip() for line in report.text.split("\n") if re.fullmatch(r"\t\s*[0-9]+\s*", line)]
    assert [int(number) for number in numbers] == [
        figure for figure in report.truth.cells.values() if isinstance(figure, int)
    ]
    assert "科研机构" not in report.text or "商业企业" not in report.text or "总计" not in report.text


def test_tab_rows_put_ungrouped_rows_one_field_to_the_left() -> None:
    """Layout C: the first figure is the third field outside the groups and the fourth inside."""
    for report in reports(Layout.TAB_ROWS, profile="city"):
        first = next(line for line in report.text.split("\n") if "本年新收" in line and "\t" in line).split("\t")
        inside = next(line for line in report.text.split("\n") if "属于三类" in line).split("\t")
        assert (first[1], inside[0], inside[1]) == ("", "", "")
        assert first[2].isdigit() or not first[2]
        assert "属于三类" in inside[2]


def test_floating_text_tears_labels_from_their_figures() -> None:
    """Layout F: long labels stand on other lines than their figures, and those rows count as unknowable."""
    for report in reports(Layout.FLOATING, profile="county"):
        line = next(
            line for line in report.text.split("\n") if "重新出具已获取" in line.replace(" ", "") or "具已获取" in line
        )
        assert not re.search(r"[0-9] \|? ?[0-9]", line)
        assert any("declined_confirm_or_reissue" in path for path in report.unknowable)


def test_a_figure_torn_off_in_floating_text_stands_on_a_line_of_its_own() -> None:
    """Layout F: now and then a total, or its last digit, is alone on a line and its row unknowable."""
    alone = [
        report
        for seed in range(40)
        for report in (generate(seed, Layout.FLOATING, profile="city"),)
        if re.search(r"^[0-9]+$", report.text, re.MULTILINE)
    ]
    assert alone
    assert any(not report.truth.clean for report in alone)


def test_model_markdown_invents_headers_at_page_breaks() -> None:
    """Layout G: pipe tables with rules, merged group labels and now and then an invented header."""
    texts = [report.text for report in reports(Layout.MODEL_MARKDOWN, profile="county")]
    assert all("|---|" in text for text in texts)
    assert any("| 数据1 |" in text or "| 本年新收件数 |" in text for text in texts)
    assert any(re.search(r"三、（三）不予公开-1|三、\(三\) ?不予公开-1", text) for text in texts)


def test_a_crawler_drops_repeated_lines_and_the_truth_says_so() -> None:
    """Layout H: no line follows its like, and every row that lost a figure is unknowable."""
    for report in reports(Layout.CRAWLER, profile="department"):
        lines = report.text.rstrip("\n").split("\n")
        assert all(above != below for above, below in pairwise(lines))
        assert len(report.unknowable) > 100


def test_bare_lines_keep_every_figure() -> None:
    """Layout K: as a crawler's text, but nothing is dropped, so nothing is unknowable without blanks."""
    for report in reports(Layout.BARE_LINES, profile="county"):
        assert not re.search(r"\t|\n\n", report.text)
        assert not report.unknowable


def test_pages_are_numbered_and_broken_anywhere() -> None:
    """Layout I: page numbers stand between the lines, mostly with a form feed after them."""
    texts = [report.text for report in reports(Layout.PAGED)]
    assert all(re.search(r"^\s*(-\s?\d+\s?-|— \d+ —|第 ?\d+ ?页.*)$", text, re.MULTILINE) for text in texts)
    assert any("\f" in text for text in texts)


def test_columns_come_one_after_the_other() -> None:
    """Layout J: the last label of the requests stands right before the first head and its column of figures."""
    report = generate(3, Layout.COLUMNS, profile="county", editions={"requests": "2021"})
    lines = report.text.split("\n")
    at = lines.index("自然人")
    column = [report.truth.cells[path] for path in report.truth.cells if path.endswith(".natural_person")]
    assert [int(line) for line in lines[at + 1 : at + 26]] == column


def test_aligned_columns_start_at_the_same_place() -> None:
    """Layout E: in the table of requests every first figure starts in the same column of the screen."""
    report = generate(6, Layout.ALIGNED, profile="department", editions={"requests": "2021"})
    starts = {
        display_width(line[: found.start()])
        for line in report.text.split("\n")
        for found in re.finditer(r"[0-9]+(?=(?:\s+[0-9]+){6}$)", line)
    }
    assert len(starts) == 1


def test_the_text_ends_where_its_last_line_ends() -> None:
    """Lines are joined by their own ends; nothing follows the last one."""
    assert Sheet((Line("a", end=" "), Line("b"), Line("c"))).text == "a b\nc"
    assert not Sheet(()).text


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("政府信息公开", 8, ["政府信息", "公开"], id="Chinese characters take two columns"),
        pytest.param("共收到1234件", 8, ["共收到", "1234件"], id="a number stays whole"),
        pytest.param("公开信息。另外", 8, ["公开信息。", "另外"], id="no line begins with a full stop"),
        pytest.param("", 8, [""], id="nothing"),
    ],
)
def test_lines_break_as_a_typesetter_breaks_them(text: str, width: int, lines: list[str]) -> None:
    """Broken prose must not give a reader numbers that nobody printed."""
    assert fitting(text, width) == lines


def test_a_header_is_read_level_by_level() -> None:
    """A head that ends early is continued below, and every level spans all fields."""
    heads = (Head("a", (Head("b"), Head("c"))), Head("d"))
    levels = [[(head.text if head else None, span) for head, span in level] for level in header_levels(heads)]
    assert levels == [[("a", 2), ("d", 1)], [("b", 1), ("c", 1), (None, 1)]]
    assert [leaf.text for leaf in leaves(heads)] == ["b", "c", "d"]


@pytest.mark.parametrize("layout", Layout)
def test_a_block_without_any_row_is_no_accident(layout: Layout) -> None:
    """A document whose rows are all gone is still laid out, so that no damage can stop the generator."""
    row = Row((), "标签", (Field("1", "t.r.c"),), ("t.r.c",))
    blocks = (
        Block(None, None, (), (), 1),
        Block("题", "栏", (Head("列"),), (row,), 1),
    )
    document = Document(("题",), (), (Section("s", None, (), Table("t", blocks)),))
    assert "标签" in LAYOUTS[layout](document, Random(1)).text
