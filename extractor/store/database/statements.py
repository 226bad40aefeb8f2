"""Statements that the two databases spell differently."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

__all__ = ["Row", "insert_missing", "insert_or_update"]

Row = dict[str, Any]
"""Values by column."""

Insert = sqlite.Insert | postgresql.Insert


def insert_missing(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert the rows whose key is not there yet."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


def insert_or_update(  # noqa: PLR0913, PLR0917 - where, what, and the three parts of a conflict
    connection: Connection, table: Table, rows: Sequence[Row], key: Sequence[str], updated: Sequence[str], kept: Row
) -> None:
    """Insert rows; where the `key` is there, set `updated` columns to the new values and `kept` ones to expressions."""
    if not rows:
        return
    statement = _insert(connection, table)
    changes = {**{name: statement.excluded[name] for name in updated}, **kept}
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changes), rows)


def _insert(connection: Connection, table: Table) -> Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
