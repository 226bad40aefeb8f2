"""Tiers of two independent readers (design.md §4.4: T0, T1, T2, T3, T4; S0 and S1 where the model says nothing).

Arithmetic decides nothing here that is printed: it only takes away what two readers may have got wrong together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractor.fusion.choose import choose
from extractor.fusion.disagreement import Disagreement, disagreement
from extractor.fusion.doubts import SIGNS, Lift, lift_of
from extractor.fusion.table_alone import Outcome, Verdict, fuse_table_reader
from extractor.fusion.witness import Pair, Stance, Witness, same_words, stance_of, stated

__all__ = ["Fusion", "Judge", "Settled", "TableSide", "differences", "settle"]

Judge = Callable[[str, Mapping[str, int | str]], Sequence[Outcome]]
"""The assessable equations of a table, on the numbers given by cell path."""
Suspects = Callable[[str, Mapping[str, int | str]], frozenset[str]]
"""The cells of a table that failed equations point at, on the numbers given."""


@dataclass(frozen=True, slots=True)
class TableSide:
    """A table with both readers' words."""

    key: str
    pairs: Sequence[Pair]
    trusted: bool
    """The tokens are born-digital and the table shows no damage."""
    stray: bool
    """A number of the table belongs to no row."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How a cell stands, and whose words it holds."""

    verdict: Verdict
    reader: Literal["table", "model"]


@dataclass(frozen=True, slots=True)
class Fusion:
    """All cells settled."""

    cells: Mapping[str, Settled]
    numbers: Mapping[str, int | str]
    """The proven numbers, by cell path."""
    agreed: frozenset[str]
    """The cells that two readers read alike, and that count as proven."""


@dataclass(slots=True)
class _Work:
    stances: dict[str, Stance] = field(default_factory=dict[str, Stance])
    lifts: dict[str, Lift] = field(default_factory=dict[str, Lift])
    firm: dict[str, Witness] = field(default_factory=dict[str, Witness])
    tentative: dict[str, Witness] = field(default_factory=dict[str, Witness])
    agreed: set[str] = field(default_factory=set[str])


def settle(tables: Sequence[TableSide], text: str, judge: Judge, suspects: Suspects) -> Fusion:
    """Settle every cell; `text` is the document's, for places."""
    work = _Work()
    for pair in (pair for table in tables for pair in table.pairs):
        _sort(pair, work, text)
    _drop_contradicted(tables, work, judge)
    numbers = stated({**work.firm, **work.tentative})
    cells: dict[str, Settled] = {}
    for table in tables:
        outcomes = _by_cell(judge(table.key, numbers))
        suspected = suspects(table.key, numbers)
        chosen = _chosen(table, work, numbers, judge)
        named = differences(table, numbers, judge)
        for pair in table.pairs:
            path = pair.path
            cells[path] = _settled(
                pair,
                table,
                work,
                outcomes.get(path, ()),
                chosen.get(path),
                named.get(path),
                suspected=path in suspected,
            )
    return Fusion(cells, numbers, frozenset(work.agreed & ({*work.firm} | {*work.tentative})))


def differences(table: TableSide, numbers: Mapping[str, int | str], judge: Judge) -> dict[str, Disagreement]:
    """What kind of difference stands between the readers, wherever they say different things, with a place or without.

    Args:
        table: with both readers' words.
        numbers: the proven numbers of the document.
        judge: as for `settle`.
    """
    apart = [
        pair
        for pair in table.pairs
        if pair.model is not None and pair.table.source is not None and not same_words(pair.table, pair.model)
    ]
    return {pair.path: disagreement(pair, table.pairs, mends=_mends(pair, table, numbers, judge)) for pair in apart}


def _mends(pair: Pair, table: TableSide, numbers: Mapping[str, int | str], judge: Judge) -> bool:
    """Whether the model's number makes sums hold that fail with the printed one."""
    said = stated({pair.path: pair.model}) if pair.model else {}
    printed = stated({pair.path: pair.table})
    if not (said and printed):
        return False
    before, after = (
        [outcome for outcome in judge(table.key, {**numbers, **words}) if pair.path in outcome.cells]
        for words in (printed, said)
    )
    return any(outcome.failed for outcome in before) and not any(outcome.failed for outcome in after)


def _sort(pair: Pair, work: _Work, text: str) -> None:
    """Put a cell with those that are sure, or with those that still need a sum."""
    stance = work.stances[pair.path] = stance_of(pair, text)
    if stance == "agree":
        work.agreed.add(pair.path)
        lift = "named" if pair.proven else lift_of(pair)
        if lift is not None:
            work.lifts[pair.path] = lift
            (work.firm if lift == "named" else work.tentative)[pair.path] = pair.table
    elif stance != "differ" and pair.proven:
        work.firm[pair.path] = pair.table


def _drop_contradicted(tables: Sequence[TableSide], work: _Work, judge: Judge) -> None:
    """Keep of the cells that need a sum only those that have it and break none, until that changes nothing."""
    while work.tentative:
        numbers = stated({**work.firm, **work.tentative})
        outcomes = _by_cell(outcome for table in tables for outcome in judge(table.key, numbers))
        dropped = [path for path in work.tentative if not _holds(outcomes.get(path, ()), work.lifts[path])]
        if not dropped:
            return
        for path in dropped:
            del work.tentative[path]


def _holds(outcomes: Sequence[Outcome], lift: Lift) -> bool:
    return not any(outcome.failed for outcome in outcomes) and any(_helps(outcome, lift) for outcome in outcomes)


def _helps(outcome: Outcome, lift: Lift) -> bool:
    """Whether an equation that holds speaks against what the doubt is about."""
    if lift == "rows" and len({path.rpartition(".")[0] for path in outcome.cells}) == 1:
        return False
    return lift == "sum" or not outcome.vacuous


def _by_cell(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    by_cell: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        for path in outcome.cells:
            by_cell.setdefault(path, []).append(outcome)
    return by_cell


def _chosen(
    table: TableSide, work: _Work, numbers: Mapping[str, int | str], judge: Judge
) -> Mapping[str, Literal["table", "model"]]:
    """Where the readers differ, whose words satisfy every identity, if only one choice does."""
    differing = [pair for pair in table.pairs if work.stances[pair.path] == "differ"]
    return choose(differing, numbers, lambda values: judge(table.key, values)) if differing else {}


def _settled(  # noqa: PLR0913, PLR0917 - everything known about a cell
    pair: Pair,
    table: TableSide,
    work: _Work,
    outcomes: Sequence[Outcome],
    chosen: Literal["table", "model"] | None,
    difference: Disagreement | None,
    *,
    suspected: bool,
) -> Settled:
    stance = work.stances[pair.path]
    if stance == "differ":
        reasons = ("readers-differ", difference or "differ-other")
        if chosen is not None:
            return Settled(Verdict("T2", "review", reasons), chosen)
        return Settled(Verdict("T4", "review", reasons), "table" if pair.proven else "model")
    if stance == "model":
        return Settled(Verdict("T4", "review", ("model-alone",)), "model")
    if pair.path in work.agreed and pair.path in {**work.firm, **work.tentative}:
        sign = pair.table.kind in SIGNS
        return Settled(_agreed(table, outcomes, suspected=suspected, sign=sign), "table")
    verdict = fuse_table_reader(
        outcomes, proven=pair.proven, trusted=table.trusted, suspected=suspected, stray=table.stray
    )
    return Settled(verdict, "table")


def _agreed(table: TableSide, outcomes: Sequence[Outcome], *, suspected: bool, sign: bool) -> Verdict:
    """A cell that two readers read alike: what they read is printed, so a sum that fails is the report's own."""
    if any(outcome.failed for outcome in outcomes):
        if table.stray and suspected:
            return Verdict("T3", "review", ("identity-fails",))
        return Verdict("T3", "accepted", ())
    if table.stray and not outcomes and not sign:
        return Verdict("T4", "review", ("stray-number",))
    return Verdict("T0" if any(not outcome.vacuous for outcome in outcomes) else "T1", "accepted", ())
