"""Damages of single figures: what is printed in their place, and what can still be known."""

import re
from itertools import pairwise

import pytest
from damaged_reports import before_and_after, changed, row_of

from eval.generator import Layout, generate
from eval.generator.truth import numeric


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


def test_an_error_that_cannot_be_seen_need_not_be_found() -> None:
    """Where the layout leaves every equation of the wrong total unreadable, nothing is expected of an audit."""
    made = [generate(seed, Layout.FLOATING, damages=["total_off_by_one"]) for seed in range(60)]
    assert {bool(report.truth.must_find) for report in made} == {True, False}
