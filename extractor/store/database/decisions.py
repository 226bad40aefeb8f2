"""The chain of decisions in the database: it is added to, and never changed."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, cast

from sqlalchemy import Connection, insert, select, update

from extractor.store.database.shapes import ItemKind
from extractor.store.database.tables import chain_head, decisions, items
from extractor.store.ledger import Entry, Head, entry_hash

__all__ = [
    "Answer",
    "append",
    "entries_of_item",
    "entry_at",
    "given_with",
    "latest_by",
    "read_chain",
    "read_head",
    "standing",
]

PAGE = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """An entry that holds, and the question that it answers."""

    document: str
    """SHA-256 of the document's bytes."""
    kind: ItemKind
    subject: str
    printed: str
    entry: Entry


def append(connection: Connection, entry: Entry) -> Entry:
    """Add an entry at the end of the chain; its number and hashes are set here."""
    # The lock on the head makes writers on PostgreSQL stand in line; on SQLite the transaction does.
    head = connection.execute(select(chain_head).with_for_update()).one()
    placed = replace(entry, seq=head.seq + 1, prev_hash=head.hash, hash="")
    signed = replace(placed, hash=entry_hash(placed))
    connection.execute(insert(decisions), asdict(signed))
    connection.execute(update(chain_head).values(seq=signed.seq, hash=signed.hash))
    return signed


def read_head(connection: Connection) -> Head:
    """Where the chain ends, as noted beside it."""
    row = connection.execute(select(chain_head.c.seq, chain_head.c.hash)).one()
    return Head(*row)


def read_chain(connection: Connection) -> Iterator[Entry]:
    """Every entry, in order."""
    columns = [decisions.c[name] for name in Entry.__dataclass_fields__]
    query = select(*columns).order_by(decisions.c.seq).limit(PAGE)
    after = -1
    while page := connection.execute(query.where(decisions.c.seq > after)).all():
        for row in page:
            yield Entry(*row)
        after = page[-1].seq


def entry_at(connection: Connection, seq: int) -> Entry | None:
    """One entry."""
    columns = [decisions.c[name] for name in Entry.__dataclass_fields__]
    row = connection.execute(select(*columns).where(decisions.c.seq == seq)).first()
    return None if row is None else Entry(*row)


def entries_of_item(connection: Connection, item: int) -> tuple[Entry, ...]:
    """What was answered to a question, in order."""
    columns = [decisions.c[name] for name in Entry.__dataclass_fields__]
    query = select(*columns).where(decisions.c.item == item).order_by(decisions.c.seq)
    return tuple(Entry(*row) for row in connection.execute(query))


def given_with(connection: Connection, entry: Entry) -> tuple[Entry, ...]:
    """The standing answers that were given together with `entry`: the rest of a row, the cells of a proposal."""
    columns = [decisions.c[name] for name in Entry.__dataclass_fields__]
    query = (
        select(*columns)
        .join(items, items.c.settled == decisions.c.seq)
        .where(decisions.c.actor == entry.actor, decisions.c.at == entry.at)
        .order_by(decisions.c.seq)
    )
    return tuple(Entry(*row) for row in connection.execute(query))


def latest_by(connection: Connection, actor: str) -> Entry | None:
    """The newest standing answer of a person: what `undo` takes back."""
    columns = [decisions.c[name] for name in Entry.__dataclass_fields__]
    query = (
        select(*columns)
        .join(items, items.c.settled == decisions.c.seq)
        .where(decisions.c.actor == actor)
        .order_by(decisions.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else Entry(*row)


def standing(connection: Connection, document: str | None = None) -> Iterator[Answer]:
    """Answers that hold, of one document or of all, in the order in which they were given."""
    columns = [decisions.c[name] for name in Entry.__dataclass_fields__]
    query = (
        select(items.c.document, items.c.kind, items.c.subject, items.c.printed, *columns)
        .join(decisions, decisions.c.seq == items.c.settled)
        .order_by(decisions.c.seq)
    )
    if document is not None:
        query = query.where(items.c.document == document, items.c.settled.is_not(None))
    for row in connection.execute(query):
        values: list[Any] = list(cast("Sequence[Any]", row))
        yield Answer(values[0], values[1], values[2], values[3], Entry(*values[4:]))
