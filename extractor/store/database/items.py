"""The queue: which questions are open, in which order, and who is at which."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Literal

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Float,
    Select,
    and_,
    case,
    false,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from extractor.store.database.shapes import FACETS, Filters, Item, ItemKind, NewItem
from extractor.store.database.statements import insert_or_update
from extractor.store.database.tables import items, leases, skips

__all__ = [
    "add_aside",
    "count_left",
    "facets",
    "find_item",
    "get_item",
    "list_items",
    "lock",
    "mark",
    "neighbours",
    "next_item",
    "offer",
    "withdraw",
]

KEY = ("document", "kind", "subject", "printed")


def offer(connection: Connection, new: Sequence[NewItem], run: int) -> None:
    """Put questions of a run into the queue; one that was asked before keeps its answer."""
    rows = [{**asdict(item), "audited": item.blind, "queued": True, "last_run": run} for item in new]
    refreshed = (
        "version", "row_key", "table_key", "rule", "tier", "format", "agency", "year", "score", "queued", "last_run"
    )  # fmt: skip
    # One whose blind answer is given stays open to the eye: its next answer compares the two.
    answered = and_(items.c.audited, ~items.c.blind)
    kept = {
        "score": case((answered, items.c.score), else_=literal_column("excluded.score", Float)),
        "blind": case((answered, false()), else_=_proposed("blind")),
        "audited": or_(items.c.audited, _proposed("audited")),
    }
    insert_or_update(connection, items, rows, KEY, refreshed, kept)


def _proposed(name: str) -> ColumnElement[bool]:
    return literal_column(f"excluded.{name}", Boolean)


def add_aside(connection: Connection, new: NewItem, like: Item) -> Item:
    """Keep a question that no run asks, so that an answer to it can be kept; it belongs to the run of `like`."""
    run = select(items.c.last_run).where(items.c.id == like.id).scalar_subquery()
    values = {**asdict(new), "audited": False, "queued": False, "last_run": run}
    row = connection.execute(insert(items).values(values).returning(*_fields())).one()
    return Item(*row)


def lock(connection: Connection, number: int) -> None:
    """Make whoever comes second on PostgreSQL wait until the first one's answer is there; SQLite has one writer."""
    connection.execute(select(items.c.id).where(items.c.id == number).with_for_update())


def withdraw(connection: Connection, run: int) -> None:
    """Take out of the queue what `run` does not ask any more; answers stay."""
    connection.execute(update(items).where(items.c.last_run != run).values(queued=False))


def get_item(connection: Connection, number: int) -> Item | None:
    """A question by its number."""
    return _one(connection, _columns().where(items.c.id == number))


def find_item(connection: Connection, document: str, kind: ItemKind, subject: str, printed: str) -> Item | None:
    """A question by what it asks."""
    return _one(
        connection,
        _columns().where(
            items.c.document == document,
            items.c.kind == kind,
            items.c.subject == subject,
            items.c.printed == printed,
        ),
    )


def next_item(connection: Connection, filters: Filters, user: int, now: str) -> Item | None:
    """The open question with the largest score that nobody else is at and that `user` did not skip."""
    taken = and_(leases.c.item == items.c.id, leases.c.user != user, leases.c.until > now)
    passed = and_(skips.c.item == items.c.id, skips.c.user == user)
    query = (
        _columns()
        .where(
            *_open(filters), ~select(leases.c.item).where(taken).exists(), ~select(skips.c.item).where(passed).exists()
        )
        .order_by(items.c.score.desc(), items.c.id.desc())
        .limit(1)
    )
    return _one(connection, query)


def count_left(connection: Connection, filters: Filters) -> int:
    """How many questions are open."""
    return int(connection.execute(select(func.count()).select_from(items).where(*_open(filters))).scalar_one())


def list_items(connection: Connection, filters: Filters, *, most: int, skip: int = 0) -> tuple[Item, ...]:
    """Open questions in the order in which they are asked."""
    query = _columns().where(*_open(filters)).order_by(items.c.score.desc(), items.c.id.desc()).limit(most).offset(skip)
    return tuple(Item(*row) for row in connection.execute(query))


def neighbours(connection: Connection, item: Item, scope: Literal["row", "table"]) -> tuple[Item, ...]:
    """The open cell questions in the same row or table of the same document, without blind ones."""
    same = items.c.row_key == item.row_key if scope == "row" else items.c.table_key == item.table_key
    query = _columns().where(
        *_open(Filters()), same, items.c.document == item.document, items.c.kind == "cell", ~items.c.blind
    )
    return tuple(Item(*row) for row in connection.execute(query.order_by(items.c.id)))


def facets(connection: Connection, filters: Filters, most: int = 50) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each facet its commonest values among the open questions, with their numbers."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for name in FACETS:
        column = items.c[name]
        query = select(column, func.count()).where(*_open(filters)).group_by(column)
        rows = connection.execute(query.order_by(func.count().desc(), column).limit(most))
        found[name] = tuple((str(value), int(count)) for value, count in rows if value not in {None, ""})
    return found


def mark(
    connection: Connection, number: int, *, settled: int | None, blind: bool = False, score: float | None = None
) -> None:
    """Say which entry answers a question, whether it is to be asked blind, and with which score."""
    values = {"settled": settled, "blind": blind, **({} if score is None else {"score": score})}
    connection.execute(update(items).where(items.c.id == number).values(values))


def _open(filters: Filters) -> list[ColumnElement[bool]]:
    conditions = [items.c.queued.is_(True), items.c.settled.is_(None)]
    conditions += [items.c[name] == value for name, value in filters.named.items()]
    # A facet of a blind item would tell that a rule names it or how well it is proven.
    if filters.rule is not None or filters.tier is not None:
        conditions.append(~items.c.blind)
    return conditions


def _columns() -> Select[tuple[object, ...]]:
    return select(*_fields())


def _fields() -> list[Column[Any]]:
    return [items.c[name] for name in Item.__dataclass_fields__]


def _one(connection: Connection, query: Select[tuple[object, ...]]) -> Item | None:
    row = connection.execute(query).first()
    return None if row is None else Item(*row)
