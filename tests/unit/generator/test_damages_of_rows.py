"""Damages of whole rows and their labels: lost, repeated, exchanged, run together."""

import re
from itertools import pairwise

from damaged_reports import changed, row_of

from eval.generator import Layout


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
