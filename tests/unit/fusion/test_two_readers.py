"""`extractor.fusion`: the tiers of two independent readers (design.md §4.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from extractor.fusion import Outcome, Pair, Settled, TableSide, Witness, differences, settle
from extractor.fusion.doubts import lift_of
from extractor.model import Kind, Place

TEXT = "0123456789" * 20


def said(value: int | None, start: int | None, kind: Kind = "number") -> Witness:
    """One reader's words; without a start they have no place."""
    place = None if start is None else Place(start=start, end=start + 1)
    return Witness(kind, value, place)


def pair(column: str, table: Witness, model: Witness | None, *doubts: str, named: bool = True) -> Pair:
    """A cell of the row `t.r`; doubts make it unproven."""
    return Pair(f"t.r.{column}", table, not doubts, doubts, model, named_row=named, named_column=named)


def judge(_table: str, numbers: Mapping[str, int | str]) -> Sequence[Outcome]:
    """One identity: a + b = c."""
    paths = ("t.r.a", "t.r.b", "t.r.c")
    if not all(path in numbers for path in paths):
        return []
    a, b, c = (int(numbers[path]) for path in paths)
    return [Outcome(paths, failed=a + b != c, vacuous=not (a or b or c))]


def suspects(table: str, numbers: Mapping[str, int | str]) -> frozenset[str]:
    """Every cell of what fails."""
    return frozenset(path for outcome in judge(table, numbers) if outcome.failed for path in outcome.cells)


def settled(*pairs: Pair, trusted: bool = True, stray: bool = False) -> Mapping[str, Settled]:
    """The cells of one table, by column."""
    fusion = settle([TableSide("t", pairs, trusted, stray)], TEXT, judge, suspects)
    return {path.rpartition(".")[2]: cell for path, cell in fusion.cells.items()}


def row(values: Sequence[int], *doubts: str, model: Sequence[int | None] | None = None) -> list[Pair]:
    """The cells a, b, c, read alike from the same places unless `model` says otherwise."""
    return [
        pair(column, said(value, place), None if other is None else said(other, place), *doubts)
        for place, (column, value, other) in enumerate(zip("abc", values, model or values, strict=True))
    ]


def states(cells: Mapping[str, Settled]) -> set[tuple[str, str]]:
    """Tiers and statuses."""
    return {(cell.verdict.tier, cell.verdict.status) for cell in cells.values()}


@pytest.mark.parametrize(
    ("values", "doubts", "state"),
    [
        pytest.param((1, 2, 3), (), ("T0", "accepted"), id="proven, a sum holds"),
        pytest.param((0, 0, 0), (), ("T1", "accepted"), id="proven, a sum of zeros"),
        pytest.param((1, 2, 4), (), ("T3", "accepted"), id="proven, the report's own sum fails"),
        pytest.param((1, 2, 3), ("label-margin",), ("T0", "accepted"), id="both name the row"),
        pytest.param((0, 0, 0), ("columns-unnamed",), ("T1", "accepted"), id="the model names the columns"),
        pytest.param((1, 2, 3), ("odd-row",), ("T0", "accepted"), id="a sum shows that no number is a neighbour's"),
        pytest.param((0, 0, 0), ("odd-row",), ("T4", "review"), id="a sum of zeros does not"),
        pytest.param((1, 2, 4), ("odd-row",), ("T4", "review"), id="nor does one that fails"),
        pytest.param((0, 0, 0), ("stray-number-beside",), ("T1", "accepted"), id="no digit is torn off a whole sum"),
        pytest.param((1, 2, 4), ("stray-number-beside",), ("T4", "review"), id="a broken one may lack a digit"),
        pytest.param((1, 2, 3), ("bound-by-position",), ("T4", "review"), id="one reader alone names the row"),
        pytest.param((1, 2, 3), ("foreign-header",), ("T4", "review"), id="the document renames its columns"),
    ],
)
def test_two_readers_who_agree(values: Sequence[int], doubts: Sequence[str], state: tuple[str, str]) -> None:
    """Agreement at the same place lifts doubts of naming, and others only with the help of a sum."""
    assert states(settled(*row(values, *doubts))) == {state}


def test_a_sum_inside_a_row_says_nothing_about_the_row() -> None:
    """Another row's figures add up as well; only an equation with cells of other rows tells the two apart."""

    def between(table: str, numbers: Mapping[str, int | str]) -> Sequence[Outcome]:
        inside = judge(table, numbers)
        across = [Outcome(("t.r.a", "t.total.a"), failed=False, vacuous=False)]
        return [*inside, *(across if "t.total.a" in numbers else [])]

    cells = row((1, 2, 3), "values-lost-beside")
    assert states(settled(*cells)) == {("T4", "review")}
    total = Pair("t.total.a", said(1, 40), proven=True, doubts=(), model=None)
    fusion = settle([TableSide("t", [*cells, total], trusted=True, stray=False)], TEXT, between, suspects)
    assert fusion.cells["t.r.a"].verdict.tier == "T0"
    assert fusion.cells["t.r.b"].verdict.tier == "T4"
    on_one_line = [replace(cell, whole_line=True) for cell in cells]
    assert states(settled(*on_one_line)) == {("T0", "accepted")}


def test_a_doubt_needs_the_names_that_it_is_about() -> None:
    """Without the row's label nothing is lifted, without the header no doubt about columns."""
    (cell,) = row((1, 2, 3), "columns-unnamed")[:1]
    assert lift_of(cell) == "named"
    assert lift_of(replace(cell, named_column=False)) is None
    assert lift_of(replace(cell, named_row=False)) is None


def test_a_reading_without_a_place_changes_nothing() -> None:
    """Invented figures stay readings: the table reader is alone, with its own tier."""
    cells = [replace(cell, model=said(8, None)) for cell in row((1, 2, 3))]
    assert states(settled(*cells)) == {("S0", "accepted")}
    doubted = [replace(cell, model=said(8, None)) for cell in row((1, 2, 3), "label-margin")]
    assert states(settled(*doubted)) == {("T4", "review")}


def test_the_same_value_from_another_place_is_no_agreement() -> None:
    """A zero proves nothing about another zero."""
    cells = [replace(cell, model=said(0, 50 + place)) for place, cell in enumerate(row((0, 0, 0), "label-margin"))]
    assert states(settled(*cells)) == {("T4", "review")}


def test_the_one_choice_that_reconciles_is_pre_selected_and_still_reviewed() -> None:
    """T2: the readers differ, and only the model's number makes the sum hold."""
    cells = row((1, 2, 4))
    cells[2] = replace(cells[2], model=said(3, 60))
    made = settled(*cells)["c"]
    assert (made.verdict.tier, made.verdict.status, made.reader) == ("T2", "review", "model")
    assert made.verdict.reasons == ("readers-differ", "differ-repair")


def test_readers_who_differ_without_a_sum_to_tell_send_the_cell_to_a_person() -> None:
    """T4: even a proven reading yields to a witness who saw another number printed."""
    made = settled(pair("x", said(1, 0), said(2, 9)))["x"]
    assert (made.verdict.tier, made.verdict.status, made.reader) == ("T4", "review", "table")


def test_what_only_the_model_read_is_pre_selected() -> None:
    """T4 with the model's words in the cell."""
    made = settled(pair("x", Witness("unread", None, None), said(2, 9), "row-not-found"))["x"]
    assert (made.verdict, made.reader) == (replace(made.verdict, tier="T4", reasons=("model-alone",)), "model")


def test_two_readers_settle_whether_a_damaged_copy_or_the_report_is_wrong() -> None:
    """T3 in a table that is not trusted: accepted where both read the figures alike, else the suspects wait."""
    assert states(settled(*row((1, 2, 4)), trusted=False)) == {("T3", "accepted")}
    alone = row((1, 2, 4), model=(None, None, None))
    assert states(settled(*alone, trusted=False)) == {("T3", "review")}


def test_a_torn_digit_misleads_both_readers_alike() -> None:
    """With a stray number in the table, figures need a sum; a dash is whole by itself."""
    alone = pair("x", said(1, 0), said(1, 0))
    dash = pair("y", said(None, 3, "dash"), said(None, 3, "dash"))
    made = settled(alone, dash, stray=True)
    assert (made["x"].verdict.tier, made["x"].verdict.reasons) == ("T4", ("stray-number",))
    assert (made["y"].verdict.tier, made["y"].verdict.status) == ("T1", "accepted")


@pytest.mark.parametrize(
    ("table", "model", "kind"),
    [
        (said(1234, 0), said(1254, None), "differ-digit"),
        (said(5, 0), said(7, None), "differ-shift"),
        (said(35, 0), said(350000, None), "differ-unit"),
        (said(35, 0), said(-35, None), "differ-sign"),
        (said(35, 0), said(0, None), "differ-zero-fill"),
        (said(None, 0, "dash"), said(0, None), "differ-zero-fill"),
        (said(0, 0), said(None, None, "blank"), "differ-null-zero"),
        (said(35, 0), said(888, None), "differ-fabricated"),
    ],
)
def test_the_kind_of_difference_is_named(table: Witness, model: Witness, kind: str) -> None:
    """The log says which mistake of models it looks like."""
    side = TableSide("t", [pair("x", table, model), pair("y", said(7, 30), None)], trusted=True, stray=False)
    assert differences(side, {}, judge) == {"t.r.x": kind}
