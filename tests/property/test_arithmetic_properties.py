"""Identities of the shipped form on random figures: what a change of one cell must break, and what a blank must do."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from extractor.audit import (
    Amount,
    Checked,
    EquationResult,
    arithmetic_findings,
    evaluate,
    measure_coverage,
    suspects,
)
from extractor.forms import Equation, TableEdition, builtin_forms

(FORM,) = (form for form in builtin_forms() if form.id == "gov-disclosure")

TABLES = [edition for table in FORM.tables for edition in table.editions if edition.equations]
"""Every table that has identities, in every edition."""

COUNTS = st.integers(0, 999)

Figures = dict[str, int]


def balanced(table: TableEdition, draws: st.DataObject) -> Figures:
    """Random figures that satisfy every identity of the table.

    The parts of every sum are free; totals follow, and what is carried out is what was received and not processed.
    """
    figures = {path: draws.draw(COUNTS, label=path) for path in table.shape}
    for _ in range(len(table.equations)):
        for equation in table.equations:
            settle(equation, figures)
    return figures


def settle(equation: Equation, figures: Figures) -> None:
    """Make an equation hold by its last cell, or by its first one where the last would become negative."""
    last = equation.right[-1]
    rest = sum(figures[path] for path in equation.left) - sum(figures[path] for path in equation.right[:-1])
    if rest < 0:
        figures[equation.left[0]] -= rest
        rest = 0
    figures[last] = rest


def assess(table: TableEdition, figures: Mapping[str, int]) -> tuple[EquationResult, ...]:
    """The outcome of every identity of the table."""
    return evaluate(table.equations, {path: Amount.of(value) for path, value in figures.items()})


TABLE = st.sampled_from(TABLES)


@given(TABLE, st.data())
def test_a_changed_cell_breaks_every_equation_that_holds_it_and_only_those(
    table: TableEdition, draws: st.DataObject
) -> None:
    """In a table whose figures reconcile, a single wrong cell shows in each of its sums and nowhere else."""
    figures = balanced(table, draws)
    assert {result.outcome for result in assess(table, figures)} == {"passed"}
    path = draws.draw(st.sampled_from(table.shape), label="changed cell")
    wrong = draws.draw(COUNTS.filter(lambda value: value != figures[path]), label="printed instead")
    for result in assess(table, figures | {path: wrong}):
        assert result.outcome == ("failed" if path in result.equation.cells else "passed")


@given(TABLE, st.data())
def test_a_changed_cell_is_among_the_suspects(table: TableEdition, draws: st.DataObject) -> None:
    """The cell that is wrong is always shown to a person; in `requests` it is shown alone."""
    figures = balanced(table, draws)
    path = draws.draw(st.sampled_from(table.shape), label="changed cell")
    wrong = draws.draw(COUNTS.filter(lambda value: value != figures[path]), label="printed instead")
    printed = {cell: Amount.of(value) for cell, value in (figures | {path: wrong}).items()}
    found = suspects(evaluate(table.equations, printed), printed)
    assert path in found
    if table.table == "requests":
        assert found == {path}


@given(TABLE, st.data())
def test_a_blank_makes_exactly_its_equations_not_assessable(table: TableEdition, draws: st.DataObject) -> None:
    """No sum is formed over a blank, also where zero would fit, and no other equation is touched."""
    figures = {path: draws.draw(COUNTS, label=path) for path in table.shape}
    blanks = draws.draw(st.sets(st.sampled_from(table.shape), min_size=1, max_size=5), label="blanks")
    stated = {path: value for path, value in figures.items() if path not in blanks}
    for before, after in zip(assess(table, figures), assess(table, stated), strict=True):
        touched = blanks.intersection(before.equation.cells)
        assert set(after.unusable) == touched
        assert after.outcome == ("not_assessable" if touched else before.outcome)
        assert (after.left is None) == bool(touched)


@given(TABLE, st.data())
def test_coverage_adds_up(table: TableEdition, draws: st.DataObject) -> None:
    """Every equation is counted once: evaluated or not, passed or failed, and the vacuous ones among the passed."""
    figures = {path: draws.draw(st.integers(0, 2), label=path) for path in table.shape}
    stated = draws.draw(st.sets(st.sampled_from(table.shape)), label="stated")
    results = assess(table, {path: figures[path] for path in stated})
    coverage = measure_coverage(results, Checked(), len(table.shape))
    assert coverage.applicable == len(table.equations) == coverage.evaluated + coverage.not_assessable
    assert coverage.evaluated == coverage.passed + coverage.failed
    assert coverage.vacuous <= coverage.passed
    assert coverage.check_power is not None
    assert 0 <= coverage.check_power <= 1


@given(TABLE, st.data())
def test_findings_match_the_outcomes(table: TableEdition, draws: st.DataObject) -> None:
    """One finding for each failure, with its own cells and difference, and one for each rule that lacks a number."""
    figures = {path: draws.draw(st.integers(0, 3), label=path) for path in table.shape}
    blanks = draws.draw(st.sets(st.sampled_from(table.shape), max_size=3), label="blanks")
    stated = {path: value for path, value in figures.items() if path not in blanks}
    results = assess(table, stated)
    printed = {path: str(value) for path, value in stated.items()}
    findings = list(arithmetic_findings(results, {table.table: "source"}, printed))
    failed = {result.equation.cells: result for result in results if result.outcome == "failed"}
    assert {finding.cells for finding in findings if finding.status == "FAIL"} == set(failed)
    for finding in findings:
        if finding.status == "FAIL":
            equation = failed[finding.cells].equation
            difference = sum(stated[path] for path in equation.left) - sum(stated[path] for path in equation.right)
            assert finding.delta == str(difference)
    lacking = {result.equation.id for result in results if result.outcome == "not_assessable"}
    assert sorted(finding.code for finding in findings if finding.status == "NOT_ASSESSABLE") == sorted(lacking)
    assert len({finding.fingerprint for finding in findings}) == len(findings)
