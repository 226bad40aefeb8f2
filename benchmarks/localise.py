"""How long a search for what would reconcile takes, beside its limit."""

import statistics
import time
from collections.abc import Iterator
from random import Random

from benchmarks.report import figure, judge
from eval.generator.figures import PROFILES, draw_figures
from extractor.audit import Amount, evaluate, lines_of, locate
from extractor.forms import builtin_forms

__all__ = ["measure_localise"]

SEARCHES = 300
LIMIT_SECONDS = 0.001
"""Median of a search for one wrong cell."""
SLIPS = (1, 9, 90, 100)


def measure_localise() -> bool:
    """Print the median and the longest search for one to four wrong cells; only one cell has a limit."""
    met = True
    for cells in (1, 2, 3, 4):
        seconds = list(_searches(cells))
        median = statistics.median(seconds)
        shown = f"{median * 1000:.2f} ms, longest {max(seconds) * 1000:.1f} ms"
        label = f"{cells} wrong cells, median of {SEARCHES}" if cells > 1 else f"1 wrong cell, median of {SEARCHES}"
        if cells == 1:
            shown = f"{shown}, {median / LIMIT_SECONDS:.2f} of the limit"
            met = judge(label, shown, f"{LIMIT_SECONDS * 1000:.0f} ms", met=median <= LIMIT_SECONDS)
        else:
            figure(label, shown)
    return met


def _searches(cells: int) -> Iterator[float]:
    """Seconds for each search, in drawn figures with so many cells of tables three and four changed."""
    form = builtin_forms()[0]
    random = Random(cells)
    editions = {table.key: "2021" for table in form.tables}
    tables = list(form.table_editions(editions))
    equations = [equation for table in tables for equation in table.equations]
    lines = lines_of(tables)
    covered = sorted({path for equation in equations for path in equation.cells})
    profiles = list(PROFILES.values())
    for number in range(SEARCHES):
        figures = draw_figures(form, editions, profiles[number % len(profiles)], random)
        for path in random.sample(covered, cells):
            figures[path] += random.choice(SLIPS)
        known = {path: Amount.of(value if isinstance(value, int) else str(value)) for path, value in figures.items()}
        results = evaluate(equations, known)
        begin = time.perf_counter()
        locate(results, known, lines)
        yield time.perf_counter() - begin
