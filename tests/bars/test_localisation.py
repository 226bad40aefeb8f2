"""Quality bar: one injected wrong cell is noticed, located and its number found (design.md §7)."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

import pytest

from eval.generator.figures import PROFILES, draw_figures
from extractor.audit import Amount, View, evaluate, lines_of, locate, proposals_of
from extractor.forms import TableEdition, builtin_forms
from extractor.model import Cell

FULL = os.environ.get("GOUJI_BARS") == "full"
TRUTHS = 210 if FULL else 7
"""Drawn tables of figures, as many of each kind of agency: from a town without requests to a province."""
TRIALS = 3_000 if FULL else 200

(FORM,) = (form for form in builtin_forms() if form.id == "gov-disclosure")
DELTAS: Sequence[Callable[[int], int]] = (
    lambda value: value + 1,
    lambda value: value - 1,
    lambda value: value * 0,
    lambda value: value * 10 + 1,
    lambda value: value // 10,
    lambda value: value + 1000,
)
"""What may stand there instead: one off, a lost number, a digit more or less, a stroke taken for a digit."""

Figures = dict[str, int]


def truths(count: int) -> Iterator[tuple[tuple[TableEdition, ...], Figures]]:
    """Tables with figures that reconcile; editions alternate."""
    names = list(PROFILES)
    for number in range(count):
        edition = ("2021", "2019")[number % 2]
        editions = {table.key: edition for table in FORM.tables if table.editions[0].equations}
        tables = tuple(FORM.table_editions(editions))
        drawn = draw_figures(FORM, editions, PROFILES[names[number % len(names)]], Random(number))
        yield tables, {path: int(value) for path, value in drawn.items()}


def view_of(tables: tuple[TableEdition, ...], figures: Mapping[str, int]) -> View:
    """A document that prints these figures and no sentence."""
    cells = {
        path: Cell(
            path=path, as_printed=str(value), value=value, kind="number", tier="S1", status="accepted", source=None
        )
        for path, value in figures.items()
    }
    return View(form=FORM, tables=tables, cells=cells, meta={}, claims=(), text="", sections=())


@pytest.mark.bars
def test_one_wrong_cell_is_located(capsys: pytest.CaptureFixture[str]) -> None:
    """In every cell and by every kind of difference: alone and right in `requests`, among the shown in `disputes`."""
    counts: Counter[str] = Counter()
    missed: list[str] = []
    for number, (tables, right) in enumerate(truths(TRUTHS)):
        equations = [equation for table in tables for equation in table.equations]
        view = view_of(tables, right)
        known = {path: Amount.of(value) for path, value in right.items()}
        for path, value in right.items():
            for wrong in sorted({change(value) for change in DELTAS} - {value, -1}):
                table = path.partition(".")[0]
                counts[table] += 1
                known[path] = Amount.of(wrong)
                results = evaluate(equations, known)
                shown = proposals_of(view, results, known)
                counts[f"{table} detected"] += any(result.outcome == "failed" for result in results)
                found = [
                    {change.cell: change.to for change in proposal.changes} == {path: value}
                    for proposal in next(iter(shown.values()), ())
                ]
                counts[f"{table} alone"] += found == [True]
                counts[f"{table} among the shown"] += any(found)
                if not any(found) or (table == "requests" and found != [True]):
                    missed.append(f"truth {number}: {path} {value} printed as {wrong}: {len(found)} proposals")
            known[path] = Amount.of(value)
    with capsys.disabled():
        print(f"\n{TRUTHS} truths, one wrong cell; missed: {len(missed)}")  # noqa: T201 - the figures are the point
        for name in sorted(counts):
            print(f"  {name:<32} {counts[name]:>8}")  # noqa: T201
    assert missed == []
    for table in ("requests", "disputes"):
        assert counts[f"{table} detected"] == counts[f"{table} among the shown"] == counts[table] > 0
    assert counts["requests alone"] == counts["requests"]


def misprinted(kind: str, rows: Sequence[Sequence[str]], right: Figures, random: Random) -> Figures:
    """The figures with one mistake of a kind; the same figures when there was nothing to mistake."""
    printed = dict(right)
    if kind in {"two cells", "three cells"}:
        for path in random.sample(sorted(right), 2 if kind == "two cells" else 3):
            text = str(right[path])
            at = random.randrange(len(text))
            digits = [digit for digit in "0123456789" if digit != text[at] and (digit != "0" or at or len(text) == 1)]
            printed[path] = int(text[:at] + random.choice(digits) + text[at + 1 :])
        return printed
    row = random.choice(rows)
    values = [right[path] for path in row]
    if kind == "row shifted":
        values = random.choice(([*values[1:], 0], [0, *values[:-1]]))
    else:
        at = random.randrange(len(row) - 1)
        values[at], values[at + 1] = values[at + 1], values[at]
    return printed | dict(zip(row, values, strict=True))


MEASURED = {
    "two cells": "77-88 %",
    "three cells": "73-75 %",
    "row shifted": "97-98 %",
    "neighbours exchanged": "91-93 %",
}
"""Uniquely and rightly explained in the study before the first line (facts.md, evaluation.md §3.2)."""


@pytest.mark.bars
@pytest.mark.parametrize("kind", sorted(MEASURED))
def test_larger_mistakes_are_explained_as_often_as_the_study_says(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two and three wrong cells of `requests`, a row shifted by a field, two neighbours exchanged."""
    random = Random(kind)
    tried = alone = among = wrong = 0
    for tables, figures in truths(TRIALS):
        (table,) = (table for table in tables if table.table == "requests")
        lines = lines_of([table])
        right = {path: figures[path] for path in table.shape}
        printed = misprinted(kind, [row for block in lines for row in block], right, random)
        expected = {path: value for path, value in right.items() if printed[path] != value}
        # A row of zeros stays one.
        if len(expected) < 2:
            continue
        tried += 1
        known = {path: Amount.of(value) for path, value in printed.items()}
        found = [
            dict(repair.changes) == expected
            for (part,) in [locate(evaluate(table.equations, known), known, lines)]
            for repair in part.repairs
        ]
        alone += found == [True]
        among += any(found[:9])
        wrong += found == [False]
    with capsys.disabled():
        print(  # noqa: T201 - the figures are the point
            f"\n{kind}: {tried} tried, alone and right {alone / tried:.1%} (study: {MEASURED[kind]}), "
            f"among nine {among / tried:.1%}, alone and wrong {wrong}"
        )
    # Two mistakes may look exactly like one exchange; nothing in the figures tells them apart.
    assert wrong <= tried // 1000
    least = {"two cells": 0.77, "three cells": 0.73, "row shifted": 0.97, "neighbours exchanged": 0.90}
    assert alone / tried >= least[kind]
