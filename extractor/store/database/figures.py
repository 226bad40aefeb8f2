"""Counts for whoever oversees the work."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from extractor.store.database.tables import decisions, documents, findings, items, run_records, versions

__all__ = ["Audited", "FoundBy", "Pace", "audited", "found_by", "paces"]


@dataclass(frozen=True, slots=True)
class Pace:
    """What a person answered on a day."""

    day: str
    actor: str
    answers: int
    seconds: float
    """Mean from showing a question to its answer."""


@dataclass(frozen=True, slots=True)
class Audited:
    """A blind answer, and what holds now."""

    item: int
    tier: str
    machine: str
    """JSON: what the machine said."""
    blind: str
    """JSON: what was answered blind."""
    final: str | None
    """JSON: what holds; null while a second look is open."""


@dataclass(frozen=True, slots=True)
class FoundBy:
    """Findings of one kind."""

    name: str
    errors: int
    warnings: int


def paces(connection: Connection, most: int = 60) -> tuple[Pace, ...]:
    """Answers by day and person, newest first; taking back is none."""
    day = func.substr(decisions.c.at, 1, 10)
    query = (
        select(day, decisions.c.actor, func.count(), func.avg(decisions.c.seconds))
        .where(decisions.c.action.not_in(("undo", "promote")))
        .group_by(day, decisions.c.actor)
        .order_by(day.desc(), decisions.c.actor)
        .limit(most)
    )
    return tuple(Pace(str(row[0]), str(row[1]), int(row[2]), float(row[3])) for row in connection.execute(query))


def audited(connection: Connection) -> tuple[Audited, ...]:
    """Every question that was answered blind, with its newest blind answer that was not taken back."""
    holding = decisions.alias("holding")
    query = (
        select(items.c.id, items.c.tier, decisions.c.before, decisions.c.after, holding.c.after, holding.c.action)
        .join(decisions, and_(decisions.c.item == items.c.id, decisions.c.action == "audit"))
        .outerjoin(holding, holding.c.seq == items.c.settled)
        .where(items.c.audited.is_(True), items.c.blind.is_(False))
        .order_by(items.c.id, decisions.c.seq)
    )
    newest = {
        int(row[0]): Audited(int(row[0]), str(row[1]), str(row[2]), str(row[3]), row[4])
        for row in connection.execute(query)
    }
    return tuple(newest.values())


def found_by(connection: Connection, run: int, what: str, most: int = 12) -> tuple[FoundBy, ...]:
    """Failed rules of a run by `rule`, `agency` or `year`, the most errors first; infos do not count."""
    column = {"rule": findings.c.code, "agency": documents.c.agency, "year": documents.c.year}[what]
    errors = func.sum(_one(findings.c.severity == "error"))
    warnings = func.sum(_one(findings.c.severity == "warning"))
    query = (
        select(column, errors, warnings)
        .select_from(run_records)
        .join(findings, findings.c.version == run_records.c.version)
        .join(versions, versions.c.sha256 == run_records.c.version)
        .join(documents, documents.c.sha256 == versions.c.document)
        .where(run_records.c.run == run, findings.c.status == "FAIL", findings.c.severity != "info")
        .group_by(column)
        .order_by(errors.desc(), warnings.desc(), column)
        .limit(most)
    )
    return tuple(
        FoundBy("" if name is None else str(name), int(wrong), int(doubtful))
        for name, wrong, doubtful in connection.execute(query)
    )


def _one(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
