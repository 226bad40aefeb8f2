"""Damages: each changes the text, does what its name says, and the truth follows the print."""

import re
from itertools import product

import pytest
from damaged_reports import before_and_after, changed

from eval.generator import DAMAGES, Layout, generate
from extractor.forms import Form


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_changes_the_text_in_every_layout_it_belongs_to(name: str) -> None:
    """No document claims a damage that nobody can see in its bytes."""
    for layout, seed in product(sorted(DAMAGES[name].layouts, key=lambda layout: layout.value), range(2)):
        whole, damaged = before_and_after(name, layout, seed)
        assert whole.text != damaged.text
        assert damaged.damages == (name,)
        assert damaged.truth.clean == (whole.truth.clean and DAMAGES[name].harmless) or layout is Layout.FLOATING


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_says_in_a_sentence_what_it_does(name: str) -> None:
    """The registry documents itself."""
    assert DAMAGES[name].name == name
    assert DAMAGES[name].about.endswith(".")
    assert DAMAGES[name].layouts


@pytest.mark.parametrize("name", [name for name in DAMAGES if name != "labels_2019_with_2021_year"])
def test_the_truth_changes_only_where_the_print_does(name: str) -> None:
    """A changed truth entry is a changed or vanished print; a cell that nobody can tell keeps the source's value."""
    layout = Layout.CELL_LINES if Layout.CELL_LINES in DAMAGES[name].layouts else Layout.WHITESPACE
    for seed in range(8):
        whole, damaged, cells = changed(name, layout, seed)
        printed = {field.path: field.text for _, _, _, row in damaged.document.rows() for field in row.fields}
        before = {field.path: field.text for _, _, _, row in whole.document.rows() for field in row.fields}
        assert all(printed.get(path) != before[path] for path in cells)
        assert all(damaged.truth.cells[path] == whole.truth.cells[path] for path in damaged.unknowable)


def test_reordered_columns_take_their_figures_along() -> None:
    """Heads and figures stand in another order, and each figure still under its own head."""
    whole, damaged, cells = changed("column_order_changed", Layout.PLAIN_MARKDOWN)
    assert cells == []
    heads, others = (
        [block.header for t in report.document.tables() for block in t.blocks] for report in (whole, damaged)
    )
    assert heads != others
    moved = [[f.path for f in row.fields] for _, _, _, row in damaged.document.rows()]
    assert moved != [list(row.paths) for _, _, _, row in damaged.document.rows()]
    assert [sorted(paths) for paths in moved] == [sorted(row.paths) for _, _, _, row in damaged.document.rows()]


def test_a_lost_header_leaves_its_block_unknowable() -> None:
    """One block has neither heads nor stub."""
    whole, damaged, _ = changed("header_lost")
    lost = [block for table in damaged.document.tables() for block in table.blocks if not block.header]
    assert len(lost) == 1
    assert damaged.unknowable - whole.unknowable == {path for row in lost[0].rows for path in row.paths}


def test_a_lost_head_leaves_its_column_unknowable() -> None:
    """One head is empty; only the figures under it are in doubt."""
    for seed in range(6):
        whole, damaged, _ = changed("lost_head", seed=seed)
        columns = {path.rpartition(".")[2] for path in damaged.unknowable - whole.unknowable}
        assert len(columns) == 1


def test_a_missing_heading_is_missing() -> None:
    """One section with a table has no heading."""
    _, damaged, _ = changed("missing_heading")
    assert sum(section.heading is None for section in damaged.document.sections) == 1


def test_confused_characters_stand_in_labels_only() -> None:
    """Labels differ, figures do not."""
    whole, damaged, cells = changed("label_confusion")
    assert cells == []
    numbers = [re.findall(r"^\t\s*\d+\s*$", report.text, re.MULTILINE) for report in (whole, damaged)]
    assert numbers[0] == numbers[1]


def test_an_invented_header_stands_between_the_rows() -> None:
    """A line of names stands where no header belongs."""
    _, damaged, cells = changed("invented_header", Layout.PLAIN_MARKDOWN)
    assert cells == []
    assert (
        re.search(r"\| (数据1|列1|本年1类件数|自然人|自然人情况) \|[^\n]*\n\|---", damaged.text)
        or "\n\n| " in damaged.text
    )


def test_old_labels_stand_in_a_new_report(form: Form) -> None:
    """The year asks for the new edition, the tables are of the old one."""
    for seed in range(6):
        report = generate(seed, Layout.CELL_LINES, damages=["labels_2019_with_2021_year"])
        assert form.edition_of_year(int(report.truth.meta["year"])) == "2021"
        assert dict(report.truth.editions) == {"proactive": "2019", "requests": "2019", "disputes": "2021"}
        assert "对外公开总数量" in report.text.replace("\n", "")


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        pytest.param("page_number_inserted", r"^(\d+|-\s?\d+\s?-|— \d+ —|第 ?\d+ ?页.*)$", id="page number"),
        pytest.param("site_furniture", r"浏览次数|字体|分享到|当前位置|点击数|上一篇", id="furniture"),
        pytest.param("table_note", r"(注|说明)：[1行3]", id="note"),
        pytest.param("previous_year_table", r"附：上一年度", id="annex"),
    ],
)
def test_what_stands_around_the_tables_leaves_the_truth(name: str, sign: str) -> None:
    """Page numbers, notes and annexes are printed, and no cell changes by them."""
    for seed in range(6):
        _, damaged, cells = changed(name, seed=seed)
        assert cells == []
        assert re.search(sign, damaged.text, re.MULTILINE)


def test_a_bare_page_number_makes_its_neighbours_unknowable_where_cells_have_no_mark() -> None:
    """Between bare lines a page number looks like one more figure."""
    grown = [
        report
        for seed in range(30)
        for report in (generate(seed, Layout.BARE_LINES, profile="county", damages=["page_number_inserted"]),)
        if report.unknowable
    ]
    assert grown
    assert all(len(report.unknowable) <= 30 for report in grown)


def test_a_truncated_text_ends_inside_the_table_of_requests() -> None:
    """The text is a beginning of the whole one, and whatever is not printed in full is unknowable."""
    for seed in range(8):
        whole, damaged, cells = changed("truncated", Layout.BARE_LINES, seed)
        assert cells == []
        assert whole.text.startswith(damaged.text)
        assert {path for path in damaged.truth.cells if path.startswith("disputes.")} <= damaged.unknowable
        assert "requests.carried_out.total" in damaged.unknowable
        assert "proactive.licensing.decisions" not in damaged.unknowable


def test_two_damages_keep_to_different_rows() -> None:
    """A second damage never touches a row that the first one made something else of."""
    for seed in range(40):
        report = generate(seed, Layout.CELL_LINES, profile="city", damages=["digit_split", "lost_cell"])
        odd = [len(row.fields) - len(row.paths) for _, _, _, row in report.document.rows()]
        assert sorted(set(odd)) == [-1, 0, 1]
