"""What a supervisor wants to know: pace, error rates with bounds, escapes, findings, runs and cost."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from extractor.review.bounds import error_bounds
from extractor.store.database import figures, items, runs
from extractor.store.database.figures import Audited, FoundBy, Pace
from extractor.store.database.runs import StoredRun
from extractor.store.database.shapes import Filters

__all__ = ["Oversight", "TierRate", "oversee"]


@dataclass(frozen=True, slots=True)
class TierRate:
    """How often the machine was wrong about accepted cells of a tier, by blind audits."""

    tier: str
    sampled: int
    wrong: int
    """Settled otherwise after a second look, or still in dispute."""
    lower: float
    """Bounds of the rate, 95 %, two-sided, exact."""
    upper: float


@dataclass(frozen=True, slots=True)
class Oversight:
    """Everything on the page."""

    left: int
    paces: tuple[Pace, ...]
    rates: tuple[TierRate, ...]
    escapes: tuple[Audited, ...]
    """Accepted cells that were found wrong, or are in dispute."""
    found: Mapping[str, tuple[FoundBy, ...]]
    """By rule, agency and year."""
    runs: tuple[StoredRun, ...]


def oversee(connection: Connection) -> Oversight:
    """Gather it."""
    newest = runs.latest_run(connection)
    seen = figures.audited(connection)
    charts = ("rule", "agency", "year")
    return Oversight(
        left=items.count_left(connection, Filters()),
        paces=figures.paces(connection),
        rates=tier_rates(seen),
        escapes=tuple(each for each in seen if _wrong(each)),
        found={} if newest is None else {what: figures.found_by(connection, newest.id, what) for what in charts},
        runs=runs.list_runs(connection),
    )


def tier_rates(seen: Sequence[Audited]) -> tuple[TierRate, ...]:
    """The error rate of each tier that was sampled. A dispute counts as wrong until it is settled."""
    sampled = Counter(each.tier for each in seen)
    wrong = Counter(each.tier for each in seen if _wrong(each))
    return tuple(
        TierRate(tier, sampled[tier], wrong[tier], *error_bounds(wrong[tier], sampled[tier]))
        for tier in sorted(sampled)
    )


def _wrong(audited: Audited) -> bool:
    return audited.final is None or _said(audited.final) != _said(audited.machine)


def _said(text: str) -> tuple[object, object]:
    content = json.loads(text)
    return content["kind"], content["value"]
