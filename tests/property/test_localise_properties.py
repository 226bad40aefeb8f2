"""The search for repairs: sound and complete on small tables, and safe on the shipped forms."""

from collections.abc import Mapping
from itertools import combinations, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eval.generator.figures import PROFILES, draw_figures
from extractor.audit import Amount, check_power, evaluate, lines_of, locate, suspects
from extractor.forms import Equation, TableEdition, builtin_forms
from extractor.forms.schema import Bilingual

(FORM,) = (form for form in builtin_forms() if form.id == "gov-disclosure")
(REQUESTS,) = (table.edition("2021") for table in FORM.tables if table.key == "requests")
LINES = lines_of([REQUESTS])

MOST = 2
"""Figures of the small tables go up to it, so that every repair can be tried."""

SMALL = tuple(
    Equation("K", "", Bilingual(zh="各项之和等于总计", en="The parts add up"), "账簿规则", left, right)
    for left, right in (
        (("t.a", "t.b"), ("t.s",)),
        (("t.c", "t.d"), ("t.u",)),
        (("t.a", "t.c"), ("t.v",)),
        (("t.b", "t.d"), ("t.w",)),
    )
)
CELLS = sorted({path for equation in SMALL for path in equation.cells})


def amounts(figures: Mapping[str, int]) -> dict[str, Amount]:
    """Whole numbers as the audit sees them."""
    return {path: Amount.of(value) for path, value in figures.items()}


def holds(figures: Mapping[str, int]) -> bool:
    """Whether all small sums are right, added up anew."""
    return all(
        sum(figures[path] for path in equation.left) == sum(figures[path] for path in equation.right)
        for equation in SMALL
    )


def by_trial(figures: Mapping[str, int]) -> set[frozenset[str]]:
    """The smallest sets of cells whose change makes all sums hold, by trying every value."""
    for size in range(1, 4):
        # No figure needs to exceed the sum of all of them.
        found = {
            frozenset(cells)
            for cells in combinations(CELLS, size)
            if any(
                holds({**figures, **dict(zip(cells, values, strict=True))})
                for values in product(range(2 * MOST + 1), repeat=size)
            )
        }
        if found:
            return found
    return set()


@settings(max_examples=200)
@given(st.fixed_dictionaries({path: st.integers(0, MOST) for path in CELLS}))
def test_on_a_small_table_all_smallest_repairs_are_found_and_no_others(figures: dict[str, int]) -> None:
    """Every set of cells that trial finds is listed, each makes every sum hold, and none is larger than needed."""
    assume(not holds(figures))
    known = amounts(figures)
    located = locate(evaluate(SMALL, known), known)
    # A table of this kind is one component.
    (only,) = located
    expected = by_trial(figures)
    assert {repair.cells for repair in only.repairs} == expected
    for repair in only.repairs:
        assert holds({**figures, **{path: int(number) for path, number in repair.changes}})


def printed_with(table: TableEdition, seed: st.DataObject, errors: int) -> tuple[dict[str, int], dict[str, int]]:
    """Right figures of a table, and the same with some cells changed."""
    profile = seed.draw(st.sampled_from(sorted(PROFILES)), label="profile")
    random = seed.draw(st.randoms(use_true_random=False), label="random")
    drawn = draw_figures(FORM, {table.table: table.edition}, PROFILES[profile], random)
    right = {path: int(value) for path, value in drawn.items()}
    cells = seed.draw(st.sets(st.sampled_from(table.shape), min_size=errors, max_size=errors), label="wrong cells")
    wrong = {path: seed.draw(st.integers(0, 9999).filter(lambda v, p=path: v != right[p])) for path in sorted(cells)}
    return right, right | wrong


@given(st.data())
def test_one_wrong_cell_of_the_requests_is_located_and_its_number_found(seed: st.DataObject) -> None:
    """Whatever is printed instead of the right number, the right cell and number are the only proposal."""
    right, printed = printed_with(REQUESTS, seed, 1)
    known = amounts(printed)
    (only,) = locate(evaluate(REQUESTS.equations, known), known, LINES)
    assert only.unique is not None
    assert dict(only.unique.changes) == {path: value for path, value in right.items() if printed[path] != value}


@given(st.data(), st.integers(2, 6))
def test_every_proposal_reconciles_its_component_and_stays_a_count(seed: st.DataObject, errors: int) -> None:
    """With any number of mistakes, and none of them understood: what is proposed adds up and is no negative number."""
    _, printed = printed_with(REQUESTS, seed, errors)
    known = amounts(printed)
    for located in locate(evaluate(REQUESTS.equations, known), known, LINES):
        for repair in located.repairs:
            changed = {path: int(number) for path, number in repair.changes}
            assert all(value >= 0 and value != printed[path] for path, value in changed.items())
            results = evaluate(REQUESTS.equations, known | amounts(changed))
            assert [results[position].outcome for position in located.failed] == ["passed"] * len(located.failed)
            before = sum(result.outcome == "failed" for result in evaluate(REQUESTS.equations, known))
            assert sum(result.outcome == "failed" for result in results) == before - len(located.failed)


@given(st.data(), st.integers(1, 6))
def test_two_and_more_wrong_cells_clear_nobody(seed: st.DataObject, errors: int) -> None:
    """The suspects hold a wrong cell for every failed equation, unless one cell explains all by its numbers."""
    _, printed = printed_with(REQUESTS, seed, errors)
    known = amounts(printed)
    results = evaluate(REQUESTS.equations, known)
    suspected = suspects(results, known)
    for result in results:
        if result.outcome == "failed":
            assert suspected & set(result.equation.cells)
    failed = {path for result in results if result.outcome == "failed" for path in result.equation.cells}
    assert suspected <= failed


@given(st.data())
def test_check_power_tells_which_cells_are_located(seed: st.DataObject) -> None:
    """Where blanks make equations fall away: located cells are exactly those that a search would name alone."""
    right, _ = printed_with(REQUESTS, seed, 0)
    blanks = seed.draw(st.sets(st.sampled_from(REQUESTS.shape), max_size=12), label="blanks")
    stated = {path: value for path, value in right.items() if path not in blanks}
    power = check_power(evaluate(REQUESTS.equations, amounts(stated)))
    path = seed.draw(st.sampled_from(sorted(stated)), label="changed cell")
    # Larger than any total: no other single cell could make up for it by becoming smaller.
    known = amounts(stated | {path: stated[path] + 10**6})
    results = evaluate(REQUESTS.equations, known)
    assert any(result.outcome == "failed" for result in results) == (path in power.noticed)
    if path in power.noticed:
        assert (suspects(results, known) == {path}) == (path in power.located)
