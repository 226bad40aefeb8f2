"""Damages: each changes the text, does what its name says, and the truth follows the print."""

import re
from itertools import pairwise, product

import pytest

from eval.generator import DAMAGES, Generated, Layout, generate
from eval.generator.truth import numeric
from extractor.forms import Form


def before_and_after(name: str, layout: Layout, seed: int) -> tuple[Generated, Generated]:
    """The same document without and with a damage, for the first profile that offers it a place."""
    for profile in ("office", "county", "province"):
        try:
            damaged = generate(seed, layout, profile=profile, damages=[name])
        except ValueError:
            continue
        return generate(seed, layout, profile=profile), damaged
    pytest.fail(f"no profile offers {name} a place")


def changed(name: str, layout: Layout = Layout.CELL_LINES, seed: int = 3) -> tuple[Generated, Generated, list[str]]:
    """Both documents, and the cells whose truth the damage changed."""
    whole, damaged = before_and_after(name, layout, seed)
    return whole, damaged, [path for path, figure in damaged.truth.cells.items() if whole.truth.cells[path] != figure]


def row_of(report: Generated, path: str) -> list[str]:
    """The printed fields of the row that holds a cell."""
    return next([f.text for f in row.fields] for _, _, _, row in report.document.rows() if path in row.paths)


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


def test_a_split_digit_makes_the_row_longer_and_unknowable() -> None:
    """10 becomes 1 and 0; joined again they are the old figure, which the truth keeps."""
    whole, damaged, cells = changed("digit_split")
    assert cells == []
    longer = next(row for _, _, _, row in damaged.document.rows() if len(row.fields) > len(row.paths))
    assert set(longer.paths) <= damaged.unknowable
    assert "".join(row_of(whole, longer.paths[0])) == "".join(field.text for field in longer.fields)


def test_a_split_digit_that_swallows_its_neighbour_keeps_the_row_in_length() -> None:
    """What the two cells print now is the truth, and nothing is unknowable: no reader can see through it."""
    whole, damaged, cells = changed("digit_split_swallowing")
    assert len(cells) in {1, 2}
    assert not damaged.unknowable - whole.unknowable
    assert len(row_of(whole, cells[0])) == len(row_of(damaged, cells[0]))


def test_a_swap_exchanges_two_neighbours() -> None:
    """The same figures stand in the row, two of them in each other's place."""
    whole, damaged, cells = changed("adjacent_swap")
    first, second = cells
    assert whole.truth.cells[first] == damaged.truth.cells[second]
    assert whole.truth.cells[second] == damaged.truth.cells[first]
    assert sorted(row_of(whole, first)) == sorted(row_of(damaged, first))


def test_a_shifted_row_ends_or_begins_with_an_empty_cell() -> None:
    """All figures stand one column further on; the one at the edge is gone."""
    for seed in range(8):
        whole, damaged, cells = changed("row_shift", seed=seed)
        old, new = row_of(whole, cells[0]), row_of(damaged, cells[0])
        assert new in (["", *old[:-1]], [*old[1:], ""])
        assert {"kind": "blank"} in [damaged.truth.cells[path] for path in cells]


def test_a_lost_row_is_missing() -> None:
    """All cells of one row in the middle have the kind missing, and the row is not printed."""
    whole, damaged, cells = changed("lost_row")
    assert len(cells) == 7
    assert all(damaged.truth.cells[path] == {"kind": "missing"} for path in cells)
    assert sum(1 for _ in damaged.document.rows()) == sum(1 for _ in whole.document.rows()) - 1


def test_a_duplicated_row_stands_twice() -> None:
    """The same label and figures follow each other."""
    _, damaged, cells = changed("duplicated_row")
    rows = [row for _, _, _, row in damaged.document.rows()]
    assert cells == []
    assert sum(above == below for above, below in pairwise(rows)) == 1


def test_a_contradicting_duplicate_is_unknowable() -> None:
    """One label has two different rows of figures."""
    whole, damaged, cells = changed("contradicting_duplicate")
    assert cells == []
    labels = [(row.groups, row.label) for _, _, _, row in damaged.document.rows() if row.label]
    assert len(labels) == len(set(labels)) + 1
    assert len(damaged.unknowable - whole.unknowable) in {1, 2, 3, 7}


def test_a_lost_label_leaves_its_figures() -> None:
    """One row has no label, all figures are there, and the truth is what it was."""
    whole, damaged, cells = changed("lost_label")
    assert cells == []
    assert sum(not row.label and not row.bare for _, _, _, row in damaged.document.rows()) == 1
    assert whole.unknowable == damaged.unknowable


def test_exchanged_rows_keep_their_own_figures() -> None:
    """Two rows stand in another order; by label nothing has changed."""
    whole, damaged, cells = changed("label_swap_order")
    rows = [[(row.label, row.fields) for _, _, _, row in report.document.rows()] for report in (whole, damaged)]
    assert cells == []
    assert rows[0] != rows[1]
    assert sorted(rows[0], key=repr) == sorted(rows[1], key=repr)


def test_merged_rows_hold_two_figures_in_a_field() -> None:
    """Fourteen cells are unknowable, and one field reads like two figures."""
    whole, damaged, cells = changed("merged_rows")
    assert cells == []
    assert len(damaged.unknowable - whole.unknowable) == 14
    assert any(re.fullmatch(r"\d* +\d*", f.text) for _, _, _, row in damaged.document.rows() for f in row.fields)


def test_a_torn_label_goes_on_after_its_figures() -> None:
    """Head and tail together are the label that the undamaged document prints."""
    whole, damaged, _ = changed("torn_label")
    torn = next(row for _, _, _, row in damaged.document.rows() if row.tail)
    label = next(row.label for _, _, _, row in whole.document.rows() if row.paths == torn.paths)
    assert torn.label + torn.tail == label
    assert f"\t{torn.tail}" in damaged.text.split("\n")


def test_a_lost_cell_makes_the_row_shorter_and_unknowable() -> None:
    """Nobody can tell which of the figures is gone."""
    whole, damaged, cells = changed("lost_cell")
    assert cells == []
    shorter = next(row for _, _, _, row in damaged.document.rows() if len(row.fields) < len(row.paths))
    assert set(shorter.paths) == damaged.unknowable - whole.unknowable


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        pytest.param("blank_cell", "", "blank", id="blank"),
        pytest.param("slash_cell", "/", "slash", id="slash"),
        pytest.param("dash_cell", "—", "dash", id="dash"),
        pytest.param("none_word", "无", "none_word", id="none word"),
    ],
)
def test_a_cell_without_a_number_has_its_kind(name: str, text: str, kind: str) -> None:
    """One cell prints the mark, and its truth is the kind, never zero."""
    _, damaged, cells = changed(name)
    assert [damaged.truth.cells[path] for path in cells] == [{"kind": kind}]
    assert [f.text for _, _, _, row in damaged.document.rows() for f in row.fields if f.path == cells[0]] == [text]


def test_a_letter_for_a_digit_is_illegible() -> None:
    """A cell with O or l is no number, even where the figure is plain to guess."""
    _, damaged, cells = changed("confusion_digit")
    assert [damaged.truth.cells[path] for path in cells] == [{"kind": "illegible"}]
    assert re.search(r"^\t.*[Ol]", damaged.text, re.MULTILINE)


def test_a_wrong_total_is_the_agencys_own_error() -> None:
    """One total is off by one, the truth keeps it as printed, and an audit must find it."""
    for seed in range(8):
        whole, damaged, cells = changed("total_off_by_one", seed=seed)
        before, after = (numeric(report.truth.cells[cells[0]]) for report in (whole, damaged))
        assert before is not None
        assert after is not None
        assert abs(before - after) == 1
        assert [found.get("cells") for found in damaged.truth.must_find] == [cells]
        assert not damaged.truth.clean


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        pytest.param("full_width_digits", r"[０-９]", id="full width"),
        pytest.param("thousands_separator", r"\d,\d{3}", id="separators"),
        pytest.param("footnote_mark", r"\t[^\n]*\d(①|②|（注1）|\*|\[1\]|（含上年结转）)", id="footnote"),
        pytest.param("decimal_counts", r"\t[^\n]*\d\.0", id="decimals"),
        pytest.param("unit_in_cells", r"\t[^\n]*\d件", id="units"),
        pytest.param("zero_width_characters", "[\u200b\u200d\u2060\ufeff]", id="zero width"),
        pytest.param("spaced_digits", r"\t[^\n]*\d \d", id="spaced"),
    ],
)
def test_another_dress_of_a_figure_leaves_the_truth(name: str, pattern: str) -> None:
    """The number is the same whatever it is dressed in."""
    for seed in range(6):
        whole, damaged, _ = changed(name, seed=seed)
        assert re.search(pattern, damaged.text), (name, seed)
        assert [numeric(figure) for figure in damaged.truth.cells.values()] == [
            numeric(figure) for figure in whole.truth.cells.values()
        ]


def test_an_amount_in_another_dress_keeps_its_unit() -> None:
    """`as_printed` of an amount with a unit follows the print."""
    editions = {"proactive": "2019"}
    found = 0
    for seed in range(30):
        report = generate(seed, Layout.TAB_ROWS, profile="city", editions=editions, damages=["full_width_digits"])
        figure = report.truth.cells["proactive.procurement.amount"]
        if isinstance(figure, dict) and "as_printed" in figure:
            assert str(figure["as_printed"]) in report.text
            found += 1
    assert found


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


def test_figures_over_two_lines_are_still_all_there() -> None:
    """The row's figures break after one of them; none is lost."""
    whole, damaged = before_and_after("wrapped_values", Layout.WHITESPACE, 4)
    assert whole.text.split() == damaged.text.split()


def test_a_slipped_figure_stands_in_the_row_below() -> None:
    """One row is too short by the figure that makes the next one too long; both are unknowable."""
    whole, damaged, cells = changed("cell_slipped")
    rows = [row for _, _, _, row in damaged.document.rows()]
    upper, lower = next((a, b) for a, b in pairwise(rows) if len(a.fields) < len(a.paths))
    assert cells == []
    assert lower.fields[0].path in upper.paths
    assert {*upper.paths, *lower.paths} == damaged.unknowable - whole.unknowable


def test_an_extra_row_belongs_to_no_cell() -> None:
    """A group has one row more than the form, and its figures are nowhere in the truth."""
    whole, damaged, cells = changed("extra_row")
    extra = [row for _, _, _, row in damaged.document.rows() if not row.paths]
    assert cells == []
    assert len(extra) == 1
    assert whole.truth.cells == damaged.truth.cells
    assert f"\t{extra[0].label}" in damaged.text.split("\n")


def test_an_impostor_does_not_take_the_place_of_the_missing_row() -> None:
    """The row of other outcomes is missing in the truth, though an 其他 with figures stands in another group."""
    for seed in range(8):
        _, damaged, cells = changed("impostor_row", seed=seed)
        assert {path.split(".")[1] for path in cells} <= {"other_remaining", "other_handling"}
        assert all(damaged.truth.cells[path] == {"kind": "missing"} for path in cells)
        assert any(not row.paths and "其" in row.label for _, _, _, row in damaged.document.rows())


def test_figures_before_their_labels_look_like_those_of_the_row_above() -> None:
    """In bare lines each label is followed by the next row's figures, so nothing of the table can be known."""
    whole, damaged, cells = changed("values_before_labels", Layout.BARE_LINES)
    lines = damaged.text.split("\n")
    at = next(n for n, line in enumerate(lines) if "本年新收" in line and "申请数" in line and len(line) < 30)
    assert cells == []
    assert lines[at + 1 : at + 8] == row_of(whole, "requests.carried_in.total")
    assert {path for path in damaged.truth.cells if path.startswith("requests.")} <= damaged.unknowable


def test_a_page_number_in_a_cells_place_has_no_tab() -> None:
    """The figure is gone; the line in its place is no cell, and its row is unknowable."""
    for seed in range(8):
        whole, damaged, cells = changed("page_number_for_cell", seed=seed)
        differing = [
            pair for pair in zip(*(r.text.split("\n") for r in (whole, damaged)), strict=True) if len(set(pair)) > 1
        ]
        assert cells == []
        assert [(old[0], new.isdigit()) for old, new in differing] == [("\t", True)]
        assert damaged.unknowable - whole.unknowable


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


def test_an_error_that_cannot_be_seen_need_not_be_found() -> None:
    """Where the layout leaves every equation of the wrong total unreadable, nothing is expected of an audit."""
    made = [generate(seed, Layout.FLOATING, damages=["total_off_by_one"]) for seed in range(60)]
    assert {bool(report.truth.must_find) for report in made} == {True, False}
