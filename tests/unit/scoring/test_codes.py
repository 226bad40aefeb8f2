"""Answers that are wrong in a known way get the code of that way, and fail."""

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import pairwise

import pytest

from eval.scoring import CODES, Expectation, score_document, total_up
from extractor.forms import Form
from extractor.pipeline import Processed

Figures = Mapping[str, Decimal | None]
Answer = Callable[[Figures], Processed]


def rows_of(figures: Figures, table: str) -> list[list[str]]:
    """The paths of a table, row by row."""
    rows: dict[str, list[str]] = {}
    for path in figures:
        if path.startswith(f"{table}."):
            rows.setdefault(path.split(".")[1], []).append(path)
    return list(rows.values())


def all_zero(figures: Figures) -> Figures:
    """A skeleton of zeros."""
    return dict.fromkeys(figures, Decimal(0))


def all_null(figures: Figures) -> Figures:
    """A skeleton of blanks."""
    return dict.fromkeys(figures)


def transposed(figures: Figures) -> Figures:
    """The figures of the large table read down its columns."""
    rows = rows_of(figures, "requests")
    across = [path for row in rows for path in row]
    down = [path for column in zip(*rows, strict=True) for path in column]
    return {**figures, **{path: figures[other] for path, other in zip(across, down, strict=True)}}


def row_slipped(figures: Figures) -> Figures:
    """A row left out and the ones below moved up."""
    rows = rows_of(figures, "requests")
    moved = {
        path: figures[other] for row, below in pairwise(rows[4:11]) for path, other in zip(row, below, strict=True)
    }
    return {**figures, **moved}


def columns_exchanged(figures: Figures) -> Figures:
    """Two columns of applicants in each other's place."""
    changed = dict(figures)
    for row in rows_of(figures, "requests"):
        changed[row[1]], changed[row[2]] = figures[row[2]], figures[row[1]]
    return changed


def row_shifted(figures: Figures) -> Figures:
    """One row a column too far to the right."""
    row = rows_of(figures, "requests")[7]
    return {**figures, **{path: figures[before] for path, before in zip(row[1:], row, strict=False)}, row[0]: None}


def digit_wrong(figures: Figures) -> Figures:
    """The last digit of one figure is another."""
    path = rows_of(figures, "requests")[3][0]
    value = figures[path] or Decimal(0)
    return {**figures, path: value + (1 if value % 10 < 9 else -1)}


def unit_wrong(figures: Figures) -> Figures:
    """The fee in yuan where the form has ten thousand yuan."""
    return {**figures, "proactive.fees.amount": (figures["proactive.fees.amount"] or Decimal(0)) * 10_000}


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (all_zero, "ALL_ZERO"),
        (all_null, "ALL_NULL"),
        (transposed, "TRANSPOSED"),
        (row_slipped, "ROW_SLIP"),
        (columns_exchanged, "HEADER_MAP"),
        (row_shifted, "SHIFT_COL"),
        (digit_wrong, "DIGIT"),
        (unit_wrong, "UNIT"),
    ],
)
def test_each_failure_is_named_and_fails(  # noqa: PLR0917 - a case and what it is held against
    spoil: Callable[[Figures], Figures], code: str, truth: Expectation, figures: Figures, answer: Answer, form: Form
) -> None:
    """The document is not exact, its wrong cells are wrong accepted ones, and most of them bear the code."""
    score = score_document(truth, answer(spoil(figures)), form)
    assert not score.exact
    assert set(score.codes) == set(score.wrong_accepted) != set()
    assert Counter(score.codes.values()).most_common(1)[0][0] == code
    assert set(score.codes.values()) <= CODES.keys()


def test_a_total_that_was_put_right_is_named(truth: Expectation, figures: Figures, answer: Answer, form: Form) -> None:
    """The document prints a wrong total; an answer in which the sum holds repaired it."""
    path = "disputes.reconsideration.total"
    printed = int(figures[path] or 0) + 1
    source = Expectation(cells={**truth.cells, path: printed}, editions=truth.editions)
    repaired = score_document(source, answer(figures), form)
    assert repaired.codes == {path: "ARITH_REPAIR"}
    assert repaired.wrong_accepted == (path,)
    assert score_document(source, answer({**figures, path: Decimal(printed)}), form).exact


def test_zero_for_blank_and_blank_for_zero_are_wrong(
    truth: Expectation, figures: Figures, answer: Answer, form: Form
) -> None:
    """A blank is not a zero, in either direction."""
    one, other = "disputes.reconsideration.total", "disputes.reconsideration.upheld"
    source = Expectation(cells={**truth.cells, one: {"kind": "blank"}, other: 0}, editions=truth.editions)
    given = {**figures, one: Decimal(0), other: None}
    assert score_document(source, answer(given), form).codes == {one: "ZERO_FILL", other: "NULL_ZERO"}


def test_the_right_answer_has_no_code(truth: Expectation, figures: Figures, answer: Answer, form: Form) -> None:
    """Nothing is wrong with it."""
    score = score_document(truth, answer(figures), form)
    assert score.exact
    assert score.codes == {}


def test_an_all_zero_answer_is_no_success_where_most_cells_are_zero(
    truth: Expectation, figures: Figures, answer: Answer, form: Form
) -> None:
    """The non-zero rate is none, however many zeros the document prints."""
    sparse = dict.fromkeys(truth.cells, 0) | {"proactive.licensing.decisions": 7}
    score = score_document(Expectation(cells=sparse, editions=truth.editions), answer(all_zero(figures)), form)
    totals = total_up([score])
    assert totals.cells.share is not None
    assert totals.cells.share > 0.99
    assert totals.non_zero.share == 0
    assert score.codes == {"proactive.licensing.decisions": "ALL_ZERO"}
