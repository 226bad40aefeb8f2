"""A whole run: which documents, by what, and the result with its totals and fingerprints."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.golden import Item, Split, read_manifest
from eval.golden.manifest import FILE_NAME, Need
from eval.runs.execute import Scored, score_items
from eval.runs.result import Fingerprints, RunResult, totals_result
from eval.scoring import Totals, total_up
from extractor.batch.job import Factory
from extractor.errors import NothingToDoError

__all__ = ["Evaluated", "Plan", "choose", "evaluate"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to evaluate."""

    folder: Path
    """The golden folder."""
    factory: Factory
    """Makes the pipeline."""
    code: str
    """Fingerprint of what records depend on."""
    split: Split | None = None
    """Null: all."""
    limit: int | None = None
    without: frozenset[Need] = frozenset()
    """Documents that need one of these are left out."""
    jobs: int = 1
    repeats: int = 1
    model: str = "off"
    prompts: str = "none"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A run with everything that its screens need."""

    result: RunResult
    totals: Totals
    readable: Totals
    """Of the documents that are meant to be read in full."""
    scored: tuple[Scored, ...]


def choose(plan: Plan) -> tuple[Item, ...]:
    """The documents of a plan; with a limit, spread evenly over the split, so that a few show something of each kind.

    Raises:
        NothingToDoError: `no-cases` when there is none: an evaluation of nothing proves nothing.
    """
    items = read_manifest(plan.folder).of_split(plan.split, plan.without)
    if plan.limit is not None and plan.limit < len(items):
        items = tuple(items[place * len(items) // plan.limit] for place in range(plan.limit))
    if not items:
        raise NothingToDoError(
            "no-cases", "the golden set has no such documents", place=str(plan.folder), hint="name another split"
        )
    return items


def evaluate(plan: Plan, done: Callable[[Scored], None] = lambda _: None) -> Evaluated:
    """Read and score the documents of a plan; `done` hears of each.

    Raises:
        NothingToDoError: `no-cases`, `no-golden-set`.
        UsageError: `golden-drift`, `golden-invalid`.
    """
    items = choose(plan)
    scored: list[Scored] = []
    for one in score_items(items, plan.folder, plan.factory, jobs=plan.jobs, repeats=plan.repeats):
        scored.append(one)
        done(one)
    totals = _totals(scored)
    readable = _totals([one for one in scored if one.item.readable])
    result = RunResult(
        split=plan.split or "all",
        fingerprints=Fingerprints(
            golden=_digest(plan.folder / FILE_NAME), prompts=plan.prompts, code=plan.code, model=plan.model
        ),
        repeats=plan.repeats,
        documents=tuple(one.result for one in scored),
        totals={"all": totals_result(totals), "readable": totals_result(readable)},
    )
    return Evaluated(result, totals, readable, tuple(scored))


def _totals(scored: Sequence[Scored]) -> Totals:
    return total_up([one.score for one in scored], [one.flips for one in scored])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
