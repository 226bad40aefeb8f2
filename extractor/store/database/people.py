"""Accounts, sessions, tokens and sign-in links. Secrets are kept as hashes only; who makes them is not known here."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from extractor.store.database.tables import links, sessions, tokens, users

__all__ = [
    "ROLES",
    "Role",
    "Session",
    "Token",
    "User",
    "add_link",
    "add_session",
    "add_token",
    "add_user",
    "change_user",
    "count_users",
    "end_session",
    "find_user",
    "list_tokens",
    "list_users",
    "password_hash",
    "revoke_token",
    "session_of",
    "use_link",
    "user_of_link",
    "user_of_token",
]

Role = Literal["reviewer", "supervisor", "admin"]
ROLES: tuple[Role, ...] = ("reviewer", "supervisor", "admin")
"""Each may do what those before it may."""


@dataclass(frozen=True, slots=True)
class User:
    """An account."""

    id: int
    name: str
    role: Role
    disabled: bool
    created: str


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that has signed in."""

    user: User
    csrf: str


@dataclass(frozen=True, slots=True)
class Token:
    """A key of a program that acts for an account; the secret itself is not kept."""

    id: int
    user: str
    name: str
    created: str


def add_user(connection: Connection, name: str, role: Role, now: str) -> User:
    """Make an account without a password."""
    row = {"name": name, "role": role, "password_hash": None, "disabled": False, "created": now}
    number = connection.execute(insert(users).returning(users.c.id), row).scalar_one()
    return User(int(number), name, role, disabled=False, created=now)


def find_user(connection: Connection, name: str) -> User | None:
    """An account by name."""
    return _user(connection.execute(_users().where(users.c.name == name)).first())


def list_users(connection: Connection) -> tuple[User, ...]:
    """All accounts by name."""
    return tuple(User(*row) for row in connection.execute(_users().order_by(users.c.name)))


def count_users(connection: Connection) -> int:
    """How many accounts there are."""
    return int(connection.execute(select(func.count()).select_from(users)).scalar_one())


def change_user(
    connection: Connection,
    user: int,
    *,
    role: Role | None = None,
    disabled: bool | None = None,
    password: str | None = None,
) -> None:
    """Change what is named; a changed password, role or a disabled account ends all its sessions."""
    changes = {"role": role, "disabled": disabled, "password_hash": password}
    values = {name: value for name, value in changes.items() if value is not None}
    connection.execute(update(users).where(users.c.id == user).values(values))
    connection.execute(delete(sessions).where(sessions.c.user == user))


def password_hash(connection: Connection, user: int) -> str | None:
    """The hash of an account's password; null when it has none."""
    return connection.execute(select(users.c.password_hash).where(users.c.id == user)).scalar()


def add_session(  # noqa: PLR0913 - the row, and the time
    connection: Connection, secret_hash: str, user: int, csrf: str, *, until: str, now: str
) -> None:
    """Remember a browser; sessions that have ended are forgotten on this occasion."""
    connection.execute(delete(sessions).where(sessions.c.until <= now))
    connection.execute(insert(sessions), {"hash": secret_hash, "user": user, "csrf": csrf, "until": until})


def session_of(connection: Connection, secret_hash: str, now: str) -> Session | None:
    """Whose browser it is; null when the session has ended or the account is disabled."""
    query = (
        _users()
        .add_columns(sessions.c.csrf)
        .join(sessions, sessions.c.user == users.c.id)
        .where(sessions.c.hash == secret_hash, sessions.c.until > now, users.c.disabled.is_(False))
    )
    row = connection.execute(query).first()
    return None if row is None else Session(User(*row[:-1]), row[-1])


def end_session(connection: Connection, secret_hash: str) -> None:
    """Sign out."""
    connection.execute(delete(sessions).where(sessions.c.hash == secret_hash))


def add_token(connection: Connection, secret_hash: str, user: int, name: str, now: str) -> int:
    """Remember a program's key and give its number."""
    row = {"user": user, "name": name, "hash": secret_hash, "created": now}
    return int(connection.execute(insert(tokens).returning(tokens.c.id), row).scalar_one())


def user_of_token(connection: Connection, secret_hash: str) -> User | None:
    """For whom a program acts."""
    query = _users().join(tokens, tokens.c.user == users.c.id)
    return _user(connection.execute(query.where(tokens.c.hash == secret_hash, users.c.disabled.is_(False))).first())


def list_tokens(connection: Connection) -> tuple[Token, ...]:
    """All keys of programs."""
    query = select(tokens.c.id, users.c.name, tokens.c.name, tokens.c.created).join(users, users.c.id == tokens.c.user)
    return tuple(Token(*row) for row in connection.execute(query.order_by(tokens.c.id)))


def revoke_token(connection: Connection, number: int) -> bool:
    """Forget a program's key; false when there is no such key."""
    return connection.execute(delete(tokens).where(tokens.c.id == number)).rowcount > 0


def add_link(connection: Connection, secret_hash: str, user: int, *, until: str, now: str) -> None:
    """Remember a sign-in link; those that have ended are forgotten on this occasion."""
    connection.execute(delete(links).where(links.c.until <= now))
    connection.execute(insert(links), {"hash": secret_hash, "user": user, "until": until})


def user_of_link(connection: Connection, secret_hash: str, now: str) -> User | None:
    """Whom a sign-in link would let in."""
    query = _users().join(links, links.c.user == users.c.id)
    conditions = (links.c.hash == secret_hash, links.c.until > now, users.c.disabled.is_(False))
    return _user(connection.execute(query.where(*conditions)).first())


def use_link(connection: Connection, secret_hash: str, now: str) -> User | None:
    """As `user_of_link`, once: afterwards the link lets nobody in."""
    user = user_of_link(connection, secret_hash, now)
    gone = connection.execute(delete(links).where(links.c.hash == secret_hash)).rowcount
    return user if gone else None


def _users() -> Select[Any, Any, Any, Any, Any]:
    return select(users.c.id, users.c.name, users.c.role, users.c.disabled, users.c.created)


def _user(row: Row[Any, Any, Any, Any, Any] | None) -> User | None:
    return None if row is None else User(*row)
