"""Who is at which question, until when; and who passed one by."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select

from extractor.store.database.statements import insert_or_update
from extractor.store.database.tables import items, leases, skips, users

__all__ = ["Lease", "Skip", "lease_of", "release", "skip", "skips_of", "take"]


@dataclass(frozen=True, slots=True)
class Lease:
    """Somebody is at a question."""

    user: int
    name: str
    since: str
    """UTC, ISO 8601: when the question was first shown to them."""
    until: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Somebody passed a question by."""

    name: str
    reason: str
    at: str


def lease_of(connection: Connection, item: int, now: str) -> Lease | None:
    """Who is at a question now."""
    query = (
        select(leases.c.user, users.c.name, leases.c.since, leases.c.until)
        .join(users, users.c.id == leases.c.user)
        .where(leases.c.item == item, leases.c.until > now)
    )
    row = connection.execute(query).first()
    return None if row is None else Lease(*row)


def take(  # noqa: PLR0913 - who takes what, from when to when
    connection: Connection, item: int, user: int, *, now: str, until: str, force: bool = False
) -> Lease:
    """Give a question to `user`, unless somebody else is at it and `force` is not set; the result says who has it."""
    # PostgreSQL: whoever comes second waits here and then sees the first one's lease.
    connection.execute(select(items.c.id).where(items.c.id == item).with_for_update())
    held = lease_of(connection, item, now)
    if held is not None and held.user != user and not force:
        return held
    since = held.since if held is not None and held.user == user else now
    row = {"item": item, "user": user, "since": since, "until": until}
    insert_or_update(connection, leases, [row], ("item",), ("user", "since", "until"), {})
    name = connection.execute(select(users.c.name).where(users.c.id == user)).scalar_one()
    return Lease(user, str(name), since, until)


def release(connection: Connection, item: int) -> None:
    """Nobody is at the question any more."""
    connection.execute(delete(leases).where(leases.c.item == item))


def skip(connection: Connection, item: int, user: int, reason: str, now: str) -> None:
    """Note that `user` leaves the question to others."""
    row = {"item": item, "user": user, "reason": reason, "at": now}
    insert_or_update(connection, skips, [row], ("item", "user"), ("reason", "at"), {})


def skips_of(connection: Connection, item: int) -> tuple[Skip, ...]:
    """Who passed a question by, and why."""
    query = (
        select(users.c.name, skips.c.reason, skips.c.at)
        .join(users, users.c.id == skips.c.user)
        .where(skips.c.item == item)
        .order_by(skips.c.at, func.lower(users.c.name))
    )
    return tuple(Skip(*row) for row in connection.execute(query))
